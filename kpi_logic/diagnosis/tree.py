"""The profit tree with its values now and before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kpi_logic.diagnosis.periods import Values, values_over
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import TEMPLATES, kpi_library, read_toml
from kpi_logic.metrics import ProfitBasis
from kpi_logic.model import Direction, Kind, Kpi, KpiRef, MeasureRef, Month, Term, TimeFactor, Unit

_TREES = {ProfitBasis.CONTRIBUTION: "profit", ProfitBasis.GROSS: "gross", ProfitBasis.SALES: "sales"}

Join = Literal["sum", "product", "none"]


class NodeEntry(BaseModel):
    """One node as the file states it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    join: Join
    children: tuple[str, ...]
    otherwise: tuple[tuple[str, ...], ...] = ()

    @property
    def below(self) -> frozenset[str]:
        """Every node that may stand below it."""
        return frozenset(code.lstrip("-") for ways in (self.children, *self.otherwise) for code in ways)

    def told(self, values: Mapping[str, float | None]) -> tuple[str, ...]:
        """The first way in which all children have a number; the first of all where none has."""
        ways = (self.children, *self.otherwise)
        return next((way for way in ways if all(values.get(c.lstrip("-")) is not None for c in way)), self.children)


class TreeFile(BaseModel):
    """templates/tree/profit.toml, gross.toml, sales.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    node: dict[str, NodeEntry]


@dataclass(frozen=True)
class TreeNode:
    """One node: ``now`` and ``before`` are monthly averages of money and counts, values of ratios; None: cannot tell.

    ``sign`` -1: it is taken off its parent. ``missing``: the columns that would unlock it. ``cost``: less is better.
    """

    code: str
    name: KpiRef | MeasureRef
    unit: Unit
    sign: int
    join: Join
    cost: bool
    now: float | None
    before: float | None
    missing: tuple[str, ...]
    children: tuple["TreeNode", ...]

    @property
    def change(self) -> float | None:
        """Relative change; None where it cannot be told or the base is not positive."""
        if self.now is None or self.before is None or self.before <= 0:
            return None
        return self.now / self.before - 1

    def walk(self, depth: int = 0) -> list[tuple[int, "TreeNode"]]:
        """This node and all below it with their depths, from the top."""
        return [(depth, self), *(pair for child in self.children for pair in child.walk(depth + 1))]


@dataclass(frozen=True)
class ProfitTree:
    """One or two trees side by side (profit; advertising where it is not part of the profit)."""

    roots: tuple[TreeNode, ...]
    currency: str | None
    now: tuple[Month, ...]
    before: tuple[Month, ...]


def profit_tree(
    facts: MonthlyFacts, basis: ProfitBasis | None, now: Sequence[Month], before: Sequence[Month]
) -> ProfitTree:
    """The tree that *basis* carries, for the shops in *facts* (slice them for a segment)."""
    entries = _entries(_TREES[basis or ProfitBasis.SALES])
    below = {code for entry in entries.values() for code in entry.below}
    tops = [code for code in entries if code not in below]
    values = _values(facts, entries, tops, (now, before))
    given = frozenset(facts.measures)
    roots = tuple(_node(code, 1, entries, values, given) for code in tops)
    return ProfitTree(roots, facts.currency, tuple(now), tuple(before))


def _values(
    facts: MonthlyFacts, entries: Mapping[str, NodeEntry], tops: Sequence[str], periods: Sequence[Sequence[Month]]
) -> list[Values]:
    """The numbers of every node; those of the other ways only where one is needed, for they take time."""
    first = {*tops, *(code.lstrip("-") for entry in entries.values() for code in entry.children)}
    values = values_over(facts, [_kpi(code) for code in sorted(first)], periods)
    untold = [e for e in entries.values() if any(values[0][code.lstrip("-")] is None for code in e.children)]
    more = {code for entry in untold for code in entry.below} - first
    if not more:
        return values
    return [a | b for a, b in zip(values, values_over(facts, [_kpi(c) for c in sorted(more)], periods), strict=True)]


@lru_cache(maxsize=8)
def _entries(name: str) -> Mapping[str, NodeEntry]:
    return read_toml(TEMPLATES / "tree" / f"{name}.toml", TreeFile).node


def _node(
    code: str,
    sign: int,
    entries: Mapping[str, NodeEntry],
    values: Sequence[Mapping[str, float | None]],
    given: frozenset[str],
) -> TreeNode:
    kpi, entry = _kpi(code), entries.get(code)
    children = tuple(
        _node(child.lstrip("-"), -1 if child.startswith("-") else 1, entries, values, given)
        for child in (() if entry is None else entry.told(values[0]))
    )
    return TreeNode(
        code=code,
        name=KpiRef(code) if code in kpi_library().kpis else MeasureRef(code),
        unit=kpi.unit,
        sign=sign,
        join="none" if entry is None else entry.join,
        cost=kpi.direction is Direction.LOWER,
        now=values[0][code],
        before=values[1][code],
        missing=tuple(sorted(kpi.measures - given)),
        children=children,
    )


def _kpi(code: str) -> Kpi:
    """A catalogue KPI, or a base measure as a KPI of one term; a measure of money that is no income is a cost."""
    library = kpi_library()
    if code in library.kpis:
        return library[code]
    measure = library.measures[code]
    cost = measure.unit is Unit.MONEY and code not in ("sales", "ad_sales", "gross_profit")
    return Kpi(
        code=code, numerator=(Term(measure=code),), time_factor=TimeFactor.NONE, unit=measure.unit,
        direction=Direction.LOWER if cost else Direction.HIGHER, kind=Kind.RESULT, gate=False, owners=(), counters=(),
        definition_source="", benchmark="", domain="",
    )  # fmt: skip
