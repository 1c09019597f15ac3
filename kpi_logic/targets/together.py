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
FIRM = 1e4
"""Weight of a target's relative miss against a standard deviation of a factor, where it is to be met."""
HALVINGS = 14
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

    ``standing``: "holds", the factors' strain in total stays within what happens nine times in ten, and so each of them
    inside its own 80 % range; "strained", they must go further;
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
    exact = _solve(tree, asked, equal=True)
    contradiction = _worst(tree, asked, exact, equal=True) > TOLERANCE
    easiest = _solve(tree, asked, equal=False)
    reached = _worst(tree, asked, easiest, equal=False) <= TOLERANCE
    inside = _total(easiest) <= EDGE * 1.02
    standing = _standing(contradiction or not reached, inside)
    way = exact if contradiction else easiest
    if standing is Standing.HOLDS:
        return Together(standing, _parts(tree, easiest, asked), _values(tree, easiest, asked), {}, ())
    nearest = _nearest(tree, asked)
    proposal, factors = _stated(tree, nearest, asked)
    return Together(standing, _parts(tree, way, asked), _values(tree, way, asked), proposal, factors)


def _standing(contradiction: bool, inside: bool) -> Standing:
    if contradiction:
        return Standing.CONTRADICTS
    return Standing.HOLDS if inside else Standing.STRAINED


def _total(strains: Array) -> float:
    """Strain in total: of one target by itself it is about the normal score of its odds, 1.28 at one in ten."""
    return float(np.sqrt((strains**2).sum()))


def _nearest(tree: Tree, asked: Mapping[str, float]) -> Array:
    """The strains that come nearest to the targets while their total stays at what one time in ten is exceeded."""
    firm = _solve(tree, asked, equal=True)
    if _total(firm) <= EDGE:
        return firm
    low, high, best = 0.0, float(np.log(FIRM)), np.zeros(len(tree.drivers))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = _solve(tree, asked, equal=True, firm=float(np.exp(middle)))
        if _total(found) <= EDGE:
            low, best = middle, found
        else:
            high = middle
    return best


def _solve(tree: Tree, asked: Mapping[str, float], equal: bool, firm: float = FIRM) -> Array:
    """Strains of the factors (n,) that meet the targets, as firmly as *firm* says, with the least strain in total."""
    from scipy.optimize import least_squares

    size = len(tree.drivers)

    def residuals(strains: Array) -> Array:
        return np.concatenate([firm * np.array(_misses(tree, asked, strains, equal)), strains])

    box = (-ANYWHERE, ANYWHERE)
    found = least_squares(residuals, np.zeros(size), bounds=box, xtol=1e-10, ftol=1e-10, gtol=1e-10)
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
