"""Records of a long table kept as columns; a single record is only made where somebody looks at it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np

from kpi_logic.intake.month_cell import MonthCell
from kpi_logic.intake.records import Number, Record
from kpi_logic.library import kpi_library
from kpi_logic.model import Month, Unit

Place = tuple[str, str, str, str]
"""Platform, shop, site, currency."""


@dataclass(eq=False)
class Block(Sequence[Record]):
    """The records of one monthly table, each month of each shop once.

    ``month`` and ``place`` say which of ``months`` and ``places`` a record has, ``row`` where it was read; all have
    shape (records,).  ``values``: measure to (records,) float64, NaN is missing; a measure without any
    number is not there.
    """

    months: Sequence[MonthCell]
    month: np.ndarray
    places: Sequence[Place]
    place: np.ndarray
    row: np.ndarray
    values: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.row)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> list[Record]: ...
    def __getitem__(self, at: int | slice) -> Record | list[Record]:
        """One record, or several."""
        return self.records(range(len(self))[at]) if isinstance(at, slice) else self._record(at)

    def __iter__(self) -> Iterator[Record]:
        return map(self._record, range(len(self)))

    def records(self, at: Iterable[int]) -> list[Record]:
        """The records of these numbers."""
        return [self._record(int(i)) for i in at]

    def _record(self, at: int) -> Record:
        when, (platform, shop, site, currency) = self.months[self.month[at]], self.places[self.place[at]]
        assert when.month is not None
        kinds = kpi_library().measures
        values: dict[str, Number] = {}
        for code, column in self.values.items():
            number = float(column[at])
            if number == number:
                whole = kinds[code].unit is Unit.COUNT and number.is_integer()
                values[code] = int(number) if whole else number
        return Record(when.month, platform, shop, site, currency, values, int(self.row[at]), when.day)

    @property
    def held(self) -> tuple[Month, ...]:
        """The months, in order."""
        return tuple(sorted({when.month for when in self.months if when.month is not None}))

    @cached_property
    def month_numbers(self) -> np.ndarray:
        """(records,) months counted from the year 0."""
        each = [when.month.year * 12 + when.month.month - 1 for when in self.months if when.month is not None]
        return np.array(each, dtype=np.int64)[self.month]

    @cached_property
    def shop_numbers(self) -> np.ndarray:
        """(records,) the shop, whatever its currency, numbered as the shops are met."""
        met: dict[tuple[str, ...], int] = {}
        each = [met.setdefault(place[:3], len(met)) for place in self.places]
        return np.array(each, dtype=np.int64)[self.place]

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The measures in the order in which numbers of them are met."""
        first = {code: int(np.argmin(np.isnan(column))) for code, column in self.values.items()}
        return tuple(sorted(self.values, key=first.__getitem__))

    @property
    def lacks_currency(self) -> bool:
        """Whether any amount of money stands there without its currency."""
        without = np.array([not place[3] for place in self.places])[self.place]
        kinds = kpi_library().measures
        money = [column for code, column in self.values.items() if kinds[code].unit is Unit.MONEY]
        return bool(without.any()) and any(bool((without & ~np.isnan(column)).any()) for column in money)
