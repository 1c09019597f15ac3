"""Counting: rates that come from small numbers (12 orders of 150 visits), with the noise that counting itself makes.

The rate lives on a logit scale like every rate; what is new is that a month's number is known only as well as its
count allows, in the history and ahead. Source: empirical logit and its variance (Cox 1970, The Analysis of Binary Data,
section 3.2; Anscombe 1956); months ahead are drawn from the binomial distribution given the rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.history import History, month_numbers

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

HALF = 0.5
"""Added to both counts, so that a month without a single hit still has a logit."""
RECENT = 6
"""Months whose median count stands for the months ahead where no count is planned."""
SEED = 11


@dataclass(frozen=True)
class Counts:
    """Cases behind a rate: known (m,), ahead (H,); whole numbers above 0."""

    known: Array
    ahead: Array

    def logit(self, rate: Array) -> Array:
        """Empirical logit of each known month, shape (m,)."""
        hits = np.rint(rate * self.known)
        return np.asarray(np.log((hits + HALF) / (self.known - hits + HALF)))

    def centre(self, rate: Array) -> float:
        """Logit of the latest months together."""
        recent = self.known[-RECENT:]
        hits = np.rint(rate[-RECENT:] * recent).sum()
        return float(np.log((hits + HALF) / (recent.sum() - hits + HALF)))

    def sampling(self, rate: Array) -> Array:
        """Variance that counting adds to that logit, shape (m,), at the rate of all known months together.

        The months' own rates would make the months that came out low look less sure than those that came out high.
        """
        hits = np.rint(rate * self.known)
        common = (hits.sum() + HALF) / (self.known.sum() + 2 * HALF)
        return np.asarray(1 / (self.known * common + HALF) + 1 / (self.known * (1 - common) + HALF))

    def drawn(self, rates: Array) -> Array:
        """Rates that would be counted when these are the true ones, shape (N, H)."""
        cases = np.broadcast_to(self.ahead[: rates.shape[1]].astype(np.int64), rates.shape)
        return np.random.default_rng(SEED).binomial(cases, np.clip(rates, 0, 1)) / cases


def read_counts(counts: pd.Series, past: History, horizon: int) -> Counts:
    """The cases of every known month and of the months ahead.

    counts: cases behind each month's rate (visits, orders), a monthly PeriodIndex; months ahead may be planned there,
    else the median of the latest months stands for them. Raises ValueError where a known month has no whole case.
    """
    given = dict(zip(month_numbers(counts.index).tolist(), np.asarray(counts, float).tolist(), strict=True))
    known = np.rint([given.get(month, np.nan) for month in past.months.tolist()])
    if not (known >= 1).all():
        raise ValueError("counts needs 1 or more for every known month")
    usual = float(np.median(known[-RECENT:]))
    planned = np.array([given.get(int(past.months[-1]) + 1 + n, np.nan) for n in range(horizon)])
    return Counts(known, np.maximum(np.rint(np.where(np.isfinite(planned), planned, usual)), 1.0))
