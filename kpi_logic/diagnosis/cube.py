"""The facts as numbers by measure, shop and month: what every engine of this room computes on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpi_logic.facts import KEYS, MonthlyFacts
from kpi_logic.model import Month, Segment, months_between

Array = np.ndarray

_DERIVED = {"all_costs": ("sales", "gross_profit")}
"""Measures that are a difference of two others; ``all_costs`` is what lies between sales and gross profit."""


@dataclass(frozen=True, eq=False)
class Cube:
    """Base measures over shops and gapless months; NaN is missing.

    ``values[measure]`` has the shape (shops, months).

    >>> import pandas as pd
    >>> cube = Cube.of(MonthlyFacts.of(pd.DataFrame({"month": ["2025-01", "2025-03"], "shop": "A", "sales": [1, 2]})))
    >>> cube.get("sales")
    array([[ 1., nan,  2.]])
    """

    shops: tuple[Segment, ...]
    months: tuple[Month, ...]
    values: dict[str, Array]

    @classmethod
    def of(cls, facts: MonthlyFacts) -> "Cube":
        """The cube of facts in one currency."""
        table, shops = facts.table, facts.shops
        if table.empty:
            return cls((), (), {})
        months = tuple(months_between(facts.months[0], facts.months[-1]))
        row = table.groupby(["platform", "site", "shop"], sort=True).ngroup().to_numpy()
        column = table["month"].astype("int64").to_numpy() - (months[0].ordinal - 1970 * 12)
        values = {}
        for measure in table.columns.difference(list(KEYS), sort=False):
            grid = np.full((len(shops), len(months)), np.nan)
            grid[row, column] = table[measure].to_numpy()
            values[measure] = grid
        return cls(shops, months, values)

    def get(self, measure: str) -> Array:
        """(shops, months) of a measure; NaN throughout where the client has no such column."""
        if measure in _DERIVED:
            above, below = _DERIVED[measure]
            return self.get(above) - self.get(below)
        return self.values.get(measure, np.full((len(self.shops), len(self.months)), np.nan))

    def has(self, measure: str) -> bool:
        """Whether the client has at least one number of it."""
        return bool(np.isfinite(self.get(measure)).any())

    def first_of(self, measures: Iterable[str]) -> str | None:
        """The first of *measures* the client has."""
        return next((measure for measure in measures if self.has(measure)), None)

    def until(self, last: Month) -> "Cube":
        """The months up to *last*."""
        keep = [i for i, month in enumerate(self.months) if month <= last]
        return self._taken(range(len(self.shops)), keep)

    def latest(self, months: int) -> "Cube":
        """The last *months* months."""
        return self._taken(range(len(self.shops)), range(max(0, len(self.months) - months), len(self.months)))

    def of_segment(self, segment: Segment) -> "Cube":
        """The shops of a segment."""
        return self._taken(np.flatnonzero(self.mask(segment)), range(len(self.months)))

    def mask(self, segment: Segment) -> Array:
        """(shops,) whether a shop belongs to the segment."""
        if segment not in self._masks:
            self._masks[segment] = np.array([segment.contains(shop) for shop in self.shops], dtype=bool)
        return self._masks[segment]

    def days(self) -> Array:
        """(months,) days of each month."""
        return np.array([month.days for month in self.months], dtype=float)

    def index(self, months: Sequence[Month]) -> Array:
        """Positions of *months* that the cube has."""
        place = {month: i for i, month in enumerate(self.months)}
        return np.array([place[month] for month in months if month in place], dtype=int)

    @cached_property
    def _masks(self) -> dict[Segment, Array]:
        return {}

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """All, each platform with several shops, each shop; the narrowest name of each set of shops once."""
        if len(self.shops) <= 1:
            return self.shops
        platforms = sorted({shop.platform or "" for shop in self.shops})
        wide = [Segment(platform=name) for name in platforms if sum(s.platform == name for s in self.shops) > 1]
        if len(platforms) == 1:
            wide = []
        return (Segment(), *wide, *self.shops)

    def _taken(self, shops: Iterable[int], months: Iterable[int]) -> "Cube":
        rows, columns = list(shops), list(months)
        values = {name: grid[np.ix_(rows, columns)] for name, grid in self.values.items()}
        return Cube(tuple(self.shops[i] for i in rows), tuple(self.months[i] for i in columns), values)
