"""What each recorded exception did to pay, and how much of the scheme was overridden."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary
from kpi_logic.model import Agreement, Award, Cascade, Month, Organisation, Person, Scheme, SchemeException, Target
from kpi_logic.scheme.actuals import Actuals, actuals_table, kpis_of
from kpi_logic.scheme.replay import Replay, replay


@dataclass(frozen=True)
class EventEffect:
    """One exception for one person: payouts over the months it is in force, without it and with it, all else as it is;
    beside them the mean scores of these months.

    None where nothing can be told, or nothing is paid, on that side.
    """

    event: SchemeException
    person: Person
    months: tuple[Month, ...]
    before: float | None
    after: float | None
    score_before: float | None = None
    score_after: float | None = None

    @property
    def change(self) -> float | None:
        """What it adds to the pay."""
        return None if self.before is None or self.after is None else round(self.after - self.before, 2)


def exception_effects(
    scheme: Scheme,
    organisation: Organisation,
    facts: MonthlyFacts,
    exceptions: Sequence[SchemeException],
    months: Sequence[Month] | None = None,
    targets: Sequence[Target] = (),
    cascades: Sequence[Cascade] = (),
    awards: Sequence[Award] = (),
    actuals: Actuals | None = None,
    library: KpiLibrary | None = None,
    agreements: Sequence[Agreement] = (),
) -> tuple[EventEffect, ...]:
    """Every exception in force with the people it concerns, in the order given."""
    table = actuals or actuals_table(organisation, facts, kpis_of(scheme), months, library)

    def played(events: Sequence[SchemeException]) -> Replay:
        return replay(scheme, organisation, facts, None, targets, cascades, table, library, events, awards, agreements)

    whole = played(exceptions)
    found: list[EventEffect] = []
    for event in exceptions:
        columns = [place for place, month in enumerate(table.months) if event.holds(str(month))]
        if columns:
            without = played([other for other in exceptions if other is not event])
            found += _of_people(event, columns, without, whole)
    return tuple(found)


def _of_people(event: SchemeException, columns: list[int], without: Replay, whole: Replay) -> list[EventEffect]:
    months = tuple(whole.months[column] for column in columns)
    return [
        EventEffect(
            event,
            person,
            months,
            _paid(without, row, columns),
            _paid(whole, row, columns),
            _scored(without, row, columns),
            _scored(whole, row, columns),
        )
        for row, person in enumerate(whole.people)
        if event.person in ("", person.id) and whole.plan.cards[row] is not None
    ]


def _paid(result: Replay, row: int, columns: list[int]) -> float | None:
    payouts = result.payouts[row, columns]
    return None if np.isnan(payouts).all() else round(float(np.nansum(payouts)), 2)


def _scored(result: Replay, row: int, columns: list[int]) -> float | None:
    scores = result.scores[row, columns]
    return None if np.isnan(scores).all() else float(np.nanmean(scores))


def override_rate(
    exceptions: Sequence[SchemeException], people: Sequence[Person], months: Sequence[Month]
) -> float | None:
    """The share of person-months in which an exception was in force (0-1); None without people or months.

    An exception now and then is judgement; many are a scheme that nobody keeps.

    >>> override_rate([], [Person(id="a", name="A")], [Month(2026, 1)])
    0.0
    """
    if not people or not months:
        return None
    touched = sum(
        any(event.person in ("", person.id) and event.holds(str(month)) for event in exceptions)
        for person in people
        for month in months
    )
    return touched / (len(people) * len(months))
