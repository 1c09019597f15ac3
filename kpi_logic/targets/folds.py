"""Folds: parts of the pool that a prior is judged on after it was learnt from the rest. Used by the learning script only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.pool import Pool

SEED = 20
WAYS = ("sources", "series")
"""By sources: nothing like it was seen while learning. By series: kin of it were."""
KINDS = {
    "competitions": ("M1", "M3"),
    "visits": ("TOUR", "HOSP"),
    "shops": ("RETAIL", "WALM"),
    "goods": ("PBS", "AVOC"),
}
"""Sources that are kin (M3 took up series of M1) are left out together."""


def folds_of(pool: Pool, by: str) -> dict[str, NDArray[np.bool_]]:
    """Which series (S,) each fold is judged on; every series falls in exactly one fold.

    by: "sources", a fold for each of KINDS; "series", two halves, a group of kin whole in one of them.
    Raises ValueError for another word.
    """
    if by == "sources":
        return {name: np.isin(pool.source, kin) for name, kin in KINDS.items()}
    if by != "series":
        raise ValueError(f"folds are by {' or '.join(WAYS)}, got {by!r}")
    first = (np.random.default_rng(SEED).random(int(pool.unit.max()) + 1) < 0.5)[pool.unit]
    return {"one": first, "other": ~first}
