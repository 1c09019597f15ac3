"""Design: everything about a forecast that depends on which months are known, not on their values.

Built once for a pattern of known months and a horizon, then kept; a portfolio of KPIs over the same months
shares one design. Source: Gaussian conditioning (Rasmussen & Williams 2006, eq. 2.23-2.24) and its
leave-one-out identities (section 5.4.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.breaks import break_columns
from kpi_logic.targets.prior import Atoms, Prior
from kpi_logic.targets.structures import covariances

Array = NDArray[np.float64]
Index = NDArray[np.int64]

JITTER = 1e-9
KEPT = 24
"""Patterns kept in memory, at 1-3 MB each."""


@dataclass(frozen=True)
class Design:
    """Matrices of S structures for m known months and H months ahead; all in noise variances.

    whiten (S, m, m): inverse Cholesky factor. logdet (S,): half the log determinant. precision (S, m):
    diagonal of the inverse covariance. gain (S, H, m): regression of the future on the known months.
    root (S, H, H): Cholesky factor of what stays unknown. jump (S, m, ages): whitened level jumps.
    columns (m, ages): the jumps themselves.
    """

    atoms: Atoms
    place: Index
    whiten: Array
    logdet: Array
    precision: Array
    gain: Array
    root: Array
    jump: Array
    columns: Array
    times: Array
    span: int

    @property
    def months(self) -> int:
        """Number of known months m."""
        return self.times.size

    @property
    def horizon(self) -> int:
        """Number of months ahead H."""
        return self.gain.shape[1]


def _known(pattern: bytes) -> Array:
    """Positions of the known months in a pattern of 0/1 bytes."""
    return np.flatnonzero(np.frombuffer(pattern, np.uint8)).astype(float)


def build_design(prior: Prior, pattern: bytes, horizon: int) -> Design:
    """The design for a pattern of known months (one byte, 0 or 1, per month of the history)."""
    times, span = _known(pattern), len(pattern)
    atoms = prior.groups[prior.group(times.size)]
    numbers, place = np.unique(atoms.structure, return_inverse=True)
    everything = covariances(numbers, np.concatenate([times, span + np.arange(horizon)]))
    return conditioned(atoms, place, everything, times, span)


def counted_design(prior: Prior, pattern: bytes, horizon: int, sampling: Array) -> Design:
    """The design of a rate that was counted: each known month also carries the noise of its small numbers.

    sampling: variance of that noise on the model scale, shape (m,). A noise variance of the setting is taken at its
    prior scale to express it in, so that everything stays in closed form. Settings with a calendar profile are left
    out, as for every rate.
    """
    times, span = _known(pattern), len(pattern)
    every = prior.groups[prior.group(times.size)]
    keep = np.flatnonzero(every.profile == 0)
    weight = every.weight[keep] / every.weight[keep].sum()
    atoms = Atoms(every.first, every.structure[keep], every.scale[keep], every.profile[keep], weight)
    everything = covariances(atoms.structure, np.concatenate([times, span + np.arange(horizon)]))
    known = np.arange(times.size)
    everything[:, known, known] += sampling / prior.scales[atoms.scale][:, None] ** 2
    return conditioned(atoms, np.arange(keep.size), everything, times, span)


def conditioned(atoms: Atoms, place: Index, everything: Array, times: Array, span: int) -> Design:
    """The design that these covariances (S, m + H, m + H) give; place (A,): the covariance of each setting."""
    m, horizon = times.size, everything.shape[1] - times.size
    factor = np.linalg.cholesky(everything[:, :m, :m])
    whiten = np.linalg.inv(factor)
    half = whiten @ everything[:, :m, m:]
    gain = np.swapaxes(half, 1, 2) @ whiten
    left = everything[:, m:, m:] - np.swapaxes(half, 1, 2) @ half
    root = np.asarray(np.linalg.cholesky(left + JITTER * np.eye(horizon)), np.float64)
    logdet = np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
    columns = break_columns(times, span)
    return Design(
        atoms,
        place,
        whiten,
        logdet,
        np.square(whiten).sum(axis=1, dtype=np.float64),
        gain,
        root,
        whiten @ columns,
        columns,
        times,
        span,
    )


@lru_cache(maxsize=KEPT)
def design(prior: Prior, pattern: bytes, horizon: int) -> Design:
    """The design under this prior, kept for the next KPI with the same months.

    >>> from kpi_logic.targets.prior import load_prior
    >>> design(load_prior(), bytes([1, 1, 0, 1, 1, 1, 1]), 3).gain.shape[1:]
    (3, 6)
    """
    return build_design(prior, pattern, horizon)
