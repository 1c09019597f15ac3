"""What comes in and what goes out of intake: client files, and what was read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from kpi_logic.model import Issue, Level, Month, Organisation, Profile, Scheme, worst

if TYPE_CHECKING:
    from kpi_logic.facts import MonthlyFacts

Status = Literal["ok", "warn", "ask", "error"]


@dataclass(frozen=True, slots=True)
class ClientFile:
    """One uploaded file. The name is shown and never used as a path."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Source:
    """What one table was taken for, and what it gave; ``format`` is a text key under ``intake_words.format``."""

    file: str
    sheet: str | None
    format: str
    rows: int
    first: Month | None
    last: Month | None
    shops: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A choice that only a person can make: ``answers[code] = option`` reads on."""

    code: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Intake:
    """Everything that was read, and everything there is to say about it (worst first)."""

    facts: "MonthlyFacts | None"
    status: Status
    issues: tuple[Issue, ...]
    sources: tuple[Source, ...]
    questions: tuple[Question, ...] = ()
    profile: Profile | None = None
    organisation: Organisation | None = None
    present_scheme: Scheme | None = None


@dataclass
class Reading:
    """What the child process hands back: plain rows, not yet facts.

    ``columns`` names the places of ``rows``: month, platform, shop, site, currency, then measures; None is missing.
    """

    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()
    issues: list[Issue] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    profile: Profile | None = None
    organisation: Organisation | None = None
    present_scheme: Scheme | None = None


Answers = Mapping[str, str]

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
