"""model: the nouns everybody speaks.

Receives   nothing.                       Gives   months, segments, units, KPIs, issues, messages, the engagement.
May hold   the standard library, pydantic.
Never      reads a file, formats a number for people, knows a screen or a database.
"""

from kpi_logic.model.agreed_limit import AgreedLimit
from kpi_logic.model.agreement import Agreement
from kpi_logic.model.attempt import Attempt, Symptom
from kpi_logic.model.brand import Brand
from kpi_logic.model.change_reason import ChangeReason, ReasonSource
from kpi_logic.model.definition import Definition
from kpi_logic.model.differences import Difference, differences
from kpi_logic.model.direction import Direction
from kpi_logic.model.duty import Duty
from kpi_logic.model.engagement import (
    Cascade,
    Data,
    Engagement,
    Gate,
    Grade,
    Line,
    Organisation,
    Payout,
    Person,
    PersonalLevels,
    Profile,
    ProposalChoice,
    Scenario,
    Scheme,
    Scorecard,
    ServiceForm,
    Share,
    Target,
)
from kpi_logic.model.exception import ExceptionKind, ExceptionRule, SchemeException
from kpi_logic.model.exchange import Exchange, Rate
from kpi_logic.model.extra import Award, Extra
from kpi_logic.model.fee import Fee, FeeLine
from kpi_logic.model.feedback import Feedback, FeedbackState, FeedbackTopic, feedback_state, heard
from kpi_logic.model.file_ref import FileRef
from kpi_logic.model.issue import Issue, Level, Place, worst
from kpi_logic.model.judgement import Judgement
from kpi_logic.model.kpi import Kind, Kpi, Term, TimeFactor
from kpi_logic.model.measure import Measure, OverShops, OverTime
from kpi_logic.model.message import Amount, KpiRef, MeasureRef, Message, Raw, RoleRef
from kpi_logic.model.month import Month, months_between
from kpi_logic.model.panel import Panel, Vote
from kpi_logic.model.pilot import Pilot, SuccessRule
from kpi_logic.model.progress import Step, StepState, progress
from kpi_logic.model.prose import Prose
from kpi_logic.model.reported_choice import FACTS, ReportedChoice
from kpi_logic.model.review import KpiDecision, KpiVerdict, Review, ReviewAction, ReviewKind
from kpi_logic.model.roll_out import RollOut
from kpi_logic.model.segment import ALL, Segment
from kpi_logic.model.task import Task, TaskStep
from kpi_logic.model.unit import Unit

__all__ = [
    "ALL",
    "FACTS",
    "AgreedLimit",
    "Agreement",
    "Amount",
    "Attempt",
    "Award",
    "Brand",
    "Cascade",
    "ChangeReason",
    "Data",
    "Definition",
    "Difference",
    "Direction",
    "Duty",
    "Engagement",
    "ExceptionKind",
    "ExceptionRule",
    "Exchange",
    "Extra",
    "Fee",
    "FeeLine",
    "Feedback",
    "FeedbackState",
    "FeedbackTopic",
    "FileRef",
    "Gate",
    "Grade",
    "Issue",
    "Judgement",
    "Kind",
    "Kpi",
    "KpiDecision",
    "KpiRef",
    "KpiVerdict",
    "Level",
    "Line",
    "Measure",
    "MeasureRef",
    "Message",
    "Month",
    "Organisation",
    "OverShops",
    "OverTime",
    "Panel",
    "Payout",
    "Person",
    "PersonalLevels",
    "Pilot",
    "Place",
    "Profile",
    "ProposalChoice",
    "Prose",
    "Rate",
    "Raw",
    "ReasonSource",
    "ReportedChoice",
    "Review",
    "ReviewAction",
    "ReviewKind",
    "RoleRef",
    "RollOut",
    "Scenario",
    "Scheme",
    "SchemeException",
    "Scorecard",
    "Segment",
    "ServiceForm",
    "Share",
    "Step",
    "StepState",
    "SuccessRule",
    "Symptom",
    "Target",
    "Task",
    "TaskStep",
    "Term",
    "TimeFactor",
    "Unit",
    "Vote",
    "differences",
    "feedback_state",
    "heard",
    "months_between",
    "progress",
    "worst",
]
