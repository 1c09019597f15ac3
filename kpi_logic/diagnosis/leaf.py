"""The leaves of the profit tree that can hold a seller back, read from templates/tree/leaves.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.library import TEMPLATES, read_toml
from kpi_logic.model import Direction, Unit


class Effect(StrEnum):
    """How a driver enters the profit identity."""

    VOLUME = "volume"
    PRICE = "price"
    DISCOUNT = "discount"
    RETURNS = "returns"
    UNIT_COST = "unit_cost"
    ALL_COSTS = "all_costs"
    SALES_COST = "sales_cost"
    ADS = "ads"
    STOCKOUT = "stockout"
    STOCK = "stock"
    SERVICE = "service"


class LeafEntry(BaseModel):
    """One leaf as the file states it; see the file's head for the meaning of each field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    over: tuple[str, ...] = Field(min_length=1)
    under: tuple[str, ...] = ()
    shown_under: str = ""
    shown_complement: bool = False
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    effect: Effect
    direction: Direction
    slab: float = Field(gt=0)
    unit: Unit


class LeafFile(BaseModel):
    """templates/tree/leaves.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    leaf: dict[str, LeafEntry]


@lru_cache(maxsize=1)
def leaf_entries() -> Mapping[str, LeafEntry]:
    """Every leaf by its KPI code, in the order of the file."""
    return read_toml(TEMPLATES / "tree" / "leaves.toml", LeafFile).leaf


@dataclass(frozen=True)
class Leaf:
    """A leaf as this client's file can carry it: ``over`` / ``under`` are base measures he has."""

    code: str
    over: str
    under: str | None
    entry: LeafEntry

    @property
    def shown_under(self) -> str | None:
        """What the KPI is divided by when it is shown."""
        return self.entry.shown_under or self.under

    @property
    def adverse(self) -> int:
        """Sign of a change of the driver that costs money."""
        return -self.entry.direction.sign

    def driver(self, cube: Cube) -> Array:
        """(shops, months) the driver; NaN where it is missing or not positive."""
        value = _ratio(cube.get(self.over), None if self.under is None else cube.get(self.under))
        if self.entry.effect is Effect.STOCK:
            value = value * cube.days()
        return np.where(value > 0, value, np.nan)

    def shown(self, cube: Cube, columns: Array | None = None) -> Array:
        """(months,) or, over those *columns* that have it taken as one period, (1,): the KPI of all shops together."""
        below = self.shown_under
        over = _summed(cube.get(self.over), None if below is None else cube.get(below))
        days = cube.days()
        if columns is not None:
            columns = columns[np.all([np.isfinite(part[columns]) for part in over], axis=0)]
            if not len(columns):
                return np.full(1, np.nan)
            over = tuple(part[columns].mean(keepdims=True) for part in over)
            days = days[columns].mean(keepdims=True)
        value = over[0] if below is None else _ratio(over[0], over[1])
        if self.entry.effect is Effect.STOCK:
            value = value * days
        return 1.0 - value if self.entry.shown_complement else value

    def moved(self, shown: float, log_change: float) -> float:
        """The KPI as shown if the driver's logarithm changed by *log_change*, all else equal."""
        if self.entry.shown_complement:
            return float(1.0 - (1.0 - shown) * np.exp(log_change))
        return float(shown * np.exp(log_change))


def leaves_of(cube: Cube) -> tuple[Leaf, ...]:
    """The leaves this client's numbers can carry."""
    return tuple(leaf for code, entry in leaf_entries().items() if (leaf := _leaf(code, entry, cube)) is not None)


def _leaf(code: str, entry: LeafEntry, cube: Cube) -> Leaf | None:
    if not all(map(cube.has, entry.needs)) or any(map(cube.has, entry.unless)):
        return None
    over, under = cube.first_of(entry.over), cube.first_of(entry.under)
    if over is None or (entry.under and under is None):
        return None
    return Leaf(code, over, under, entry)


def _ratio(over: Array, under: Array | None) -> Array:
    if under is None:
        return over
    return np.divide(over, under, out=np.full(np.shape(over), np.nan), where=under > 0)


def _summed(over: Array, under: Array | None) -> tuple[Array, ...]:
    """Sums over the shops that have both parts; NaN where no shop has."""
    both = np.isfinite(over) if under is None else np.isfinite(over) & np.isfinite(under)
    none = ~both.any(axis=0)
    parts = (over,) if under is None else (over, under)
    return tuple(np.where(none, np.nan, np.where(both, part, 0.0).sum(axis=0)) for part in parts)
