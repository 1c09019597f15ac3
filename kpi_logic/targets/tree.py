"""Tree: the factors a client's numbers can carry over a target's months, and what a target would ask of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import Direction, Month, Segment, Unit, months_between
from kpi_logic.targets.driver import Driver, factor, is_whole
from kpi_logic.targets.identities import ADS, CHAINS, COSTS, MARGIN, STOCK, derived
from kpi_logic.targets.outlook import outlook

FAR = 12.0
"""Strain within which a factor is looked for; nothing further away is a plan."""
SHOWN = 6


@dataclass(frozen=True)
class Need:
    """What one factor would have to be if it alone moved; ``value`` None where it alone cannot bring the target.

    ``odds``: how likely the factor comes so far or, where less than likely is enough, does not fall short of it.
    """

    code: str
    likely: float
    value: float | None
    odds: float | None


@dataclass(frozen=True, eq=False)
class Tree:
    """Factors of the identities, each with its forecast, over the months of a target."""

    drivers: tuple[Driver, ...]
    days: int

    @cached_property
    def by_code(self) -> Mapping[str, Driver]:
        """Factors by code."""
        return {driver.code: driver for driver in self.drivers}

    @cached_property
    def likely(self) -> Mapping[str, float]:
        """Every factor at its median, and what follows."""
        return self.at([0.0] * len(self.drivers))

    def state(self, strains: Sequence[float]) -> dict[str, float]:
        """The factors so many standard deviations from their medians."""
        pairs = zip(self.drivers, strains, strict=True)
        return {driver.code: driver.value_at(float(strain)) for driver, strain in pairs}

    def at(self, strains: Sequence[float]) -> dict[str, float]:
        """Everything that follows from factors so many standard deviations from their medians."""
        return derived(self.state(strains), self.days)

    def reach(self, code: str) -> tuple[str, ...]:
        """The factors that a KPI follows from; () where the tree does not hold it."""
        if code not in self.likely:
            return ()
        base = self.likely[code]
        moved = ((driver.code, self.at(self._alone(n, 1.0))[code]) for n, driver in enumerate(self.drivers))
        return tuple(name for name, value in moved if abs(value - base) > 1e-9 * max(abs(base), 1e-12))

    def _alone(self, which: int, strain: float) -> list[float]:
        return [strain if n == which else 0.0 for n in range(len(self.drivers))]

    def needs(self, code: str, target: float) -> tuple[Need, ...]:
        """What each factor would have to be if it alone moved and the others came as likely; the most likely first.

        Empty for a KPI that is a factor itself, has no direction of its own or stands outside the tree.
        """
        reach = self.reach(code)
        if code in self.by_code or not reach or code not in kpi_library().kpis:
            return ()
        found = [self._need(n, code, target) for n, driver in enumerate(self.drivers) if driver.code in reach]
        return tuple(sorted(found, key=lambda need: -(need.odds or 0.0))[:SHOWN])

    def _need(self, which: int, code: str, target: float) -> Need:
        from scipy.optimize import brentq

        driver = self.drivers[which]

        def short(strain: float) -> float:
            return self.at(self._alone(which, strain))[code] - target

        if short(-FAR) * short(FAR) > 0:
            return Need(driver.code, driver.middle, None, None)
        value = driver.value_at(float(brentq(short, -FAR, FAR, xtol=1e-10)))
        # A share beyond the whole is no plan, however the sums come out.
        if driver.view.kpi.unit is Unit.RATIO and not 0 <= value <= 1:
            return Need(driver.code, driver.middle, None, None)
        helps = short(FAR) > short(-FAR)
        up = helps if factor(code).direction is Direction.HIGHER else not helps
        return Need(driver.code, driver.middle, value, driver.chance(value, up))


def tree_of(
    facts: MonthlyFacts, segment: Segment, first: Month, last: Month, library: KpiLibrary | None = None
) -> Tree | None:
    """The factors that the facts can carry; None where not even sales can be foretold.

    A factor is taken only if every row of the last twelve months has it and odds can be told of it.

    Raises:
        ValueError: *last* lies before *first*.
    """
    library = library or kpi_library()
    part = facts.of_segment(segment)
    known: dict[str, Driver | None] = {}

    def driver(code: str) -> Driver | None:
        if code not in known:
            known[code] = _driver(part, code, first, last, library)
        return known[code]

    sales = _first(CHAINS, driver)
    if not sales:
        return None
    found = [*sales, *_first(ADS, driver), *_first(STOCK, driver), *_first(MARGIN, driver), *_first(COSTS, driver)]
    return Tree(tuple(found), sum(month.days for month in months_between(first, last)))


def _first(ways: Iterable[tuple[str, ...]], driver: Callable[[str], Driver | None]) -> list[Driver]:
    """The drivers of the first way that is known whole; none where no way is."""
    for way in ways:
        found = [one for code in way if (one := driver(code)) is not None]
        if len(found) == len(way):
            return found
    return []


def _driver(facts: MonthlyFacts, code: str, first: Month, last: Month, library: KpiLibrary) -> Driver | None:
    kpi = factor(code)
    if not is_whole(facts, kpi):
        return None
    view = outlook(facts, kpi, Segment(), first, last, library)
    band = view.interval80
    usable = band is not None and band[1] != 0 and (band[0] > 0 or code in ("gross_margin", "cost_share"))
    return Driver(code, view) if usable else None
