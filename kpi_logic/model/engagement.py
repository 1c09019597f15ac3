"""The engagement: every decision taken so far, one frozen value.

Conclusions are not here: they are computed from this and from the client's facts.  A later decision that no longer
fits an earlier one is kept and flagged by those who read it, never dropped.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kpi_logic.model.agreed_limit import AgreedLimit
from kpi_logic.model.agreement import Agreement
from kpi_logic.model.attempt import Attempt
from kpi_logic.model.brand import Brand
from kpi_logic.model.change_reason import ChangeReason
from kpi_logic.model.definition import Definition
from kpi_logic.model.duty import Duty
from kpi_logic.model.exception import SchemeException
from kpi_logic.model.exchange import Exchange
from kpi_logic.model.extra import Award, Extra
from kpi_logic.model.fee import Fee
from kpi_logic.model.feedback import Feedback
from kpi_logic.model.file_ref import FileRef
from kpi_logic.model.judgement import Judgement
from kpi_logic.model.panel import Panel
from kpi_logic.model.pilot import Pilot
from kpi_logic.model.prose import Prose
from kpi_logic.model.reported_choice import ReportedChoice
from kpi_logic.model.review import Review
from kpi_logic.model.roll_out import RollOut
from kpi_logic.model.segment import ALL, Segment
from kpi_logic.model.task import Task


class _Decision(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ServiceForm(StrEnum):
    """M1: what the consultant does."""

    MANAGED = "managed"
    COACHING = "coaching"
    CUSTOM = "custom"


class Profile(_Decision):
    """M1, M2: who the client is. ``yearly_sales`` in ``currency``."""

    client: str = ""
    service_form: ServiceForm | None = None
    yearly_sales: float | None = Field(default=None, ge=0)
    currency: str = "CNY"
    platforms: tuple[str, ...] = ()
    team_size: int | None = Field(default=None, ge=0)
    categories: tuple[str, ...] = ()
    pains: tuple[str, ...] = ()
    pains_in_words: str = ""
    current_appraisal: str = ""
    problems: str = ""


class Person(_Decision):
    """Somebody who is scored. ``shops`` names the shops this person answers for; empty means all of them.

    ``joined`` and ``left`` are the first and the last day at work (YYYY-MM-DD; "" where it does not matter): a month
    worked in part pays its part of the bonus.  ``duties`` are roles beside ``role``, each with its share of the work.
    """

    id: str
    name: str
    department: str = ""
    role: str = ""
    shops: tuple[str, ...] = ()
    bonus: float | None = Field(default=None, ge=0)
    leads: bool = False
    joined: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    left: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    duties: tuple[Duty, ...] = ()


class Organisation(_Decision):
    """M2, M3: departments and people."""

    departments: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()


class Data(_Decision):
    """Which files the facts come from, how they are read, and what the numbers mean.

    ``deliverers``: who delivers a KPI's numbers, person id by KPI code.  ``filled`` are scorecard workbooks that came
    back filled in: what people themselves report, beside the facts.
    """

    files: tuple[FileRef, ...] = ()
    currency: str | None = None
    answers: dict[str, str] = Field(default_factory=dict)
    exchange: Exchange = Exchange()
    definition: Definition = Definition()
    deliverers: dict[str, str] = Field(default_factory=dict)
    filled: tuple[FileRef, ...] = ()


class Target(_Decision):
    """One target: a KPI of a segment from ``first`` to ``last`` month (YYYY-MM).

    ``probability`` and ``method`` are what was said when it was set, so that a later review can score the odds.
    ``phases``: its months' parts, first to last, summing to ``value`` to the smallest unit; empty, as history suggests.
    ``event``: the platform event that the odds count in by itself (``targets.events``), if any.
    """

    id: str
    kpi: str
    segment: Segment = ALL
    first: str
    last: str
    value: float
    threshold: float | None = None
    stretch: float | None = None
    probability: float | None = None
    method: str = ""
    note: str = ""
    phases: tuple[float, ...] = ()
    event: str = ""


class Share(_Decision):
    """A part of a cascaded target: ``to`` is a department or a person's id; ``amount`` in the target's unit."""

    to: str
    amount: float


class Cascade(_Decision):
    """How one target is split: company to departments, departments to people.

    The departments sum to the target plus ``buffer``, which is over-assigned on purpose; people sum to their
    department (``targets.cascade``).  ``joint``: for a shop that several people own, their shares by person id, on any
    scale; equal shares where not given.
    """

    target: str
    departments: tuple[Share, ...] = ()
    people: tuple[Share, ...] = ()
    buffer: float = 0.0
    joint: dict[str, dict[str, float]] = Field(default_factory=dict)


class PersonalLevels(_Decision):
    """Levels of one KPI for one person, where people of a role stand on different ground (other shops)."""

    person: str
    threshold: float | None = None
    target: float | None = None
    stretch: float | None = None


class Line(_Decision):
    """One KPI of a scorecard: its weight (0-100) and its curve (``scheme.curve``).

    60 points at ``threshold``, 100 at ``target``, 120 at ``stretch``, straight between them.  None asks for the level
    that history suggests (``scheme.filled``).  ``personal`` levels go before the line's own.  Only old schemes have a
    ``cliff`` (nothing at all below the threshold) or no ``cap``.
    """

    kpi: str
    weight: int = Field(ge=0, le=100)
    locked: bool = False
    threshold: float | None = None
    target: float | None = None
    stretch: float | None = None
    personal: tuple[PersonalLevels, ...] = ()
    cliff: bool = False
    cap: float | None = Field(default=120.0, ge=100)


class Gate(_Decision):
    """A condition at no weight: while the KPI is beyond ``limit`` the payout is multiplied by ``multiplier`` (0-1)."""

    kpi: str
    limit: float
    multiplier: float = Field(default=0.0, ge=0, le=1)


class Scorecard(_Decision):
    """What one role is scored on; the weights sum to 100.

    ``extras`` are kinds of plus and minus points; all of a month together move the score by ``extra_cap`` at most.
    """

    role: str
    lines: tuple[Line, ...] = ()
    gates: tuple[Gate, ...] = ()
    extras: tuple[Extra, ...] = ()
    extra_cap: float = Field(default=10.0, ge=0, le=20)


class Payout(_Decision):
    """How a score (0-120) becomes a share of the person's bonus: piecewise linear through ``points``, flat outside."""

    points: tuple[tuple[float, float], ...] = ((60.0, 0.0), (100.0, 1.0), (120.0, 1.2))


