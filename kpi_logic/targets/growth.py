"""Growth: what a target asks against what was, and how often as much was grown before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

YEAR = 12
LEAST_SPANS = 4
"""Earlier spans of the same length below which a growth has nothing to be compared with."""


@dataclass(frozen=True)
class Growth:
    """A target as a change: ``share`` against ``base``; ``rank`` 0-1 is the part of past spans that grew less.

    ``kind`` is "year" (the same months a year before) or "recent" (the months just before); ``rank`` is None
    where there are too few spans to compare with.
    """

    share: float
    base: float
    kind: str
    rank: float | None


def growth(history: pd.Series, value: float, last: pd.Period, months: int, per_month: float) -> Growth | None:
    """The growth that *value* asks over the *months* up to *last*; None where it has no base above 0.

    history: months before the target's period. per_month: 1 where months are summed, 1 / months where averaged.
    """
    spans = history.rolling(months).sum() * per_month
    base, kind, lag = np.nan, "year", YEAR
    if last - YEAR in spans.index:
        base = float(spans.to_numpy()[spans.index.get_loc(last - YEAR)])
    if np.isnan(base) and not spans.empty:
        base, kind, lag = float(spans.iloc[-1]), "recent", months
    if np.isnan(base) or base <= 0:
        return None
    past = (spans / spans.shift(lag) - 1).dropna()
    share = value / base - 1
    rank = float((past < share).mean()) if len(past) >= LEAST_SPANS else None
    return Growth(share, base, kind, rank)
