"""review: the pilot, what comes of it, and every later review: does the scheme survive contact with reality?

Receives   an Engagement's decisions, MonthlyFacts, earlier stated odds, the day.
Gives      designs, read-outs, running scorecards, agendas, calibration, advice.
May hold   numpy, pandas.
Never      applies anything in silence, pays, stores, knows the clock.
"""

from kpi_logic.review.agenda import Agenda, agenda
from kpi_logic.review.before_after import TrialMonths, before_after, trial_months
from kpi_logic.review.calendar import Meeting, review_calendar, starts_to_count
from kpi_logic.review.calibration import Calibration, calibration
from kpi_logic.review.change_reasons import changes_due, reason_for, reasoned, without_reason
from kpi_logic.review.comparison import Candidate, Sides, candidates, sides
from kpi_logic.review.exception_findings import exception_findings
from kpi_logic.review.first_aid import Check, Examined, first_aid_checks, first_aid_steps, likely_symptom
from kpi_logic.review.first_aid import Step as AidStep
from kpi_logic.review.first_aid_book import first_aid_book
from kpi_logic.review.ics import IcsEvent, ics
from kpi_logic.review.iterate import advice
from kpi_logic.review.kpi_advice import KpiAdvice, kpi_advice, with_advice
from kpi_logic.review.kpi_health import KpiHealth, kpi_health
from kpi_logic.review.peers import ClientRows, PeerQuartiles, peer_quartiles, usual_values
from kpi_logic.review.pilot_advice import Advice, advised
from kpi_logic.review.pilot_design import PilotDesign, fewest_months, pilot_design, pilot_plan
from kpi_logic.review.pilot_findings import PilotFinding, PilotRecord, pilot_findings
from kpi_logic.review.pilot_plan import PilotPlan, changed_fields
from kpi_logic.review.pilot_read_out import ReadOut, ShopRow, TrialLines, read_out
from kpi_logic.review.pilot_suggestion import PilotSuggestion, measurable_kpis, suggested_rule
from kpi_logic.review.pilot_verdict import PilotVerdict, retraced
from kpi_logic.review.pilot_words import PilotTold, pilot_told, rule_told, sealed_rule_told, shown_told
from kpi_logic.review.plan_actual import PlanActual, plan_actual
from kpi_logic.review.pulse import Pulse, Rating, pulse
from kpi_logic.review.rebase import Rebase, past_their_period
from kpi_logic.review.remark import Remark
from kpi_logic.review.reported import FilledBook, Gap, Reported, Told, reported, still_asked
from kpi_logic.review.running import (
    Running,
    RunningMonth,
    released_after,
    running,
    scored_from,
    scored_months,
    together,
)
from kpi_logic.review.trial_change import TrialChange

__all__ = [
    "Advice",
    "Agenda",
    "AidStep",
    "Calibration",
    "Candidate",
    "Check",
    "ClientRows",
    "Examined",
    "FilledBook",
    "Gap",
    "IcsEvent",
    "KpiAdvice",
    "KpiHealth",
    "Meeting",
    "PeerQuartiles",
    "PilotDesign",
    "PilotFinding",
    "PilotPlan",
    "PilotRecord",
    "PilotSuggestion",
    "PilotTold",
    "PilotVerdict",
    "PlanActual",
    "Pulse",
    "Rating",
    "ReadOut",
    "Rebase",
    "Remark",
    "Reported",
    "Running",
    "RunningMonth",
    "ShopRow",
    "Sides",
    "Told",
    "TrialChange",
    "TrialLines",
    "TrialMonths",
    "advice",
    "advised",
    "agenda",
    "before_after",
    "calibration",
    "candidates",
    "changed_fields",
    "changes_due",
    "exception_findings",
    "fewest_months",
    "first_aid_book",
    "first_aid_checks",
    "first_aid_steps",
    "ics",
    "kpi_advice",
    "kpi_health",
    "likely_symptom",
    "measurable_kpis",
    "past_their_period",
    "peer_quartiles",
    "pilot_design",
    "pilot_findings",
    "pilot_plan",
    "pilot_told",
    "plan_actual",
    "pulse",
    "read_out",
    "reason_for",
    "reasoned",
    "released_after",
    "reported",
    "retraced",
    "review_calendar",
    "rule_told",
    "running",
    "scored_from",
    "scored_months",
    "sealed_rule_told",
    "shown_told",
    "sides",
    "starts_to_count",
    "still_asked",
    "suggested_rule",
    "together",
    "trial_months",
    "usual_values",
    "with_advice",
    "without_reason",
]
