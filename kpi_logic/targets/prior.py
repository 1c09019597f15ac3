"""Prior: what a pool of public series taught about monthly series, read from a small constants file.

The file is written by ``kpi_logic.targets.learn_prior`` and holds no data of the pool, only weights.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.structures import YEAR, count

PRIOR_FILE = Path(__file__).resolve().parents[2] / "templates" / "realism" / "prior.json"
WEIGHT_UNIT = 1e-5
"""Weights are stored as whole numbers of this unit."""

Array = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Atoms:
    """Weighted settings for histories of ``first`` usable months and more: one row per setting.

    structure, scale, profile: numbers of the covariance structure, the noise scale and the calendar profile,
    each of shape (A,). weight: shape (A,), positive, sums to 1.
    """

    first: int
    structure: Index
    scale: Index
    profile: Index
    weight: Array


@dataclass(frozen=True, eq=False)
class Prior:
    """Everything learnt: noise scales (C,), calendar profiles (K, 12) in logs, retail odds (K,), settings."""

    version: str
    scales: Array
    profiles: Array
    retail: Array
    groups: tuple[Atoms, ...]

    def group(self, months: int) -> int:
        """Place of the settings that fit a history of this many usable months."""
        fits = [place for place, atoms in enumerate(self.groups) if atoms.first <= months]
        return fits[-1] if fits else 0


def _atoms(raw: dict[str, Any], profiles: int, scales: int) -> Atoms:
    """One group of settings, checked."""
    weight = np.array(raw["weight"], float) * WEIGHT_UNIT
    structure, scale, profile = (np.array(raw[key], int) for key in ("structure", "scale", "profile"))
    limits = ((structure, count()), (scale, scales), (profile, profiles))
    if any(part.shape != weight.shape or part.min() < 0 or part.max() >= top for part, top in limits):
        raise ValueError(f"prior: settings from {raw['first']} months on do not fit the grids")
    return Atoms(int(raw["first"]), structure, scale, profile, weight / weight.sum())


def read_prior(text: str) -> Prior:
    """The prior written in this JSON text.

    Raises ValueError where a group of settings does not fit the grids, KeyError where a part is missing.

    >>> read_prior(PRIOR_FILE.read_text(encoding="utf-8")).profiles.shape[1]
    12
    """
    raw = json.loads(text)
    profiles = np.array(raw["profiles"], float).reshape(-1, YEAR)
    scales = np.array(raw["scales"], float)
    groups = tuple(_atoms(group, len(profiles), len(scales)) for group in raw["groups"])
    return Prior(raw["version"], scales, profiles, np.array(raw["retail"], float), groups)


@lru_cache(maxsize=4)
def load_prior(path: Path = PRIOR_FILE) -> Prior:
    """The prior shipped with the project, read once.

    >>> load_prior().group(12) > load_prior().group(6)
    True
    """
    return read_prior(path.read_text(encoding="utf-8"))
