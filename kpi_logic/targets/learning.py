"""Learning: weights of the prior's settings from windows of the pool. Used by the learning script only.

First expectation-maximisation on whole windows, then gradient ascent on the log density of the months after
the history, stopped early on series kept apart. Source: Efron 2010, Large-Scale Inference, ch. 1 (empirical
Bayes by maximum marginal likelihood); Kingma & Ba 2015 (Adam).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.pool import Windows
from kpi_logic.targets.posterior import SHAPE, posterior_shape
from kpi_logic.targets.structures import YEAR, covariances

Array = NDArray[np.float64]
Index = NDArray[np.int64]

STEPS, RATE, CHECK = 250, 0.05, 10


@dataclass(frozen=True)
class Evidence:
    """Densities of windows (W, A) under settings, each row divided by its largest; logs of those (W,)."""

    past: Array
    whole: Array
    past_top: Array
    whole_top: Array
    weight: Array

    def rows(self, keep: NDArray[np.bool_]) -> Evidence:
        """The windows that are kept."""
        weight = self.weight[keep]
        return Evidence(
            self.past[keep],
            self.whole[keep],
            self.past_top[keep],
            self.whole_top[keep],
            weight / weight.sum(),
        )

    def columns(self, keep: Index) -> Evidence:
        """The settings that are kept."""
        return Evidence(self.past[:, keep], self.whole[:, keep], self.past_top, self.whole_top, self.weight)

    def score(self, weights: Array) -> float:
        """Mean log density of the months after the history under these weights of the settings."""
        log = np.log(self.whole @ weights) + self.whole_top - np.log(self.past @ weights) - self.past_top
        return float(self.weight @ log)


def _scaled(log: Array) -> tuple[Array, Array]:
    """Densities divided by the largest of their row, and the log of that."""
    top = log.max(axis=1)
    return np.exp(log - top[:, None]), top


def _log_density(square: Array, logdet: float, months: int, base: float) -> Array:
    """Log marginal likelihood but for a constant, given quadratic forms."""
    power = posterior_shape(months)
    return lgamma(power) - logdet + SHAPE * np.log(base) - power * np.log(base + square / 2)


def gather_evidence(
    windows: Windows, months: int, structure: Index, scale: Index, profiles: Array, scales: Array
) -> Evidence:
    """Densities of each window under settings (structure, scale), each with every profile.

    months: known months at the start of a window. structure, scale: shape (A,). profiles: (K, 12).
    Settings come out as A * K columns, profile fastest.
    """
    total = windows.logs.shape[1]
    n, width = months, len(profiles)
    numbers, place = np.unique(structure, return_inverse=True)
    factor = np.linalg.cholesky(covariances(numbers, np.arange(float(total))))
    logdet = np.log(np.diagonal(factor, axis1=1, axis2=2)).cumsum(axis=1)
    centred = windows.logs - np.median(windows.logs[:, n - 6 : n], axis=1)[:, None]
    calendar = profiles[:, (np.arange(YEAR)[:, None] + np.arange(total)) % YEAR]
    past, whole = (np.empty((len(centred), structure.size, width)) for _ in range(2))
    for s, inverse in enumerate(np.linalg.inv(factor)):
        white = (centred @ inverse.T)[:, None] - (calendar @ inverse.T)[:, windows.month].transpose(1, 0, 2)
        known = (white[..., :n] ** 2).sum(axis=2)
        every = known + (white[..., n:] ** 2).sum(axis=2)
        for column in np.flatnonzero(place == s):
            base = SHAPE * scales[scale[column]] ** 2
            past[:, column] = _log_density(known, logdet[s, n - 1], n, base)
            whole[:, column] = _log_density(every, logdet[s, -1], total, base)
    (a, a_top), (b, b_top) = (_scaled(part.reshape(len(centred), -1)) for part in (past, whole))
    return Evidence(a, b, a_top, b_top, windows.weight)


def expect(evidence: Evidence, rounds: int) -> Array:
    """Weights of the settings by expectation-maximisation on whole windows, shape (A,)."""
    weights = np.full(evidence.whole.shape[1], 1 / evidence.whole.shape[1])
    for _ in range(rounds):
        weights = weights * (evidence.whole.T @ (evidence.weight / (evidence.whole @ weights)))
    return weights / weights.sum()


def _gradient(evidence: Evidence, weights: Array) -> Array:
    """Gradient of the score in the logs of the weights."""
    up = evidence.whole.T @ (evidence.weight / (evidence.whole @ weights))
    down = evidence.past.T @ (evidence.weight / (evidence.past @ weights))
    slope = (up - down) * weights
    return slope - weights * slope.sum()


def ascend(train: Evidence, apart: Evidence, weights: Array) -> tuple[Array, float]:
    """Weights that predict best on windows kept apart, on the way up from these; and their score."""
    theta = np.log(np.maximum(weights, 1e-7))
    mean = square = np.zeros_like(theta)
    best, best_score = weights, apart.score(weights)
    for step in range(1, STEPS + 1):
        now = np.exp(theta - theta.max())
        now /= now.sum()
        if step % CHECK == 1 and (score := apart.score(now)) > best_score:
            best, best_score = now, score
        slope = _gradient(train, now)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        theta = theta + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return best, best_score
