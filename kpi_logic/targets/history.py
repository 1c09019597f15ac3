"""History: the usable months of a KPI, put in order and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Index = NDArray[np.int64]

FEWEST = 6
"""Usable months below which no odds are stated."""
LEAST = 4
"""Usable months below which there is no forecast at all."""
LONGEST = 48
"""Months back that are looked at; older ones are left out."""
FURTHEST = 36
"""Months ahead that may be asked for."""


class TooFewMonths(ValueError):
    """Raised where a history has fewer usable months than LEAST."""


@dataclass(frozen=True)
class History:
    """Usable months: months since January 1970 (m,), increasing, and values (m,), finite."""

    months: Index
    values: Array
    left_out: int

    @property
    def pattern(self) -> bytes:
        """One byte per month from the first to the last usable one: 1 known, 0 missing."""
        here = np.zeros(int(self.months[-1] - self.months[0]) + 1, np.uint8)
        here[self.months - self.months[0]] = 1
        return here.tobytes()


def month_numbers(index: pd.Index) -> Index:
    """Months since January 1970 of a monthly PeriodIndex; raises TypeError for another index."""
    if getattr(index, "freqstr", None) not in ("M", "ME"):
        raise TypeError("a monthly PeriodIndex is needed")
    return np.asarray(index.astype("int64"), np.int64)


def read_history(history: pd.Series) -> History:
    """Order the usable months of a history and keep the last LONGEST of them.

    history: monthly values with a monthly PeriodIndex in any order, gaps allowed, NaN = missing.
    Raises TypeError for another index, ValueError for a month that comes twice or an infinite value,
    TooFewMonths below LEAST usable months.

    >>> import pandas as pd
    >>> read_history(pd.Series(range(7), pd.period_range("2025-01", periods=7, freq="M"))).pattern.hex()
    '01010101010101'
    """
    values = np.asarray(history, float)
    months = month_numbers(history.index)
    if np.isinf(values).any():
        raise ValueError("history holds an infinite value")
    if history.index.has_duplicates:
        raise ValueError("history holds a month twice")
    return _usable(months, values)


def _usable(months: Index, values: Array) -> History:
    """The finite values in order of month, the oldest left out."""
    order = np.argsort(months)
    order = order[np.isfinite(values[order])]
    recent = order[months[order] > months[order[-1:]].sum() - LONGEST]
    if recent.size < LEAST:
        raise TooFewMonths(f"history has {recent.size} usable months in its last {LONGEST}, needs {LEAST}")
    return History(months[recent], values[recent], int(order.size - recent.size))


def read_periods(periods: Sequence[pd.Period], last: int) -> Index:
    """Months ahead of each period, shape (P,): 1 is the month after the last usable one.

    Raises ValueError where there are no periods, where they do not increase, or where one lies outside
    1 .. FURTHEST; TypeError where a period is not monthly.
    """
    if any(getattr(period, "freqstr", None) not in ("M", "ME") for period in periods):
        raise TypeError("periods are monthly pandas periods")
    ahead = np.array([period.ordinal for period in periods], np.int64) - last
    if not ahead.size or (np.diff(ahead) <= 0).any():
        raise ValueError("periods are one or more months in increasing order")
    if ahead[0] < 1 or ahead[-1] > FURTHEST:
        raise ValueError(f"periods lie 1..{FURTHEST} months after the last known one, got {ahead[0]}..{ahead[-1]}")
    return ahead


def read_levels(levels: Sequence[float]) -> Array:
    """Quantile levels as an array, shape (Q,); raises ValueError for one outside (0, 1)."""
    found = np.asarray(levels, float).reshape(-1)
    if not found.size or not ((found > 0) & (found < 1)).all():
        raise ValueError("quantile levels lie strictly between 0 and 1")
    return found
