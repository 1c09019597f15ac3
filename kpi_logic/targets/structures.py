"""Covariance structures: how the months of one KPI may hang together.

A structure is a choice of level, trend and season. Its covariance is in units of the noise variance, so that
one scale parameter stands in front of the whole matrix. Everything is built for several structures at once.

Source: Gaussian structural time series written as one Bayesian ridge regression (Harvey 1989, Forecasting,
Structural Time Series Models and the Kalman Filter, ch. 2-4; Rasmussen & Williams 2006, section 2.7).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

YEAR = 12
MEAN_VARIANCE = 1e3
"""Variance of the overall mean, in noise variances: as good as unknown."""

LEVELS: tuple[tuple[str, float, float], ...] = (
    ("constant", 0.0, 0.0),
    *(("walk", q, 0.0) for q in (0.03, 0.12, 0.4, 1.5, 8.0)),
    ("ar", 1.0, 0.6),
    ("ar", 0.6, 0.85),
)
TRENDS: tuple[tuple[str, float, float], ...] = (
    ("none", 0.0, 0.0),
    *(("line", v, 0.0) for v in (0.0003, 0.003, 0.03)),
    *(("damped", v, phi) for v, phi in ((0.001, 0.9), (0.01, 0.9), (0.1, 0.9), (0.5, 0.9), (0.5, 0.6))),
)
SEASONS: tuple[tuple[str, float], ...] = (
    ("none", 0.0),
    *(("months", v) for v in (0.5, 2.0, 8.0, 30.0)),
    *(("smooth", v) for v in (4.0, 20.0)),
)


class Structure(NamedTuple):
    """Positions in LEVELS, TRENDS and SEASONS.

    >>> Structure(0, 0, 0).number, Structure.of_number(Structure(7, 8, 6).number)
    (0, Structure(level=7, trend=8, season=6))
    """

    level: int
    trend: int
    season: int

    @property
    def number(self) -> int:
        """Place of this structure among all of them, 0 .. count() - 1."""
        return (self.level * len(TRENDS) + self.trend) * len(SEASONS) + self.season

    @classmethod
    def of_number(cls, number: int) -> Structure:
        """The structure with this number; the inverse of ``number``."""
        rest, season = divmod(number, len(SEASONS))
        return cls(*divmod(rest, len(TRENDS)), season)


def count() -> int:
    """Number of structures.

    >>> count()
    504
    """
    return len(LEVELS) * len(TRENDS) * len(SEASONS)


def level_covariance(kind: str, q: float, phi: float, times: Array) -> Array:
    """Covariance of a level: constant, random walk (innovation q) or AR(1) (innovation q, memory phi)."""
    if kind == "walk":
        return q * np.minimum.outer(times, times)
    if kind == "ar":
        return q / (1 - phi**2) * phi ** np.abs(np.subtract.outer(times, times))
    return np.zeros((times.size, times.size))


def trend_covariance(kind: str, variance: float, phi: float, times: Array) -> Array:
    """Covariance of a trend: none, a line of unknown slope, or the running sum of a slope that forgets."""
    if kind == "line":
        centred = times - times.mean()
        return variance * np.outer(centred, centred)
    if kind == "damped":
        steps = np.arange(int(times.max()) + 1)
        slope = variance * phi ** np.abs(np.subtract.outer(steps, steps))
        summed = slope.cumsum(0).cumsum(1)
        where = times.astype(int)
        return summed[np.ix_(where, where)]
    return np.zeros((times.size, times.size))


def season_covariance(kind: str, variance: float, times: Array) -> Array:
    """Covariance of a season that sums to zero over the year: free months or a smooth yearly wave."""
    apart = np.subtract.outer(times, times)
    if kind == "months":
        return variance * ((np.mod(apart, YEAR) == 0) - 1.0 / YEAR)
    if kind == "smooth":
        wave = np.exp(-2 * np.sin(np.pi * apart / YEAR) ** 2)
        return variance * (wave - np.exp(-2 * np.sin(np.pi * np.arange(YEAR) / YEAR) ** 2).mean())
    return np.zeros((times.size, times.size))


def covariances(numbers: NDArray[np.int64], times: Array) -> Array:
    """Covariance matrices of several structures over the same months.

    numbers: structure numbers, shape (S,). times: whole months counted from the first one, shape (T,), >= 0.
    Returns shape (S, T, T), in units of the noise variance, noise and unknown mean included.

    >>> covariances(np.array([0]), np.arange(2.0)).tolist()
    [[[1001.0, 1000.0], [1000.0, 1001.0]]]
    """
    chosen = [Structure.of_number(int(number)) for number in numbers]
    level = np.array([level_covariance(*spec, times) for spec in LEVELS])
    trend = np.array([trend_covariance(*spec, times) for spec in TRENDS])
    season = np.array([season_covariance(*spec, times) for spec in SEASONS])
    part = np.array(chosen).reshape(-1, 3)
    common = np.eye(times.size) + MEAN_VARIANCE
    summed: Array = level[part[:, 0]] + trend[part[:, 1]] + season[part[:, 2]] + common
    return summed
