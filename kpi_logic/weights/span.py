"""The range that a swing is asked over: from the worst to the best month a client really had."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

YEAR = 12


class Span(NamedTuple):
    """The worst and the best value of a history, in its own unit."""

    worst: float
    best: float


def swing_span(history: ArrayLike, lower_is_better: bool = False, months: int = YEAR) -> Span | None:
    """The worst and the best of the last *months* that have a value; None where fewer than two do or nothing varies.

    Swing weights mean nothing without the range they are asked over.

    Source: von Winterfeldt & Edwards 1986, Decision Analysis and Behavioral Research, section 8.4 (range effect).

    Args:
        history: (m,) values month by month, NaN where missing.

    >>> swing_span([0.30, float("nan"), 0.22, 0.26], lower_is_better=True)
    Span(worst=0.3, best=0.22)
    """
    given = np.asarray(history, dtype=float)
    told = given[np.isfinite(given)][-months:]
    if len(told) < 2 or told.min() == told.max():
        return None
    low, high = float(told.min()), float(told.max())
    return Span(high, low) if lower_is_better else Span(low, high)
