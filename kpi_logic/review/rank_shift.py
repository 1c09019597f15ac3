"""Whether months lie higher than the months before them: an exact rank test that needs no curve."""

import numpy as np


def rank_shift(before: np.ndarray, after: np.ndarray) -> float | None:
    """The odds (0-1) that *after* would rank this high, were it no different: small means it rose.

    The months are ranked together (ties share a rank) and every way to pick as many is counted; None where either side
    has no month.  Months are taken for interchangeable, so clear them of season and trend first where that can be done.

    Args:
        before, after: (N,) and (M,) values without NaN.

    Source: Wilcoxon 1945, Mann & Whitney 1947; exact with ties by the shift algorithm of Streitberg & Röhmel 1986.

    >>> rank_shift(np.array([1.0, 2, 3, 4]), np.array([5.0, 6]))
    0.06666666666666667
    >>> rank_shift(np.array([1.0, 1]), np.array([1.0])), rank_shift(np.array([1.0]), np.array([]))
    (1.0, None)
    """
    if not len(before) or not len(after):
        return None
    ranks = _doubled_ranks(np.concatenate([before, after]))
    seen = int(ranks[len(before) :].sum())
    ways = np.zeros((len(after) + 1, int(ranks.sum()) + 1))
    ways[0, 0] = 1.0
    for rank in ranks:
        for size in range(len(after), 0, -1):
            ways[size, rank:] += ways[size - 1, : ways.shape[1] - rank]
    last = ways[len(after)]
    return float(last[seen:].sum() / last.sum())


def _doubled_ranks(values: np.ndarray) -> np.ndarray:
    """(N,) twice the rank of each value; equal values share the middle of their ranks, so the double is whole."""
    below = (values[None, :] < values[:, None]).sum(axis=1)
    same = (values[None, :] == values[:, None]).sum(axis=1)
    return np.asarray(2 * below + same + 1)
