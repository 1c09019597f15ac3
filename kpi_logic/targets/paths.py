"""Paths: joint futures, so that a total over months is as honest as each month.

Their coordinates are one fixed, stratified point set, drawn once from a fixed seed and used for every KPI, so
the same history gives the same answer. Source: Latin hypercube sampling (McKay, Beckman & Conover 1979)
mapped through normal and gamma quantiles; explanations are met by systematic sampling.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.breaks import break_grid
from kpi_logic.targets.design import Design
from kpi_logic.targets.posterior import Posterior, Shifts, posterior_shape

Array = NDArray[np.float64]
Index = NDArray[np.int64]

SEED = 5
PATHS = 2048
"""Number of joint futures behind each forecast."""


def _strata(dimensions: int, seed: int) -> Array:
    """Points in the unit cube, shape (PATHS, dimensions): each column meets each of PATHS strata once."""
    even = np.tile(np.arange(PATHS)[:, None], dimensions)
    return (np.random.default_rng(seed).permuted(even, axis=0) + 0.5) / PATHS


@lru_cache(maxsize=8)
def normals(horizon: int) -> Array:
    """Standard normal coordinates, shape (PATHS, horizon + 1): the months and one for a spike's loss.

    Columns have mean 0 and variance 1 and are uncorrelated, exactly.
    """
    from scipy.special import ndtri

    raw = ndtri(_strata(horizon + 1, SEED))
    return np.asarray(np.linalg.solve(np.linalg.cholesky(raw.T @ raw / PATHS), raw.T).T)


@lru_cache(maxsize=64)
def gammas(shape: float) -> Array:
    """Gamma variates of this shape and rate 1, shape (PATHS,): the unknown noise variance."""
    from scipy.special import gammaincinv

    return np.asarray(gammaincinv(shape, _strata(1, SEED + 1)[:, 0]))


def _drawn(weight: Array) -> tuple[Index, Index]:
    """Explanation of each path by systematic sampling: row and column of the weights, both (PATHS,)."""
    steps = weight.ravel().cumsum()
    flat = np.searchsorted(steps, (np.arange(PATHS) + 0.5) / PATHS * steps[-1])
    row, column = np.divmod(np.minimum(flat, weight.size - 1), weight.shape[1])
    return row, column


def _centres(
    design: Design, y: Array, shifts: Shifts, found: Posterior, row: Index, column: Index, unit: float
) -> Array:
    """Expected future of each explanation (row, column), shape (E, H)."""
    size, age = break_grid()
    structure, shape = found.structure[row], found.shape[row]
    known = y - shifts.known[shape]
    jumped = (column > 0) & (column <= found.jumps)
    which = np.where(jumped, column - 1, 0)
    jump = np.where(jumped, size[which] * unit, 0.0)
    known = known - jump[:, None] * design.columns[:, age[which]].T
    spiked = np.flatnonzero(column > found.jumps)
    month = column[spiked] - 1 - found.jumps
    known[spiked, month] -= found.residual[row[spiked], month]
    centre = np.matmul(design.gain[structure], known[:, :, None])[:, :, 0]
    return np.asarray(centre + shifts.ahead[shape] + jump[:, None])


def _deviations(design: Design, found: Posterior, row: Index, column: Index) -> Array:
    """Deviations of each path from its centre in noise standard deviations, shape (PATHS, H)."""
    z = normals(design.horizon)
    structure = found.structure[row]
    out = np.matmul(design.root[structure], z[:, :-1, None])[:, :, 0]
    spiked = np.flatnonzero(column > found.jumps)
    if spiked.size:
        month, place = column[spiked] - 1 - found.jumps, structure[spiked]
        loss = design.gain[place, :, month] / np.sqrt(design.precision[place, month])[:, None]
        out[spiked] += loss * z[spiked, -1:]
    return np.asarray(out)


def draw_paths(design: Design, y: Array, shifts: Shifts, found: Posterior, unit: float) -> Array:
    """Joint futures on the model scale, shape (PATHS, H)."""
    row, column = _drawn(found.weight)
    cells, cell = np.unique(row * found.weight.shape[1] + column, return_inverse=True)
    centre = _centres(design, y, shifts, found, *np.divmod(cells, found.weight.shape[1]), unit)
    months = design.months
    gamma = np.where(column > found.jumps, gammas(posterior_shape(months - 1)), gammas(posterior_shape(months)))
    noise = np.sqrt(found.rate[row, column] / gamma)
    return np.asarray(centre[cell] + noise[:, None] * _deviations(design, found, row, column))
