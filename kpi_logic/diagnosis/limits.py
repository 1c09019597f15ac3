"""Platform limits on service, and who has crossed them."""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.leaf import Effect, Leaf
from kpi_logic.library import TEMPLATES, read_toml


class Limit(BaseModel):
    """One limit of one platform; see templates/benchmarks.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kpi: str
    platform: str
    bound: Literal["below", "above"]
    value: float
    window: str
    source: str
    grade: Literal["A", "B", "C", "D"]
    read: str
    used: bool


class LimitFile(BaseModel):
    """templates/benchmarks.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: tuple[Limit, ...]


@dataclass(frozen=True)
class Breach:
    """A shop (its index) beyond a limit, more than chance would have it; ``rate`` over the recent months."""

    leaf: Leaf
    shop: int
    rate: float
    limit: Limit


@lru_cache(maxsize=1)
def limits() -> tuple[Limit, ...]:
    """Every limit of the file."""
    return read_toml(TEMPLATES / "benchmarks.toml", LimitFile).limit


def limit_of(kpi: str, platform: str | None) -> Limit | None:
    """The limit in use for a KPI on a platform; None where none is known for sure."""
    wanted = (platform or "").casefold()
    return next((x for x in limits() if x.used and x.kpi == kpi and x.platform.casefold() == wanted), None)


def breaches(cube: Cube, leaves: tuple[Leaf, ...], recent: Array) -> list[Breach]:
    """Shops whose service rate over the recent months is beyond their platform's limit."""
    found = []
    for leaf in leaves:
        if leaf.entry.effect is Effect.SERVICE and leaf.under is not None:
            over, under = cube.get(leaf.over)[:, recent], cube.get(leaf.under)[:, recent]
            for shop, segment in enumerate(cube.shops):
                limit = limit_of(leaf.code, segment.platform)
                there = np.isfinite(over[shop]) & np.isfinite(under[shop])
                bad, of = float(over[shop][there].sum()), float(under[shop][there].sum())
                if limit is not None and of > 0 and _beyond(bad, of, limit.value):
                    found.append(Breach(leaf, shop, bad / of, limit))
    return found


def _beyond(bad: float, of: float, limit: float) -> bool:
    """More than the limit by more than 1.64 standard deviations of a count at the limit."""
    return bad > limit * of + 1.64 * sqrt(limit * (1 - limit) * of)
