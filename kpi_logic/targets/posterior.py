"""Posterior: how much each explanation of a history weighs once the history is seen.

An explanation is a setting of the prior (structure, noise scale, calendar profile, driver effect) together
with at most one oddity: a recent level jump, or one month that is no guide to the others. All in closed form.

Source: conjugate normal inverse-gamma regression (Gelman et al. 2013, Bayesian Data Analysis, ch. 14);
leave-one-out residuals of a Gaussian process (Rasmussen & Williams 2006, eq. 5.12).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.breaks import break_grid, break_weight
from kpi_logic.targets.cleaning import SPIKE_SPREAD, spike_weight
from kpi_logic.targets.design import Design

Array = NDArray[np.float64]
Index = NDArray[np.int64]

SHAPE = 3.0
"""Shape of the inverse-gamma prior of the noise variance."""


@dataclass(frozen=True)
class Shifts:
    """Known shapes that may be added to a KPI: known (V, m), ahead (V, H); which one each setting uses (A',).

    setting: row of the prior's table each extended setting comes from (A',). weight: prior weight (A',).
    """

    known: Array
    ahead: Array
    setting: Index
    shape: Index
    weight: Array


@dataclass(frozen=True)
class Posterior:
    """Weights over explanations.

    weight: (U, 1 + jumps + m), sums to 1; column 0 nothing odd, then the jumps, then "month j is a spike".
    rate: same shape, posterior scale of the noise variance. residual: (U, m) leave-one-out residuals.
    structure (U,): place in the design. shape (U,): row of the shifts. unit: a log step on this scale.
    """

    weight: Array
    rate: Array
    residual: Array
    structure: Index
    shape: Index
    jumps: int

    def jump_weight(self) -> Array:
        """Posterior weight of each level jump, shape (jumps,)."""
        return np.asarray(self.weight[:, 1 : 1 + self.jumps].sum(axis=0))

    def spike_weight(self) -> Array:
        """Posterior weight of "this month is a spike", shape (m,)."""
        return np.asarray(self.weight[:, 1 + self.jumps :].sum(axis=0))


def posterior_shape(months: int) -> float:
    """Shape of the noise variance after so many months, one of which went into the unknown mean.

    >>> posterior_shape(7)
    6.0
    """
    return SHAPE + (months - 1) / 2


def _constant(months: int) -> float:
    """Log of the part of the marginal likelihood that depends only on the number of months."""
    return math.lgamma(posterior_shape(months)) - (months - 1) / 2 * math.log(2 * math.pi)


def _pairs(design: Design, shifts: Shifts) -> tuple[Index, Index, Index]:
    """Distinct (structure, shape) pairs, and the pair of each setting."""
    width = len(shifts.known)
    code = design.place[shifts.setting] * width + shifts.shape
    distinct, pair = np.unique(code, return_inverse=True)
    return distinct // width, distinct % width, pair


def _whitened(design: Design, y: Array, shifts: Shifts, structure: Index, shape: Index) -> Array:
    """Whitened residuals of each pair, shape (P, m)."""
    plain = design.whiten @ y
    moved = design.whiten @ shifts.known.T
    return np.asarray(plain[structure] - moved[structure, :, shape])


def _squares(design: Design, white: Array, structure: Index, unit: float) -> tuple[Array, Array]:
    """Quadratic form of each pair under each oddity (P, 1 + jumps + m); leave-one-out residuals (P, m)."""
    size, age = break_grid()
    size = size * unit
    plain = (white**2).sum(axis=1)[:, None]
    cross = np.matmul(white[:, None, :], design.jump[structure])[:, 0]
    length = (design.jump**2).sum(axis=1)[structure]
    jumped = plain - 2 * size * cross[:, age] + size**2 * length[:, age]
    weighed = np.matmul(white[:, None, :], design.whiten[structure])[:, 0]
    precision = design.precision[structure]
    spiked = plain - weighed**2 / precision
    return np.concatenate([plain, jumped, spiked], axis=1), weighed / precision


def _oddities(design: Design, residual: Array, structure: Index, unit: float) -> Array:
    """Log prior and determinant of each oddity, and the density of a spiked month; (P, 1 + jumps + m)."""
    _, age = break_grid()
    possible = np.asarray(design.columns.any(axis=0))[age]
    spikes = spike_weight(design.months)
    jump = np.where(possible, break_weight(design.months) / max(possible.sum(), 1), 0.0)
    head = np.concatenate([[1 - jump.sum() - spikes.sum()], jump])
    with np.errstate(divide="ignore"):
        head = np.log(head) + _constant(design.months)
    spread = SPIKE_SPREAD * unit
    density = -0.5 * (residual / spread) ** 2 - math.log(spread * math.sqrt(2 * math.pi))
    tail = np.log(spikes) + _constant(design.months - 1) - 0.5 * np.log(design.precision[structure]) + density
    return np.concatenate([np.broadcast_to(head, (len(residual), head.size)), tail], axis=1)


def posterior(design: Design, y: Array, shifts: Shifts, scales: Array, unit: float) -> Posterior:
    """Weigh every explanation.

    y: known months on the model scale, centred near their end, shape (m,). scales: noise scales (C,).
    Returns weights over the settings of ``shifts`` times the oddities.
    """
    structure, shape, pair = _pairs(design, shifts)
    white = _whitened(design, y, shifts, structure, shape)
    square, residual = _squares(design, white, structure, unit)
    known = _oddities(design, residual, structure, unit) - design.logdet[structure, None]
    base = SHAPE * scales[design.atoms.scale[shifts.setting]] ** 2
    rate = base[:, None] + square[pair] / 2
    power = np.full(square.shape[1], posterior_shape(design.months))
    power[-design.months :] = posterior_shape(design.months - 1)
    log = known[pair] - power * np.log(rate) + (np.log(shifts.weight) + SHAPE * np.log(base))[:, None]
    weight = np.exp(log - log.max())
    return Posterior(weight / weight.sum(), rate, residual[pair], structure[pair], shape[pair], len(break_grid()[0]))
