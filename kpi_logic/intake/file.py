"""What comes in and what goes out of intake: client files, and what was read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from kpi_logic.model import Issue, Level, Month, Organisation, Profile, Rate, Scheme, worst

if TYPE_CHECKING:
    import pandas as pd

    from kpi_logic.facts import MonthlyFacts
    from kpi_logic.intake.packed import Packed
    from kpi_logic.intake.spooled import Spooled

Status = Literal["ok", "warn", "ask", "error"]


@dataclass(frozen=True, slots=True)
class ClientFile:
    """One uploaded file. The name is shown and never used as a path.

    ``content``: a large file's bytes may stay on the disk.
    """

    name: str
    content: "bytes | Spooled"

    @property
    def held(self) -> bytes:
        """All bytes in memory."""
        return self.content if isinstance(self.content, bytes) else self.content[:]


@dataclass(frozen=True)
class Source:
    """What one table was taken for, and what it gave; ``format`` is a text key under ``intake_words.format``.

    ``platform``: whose export it is, "" for a client's own table. ``partial``: months it holds only in part.
    ``overlaps``: files that give some of the same numbers. ``waiting``: what must be answered before it counts
    ("month", "site", "currency" or "shop"), or "".
    """

    file: str
    sheet: str | None
    format: str
    rows: int
    first: Month | None
    last: Month | None
    shops: tuple[str, ...]
    measures: tuple[str, ...]
    platform: str = ""
    partial: tuple[Month, ...] = ()
    overlaps: tuple[str, ...] = ()
    waiting: str = ""


@dataclass(frozen=True)
class Question:
    """A choice that only a person can make: ``answers[code] = option`` reads on.

    ``code`` is a topic, or a topic and what it is about: ``shop:orders.csv``, ``column:Net rev``, ``overlap:sales``.
    Without options any text may be given (a shop's name; a month as YYYY-MM). ``default`` is what holds until then.
    ``needed``: something waits for the answer; else the default does no harm.
    """

    code: str
    options: tuple[str, ...]
    default: str = ""
    needed: bool = True

    @property
    def topic(self) -> str:
        """Its words are ``intake_words.question.<topic>``.

        >>> Question("shop:orders.csv", ()).topic, Question("shop:orders.csv", ()).about
        ('shop', 'orders.csv')
        """
        return self.code.partition(":")[0]

    @property
    def about(self) -> str:
        """The file, column or measure it is about, or ""."""
        return self.code.partition(":")[2]


@dataclass(frozen=True)
class Overlap:
    """Two sources, one number: the same measure of one shop from two files, over the months both hold.

    ``value`` and ``other`` are sums over these months. ``settled``: "same", "trusted" (below the gap, by the stated
    order), "answered", "definition" (the other one means something else and is only shown) or "open".
    ``chosen``: the file that counts, "" where open. ``values`` and ``others`` are the same month by month, in the order
    of ``months``.
    """

    measure: str
    platform: str
    shop: str
    site: str
    currency: str
    months: tuple[Month, ...]
    first: str
    second: str
    value: float
    other: float
    settled: str
    chosen: str
    values: tuple[float, ...] = ()
    others: tuple[float, ...] = ()

    @property
    def gap(self) -> float:
        """The difference as a share of the larger one."""
        largest = max(abs(self.value), abs(self.other))
        return abs(self.value - self.other) / largest if largest else 0.0


@dataclass(frozen=True)
class Limit:
    """A limit the platform sets this client, from the client's own file; it goes before any published one.

    ``metric``: the platform's name. ``kpi``: ours, "" where we have none. ``bound``: "below", "at_least" or "none"
    (not one may happen). ``actual``: where the client stands, None where the file does not say.
    """

    platform: str
    site: str
    metric: str
    kpi: str
    bound: str
    value: float
    actual: float | None
    first_day: str
    last_day: str
    status: str
    file: str


@dataclass(frozen=True, slots=True)
class FilledActual:
    """One number typed into a scorecard sheet; ``kind`` is "actual" or "gate" (``code`` a KPI) or "extra" (times of one)."""

    person: str
    code: str
    kind: str
    month: Month
    value: float
    sheet: str
    cell: str


@dataclass(frozen=True)
class FilledScorecards:
    """Our own scorecard workbook come back: the marks of its sheets (one, unless they were mixed), whose, and what."""

    file: str
    marks: tuple[str, ...]
    people: tuple[str, ...]
    actuals: tuple[FilledActual, ...]


@dataclass(frozen=True)
class Intake:
    """Everything that was read, and everything there is to say about it (worst first).

    ``categories``: month, platform, shop, site, currency, category ("" for none) and the measures that add up, where a
    file tells categories; their sums are those of ``facts``.
    """

    facts: "MonthlyFacts | None"
    status: Status
    issues: tuple[Issue, ...]
    sources: tuple[Source, ...]
    questions: tuple[Question, ...] = ()
    profile: Profile | None = None
    organisation: Organisation | None = None
    present_scheme: Scheme | None = None
    limits: tuple[Limit, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    rates: tuple[Rate, ...] = ()
    categories: "pd.DataFrame | None" = None
    scorecards: tuple[FilledScorecards, ...] = ()


@dataclass
class Reading:
    """What the child process hands back: plain rows, not yet facts.

    ``columns`` names the places of ``rows``: month, platform, shop, site, currency, then measures; None is missing.
    ``packed``: a long table's rows, instead of ``rows``. ``category_rows``: the months by category, where files tell it.
    """

    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()
    packed: "Packed | None" = None
    category_columns: Sequence[str] = ()
    category_rows: Sequence[Sequence[Any]] = ()
    issues: list[Issue] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    scorecards: list[FilledScorecards] = field(default_factory=list)
    profile: Profile | None = None
    organisation: Organisation | None = None
    present_scheme: Scheme | None = None


Answers = Mapping[str, str]
NO_ANSWERS: Answers = MappingProxyType({})

_STATUS: dict[Level | None, Status] = {
    None: "ok",
    Level.NOTE: "ok",
    Level.WARN: "warn",
    Level.ASK: "ask",
    Level.ERROR: "error",
}


def status_of(issues: Sequence[Issue]) -> Status:
    """The contract's word for the worst issue.

    >>> status_of([])
    'ok'
    """
    return _STATUS[worst(issues)]
