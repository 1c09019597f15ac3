"""How much the season alone moves a KPI from some calendar months to others."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

YEAR = 12
LEAST = 24
"""Months below which a season cannot be told from growth."""


def seasonal_index(history: pd.Series) -> dict[int, float] | None:
    """What each calendar month (1-12) is against the year around it: 1.2 is a fifth above; None where it cannot be told.

    Args:
        history: monthly values, a gapless monthly PeriodIndex; NaN is missing.

    Source: ratio to the centred moving average of twelve months (Macaulay 1931, The Smoothing of Time Series); the mean
    over the years, scaled so that the twelve average 1.

    >>> months = pd.period_range("2024-01", periods=36, freq="M")
    >>> index = seasonal_index(pd.Series([2.0 if month.month == 11 else 1.0 for month in months], months))
    >>> round(index[11] / index[5], 2)
    2.0
    """
    values = history.to_numpy(dtype=float)
    if np.isfinite(values).sum() < LEAST or not (values[np.isfinite(values)] > 0).all():
        return None
    weights = np.array([0.5, *[1.0] * (YEAR - 1), 0.5]) / YEAR
    middle = np.full(len(values), np.nan)
    if len(values) > YEAR:
        middle[YEAR // 2 : len(values) - YEAR // 2] = np.convolve(values, weights, mode="valid")
    ratios = values / middle
    calendar = np.array([period.month for period in history.index])
    seen = {month: ratios[(calendar == month) & np.isfinite(ratios)] for month in range(1, YEAR + 1)}
    if any(not len(one) for one in seen.values()):
        return None
    means = {month: float(one.mean()) for month, one in seen.items()}
    level = sum(means.values()) / YEAR
    return {month: mean / level for month, mean in means.items()}


def season_between(history: pd.Series, before: Iterable[int], after: Iterable[int]) -> float | None:
    """What the season alone makes of calendar months *after* against *before*: 0.21 is a fifth more.

    >>> months = pd.period_range("2024-01", periods=36, freq="M")
    >>> history = pd.Series([2.0 if month.month == 11 else 1.0 for month in months], months)
    >>> round(season_between(history, (7, 8, 9), (10, 11, 12)), 2)
    0.33
    """
    index = seasonal_index(history)
    if index is None:
        return None
    then, now = (float(np.mean([index[month] for month in months])) for months in (list(before), list(after)))
    return now / then - 1
