"""scheme: role scorecards scored, replayed, compared and examined; one engine for the old, the new and any what-if.

Receives   a Scheme, an Organisation, MonthlyFacts, targets.   Gives   scores, payouts, replays, odds of cost,
           slips, suggestions, findings and their mends, temptations, robustness.
May hold   numpy, pandas.
Never      turns a missing actual into 0, pays by itself, changes a decision.
"""

from kpi_logic.scheme.actuals import Actuals, actuals_table, facts_of, kpis_of, shops_of
from kpi_logic.scheme.closing import Closing
from kpi_logic.scheme.compare import Comparison, PersonChange, compare
from kpi_logic.scheme.cost import CostOdds, cost_odds
from kpi_logic.scheme.curve import LevelFault, Levels, curve_score, read_levels
from kpi_logic.scheme.duty import card_of
from kpi_logic.scheme.effects import EventEffect, exception_effects, override_rate
from kpi_logic.scheme.finding import Finding
from kpi_logic.scheme.gaming import Gaming, Temptation, gaming_test
from kpi_logic.scheme.history import LevelSource, history_levels
from kpi_logic.scheme.in_force import InForce, Names, own_approval
from kpi_logic.scheme.legal import NOTICE, LegalPoint, legal_checklist
from kpi_logic.scheme.levers import Elasticity, elasticity
from kpi_logic.scheme.lint import RULES, lint, lint_engagement
from kpi_logic.scheme.lint_settings import LintSettings, Severity, lint_settings
from kpi_logic.scheme.live import LiveMonth, LivePerson, live
from kpi_logic.scheme.mend import mend, mendable
from kpi_logic.scheme.mirror import mirrored
from kpi_logic.scheme.organisation import (
    Held,
    OrganisationFinding,
    OrganisationView,
    Ownership,
    organisation_findings,
)
from kpi_logic.scheme.payout import grade_of, payout_share, to_cents
from kpi_logic.scheme.replay import Replay, replay
from kpi_logic.scheme.robustness import Robustness, Turn, robustness
from kpi_logic.scheme.score import GateState, KpiScore, MonthScores, PersonScore, score
from kpi_logic.scheme.slip import Slip, SlipLine, slips
from kpi_logic.scheme.suggest import filled, suggested_scheme
from kpi_logic.scheme.votes import VoteGap, swing_spans, vote_gaps
from kpi_logic.scheme.whole import replay_engagement, score_engagement

__all__ = [
    "NOTICE",
    "RULES",
    "Actuals",
    "Closing",
    "Comparison",
    "CostOdds",
    "Elasticity",
    "EventEffect",
    "Finding",
    "Gaming",
    "GateState",
    "Held",
    "InForce",
    "KpiScore",
    "LegalPoint",
    "LevelFault",
    "LevelSource",
    "Levels",
    "LintSettings",
    "LiveMonth",
    "LivePerson",
    "MonthScores",
    "Names",
    "OrganisationFinding",
    "OrganisationView",
    "Ownership",
    "PersonChange",
    "PersonScore",
    "Replay",
    "Robustness",
    "Severity",
    "Slip",
    "SlipLine",
    "Temptation",
    "Turn",
    "VoteGap",
    "actuals_table",
    "card_of",
    "compare",
    "cost_odds",
    "curve_score",
    "elasticity",
    "exception_effects",
    "facts_of",
    "filled",
    "gaming_test",
    "grade_of",
    "history_levels",
    "kpis_of",
    "legal_checklist",
    "lint",
    "lint_engagement",
    "lint_settings",
    "live",
    "mend",
    "mendable",
    "mirrored",
    "organisation_findings",
    "override_rate",
    "own_approval",
    "payout_share",
    "read_levels",
    "replay",
    "replay_engagement",
    "robustness",
    "score",
    "score_engagement",
    "shops_of",
    "slips",
    "suggested_scheme",
    "swing_spans",
    "to_cents",
    "vote_gaps",
]
