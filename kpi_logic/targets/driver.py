"""Driver: one factor of the KPI tree over a target's months, with what history says of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_by
from kpi_logic.model import Amount, Direction, Kind, Kpi, KpiRef, MeasureRef, Message, Term, TimeFactor, Unit
from kpi_logic.targets.outlook import Outlook

BAND80 = (0.1, 0.5, 0.9)
EDGE = 1.2816
"""Strain of the ends of an 80 % range: the normal score of 90 %."""
RECENT = 12
WHOLE = 0.999
"""Part of the recent rows a ratio must have read before it may stand in an identity with totals."""
LEAST_ODDS = 0.01

Name = KpiRef | MeasureRef | Message
COST = (
    "refund_amt",
    "promo_amt",
    "freight_in",
    "platform_fee",
    "fulfil_fee",
    "storage_fee",
    "return_cost",
)


@dataclass(frozen=True, eq=False)
class Driver:
    """A factor with its forecast; ``strain`` measures in standard deviations how far a value lies from the likely one."""

    code: str
    view: Outlook

    @cached_property
    def band(self) -> tuple[float, float, float]:
        """Lower end of the 80 % range, median, upper end, over the target's months."""
        assert self.view.interval80 is not None
        return self.view.interval80

    @property
    def middle(self) -> float:
        """What is most likely."""
        return self.band[1]

    @cached_property
    def positive(self) -> bool:
        """Whether it never falls to 0, so that it is measured on a log scale."""
        return self.band[0] > 0

    @cached_property
    def _spread(self) -> float:
        low, middle, high = (np.log(self.band) if self.positive else np.asarray(self.band)).tolist()
        floor = 0.005 if self.positive else 0.005 * max(abs(middle), 1e-9)
        return max((high - low) / (2 * EDGE), floor)

    def value_at(self, strain: float) -> float:
        """The value that many standard deviations from the likely one."""
        if self.positive:
            return float(self.middle * np.exp(np.clip(strain * self._spread, -50, 50)))
        return self.middle + strain * self._spread

    def strain(self, value: float) -> float:
        """How far a value lies from the likely one; the inverse of ``value_at``."""
        if self.positive:
            return float(np.log(max(value, 1e-300) / self.middle) / self._spread)
        return (value - self.middle) / self._spread

    def odds(self, value: float) -> float:
        """How likely it goes at least as far from its median as that value, on that side: 0.5 at the median."""
        return min(self.chance(value, value >= self.middle), 0.5)

    def chance(self, value: float, up: bool) -> float:
        """How likely it is at that value or above (*up*), or at it or below; 0.01-0.99."""
        assert self.view.forecast is not None
        totals = self.view.forecast.paths.sum(axis=1) / (1.0 if self.view.adds else self.view.months)
        beyond = totals >= value if up else totals <= value
        return float(np.clip(beyond.mean(), LEAST_ODDS, 1 - LEAST_ODDS))

    def amount(self, value: float | None) -> Amount:
        """A value of it, ready for words and exact to the digit that identities are computed with."""
        shown = self.view.amount(value)
        return Amount(shown.value, shown.unit, shown.currency, full=True)


def name_of(code: str, short: bool = False) -> Name:
    """The name of a factor or of what follows from factors; *short* leaves out what a name lists in brackets."""
    if short and code in _OWN and code not in kpi_library().measures:
        return Message(f"target.driver_short.{code}")
    if code in kpi_library().kpis:
        return KpiRef(code)
    if code in kpi_library().measures:
        return MeasureRef(code)
    return Message(f"target.driver.{code}")


def factor(code: str) -> Kpi:
    """The KPI behind a factor: the catalogue's, or one that only the identities need."""
    known = kpi_library().kpis.get(code)
    return known if known is not None else _OWN[code]


def is_whole(facts: MonthlyFacts, kpi: Kpi) -> bool:
    """Whether every row of the last twelve months has what the KPI reads: only then do totals follow from it."""
    if facts.is_empty or not kpi.measures <= frozenset(facts.measures):
        return False
    recent = facts.of_months(facts.months[-RECENT:])
    return bool((kpi_by(recent, kpi, ("month",))["coverage"] >= WHOLE).all())


def _own(code: str, above: tuple[str, ...], below: tuple[str, ...], unit: Unit, direction: Direction) -> Kpi:
    return Kpi(
        code=code,
        numerator=tuple(Term(measure=name) for name in above),
        denominator=tuple(Term(measure=name) for name in below),
        time_factor=TimeFactor.NONE,
        unit=unit,
        direction=direction,
        kind=Kind.RESULT,
        gate=False,
        owners=(),
        counters=(),
        definition_source="an identity of the KPI tree",
        benchmark="",
        domain="company",
    )


_OWN = {
    "units": _own("units", ("units",), (), Unit.COUNT, Direction.HIGHER),
    "orders": _own("orders", ("orders",), (), Unit.COUNT, Direction.HIGHER),
    "goods_share": _own("goods_share", ("cogs",), ("sales",), Unit.RATIO, Direction.LOWER),
    "cost_share": _own("cost_share", COST, ("sales",), Unit.RATIO, Direction.LOWER),
}
