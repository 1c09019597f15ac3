"""What is wrong with somebody's file or decision: a value, never an exception."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from kpi_logic.model.message import Message


class Level(IntEnum):
    """How bad it is; a higher number is worse."""

    NOTE = 0  # read, and told
    WARN = 1  # read, and doubtful
    ASK = 2  # stopped: only a person can choose
    ERROR = 3  # refused


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is; ``row`` is the number Excel shows, ``cell`` its A1 address, ``column`` the heading."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None


@dataclass(frozen=True)
class Issue:
    """One finding. Its words are ``issue.<code>.message`` and ``issue.<code>.fix`` in the text files.

    >>> issue = Issue("number_unclear", Level.WARN, Place(sheet="KPI", cell="F7"), {"value": "12,34"})
    >>> issue.message.key, issue.fix.key
    ('issue.number_unclear.message', 'issue.number_unclear.fix')
    """

    code: str
    level: Level
    place: Place = field(default_factory=Place)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        """What it is and what was got."""
        return Message(f"issue.{self.code}.message", self.facts)

    @property
    def fix(self) -> Message:
        """How to mend it."""
        return Message(f"issue.{self.code}.fix", self.facts)


def worst(issues: Iterable[Issue]) -> Level | None:
    """The gravest level among *issues*, or None if there are none.

    >>> worst([]) is None
    True
    """
    return max((issue.level for issue in issues), default=None)
