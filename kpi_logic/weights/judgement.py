"""Weights from people's judgements: pairwise (AHP), best-worst (BWM), swing."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random reciprocal matrices of size 1 to 15 (Saaty 1980)."""

RECIPROCAL_TOLERANCE = 0.05
"""Matrices are typed with two decimals: 7 and 0.14 count as reciprocal."""


class Ahp(NamedTuple):
    """``weights`` (n,) sum to 1; ``consistency_ratio`` 0 is consistent, above 0.10 asks for a second look."""

    weights: Array
    consistency_ratio: float


class Bwm(NamedTuple):
    """``weights`` (n,) sum to 1; ``xi`` 0 is fully consistent, and in the unit of the weights."""

    weights: Array
    xi: float


def ahp(pairwise: ArrayLike) -> Ahp:
    """Weights by the analytic hierarchy process: the principal eigenvector of the comparisons.

    Source: Saaty 1977, A scaling method for priorities in hierarchical structures, J. Math. Psychology 15, 234-281;
    consistency ratio and random index: Saaty 1980, The Analytic Hierarchy Process.

    Args:
        pairwise: (n, n), 1 <= n <= 15; entry (i, j) says how many times as important i is as j; positive, reciprocal.

    Raises:
        ValueError: not square, not positive, not reciprocal, or larger than 15.

    >>> weights, ratio = ahp([[1, 2, 4], [1/2, 1, 2], [1/4, 1/2, 1]])
    >>> weights.round(4).tolist(), round(ratio, 6)
    ([0.5714, 0.2857, 0.1429], 0.0)
    """
    matrix = comparisons(pairwise)
    n = len(matrix)
    values, vectors = np.linalg.eig(matrix)
    first = int(values.real.argmax())
    vector = np.abs(vectors[:, first].real)
    index = max((values[first].real - n) / (n - 1), 0.0) if n > 1 else 0.0
    ratio = index / RANDOM_INDEX[n - 1] if RANDOM_INDEX[n - 1] else 0.0
    return Ahp(vector / vector.sum(), float(ratio))


def comparisons(pairwise: ArrayLike) -> Array:
    """Pairwise comparisons as a checked matrix: square, positive, reciprocal; raises ValueError otherwise."""
    matrix = np.asarray(pairwise, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not 1 <= len(matrix) <= len(RANDOM_INDEX):
        raise ValueError(f"comparisons are a square matrix of 1 to {len(RANDOM_INDEX)} rows, got shape {matrix.shape}")
    if not (np.isfinite(matrix).all() and (matrix > 0).all()):
        raise ValueError("comparisons are positive numbers")
    off = np.argwhere(np.abs(matrix * matrix.T - 1) > RECIPROCAL_TOLERANCE)
    if len(off):
        i, j = off[0]
        raise ValueError(f"comparison ({i}, {j}) is {matrix[i, j]:g} but ({j}, {i}) is {matrix[j, i]:g}: give 1/x back")
    return matrix


def bwm(best_to_others: ArrayLike, others_to_worst: ArrayLike) -> Bwm:
    """Weights by the best-worst method, its linear model, which has one solution.

    Smallest xi with |w_best - a_bj w_j| <= xi and |w_j - a_jw w_worst| <= xi for all j; weights 0 or more, sum 1.

    Source: Rezaei 2016, Best-worst multi-criteria decision-making method: Some properties and a linear model,
    Omega 64, 126-130.

    Args:
        best_to_others: (n,), how many times the best one is preferred to each; 1 for the best itself.
        others_to_worst: (n,), how many times each is preferred to the worst one; 1 for the worst itself.

    Raises:
        ValueError: different lengths, a number below 1, or no 1 that names the best and the worst.

    >>> weights, xi = bwm([2, 1, 4, 2, 8], [4, 8, 2, 4, 1])  # Rezaei 2015, buying a car: fully consistent
    >>> weights.round(4).tolist(), round(xi, 6)
    ([0.2105, 0.4211, 0.1053, 0.2105, 0.0526], 0.0)
    """
    from scipy.optimize import linprog

    best_row, worst_row = _preferences(best_to_others, others_to_worst)
    n = len(best_row)
    if n == 1:
        return Bwm(np.ones(1), 0.0)
    best, worst = _extremes(best_row, worst_row)
    gaps = np.zeros((2 * n, n))
    gaps[np.arange(n), best] += 1
    gaps[np.arange(n), np.arange(n)] -= best_row
    gaps[n + np.arange(n), np.arange(n)] += 1
    gaps[n + np.arange(n), worst] -= worst_row
    bounded = np.hstack([np.vstack([gaps, -gaps]), -np.ones((4 * n, 1))])
    answer = linprog(
        np.append(np.zeros(n), 1.0),
        A_ub=bounded,
        b_ub=np.zeros(4 * n),
        A_eq=[np.append(np.ones(n), 0.0)],
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
    )
    weights = np.clip(answer.x[:-1], 0, None)
    return Bwm(weights / weights.sum(), float(answer.x[-1]))


def _preferences(best_to_others: ArrayLike, others_to_worst: ArrayLike) -> tuple[Array, Array]:
    best_row, worst_row = np.asarray(best_to_others, dtype=float), np.asarray(others_to_worst, dtype=float)
    if best_row.ndim != 1 or best_row.shape != worst_row.shape or not best_row.size:
        raise ValueError(f"both rows name the same criteria; got shapes {best_row.shape} and {worst_row.shape}")
    both = np.concatenate([best_row, worst_row])
    if not (np.isfinite(both).all() and (both >= 1).all()):
        raise ValueError("preferences are 1 (equal) or more")
    if best_row.min() != 1 or worst_row.min() != 1:
        raise ValueError("the best has a 1 in best_to_others, the worst a 1 in others_to_worst")
    return best_row, worst_row


def _extremes(best_row: Array, worst_row: Array) -> tuple[int, int]:
    """Places of the best and the worst; of several candidates the one that the other row puts furthest out."""
    best = int(np.where(best_row == 1, worst_row, -np.inf).argmax())
    worst = int(np.where((worst_row == 1) & (np.arange(len(best_row)) != best), best_row, -np.inf).argmax())
    return best, worst


def swing(points: ArrayLike) -> Array:
    """Weights by swing: the points given to moving each KPI from its worst to its best, over their sum.

    Source: von Winterfeldt & Edwards 1986, Decision Analysis and Behavioral Research, section 8.4.

    Args:
        points: (n,), 0 or more; usually 100 for the swing that matters most.

    Returns:
        (n,) weights that sum to 1.

    Raises:
        ValueError: negative, not finite, or all 0.

    >>> swing([100, 60, 40]).tolist()
    [0.5, 0.3, 0.2]
    """
    given = np.asarray(points, dtype=float)
    if given.ndim != 1 or not given.size or not np.isfinite(given).all() or given.min() < 0 or given.sum() == 0:
        raise ValueError("points are numbers of 0 or more, at least one above 0")
    return given / given.sum()
