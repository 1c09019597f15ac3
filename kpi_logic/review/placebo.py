"""What chance alone does: the same comparison for shops and months in which nobody tried anything.

A placebo is one way to call some shops "treated" and one window of the history to call "the trial".  For each, the change
of the treated against the others is measured exactly as it will be for the real trial, set off against how that very
pair of groups usually drifts, and divided by how much it usually scatters; both come from windows that do not overlap it.
The real trial is judged by where it stands among all of them: those changes that it would not stand out by are the
interval.

Sources: Fisher's permutation test; placebo studies over units and in time (Abadie, Diamond, Hainmueller 2010, JASA 105;
2015, AJPS 59); studentised statistics for groups of unequal noise (Chung, Romano 2013, Annals of Statistics 41); few
treated groups (Conley, Taber 2011, REStat 93).  Windows that overlap are no independent evidence: the level asked for is
raised as if there were only as many placebos as windows side by side times pairs of shops side by side, as in split
conformal prediction (Lei et al. 2018, JASA 113), and where that passes 1 nothing is told.
"""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.int_]

PERMUTATIONS = 10_000
"""Placebos at most: shops' assignments times windows."""
FEWEST = 3
"""Windows that must be left beside a placebo to say what is usual for it."""
POWER = 0.8
SEED = 8


@dataclass(frozen=True, eq=False)
class Placebos:
    """The placebos of one comparison, on a log scale.

    ``sizes`` (P,) ascending: how far each stands from what is usual, in units of its usual scatter.  ``drift`` and
    ``scatter`` are what is usual for the real groups.  ``windows``: places of the history looked at; ``assignments``:
    ways to choose the treated; ``independent``: how many placebos they are worth.
    """

    sizes: Array
    drift: float
    scatter: float
    windows: int
    assignments: int
    independent: float

    def reach(self, confidence: float) -> float | None:
        """Half the width of the interval that holds with *confidence* (0-1); None where the placebos are too few."""
        level = confidence * (1 + 1 / self.independent)
        return None if level > 1 else self.scatter * self._quantile(level)

    def smallest(self, confidence: float) -> float | None:
        """The log change whose interval leaves out zero in four trials of five; None as in ``reach``."""
        reach = self.reach(confidence)
        return None if reach is None else reach + self.scatter * self._quantile(2 * POWER - 1)

    def beyond(self, change: float) -> int:
        """How many placebos stand out at least as far as that change."""
        size = abs(change - self.drift) / self.scatter if self.scatter > 0 else np.inf
        return int(len(self.sizes) - np.searchsorted(self.sizes, size, side="left"))

    def _quantile(self, level: float) -> float:
        """The least size that a share *level* of the placebos does not pass."""
        place = min(max(math.ceil(level * len(self.sizes)) - 1, 0), len(self.sizes) - 1)
        return float(self.sizes[place])


def placebos(changes: Array, treated: Mask, places: Places, length: int) -> Placebos | None:
    """Every placebo of a comparison; None where the history is too short for any.

    Args:
        changes: (shops, windows) each shop's log change in each window of the history, all finite.
        treated: (shops,) which of them are the real treated ones; some are, and some are not.
        places: (windows,) where each window begins, increasing.
        length: months of a window.
    """
    apart = np.abs(places[:, None] - places[None, :]) >= length
    beside = apart.sum(axis=1)
    usable = beside >= FEWEST
    if usable.sum() < FEWEST:
        return None
    weights = contrasts(treated, max(1, PERMUTATIONS // int(usable.sum())))
    against = weights @ changes
    rest, count = apart[:, usable].astype(float), beside[usable]
    drift, scatter = _usual(against @ rest, against**2 @ rest, count)
    off = np.abs(against[:, usable] - drift)
    sizes = np.divide(off, scatter, out=np.full(off.shape, np.inf), where=scatter > 0)
    own_drift, own_scatter = _usual(against[0].sum(), (against[0] ** 2).sum(), np.array(len(places)))
    return Placebos(
        sizes=np.sort(np.where(off == 0, 0.0, sizes), axis=None),
        drift=float(own_drift),
        scatter=float(own_scatter),
        windows=int(usable.sum()),
        assignments=len(weights),
        independent=_side_by_side(places, length) * len(treated) / 2,
    )


def contrasts(treated: Mask, most: int) -> Array:
    """(assignments, shops) weights: the mean of the treated less the mean of the others; the real one comes first.

    All ways to choose as many shops, or *most* of them drawn from a fixed seed where there are more.

    >>> contrasts(np.array([True, False, False]), 9).tolist()
    [[1.0, -0.5, -0.5], [-0.5, 1.0, -0.5], [-0.5, -0.5, 1.0]]
    """
    shops, chosen = len(treated), int(treated.sum())
    if math.comb(shops, chosen) <= most:
        found = np.zeros((math.comb(shops, chosen), shops), dtype=bool)
        for row, members in enumerate(itertools.combinations(range(shops), chosen)):
            found[row, list(members)] = True
    else:
        order = np.random.default_rng(SEED).random((most, shops)).argsort(axis=1)
        found = order < chosen
    others = found[(found != treated).any(axis=1)][: most - 1]
    every = np.vstack([treated[None, :], others])
    return np.where(every, 1 / chosen, -1 / (shops - chosen))


def fewest_windows(shops: int, length: int, confidence: float) -> int:
    """Windows in a row that the history must hold before a trial can be told at that confidence.

    >>> fewest_windows(3, 2, 0.8), fewest_windows(2, 1, 0.95)
    (6, 19)
    """
    needed = math.ceil(confidence / (1 - confidence) / (shops / 2) - 1e-9)
    held = (needed - 1) * length + 1
    while not _tellable(held, length):
        held += 1
    return held


def _tellable(windows: int, length: int) -> bool:
    places = np.arange(windows)
    beside = (np.abs(places[:, None] - places[None, :]) >= length).sum(axis=1)
    return int((beside >= FEWEST).sum()) >= FEWEST


def _usual(total: Array, squares: Array, count: NDArray[np.int_]) -> tuple[Array, Array]:
    """Mean, and the scatter of one more around it, from sums over *count* windows."""
    mean = total / count
    spread = np.maximum(squares / count - mean**2, 0.0) * count / np.maximum(count - 1, 1)
    return mean, np.sqrt(spread * (1 + 1 / count))


def _side_by_side(places: Places, length: int) -> int:
    """How many windows fit without overlapping."""
    fitted, free = 0, -math.inf
    for place in places:
        if place >= free:
            fitted, free = fitted + 1, place + length
    return fitted