class Grade(_Decision):
    """A grade and the score (0-120) from which it is given; the last one of a scheme starts at 0."""

    name: str
    score: float


GRADES = (
    Grade(name="A", score=105.0),
    Grade(name="B", score=90.0),
    Grade(name="C", score=60.0),
    Grade(name="D", score=0.0),
)


class Scheme(_Decision):
    """A whole appraisal scheme: the present one, the new one or a what-if; one engine reads them all.

    ``missing``: what happens in a month in which a KPI has no actual: the others count in proportion, or the month is
    not scored.  ``pool``: the most that is paid in one month, all people together; None for no limit.
    """

    scorecards: tuple[Scorecard, ...] = ()
    payout: Payout = Payout()
    grades: tuple[Grade, ...] = GRADES
    rewards_and_penalties: Literal["both", "penalties", "rewards", "none", "unknown"] = "unknown"
    trial_months: int = Field(default=2, ge=0)
    review_every_months: int = Field(default=3, ge=0)
    exception_rule: str = ""
    missing: Literal["pro_rata", "not_scored"] = "pro_rata"
    pool: float | None = Field(default=None, ge=0)
    roll_out: RollOut = RollOut()


class Scenario(_Decision):
    """A whole scheme under a name; whoever it is ``by``, it pays nobody until the consultant adopts it."""

    id: str
    name: str
    scheme: Scheme
    by: Literal["consultant", "client"] = "consultant"


class ProposalChoice(_Decision):
    """How the paper is made: its languages, version and the consultant's own words."""

    languages: tuple[Literal["zh", "en"], ...] = ("zh",)
    version: str = "0.1"
    consultant: str = ""
    date: str = ""
    note: str = ""
    fee: Fee = Fee()
    prose: tuple[Prose, ...] = ()
    brand: Brand = Brand()


class Engagement(_Decision):
    """Every decision of one engagement.

    >>> Engagement.model_validate_json(Engagement(name="Acme").model_dump_json()).name
    'Acme'
    """

    name: str
    profile: Profile = Profile()
    organisation: Organisation = Organisation()
    data: Data = Data()
    limits: tuple[AgreedLimit, ...] = ()
    targets: tuple[Target, ...] = ()
    cascades: tuple[Cascade, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    present_scheme: Scheme | None = None
    scheme: Scheme | None = None
    pilot: Pilot = Pilot()
    proposal: ProposalChoice = ProposalChoice()
    judgements: tuple[Judgement, ...] = ()
    panel: Panel = Panel()
    scenarios: tuple[Scenario, ...] = ()
    exceptions: tuple[SchemeException, ...] = ()
    awards: tuple[Award, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    reasons: tuple[ChangeReason, ...] = ()
    reviews: tuple[Review, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    reported: tuple[ReportedChoice, ...] = ()
    tasks: tuple[Task, ...] = ()
