"""A KPI shop by shop over windows of months: always from sums of parts, on a log scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kpi_logic.diagnosis.cube import Cube
from kpi_logic.diagnosis.partial import is_partial
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Kpi, Month, OverShops, OverTime, Segment, Term, TimeFactor

Array = NDArray[np.float64]


def shop_name(segment: Segment) -> str:
    """What people call a shop of the facts: its name, else its platform and site.

    >>> shop_name(Segment(platform="Amazon", site="US", shop="Acme US")), shop_name(Segment(platform="Lazada", shop=""))
    ('Acme US', 'Lazada')
    """
    return segment.shop or " · ".join(part for part in (segment.platform, segment.site) if part)


def shop_names(facts: MonthlyFacts) -> tuple[str, ...]:
    """Every shop of the facts by name, in their order; a name on several sites is one shop."""
    return tuple(dict.fromkeys(map(shop_name, facts.shops)))


def whole_months(facts: MonthlyFacts) -> MonthlyFacts:
    """The facts without a last month that looks like a part of a month."""
    if facts.is_empty or not is_partial(Cube.of(facts)):
        return facts
    last = facts.months[-1]
    keep = ~((facts.table["month"].dt.year == last.year) & (facts.table["month"].dt.month == last.month))
    return MonthlyFacts(facts.table.loc[keep].reset_index(drop=True), facts.doubted)


@dataclass(frozen=True, eq=False)
class _Side:
    """One linear combination over (shops, months), apart by how its measures become a longer period."""

    summed: Array
    averaged: Array
    last: Array

    def over(self, starts: NDArray[np.int_], length: int, days: Array) -> Array:
        """(shops, windows) of it; NaN where any month of a window is missing."""
        total = _rolling(self.summed, starts, length)
        mean = _rolling(self.averaged * days, starts, length) / _rolling(days[None, :], starts, length)
        return np.asarray(total + mean + self.last[:, starts + length - 1])


@dataclass(frozen=True, eq=False)
class ShopWindows:
    """One KPI of some shops over gapless months; NaN is missing.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"month": ["2025-01", "2025-02"], "shop": "A", "units": [3, 5], "sessions": [30, 20]})
    >>> windows = ShopWindows.of(MonthlyFacts.of(table), kpi_library()["cvr"], ("A",))
    >>> windows.values(np.array([0]), 2)
    array([[0.16]])
    """

    shops: tuple[str, ...]
    months: tuple[Month, ...]
    kpi: Kpi
    above: _Side
    below: _Side | None

    @classmethod
    def of(cls, facts: MonthlyFacts, kpi: Kpi, shops: Sequence[str]) -> "ShopWindows":
        """The KPI of *shops* (names) in all months of the facts."""
        cube = Cube.of(facts)
        rows = [[row for row, found in enumerate(cube.shops) if shop_name(found) == shop] for shop in shops]
        above = _side(cube, rows, kpi.numerator)
        below = _side(cube, rows, kpi.denominator) if kpi.is_ratio else None
        return cls(tuple(shops), cube.months, kpi, above, below)

    def values(self, starts: NDArray[np.int_], length: int) -> Array:
        """(shops, windows) the KPI over the *length* months from each start; NaN where it cannot be told."""
        days = self._days
        found = self.above.over(starts, length, days)
        if self.below is not None:
            under = self.below.over(starts, length, days)
            found = np.divide(found, under, out=np.full(found.shape, np.nan), where=under != 0)
        if self.kpi.time_factor is TimeFactor.NONE:
            return found
        span = _rolling(days[None, :], starts, length)
        return found * (365 / span if self.kpi.time_factor is TimeFactor.PER_YEAR else span)

    def logs(self, starts: NDArray[np.int_], length: int) -> Array:
        """(shops, windows) its logarithm; NaN where it is not above zero."""
        found = self.values(starts, length)
        return np.log(found, out=np.full(found.shape, np.nan), where=found > 0)

    def monthly(self) -> Array:
        """(shops, months) of it."""
        return self.values(np.arange(len(self.months)), 1)

    def place(self, month: Month) -> int:
        """Where a month stands, counted from the first; it may lie outside."""
        return month.since(self.months[0])

    @cached_property
    def _days(self) -> Array:
        return np.array([month.days for month in self.months], dtype=float)


def _rolling(values: Array, starts: NDArray[np.int_], length: int) -> Array:
    """(rows, windows) sums; NaN where a window holds one."""
    gone = np.isnan(values)
    zero = np.zeros((len(values), 1))
    sums = np.concatenate([zero, np.where(gone, 0.0, values).cumsum(axis=1)], axis=1)
    gaps = np.concatenate([zero, gone.cumsum(axis=1)], axis=1)
    found = sums[:, starts + length] - sums[:, starts]
    return np.where(gaps[:, starts + length] - gaps[:, starts] > 0, np.nan, found)


def _side(cube: Cube, rows: Sequence[Sequence[int]], terms: Iterable[Term]) -> _Side:
    shape = (len(rows), len(cube.months))
    parts = {over: np.zeros(shape) for over in OverTime}
    for term in terms:
        measure = kpi_library().measures[term.measure]
        grid = cube.get(term.measure)
        each = [_one_shop(grid[list(own)], measure.over_shops) for own in rows]
        parts[measure.over_time] = parts[measure.over_time] + term.factor * np.array(each).reshape(shape)
    return _Side(parts[OverTime.SUM], parts[OverTime.AVERAGE], parts[OverTime.LAST])


def _one_shop(own: Array, over_shops: OverShops) -> Array:
    """(months,) of a shop on one site or several; a score of several is not told."""
    if len(own) == 1:
        return own[0]
    return np.full(own.shape[1], np.nan) if over_shops is OverShops.NONE or not len(own) else own.sum(axis=0)
