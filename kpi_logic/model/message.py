"""A sentence that is not yet in any language: a key and its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi_logic.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, put into words only at the last moment.

    ``points`` says that the number is a difference of two ratios (percentage points);
    ``full`` asks for every digit (money to the cent); ``signed`` shows a plus.
    """

    value: float | None
    unit: Unit
    currency: str | None = None
    signed: bool = False
    points: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True)
class KpiRef:
    """The name of a KPI, in the reader's language."""

    code: str


@dataclass(frozen=True, slots=True)
class MeasureRef:
    """The name of a base measure, in the reader's language."""

    code: str


@dataclass(frozen=True, slots=True)
class RoleRef:
    """The name of a role, in the reader's language."""

    code: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A person's own words (a shop, a name): shown as given, escaped at every exit."""

    text: str


@dataclass(frozen=True)
class Message:
    """A text key and what fills its placeholders.

    Facts may be strings, whole numbers, months, segments, :class:`Amount`, the refs above, other messages,
    and tuples of these; ``text.Catalog.say`` turns all of them into words.

    >>> Message("home.progress", {"done": 3, "of": 5}).key
    'home.progress'
    """

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
