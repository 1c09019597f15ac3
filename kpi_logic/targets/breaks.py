"""Breaks: the level may have jumped within the last months, and stays where it jumped to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SIZES = (-1.0, -0.65, -0.4, -0.25, 0.25, 0.4, 0.65, 1.0)
"""Jumps considered, in logs."""
AGES = (2, 3, 4, 6)
"""Number of last months that lie after the jump."""
PRIOR_WEIGHT, PRIOR_WEIGHT_LONG, LONG = 0.05, 0.002, 30
"""Odds given to any jump at all before the history is seen, and from so many usable months on.  A long history tells a
jump from a season by itself, and there the larger weight only blurs what it shows (measured on the pool)."""


def break_weight(months: int) -> float:
    """Odds of any jump at all for a history of so many usable months.

    >>> break_weight(12), break_weight(36)
    (0.05, 0.002)
    """
    return PRIOR_WEIGHT if months < LONG else PRIOR_WEIGHT_LONG


def break_columns(times: Array, span: int) -> Array:
    """One column per age: 1 in the months after the jump.

    times: observed months counted from the first, shape (m,). span: length of the history in months.
    Returns shape (m, ages); a column is all 0 when the jump would leave fewer than three months before it.

    >>> break_columns(np.arange(6.0), 6).sum(axis=0).tolist()
    [2.0, 3.0, 0.0, 0.0]
    """
    after = times[:, None] >= span - np.array(AGES)
    enough = (~after).sum(axis=0) >= 3
    return np.where(enough, after, False).astype(float)


def break_grid() -> tuple[Array, NDArray[np.int64]]:
    """All jumps: their sizes and the place of their age, both of shape (sizes * ages,).

    >>> len(break_grid()[0])
    32
    """
    size, age = np.meshgrid(SIZES, np.arange(len(AGES)), indexing="ij")
    return size.ravel(), age.ravel()
