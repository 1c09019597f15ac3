"""Together: can several targets hold at once, and if not, which set nearest to them can.

The odds of several KPIs together are not known (nothing says how their surprises go hand in hand).  So the identities of
the KPI tree are taken as constraints instead: whatever is agreed must follow from one set of factors, and each factor has
odds of its own.  Least squares in standard deviations of the factors (strain) finds the easiest such set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kpi_logic.library import kpi_library
from kpi_logic.model import Direction
from kpi_logic.targets.driver import EDGE
from kpi_logic.targets.identities import derived, rounded
from kpi_logic.targets.tree import Tree

Array = NDArray[np.float64]

TOLERANCE = 0.01
"""Relative miss up to which numbers agree: targets are stated with three digits."""
FIRM, SOFT = 1e4, 30.0
"""Weight of a target's relative miss against a standard deviation of a factor: where it is to be met; where the set is to
come as near as factors inside their ranges allow."""
ANYWHERE = 200.0
"""Strain within which numbers are looked for at all, likely or not."""


class Standing(StrEnum):
    """How a set of targets stands together."""

    HOLDS = "holds"
    STRAINED = "strained"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True)
class Part:
    """One factor: its likely value, what the set asks of it, and how likely it is to go that far (0-0.5)."""

    code: str
    likely: float
    asked: float
    odds: float


@dataclass(frozen=True)
class Together:
    """The answer.

    ``standing``: "holds", every factor can stay inside its own 80 % range; "strained", some factor must leave it;
    "contradicts", by the identities the numbers cannot all be true.  ``parts``: the factors of the easiest way, the
    least likely first.  ``off``: what the identities give for each target's KPI there.  ``proposal``: where it does
    not hold, the nearest set that does, for each target's KPI; its ``factors`` give it exactly.
    """

    standing: Standing
    parts: tuple[Part, ...]
    off: Mapping[str, float]
    proposal: Mapping[str, float]
    factors: tuple[Part, ...]

    @property
    def strain(self) -> float:
        """Odds of the least likely factor of the easiest way."""
        return min((part.odds for part in self.parts), default=0.5)


def together(tree: Tree, targets: Mapping[str, float]) -> Together | None:
    """Whether targets on these KPIs can hold at once; None where fewer than two of them stand in the tree.

    Args:
        tree: the factors over the months of the targets, all of one segment.
        targets: values by KPI code, each in its own unit.
    """
    asked = {code: value for code, value in targets.items() if code in tree.likely and value}
    if len(asked) < 2:
        return None
    exact = _solve(tree, asked, ANYWHERE, equal=True)
    contradiction = _worst(tree, asked, exact, equal=True) > TOLERANCE
    easiest = _solve(tree, asked, ANYWHERE, equal=False)
    reached = _worst(tree, asked, easiest, equal=False) <= TOLERANCE
    inside = bool(np.abs(easiest).max() <= EDGE * 1.02)
    if contradiction or not reached:
        standing = Standing.CONTRADICTS
    else:
        standing = Standing.HOLDS if inside else Standing.STRAINED
    way = exact if contradiction else easiest
    if standing is Standing.HOLDS:
        return Together(standing, _parts(tree, easiest, asked), _values(tree, easiest, asked), {}, ())
    nearest = _solve(tree, asked, EDGE, equal=True)
    proposal, factors = _stated(tree, nearest, asked)
    return Together(standing, _parts(tree, way, asked), _values(tree, way, asked), proposal, factors)


def _solve(tree: Tree, asked: Mapping[str, float], bound: float, equal: bool) -> Array:
    """Strains of the factors (n,), each within *bound*, that meet the targets with the least strain in total."""
    from scipy.optimize import least_squares

    size = len(tree.drivers)
    firm = FIRM if bound > EDGE else SOFT

    def residuals(strains: Array) -> Array:
        return np.concatenate([firm * np.array(_misses(tree, asked, strains, equal)), strains])

    found = least_squares(residuals, np.zeros(size), bounds=(-bound, bound), xtol=1e-12, ftol=1e-12, gtol=1e-12)
    return np.asarray(found.x, float)


def _misses(tree: Tree, asked: Mapping[str, float], strains: Array, equal: bool) -> list[float]:
    """By how much each target is missed, relative to itself; what is better than asked is no miss unless *equal*."""
    values = tree.at(strains.tolist())
    return [_miss(code, values[code], goal, equal) for code, goal in asked.items()]


def _worst(tree: Tree, asked: Mapping[str, float], strains: Array, equal: bool) -> float:
    return max(abs(miss) for miss in _misses(tree, asked, strains, equal))


def _miss(code: str, value: float, goal: float, equal: bool) -> float:
    gap = (value - goal) / abs(goal)
    if equal:
        return gap
    known = kpi_library().kpis.get(code)
    sign = known.direction.sign if known is not None else Direction.HIGHER.sign
    return max(0.0, -sign * gap)


def _values(tree: Tree, strains: Array, asked: Mapping[str, float]) -> dict[str, float]:
    values = tree.at(strains.tolist())
    return {code: values[code] for code in asked}


def _parts(tree: Tree, strains: Array, asked: Mapping[str, float]) -> tuple[Part, ...]:
    """The factors that the targets follow from, the least likely first."""
    return _told(tree, tree.state(strains.tolist()), asked)


def _told(tree: Tree, state: Mapping[str, float], asked: Mapping[str, float]) -> tuple[Part, ...]:
    reach = {code for kpi in asked for code in tree.reach(kpi)}
    found = [
        Part(driver.code, driver.middle, state[driver.code], driver.odds(state[driver.code]))
        for driver in tree.drivers
        if driver.code in reach
    ]
    return tuple(sorted(found, key=lambda part: part.odds))


def _stated(tree: Tree, strains: Array, asked: Mapping[str, float]) -> tuple[dict[str, float], tuple[Part, ...]]:
    """The set as it is read and signed: factors rounded first, the targets computed from the rounded factors."""
    state = rounded(tree.state(strains.tolist()))
    values = derived(state, tree.days)
    return {code: values[code] for code in asked}, _told(tree, state, asked)
