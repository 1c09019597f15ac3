"""model: the nouns everybody speaks.

Receives   nothing.                       Gives   months, segments, units, KPIs, issues, messages, the engagement.
May hold   the standard library, pydantic.
Never      reads a file, formats a number for people, knows a screen or a database.
"""

from kpi_logic.model.direction import Direction
from kpi_logic.model.engagement import (
    Cascade,
    Data,
    Engagement,
    FileRef,
    Gate,
    Grade,
    Line,
    Organisation,
    Payout,
    Person,
    PersonalLevels,
    Pilot,
    Profile,
    ProposalChoice,
    Scheme,
    Scorecard,
    ServiceForm,
    Share,
    Target,
)
from kpi_logic.model.issue import Issue, Level, Place, worst
from kpi_logic.model.kpi import Kind, Kpi, Term, TimeFactor
from kpi_logic.model.measure import Measure, OverShops, OverTime
from kpi_logic.model.message import Amount, KpiRef, MeasureRef, Message, Raw, RoleRef
from kpi_logic.model.month import Month, months_between
from kpi_logic.model.progress import Step, StepState, progress
from kpi_logic.model.segment import ALL, Segment
from kpi_logic.model.unit import Unit

__all__ = [
    "ALL",
    "Amount",
    "Cascade",
    "Data",
    "Direction",
    "Engagement",
    "FileRef",
    "Gate",
    "Grade",
    "Issue",
    "Kind",
    "Kpi",
    "KpiRef",
    "Level",
    "Line",
    "Measure",
    "MeasureRef",
    "Message",
    "Month",
    "Organisation",
    "OverShops",
    "OverTime",
    "Payout",
    "Person",
    "PersonalLevels",
    "Pilot",
    "Place",
    "Profile",
    "ProposalChoice",
    "Raw",
    "RoleRef",
    "Scheme",
    "Scorecard",
    "Segment",
    "ServiceForm",
    "Share",
    "Step",
    "StepState",
    "Target",
    "Term",
    "TimeFactor",
    "Unit",
    "months_between",
    "progress",
    "worst",
]
