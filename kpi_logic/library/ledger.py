"""The benchmark ledger: what platforms ask and what others call usual, and which line holds where."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, Self

from pydantic import Field, model_validator

from kpi_logic.library.kpis import kpi_library
from kpi_logic.library.read import TEMPLATES, Strict, read_toml
from kpi_logic.model import Segment, Unit

STALE = datetime.timedelta(days=90)

Bound = Literal["below", "above", "between", "about", "none"]
Why = Literal["", "conflict", "older", "advice", "example", "band", "some_shops", "estimate", "no_number", "wrong"]
Origin = Literal["agreed", "client", "published"]


class Benchmark(Strict):
    """One line of the ledger; see templates/benchmarks.toml for what each field means.

    ``read``: the day it was read; None only for a client's file that names no day. ``origin``: who says it;
    ``reason``: the consultant's own words where it was agreed.
    """

    metric: str
    unit: Unit | None = None
    currency: str = ""
    kind: Literal["rule", "norm"]
    platform: str
    market: str
    whom: str = ""
    bound: Bound
    value: float | None = None
    top: float | None = None
    reached: bool
    days: tuple[int, ...]
    told: str = ""
    source: str = Field(min_length=1)
    grade: Literal["A", "B", "C", "D"]
    read: datetime.date | None
    used: bool
    why: Why = ""
    origin: Origin = "published"
    reason: str = ""

    @model_validator(mode="after")
    def _told(self) -> Self:
        if self.used and (self.why or self.grade not in "AB"):
            raise ValueError("a line in use has no `why` and grade A or B")
        if not self.used and not self.why:
            raise ValueError("a line that is not used says `why`")
        if (self.value is None) != (self.bound == "none") or (self.top is None) == (self.bound == "between"):
            raise ValueError("bound `none` has no value, `between` has value and top, every other bound a value only")
        return self

    @property
    def kpi(self) -> str:
        """The KPI it is about, or a word of the ledger's own."""
        return self.metric

    @property
    def is_kpi(self) -> bool:
        """Whether the catalogue has a KPI of that code."""
        return self.metric in kpi_library().kpis

    @property
    def measured_in(self) -> Unit:
        """Its unit: the KPI's, else its own (a score where it has none)."""
        return kpi_library()[self.metric].unit if self.is_kpi else self.unit or Unit.SCORE

    @property
    def is_limit(self) -> bool:
        """Whether it is a rule with a number that something can be held against."""
        return self.kind == "rule" and self.bound in ("below", "above")

    @property
    def limit(self) -> float:
        """The number of a rule; raises ValueError where there is none."""
        if self.value is None:
            raise ValueError(f"{self.metric} of {self.platform}: no number is published")
        return self.value

    def stale_on(self, today: datetime.date) -> bool:
        """Whether it was read more than 90 days ago, or nobody knows when, and must be re-checked."""
        return self.read is None or today - self.read > STALE

    def distance(self, value: float) -> float:
        """How far *value* is from the limit, in its unit; negative beyond it.

        >>> ledger().in_force("lsr", Segment(platform="Amazon")).distance(0.01)
        0.03
        """
        return round(self.limit - value if self.bound == "below" else value - self.limit, 12)

    def is_kept(self, value: float) -> bool:
        """Whether *value* keeps the limit."""
        distance = self.distance(value)
        return distance >= 0 if self.reached else distance > 0

    def holds_for(self, segment: Segment) -> bool:
        """Whether it is one of the segment's platform and market."""
        here, there = (segment.platform or "").casefold(), (segment.site or "").casefold()
        return self.platform.casefold() in ("", here) and self.market.casefold() in ("", there)

    def contradicts(self, other: "Benchmark") -> bool:
        """Whether another published line says something else of the same thing, in the same place and for the same shops."""
        same = (self.metric, self.platform, self.kind) == (other.metric, other.platform, other.kind)
        shops = self.whom == other.whom or (self.why, other.why) == ("conflict", "conflict")
        places = self.market in ("", other.market) or other.market == ""
        said = (self.bound, self.value, self.top, self.told) != (other.bound, other.value, other.top, other.told)
        return same and shops and places and said and "band" not in (self.why, other.why)


