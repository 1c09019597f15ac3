"""Weights that the data would give: a mirror of what varies, never adopted by themselves."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def entropy(matrix: ArrayLike) -> Array:
    """Weights by Shannon entropy: a KPI whose values are alike everywhere says nothing.

    Source: Shannon 1948; as weights: Zeleny 1982, Multiple Criteria Decision Making, ch. 7.

    Args:
        matrix: (m, n), m >= 2 months or people in rows, n KPIs in columns; 0 or more, complete.

    Returns:
        (n,) weights that sum to 1; equal ones where nothing varies.

    Raises:
        ValueError: fewer than two rows, a missing or a negative number.

    >>> entropy([[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]]).round(4).tolist()
    [0.463, 0.3992, 0.1378, 0.0]
    """
    values = _complete(matrix)
    if values.min() < 0:
        raise ValueError("entropy weights need numbers of 0 or more")
    m = len(values)
    sums = values.sum(axis=0)
    part = np.divide(values, sums, out=np.full_like(values, 1 / m), where=sums > 0)
    logs = np.log(part, out=np.zeros_like(part), where=part > 0)
    diversity = np.clip(1 + (part * logs).sum(axis=0) / np.log(m), 0, None)
    return _shares(np.where(diversity < 1e-12, 0.0, diversity))


def critic(matrix: ArrayLike, lower_is_better: ArrayLike | None = None) -> Array:
    """Weights by CRITIC: how much a KPI varies, times how little the other KPIs vary with it.

    Source: Diakoulaki, Mavrotas & Papayannakis 1995, Determining objective weights in multiple criteria problems:
    the CRITIC method, Computers & Operations Research 22, 763-770.

    Args:
        matrix: (m, n), m >= 2 months or people in rows, n KPIs in columns; complete.
        lower_is_better: (n,) flags; none where not given.

    Returns:
        (n,) weights that sum to 1; equal ones where nothing tells them apart.

    Raises:
        ValueError: fewer than two rows, or a missing number.

    >>> critic([[1, 5], [2, 5], [3, 5]]).tolist()
    [1.0, 0.0]
    """
    values = _complete(matrix)
    low, high = values.min(axis=0), values.max(axis=0)
    scaled = np.divide(values - low, high - low, out=np.zeros_like(values), where=high > low)
    if lower_is_better is not None:
        scaled = np.where(np.asarray(lower_is_better, dtype=bool), 1 - scaled, scaled)
    spread = np.where(high > low, scaled.std(axis=0, ddof=1), 0.0)
    conflict = (1 - _correlations(scaled, spread)).sum(axis=0)
    return _shares(spread * conflict) if (spread > 0).sum() > 1 else _shares(spread)


def _correlations(scaled: Array, spread: Array) -> Array:
    """(n, n) Pearson correlations; a constant column goes with none (0)."""
    centred = scaled - scaled.mean(axis=0)
    covariance = centred.T @ centred / (len(scaled) - 1)
    scale = np.outer(spread, spread)
    result = np.divide(covariance, scale, out=np.zeros_like(covariance), where=scale > 0)
    np.fill_diagonal(result, 1.0)
    return result


def _complete(matrix: ArrayLike) -> Array:
    values = np.asarray(matrix, dtype=float)
    if values.ndim != 2 or len(values) < 2 or not values.shape[1]:
        raise ValueError(f"a matrix of at least two rows is needed, got shape {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError("a number is missing: leave incomplete rows out first")
    return values


def _shares(importance: Array) -> Array:
    total = importance.sum()
    return importance / total if total > 1e-12 else np.full(len(importance), 1 / len(importance))
