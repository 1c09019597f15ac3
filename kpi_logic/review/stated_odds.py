"""A target whose odds were stated, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Message, Month, Segment, Target, Unit
from kpi_logic.targets.outlook import odds_words, outlook

SURE = (0.005, 0.995)
"""Odds beyond these were said when nothing was open any more."""


@dataclass(frozen=True)
class StatedOdds:
    """One target whose months are over: the odds first stated for it in ``version``, and what came.

    ``actual`` and ``band80`` are in the KPI's unit over the whole period; the band is recomputed from the history before
    the period, None where that was too short.
    """

    version: str
    kpi: str
    segment: Segment
    first: Month
    last: Month
    value: float
    odds: float
    actual: float
    met: bool
    band80: tuple[float, float] | None = None
    currency: str | None = None

    @property
    def inside(self) -> bool | None:
        """Whether what came lay in the 80 % band; None without one."""
        return None if self.band80 is None else self.band80[0] <= self.actual <= self.band80[1]

    @property
    def sentence(self) -> Message:
        """The target, its odds and what came of it."""
        unit = kpi_library()[self.kpi].unit
        currency = self.currency if unit is Unit.MONEY else None
        facts = {
            "kpi": KpiRef(self.kpi),
            "segment": self.segment,
            "value": Amount(self.value, unit, currency),
            "actual": Amount(self.actual, unit, currency),
            "first": self.first,
            "last": self.last,
            "odds": odds_words(self.odds),
        }
        return Message(f"calibration.case.{'met' if self.met else 'missed'}", facts)


def stated(versions: Iterable[tuple[str, Engagement]]) -> tuple[tuple[str, Target], ...]:
    """Every target with odds, once: from the first version that stated them for this number and these months.

    Args:
        versions: name and decisions, the oldest first; the present ones last.
    """
    found: dict[tuple[object, ...], tuple[str, Target]] = {}
    for name, engagement in versions:
        for target in engagement.targets:
            if target.probability is not None and SURE[0] < target.probability < SURE[1]:
                key = (target.kpi, target.segment, target.first, target.last, target.value)
                found.setdefault(key, (name, target))
    return tuple(found.values())


def outcome_of(version: str, target: Target, facts: MonthlyFacts, library: KpiLibrary) -> StatedOdds | None:
    """What came of one target; None where it cannot be told."""
    first, last = Month.parse(target.first), Month.parse(target.last)
    if last < first or facts.of_segment(target.segment).is_empty:
        return None
    view = outlook(facts, library[target.kpi], target.segment, first, last, library, target.event)
    if len(view.known) < view.months or view.known_value is None or target.probability is None:
        return None
    band = view.interval80
    return StatedOdds(
        version=version,
        kpi=target.kpi,
        segment=target.segment,
        first=first,
        last=last,
        value=target.value,
        odds=target.probability,
        actual=view.known_value,
        met=not view.kpi.direction.better(target.value, view.known_value),
        band80=None if band is None else (band[0], band[2]),
        currency=view.currency,
    )
