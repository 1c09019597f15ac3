"""The health of every KPI on a scorecard, from the months that were scored: does it still tell people apart, and steer?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Message, Month, RoleRef, SchemeException, Unit
from kpi_logic.review.suspicion import Ground, countered, crowded, ground_of, jumped
from kpi_logic.scheme import Replay
from kpi_logic.scheme.curve import TOP

SignKind = Literal["no_data", "countered", "crowded", "jumped", "at_cap", "at_floor", "flat", "overridden"]

LEAST = 6
"""Scored months (of all people together) below which nothing is said of a KPI's points."""
NEARLY_ALWAYS = 0.8
OFTEN = 0.25
"""Share of overridden months, or of months without a number, from which a KPI is in doubt."""
TWICE = 2
"""Months with an exception from which it is more than bad luck."""
STILL = 1.0
"""Points within which a KPI is said not to move."""
SLACK = 1e-9


@dataclass(frozen=True)
class Sign:
    """One thing that is wrong with a KPI: what was seen, in how many of how many months.

    ``share`` is None where no share is told.
    """

    kind: SignKind
    message: Message
    share: float | None = None


@dataclass(frozen=True)
class KpiHealth:
    """One KPI of one role's scorecard; ``months`` are the scored months of all its people, ``people`` how many.

    ``low``, ``high``: the fewest and most points anybody had; None where none could be told.  ``by_target``: its levels
    come from targets or cascades in some month, so that they are set anew on the targets.
    """

    role: str
    kpi: str
    weight: int
    people: int
    months: int
    low: float | None
    high: float | None
    signs: tuple[Sign, ...]
    by_target: bool = False

    @property
    def sentence(self) -> Message:
        """The KPI in one line."""
        facts = {"kpi": KpiRef(self.kpi), "role": RoleRef(self.role), "months": self.months}
        if self.signs:
            return Message("kpi_health.ill", facts | {"signs": tuple(one.message for one in self.signs)})
        if self.low is None or self.high is None or self.months < LEAST:
            return Message("kpi_health.few", facts | {"least": LEAST})
        span = {"low": Amount(round(self.low), Unit.COUNT), "high": Amount(round(self.high), Unit.COUNT)}
        return Message("kpi_health.well", facts | span)


def kpi_health(
    engagement: Engagement,
    facts: MonthlyFacts,
    result: Replay,
    since: Month | None = None,
    library: KpiLibrary | None = None,
) -> tuple[KpiHealth, ...]:
    """Every KPI of every scorecard of the replayed scheme, those with the most signs first.

    Args:
        result: the months replayed under the scheme.
        since: the first month that was really scored (the pilot's first); what people do because they are scored shows
            from then on.  None where nobody was scored yet: then nothing is said of gaming.
    """
    library = library or kpi_library()
    scored = since if since is not None and any(month >= since for month in result.months) else None
    kpis = [line.kpi for card in result.scheme.scorecards for line in card.lines]
    ground = ground_of(engagement.organisation, facts, kpis, scored, library)
    found = [
        _of_line(card.role, line.kpi, line.weight, engagement.exceptions, result, ground)
        for card in result.scheme.scorecards
        for line in card.lines
    ]
    return tuple(sorted(found, key=lambda one: -len(one.signs)))


def _of_line(
    role: str, kpi: str, weight: int, events: Sequence[SchemeException], result: Replay, ground: Ground
) -> KpiHealth:
    places = list(_places(result, role, kpi))
    points = np.array([result.points[row, :, slot] for row, slot in places]).reshape(len(places), len(result.months))
    counted = _counted(result, places)
    told = points[counted & ~np.isnan(points)]
    names = [person.name for person in result.people]
    signs = [
        *_of_data(result, places, counted),
        *_of_points(points, counted),
        *_of_events(kpi, events, result, places, ground),
    ]
    if kpi in ground.library.kpis:
        noun = ground.library[kpi]
        signs += [Sign("countered", one) for row, _ in places for one in countered(ground, row, noun, names[row])]
        signs += [Sign("crowded", one) for one in crowded(result, places, ground.since)]
        signs += [Sign("jumped", one) for row, _ in places for one in jumped(ground, row, noun, names[row])]
    return KpiHealth(
        role=role,
        kpi=kpi,
        weight=weight,
        people=len(places),
        months=len(told),
        low=float(told.min()) if len(told) else None,
        high=float(told.max()) if len(told) else None,
        signs=tuple(signs),
        by_target=any(set(result.plan.sources[row, :, slot]) & {"target", "cascade"} for row, slot in places),
    )  # fmt: skip


def _places(result: Replay, role: str, kpi: str) -> Iterator[tuple[int, int]]:
    """(person, line) of everybody of a role who carries the KPI."""
    for row, (person, card) in enumerate(zip(result.people, result.plan.cards, strict=True)):
        if person.role == role and card is not None:
            yield from ((row, slot) for slot, line in enumerate(card.lines) if line.kpi == kpi)


def _counted(result: Replay, places: Sequence[tuple[int, int]]) -> np.ndarray:
    """(places, M) months in which the line counts: at work, and not excluded."""
    plan, months = result.plan, len(result.months)
    found = np.ones((len(places), months), dtype=bool)
    for n, (row, slot) in enumerate(places):
        if plan.counts is not None:
            found[n] &= plan.counts[row, :, slot] > 0
        if plan.presence is not None:
            found[n] &= plan.presence[row] > 0
    return found


def _of_data(result: Replay, places: Sequence[tuple[int, int]], counted: np.ndarray) -> Iterator[Sign]:
    columns = [result.plan.columns[row, slot] for row, slot in places]
    there = [result.actuals.values[row, :, c] for (row, _), c in zip(places, columns, strict=True) if c >= 0]
    if not places or len(there) < len(places):
        return
    lacking, months = int((np.isnan(there) & counted).sum()), int(counted.sum())
    if months and lacking / months >= OFTEN:
        yield _sign("no_data", lacking, months)


def _of_points(points: np.ndarray, counted: np.ndarray) -> Iterator[Sign]:
    """At the cap or at nothing nearly always, or not moving at all."""
    told = counted & ~np.isnan(points)
    months = int(told.sum())
    if months < LEAST:
        return
    tops, floors = int((points[told] >= TOP - SLACK).sum()), int((points[told] <= SLACK).sum())
    if tops >= NEARLY_ALWAYS * months:
        yield _sign("at_cap", tops, months)
    elif floors >= NEARLY_ALWAYS * months:
        yield _sign("at_floor", floors, months)
    elif all(np.ptp(row[here]) <= STILL for row, here in zip(points, told, strict=True) if here.any()):
        yield _sign("flat", months, months)


def _of_events(
    kpi: str, events: Sequence[SchemeException], result: Replay, places: Sequence[tuple[int, int]], ground: Ground
) -> Iterator[Sign]:
    """Exceptions in force, over the months since the scoring began (over all where it has not)."""
    months = [month for month in result.months if ground.since is None or month >= ground.since]
    mine = [event for event in events if event.kpi in ("", kpi)]
    touched = [
        month
        for row, _ in places
        for month in months
        if any(event.person in ("", result.people[row].id) and event.holds(str(month)) for event in mine)
    ]
    of = len(places) * len(months)
    if len(set(touched)) >= TWICE and len(touched) / of >= OFTEN:
        yield _sign("overridden", len(touched), of)


def _sign(kind: SignKind, number: int, of: int) -> Sign:
    facts = {"number": number, "of": of, "share": Amount(number / of, Unit.RATIO)}
    return Sign(kind, Message(f"kpi_health.sign.{kind}", facts), number / of)
