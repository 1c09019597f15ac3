"""scheme: role scorecards scored, replayed, compared and examined; one engine for the old, the new and any what-if.

Receives   a Scheme, an Organisation, MonthlyFacts, targets.   Gives   scores, payouts, replays, suggestions, findings.
May hold   numpy, pandas.
Never      turns a missing actual into 0, pays by itself, changes a decision.
"""

from kpi_logic.scheme.actuals import Actuals, actuals_table, facts_of, kpis_of, shops_of
from kpi_logic.scheme.compare import Comparison, PersonChange, compare
from kpi_logic.scheme.curve import LevelFault, Levels, curve_score, read_levels
from kpi_logic.scheme.finding import Finding
from kpi_logic.scheme.history import LevelSource, history_levels
from kpi_logic.scheme.lint import RULES, lint, lint_engagement
from kpi_logic.scheme.lint_settings import LintSettings, Severity, lint_settings
from kpi_logic.scheme.organisation import (
    Held,
    OrganisationFinding,
    OrganisationView,
    Ownership,
    organisation_findings,
)
from kpi_logic.scheme.payout import grade_of, payout_share, to_cents
from kpi_logic.scheme.replay import Replay, replay
from kpi_logic.scheme.score import GateState, KpiScore, MonthScores, PersonScore, score
from kpi_logic.scheme.suggest import filled, suggested_scheme

__all__ = [
    "RULES",
    "Actuals",
    "Comparison",
    "Finding",
    "GateState",
    "Held",
    "KpiScore",
    "LevelFault",
    "LevelSource",
    "Levels",
    "LintSettings",
    "MonthScores",
    "OrganisationFinding",
    "OrganisationView",
    "Ownership",
    "PersonChange",
    "PersonScore",
    "Replay",
    "Severity",
    "actuals_table",
    "compare",
    "curve_score",
    "facts_of",
    "filled",
    "grade_of",
    "history_levels",
    "kpis_of",
    "lint",
    "lint_engagement",
    "lint_settings",
    "organisation_findings",
    "payout_share",
    "read_levels",
    "replay",
    "score",
    "shops_of",
    "suggested_scheme",
    "to_cents",
]