class BenchmarkFile(Strict):
    """templates/benchmarks.toml."""

    benchmark: tuple[Benchmark, ...]


@lru_cache(maxsize=1)
def published() -> tuple[Benchmark, ...]:
    """Every line of the file."""
    return read_toml(TEMPLATES / "benchmarks.toml", BenchmarkFile).benchmark


@dataclass(frozen=True)
class Ledger:
    """Every benchmark known for one client: ``lines`` published, from the client's own files, and agreed with him.

    What was agreed goes before the client's file, and that before what is published; of two in one file the stricter
    holds (a platform that judges two ways of fulfilment apart).

    >>> ledger().in_force("lsr", Segment(platform="Shopee")) is None  # sources conflict: nothing is in force
    True
    """

    lines: tuple[Benchmark, ...]

    def in_force(self, metric: str, segment: Segment) -> Benchmark | None:
        """The limit that holds for a metric where the segment trades, with where it comes from; None: none for sure."""
        first = next(iter(self.known(metric, segment)), None)
        return first if first is not None and first.used else None

    def known(self, metric: str, segment: Segment) -> tuple[Benchmark, ...]:
        """Every limit with a number known for a metric where the segment trades; the one in force, if any, first."""
        here = [line for line in self._of.get(metric, ()) if line.is_limit and line.holds_for(segment)]
        return tuple(sorted(here, key=_standing))

    def norm(self, metric: str, segment: Segment) -> Benchmark | None:
        """What is usual for a metric where the segment trades, from a source good enough to hold a client against."""
        here = [line for line in self._of.get(metric, ()) if line.kind == "norm" and line.holds_for(segment)]
        return next((line for line in sorted(here, key=_standing) if line.used), None)

    def others(self, line: Benchmark) -> tuple[Benchmark, ...]:
        """Lines that contradict *line*."""
        return tuple(other for other in self._of[line.metric] if other is not line and line.contradicts(other))

    def strictest(self, segments: Iterable[Segment]) -> dict[str, float]:
        """The strictest limit in force of each KPI over these shops, for what is judged over all of them together.

        >>> ledger().strictest([Segment(platform="Amazon"), Segment(platform="Lazada")])["lsr"]
        0.04
        """
        shops = tuple(segments)
        found: dict[str, float] = {}
        for metric in dict.fromkeys(line.metric for line in self.lines if line.is_kpi):
            held = [line for shop in shops if (line := self.in_force(metric, shop)) is not None]
            if held:
                strict = min if held[0].bound == "below" else max
                found[metric] = strict(line.limit for line in held)
        return found

    @cached_property
    def _of(self) -> Mapping[str, tuple[Benchmark, ...]]:
        """The lines of each metric."""
        found: dict[str, tuple[Benchmark, ...]] = {}
        for line in self.lines:
            found[line.metric] = (*found.get(line.metric, ()), line)
        return found

    @cached_property
    def mark(self) -> str:
        """What tells this ledger from another one (SHA-256 of what the client and the consultant added)."""
        own = [line.model_dump_json() for line in self.lines if line.origin != "published"]
        return hashlib.sha256("\n".join(own).encode()).hexdigest()


@lru_cache(maxsize=64)
def ledger(own: tuple[Benchmark, ...] = ()) -> Ledger:
    """The published lines, and before them the client's and the agreed ones."""
    return Ledger((*own, *published()))


_ORIGINS: tuple[Origin, ...] = ("agreed", "client", "published")


def _standing(line: Benchmark) -> tuple[bool, int, bool, float]:
    """In use first; then who says it, the one of the very market, and the stricter."""
    strict = (line.value or 0.0) * (1 if line.bound == "below" else -1)
    return (not line.used, _ORIGINS.index(line.origin), not line.market, strict)
