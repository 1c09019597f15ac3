"""From a score to money, and to a grade."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_logic.model import Grade, Payout

Array = NDArray[np.float64]


def payout_share(score: ArrayLike, payout: Payout) -> Array:
    """The share of the bonus for a score (0-120): straight lines through the points, flat outside; NaN stays NaN.

    >>> payout_share([50, 60, 80, 100, 110, 130], Payout()).round(6).tolist()
    [0.0, 0.0, 0.5, 1.0, 1.1, 1.2]
    """
    points = sorted(payout.points)
    scores, shares = zip(*points, strict=True)
    asked = np.asarray(score, dtype=float)
    # np.interp gives the only point's share for NaN; somebody without a score must not be paid.
    return np.where(np.isnan(asked), np.nan, np.interp(asked, scores, shares))


def to_cents(amount: ArrayLike) -> Array:
    """Money rounded to the cent, half a cent up; amounts are 0 or more, NaN stays NaN.

    >>> to_cents([0.125, 1.005, 2.674999]).tolist()
    [0.13, 1.01, 2.67]
    """
    # a part of a millionth of a cent makes up for 1.005 being stored as 1.00499999999999989
    return np.asarray(np.floor(np.asarray(amount, dtype=float) * 100 + 0.5 + 1e-6) / 100)


def grade_of(score: float | None, grades: Sequence[Grade]) -> str | None:
    """The grade of a score; None without a score or below every grade.

    >>> from kpi_logic.model import Scheme
    >>> [grade_of(score, Scheme().grades) for score in (112, 104.99, 75, 12, None)]
    ['A', 'B', 'C', 'D', None]
    """
    if score is None:
        return None
    reached = [grade for grade in grades if score >= grade.score]
    return max(reached, key=lambda grade: grade.score).name if reached else None
