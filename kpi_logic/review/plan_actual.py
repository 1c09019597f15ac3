"""Plan against actual: what a target asked of a month, what came, and what the history had foretold at the time."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_series
from kpi_logic.model import Amount, KpiRef, Message, Month, Target
from kpi_logic.targets.forecasting import sorted_quantiles
from kpi_logic.targets.outlook import Outlook, outlook

Array = NDArray[np.float64]

BAND = (0.1, 0.25, 0.5, 0.75, 0.9)
"""What is foretold for a month: the 80 % range, the middle half, the median."""


@dataclass(frozen=True, eq=False)
class PlanActual:
    """One target up to one month of its period.

    ``outlook`` is what could be said before the period began.  ``asked`` are the target's months, first to last;
    ``came`` their values, None where they are not known (yet).  ``unfinished``: ``month`` is not over.
    """

    target: Target
    outlook: Outlook
    month: Month
    asked: tuple[float, ...]
    came: tuple[float | None, ...]
    unfinished: bool = False

    @property
    def place(self) -> int:
        """Where ``month`` stands in the period."""
        return self.month.since(self.outlook.first)

    @property
    def asked_now(self) -> float:
        """What the month was asked for."""
        return self.asked[self.place]

    @property
    def came_now(self) -> float | None:
        """What the month brought."""
        return self.came[self.place]

    @property
    def met(self) -> bool | None:
        """Whether the month reached what was asked; None where it cannot be told."""
        if self.came_now is None or self.unfinished:
            return None
        return not self.outlook.kpi.direction.better(self.asked_now, self.came_now)

    @property
    def so_far(self) -> tuple[float, float] | None:
        """Asked and came over the months up to this one: sums, or means where months are averaged."""
        until = self.place + (0 if self.unfinished else 1)
        came = [value for value in self.came[:until] if value is not None]
        if not came or len(came) < until:
            return None
        size = 1 if self.outlook.adds else len(came)
        return sum(self.asked[:until]) / size, sum(came) / size

    @cached_property
    def band(self) -> Array | None:
        """(months, 5) quantiles ``BAND`` foretold for each month of the period; None where nothing could be."""
        if self.outlook.forecast is None:
            return None
        return sorted_quantiles(np.sort(self.outlook.forecast.paths.T, axis=1), np.array(BAND))

    @property
    def against_band(self) -> Literal["inside", "below", "above"] | None:
        """How the month stands to its 80 % range."""
        if self.band is None or self.came_now is None or self.unfinished:
            return None
        low, high = self.band[self.place, 0], self.band[self.place, -1]
        return "below" if self.came_now < low else "above" if self.came_now > high else "inside"

    @property
    def message(self) -> Message:
        """The month in one sentence."""
        view = self.outlook
        facts = {
            "kpi": KpiRef(view.kpi.code),
            "segment": view.segment,
            "month": self.month,
            "asked": view.amount(self.asked_now),
            "came": view.amount(self.came_now),
        }
        if self.came_now is None:
            return Message("plan.missing", facts)
        if self.unfinished:
            return Message("plan.unfinished", facts)
        return Message("plan.met" if self.met else "plan.not_met", facts)

    @property
    def band_message(self) -> Message | None:
        """How far that was to be expected; None where nothing could be said."""
        if self.band is None or self.against_band is None:
            return None
        view, low, high = self.outlook, self.band[self.place, 0], self.band[self.place, -1]
        facts = {"low": view.amount(float(low)), "high": view.amount(float(high)), "before": view.first}
        return Message(f"plan.band_{self.against_band}", facts)

    def amount(self, value: float | None) -> Amount:
        """A value of the KPI, ready for words."""
        return self.outlook.amount(value)


def plan_actual(target: Target, facts: MonthlyFacts, month: Month, unfinished: Month | None = None) -> PlanActual:
    """A target against what came, up to *month*.

    Args:
        facts: all months that are known; the outlook sees only those before the target's first.
        month: a month of the target's period.
        unfinished: the month that is not over yet, if any.

    Raises:
        ValueError: the month is not one of the target's.
    """
    kpi, first, last = kpi_library()[target.kpi], Month.parse(target.first), Month.parse(target.last)
    if not first <= month <= last:
        raise ValueError(f"the target holds from {first} to {last}; {month} is not in it")
    before = facts.of_months([one for one in facts.months if one < first])
    view = outlook(before, kpi, target.segment, first, last, event=target.event)
    series = kpi_series(facts.of_segment(target.segment), kpi)
    known = {str(period): float(value) for period, value in series.items() if not np.isnan(value)}
    came = tuple(known.get(str(first + n)) if first + n <= month else None for n in range(view.months))
    view = view if view.currency else _with_currency(view, facts)
    return PlanActual(target, view, month, asked_by_month(target, view), came, month == unfinished)


def asked_by_month(target: Target, view: Outlook) -> tuple[float, ...]:
    """What each month of the period is asked for: as it was put into months, else evenly, else the whole."""
    if view.adds and len(target.phases) == view.months:
        return target.phases
    return (target.value / view.months if view.adds else target.value,) * view.months


def _with_currency(view: Outlook, facts: MonthlyFacts) -> Outlook:
    from dataclasses import replace

    return replace(view, currency=facts.currency)
