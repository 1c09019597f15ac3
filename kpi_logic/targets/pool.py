"""Pool: public monthly series that the prior is learnt from, cut into windows.

Used by the learning script only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.structures import YEAR

Array = NDArray[np.float64]
Index = NDArray[np.int64]

MIX: Mapping[str, float] = {
    "M3": 450,
    "M1": 220,
    "TOUR": 140,
    "HOSP": 120,
    "RETAIL": 76,
    "PBS": 60,
    "WALM": 300,
    "AVOC": 54,
}
"""Weight of each source, so that a source with many series does not drown the others."""
LUMPY_SHARE, LUMPY_LOW, LUMPY_DEGREES = 0.12, 0.15, 5
"""Share of windows given heavy-tailed noise, its least size in logs (largest 1), degrees of freedom."""
SEASON_MONTHS = 72


@dataclass(frozen=True)
class Pool:
    """Series in logs, the month each starts in (months since January 1970), source and group of each."""

    series: list[Array]
    start: Index
    source: NDArray[np.str_]
    unit: Index

    def subset(self, keep: NDArray[np.bool_]) -> Pool:
        """The series that are kept."""
        kept = [one for one, here in zip(self.series, keep, strict=True) if here]
        return Pool(kept, self.start[keep], self.source[keep], self.unit[keep])


@dataclass(frozen=True)
class Windows:
    """Windows of T months: logs (W, T), calendar month of the first (W,), weight (W,), unit (W,)."""

    logs: Array
    month: Index
    weight: Array
    unit: Index
    source: NDArray[np.str_]

    def every(self, step: int) -> Windows:
        """Each step-th window."""
        weight = self.weight[::step]
        return Windows(
            self.logs[::step],
            self.month[::step],
            weight / weight.sum(),
            self.unit[::step],
            self.source[::step],
        )


def read_pool(path: Path) -> Pool:
    """The pool in an .npz file with values, offsets, start, src and group; values positive and complete."""
    raw = np.load(path)
    logs, offsets = np.log(raw["values"]), raw["offsets"]
    series = [logs[a:b] for a, b in pairwise(offsets)]
    source = raw["src"]
    whole = np.isin(source, ("WALM", "AVOC", "PBS"))
    names = [
        f"{s} {g}" if w else f"{s} #{i}" for i, (s, g, w) in enumerate(zip(source, raw["group"], whole, strict=True))
    ]
    return Pool(series, raw["start"].astype(np.int64), source, np.unique(names, return_inverse=True)[1])


def _window(one: Array, length: int, rng: np.random.Generator) -> tuple[Array, int]:
    """A window at a random place, now and then with heavy-tailed noise."""
    first = int(rng.integers(0, one.size - length + 1))
    cut = one[first : first + length]
    if rng.random() < LUMPY_SHARE:
        size = np.exp(rng.uniform(np.log(LUMPY_LOW), 0))
        cut = cut + rng.standard_t(LUMPY_DEGREES, length) * size
    return cut, first


def cut_windows(pool: Pool, length: int, each: int, rng: np.random.Generator) -> Windows:
    """``each`` windows of this many months from every series that is long enough."""
    place = [i for i, one in enumerate(pool.series) for _ in range(each) if one.size >= length]
    cuts = [_window(pool.series[i], length, rng) for i in place]
    month = (pool.start[place] + np.array([first for _, first in cuts])) % YEAR
    source = pool.source[place]
    weight = np.array([MIX[s] for s in source]) / np.array([(source == s).sum() for s in source])
    return Windows(np.array([c for c, _ in cuts]), month, weight / weight.sum(), pool.unit[place], source)


def season_factors(pool: Pool) -> Array:
    """Calendar factors of each series in logs, shape (S, 12), each summing to 0 (ratio to moving average)."""
    kernel = np.r_[0.5, np.ones(YEAR - 1), 0.5] / YEAR
    out = np.zeros((len(pool.series), YEAR))
    for i, one in enumerate(pool.series):
        tail = one[-SEASON_MONTHS:]
        rest = tail[6:-6] - np.convolve(tail, kernel, "valid")
        month = (pool.start[i] + one.size - tail.size + 6 + np.arange(rest.size)) % YEAR
        times = np.bincount(month, minlength=YEAR)
        factor = np.bincount(month, rest, YEAR) / np.maximum(times, 1)
        out[i] = factor - factor.mean()
    return out


def calendar_profiles(pool: Pool, number: int, rng: np.random.Generator) -> Array:
    """Typical calendar profiles by k-means, shape (number, 12).

    Shapes are compared after their size is softened to its square root, so that small seasons count too.
    """
    factor = season_factors(pool)
    weight = np.array([MIX[s] / (pool.source == s).sum() for s in pool.source])
    size = np.sqrt((factor**2).mean(axis=1)) + 1e-9
    soft = factor / np.sqrt(size)[:, None]
    centre = soft[rng.choice(len(soft), number, replace=False, p=weight * size / (weight * size).sum())]
    for _ in range(60):
        member = ((soft[:, None] - centre) ** 2).sum(axis=2).argmin(axis=1)
        centre = _means(soft, weight, member, centre)
    return _means(factor, weight, member, centre * 0)


def common_profile(pool: Pool, sources: Sequence[str]) -> Array:
    """Mean calendar factors of the series from these sources, shape (12,); zeros where there are none."""
    chosen = pool.subset(np.isin(pool.source, sources))
    return season_factors(chosen).mean(axis=0) if chosen.series else np.zeros(YEAR)


def _means(rows: Array, weight: Array, member: Index, before: Array) -> Array:
    """Weighted mean of each cluster; an empty one stays as it was."""
    out = before.copy()
    for k in np.unique(member):
        out[k] = np.average(rows[member == k], axis=0, weights=weight[member == k])
    return out
