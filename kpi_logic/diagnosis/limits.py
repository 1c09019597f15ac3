"""Platform limits, as published: each with its market, window, source, grade and the day it was read."""

import datetime
from functools import lru_cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from kpi_logic.library import TEMPLATES, read_toml
from kpi_logic.model import Amount, Message, Segment, Unit

STALE = datetime.timedelta(days=90)


class Limit(BaseModel):
    """One limit of one platform; see templates/benchmarks.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kpi: str
    platform: str
    market: str
    bound: Literal["below", "above"]
    value: float
    reached: bool
    days: tuple[int, ...]
    source: str
    grade: Literal["A", "B", "C", "D"]
    read: datetime.date
    used: bool
    why: Literal["", "conflict", "older", "advice", "some_shops", "wrong"] = ""

    @model_validator(mode="after")
    def _told(self) -> Self:
        if self.used and (self.why or self.grade == "D"):
            raise ValueError("a limit in use has no `why` and no grade D")
        if not self.used and not self.why:
            raise ValueError("a limit that is not used says `why`")
        return self

    def stale_on(self, today: datetime.date) -> bool:
        """Whether it was read more than 90 days ago and must be re-checked."""
        return today - self.read > STALE

    def distance(self, value: float) -> float:
        """How far *value* is from the limit, in its unit; negative beyond it.

        >>> limit_of("lsr", Segment(platform="Amazon")).distance(0.01)
        0.03
        """
        return round(self.value - value if self.bound == "below" else value - self.value, 12)

    def is_kept(self, value: float) -> bool:
        """Whether *value* keeps the limit."""
        distance = self.distance(value)
        return distance >= 0 if self.reached else distance > 0

    def holds_for(self, segment: Segment) -> bool:
        """Whether the limit is one of the segment's platform and market."""
        here, there = (segment.platform or "").casefold(), (segment.site or "").casefold()
        return self.platform.casefold() == here and (not self.market or self.market.casefold() == there)


class LimitFile(BaseModel):
    """templates/benchmarks.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: tuple[Limit, ...]


@lru_cache(maxsize=1)
def limits() -> tuple[Limit, ...]:
    """Every limit of the file."""
    return read_toml(TEMPLATES / "benchmarks.toml", LimitFile).limit


def limits_of(kpi: str, segment: Segment) -> tuple[Limit, ...]:
    """Every limit known for a KPI where the segment trades, those in use first."""
    return tuple(sorted((x for x in limits() if x.kpi == kpi and x.holds_for(segment)), key=lambda x: not x.used))


def limit_of(kpi: str, segment: Segment) -> Limit | None:
    """The limit in use for a KPI where the segment trades; None where none is known for sure."""
    return next((limit for limit in limits_of(kpi, segment) if limit.used), None)


def bound_of(limit: Limit, unit: Unit) -> Message:
    """The limit in words: below, at most, above, at least its value."""
    return Message(f"diagnosis.bound.{limit.bound}{'_reached' * limit.reached}", {"value": Amount(limit.value, unit)})
