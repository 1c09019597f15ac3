"""What each recorded exception did to pay, and how much of the scheme was overridden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary
from kpi_logic.model import Agreement, Award, Cascade, Month, Organisation, Person, Scheme, SchemeException, Target
from kpi_logic.scheme.actuals import Actuals, actuals_table, kpis_of
from kpi_logic.scheme.exceptions import laid_over
from kpi_logic.scheme.in_force import Bools, Index, InForce
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.plan import Plan, make_plan
from kpi_logic.scheme.replay import Replay, paid, run

Array = NDArray[np.float64]

MANY, AT_ONCE = 8, 256
"""One for so many people is tried by itself; so many for fewer people are tried at once: enough to cost little each, few
enough to fit into the memory."""

Trial = tuple[Index, Array, Array]
"""Months, and the scores and multipliers of one person in them."""


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
    """Every exception in force with the people it counts for, in the order given.

    To the cent what two whole replays would say, with the exception and without it, from only those rows that it
    touches: a score depends on nobody else, and a pool is shared out anew with everybody in it.
    """
    table = actuals or actuals_table(organisation, facts, kpis_of(scheme), months, library)
    book = LevelBook(tuple(targets), tuple(cascades), table.shops, tuple(agreements))
    bare = make_plan(scheme, organisation, table, book, library, awards)
    force = InForce.of(exceptions, bare.people, table.months)
    whole = run(scheme, laid_over(bare, force, library), table)
    trials = _trials(scheme, bare, table, force, library)
    found: list[EventEffect] = []
    for place, event in enumerate(exceptions):
        rows = np.flatnonzero(force.stands[place].any(axis=1))
        scores, multipliers = whole.scores.copy(), whole.multipliers.copy()
        for row in rows:
            columns, told, cut = next(trials)
            scores[row, columns], multipliers[row, columns] = told, cut
        payouts = paid(whole.plan, scheme, scores, multipliers) if len(rows) else whole.payouts
        found += _effects(event, bare, whole, (rows, force.stands[place, rows]), payouts, scores)
    return tuple(found)


def _effects(
    event: SchemeException,
    plan: Plan,
    whole: Replay,
    at: tuple[Index, Bools],
    payouts: Array,
    scores: Array,
) -> Iterator[EventEffect]:
    """One exception for everybody in the rows *at*, in the months beside each; *payouts* and *scores* are without it."""
    rows, where = at
    pays = [_sums(one[rows], where, mean=False) for one in (payouts, whole.payouts)]
    means = [_sums(one[rows], where, mean=True) for one in (scores, whole.scores)]
    for place, row in enumerate(rows):
        if plan.cards[row] is not None:
            months = tuple(month for month, here in zip(whole.months, where[place], strict=True) if here)
            told = (one[place] for one in (*pays, *means))
            yield EventEffect(event, plan.people[row], months, *told)


def _sums(values: Array, where: Bools, mean: bool) -> list[float | None]:
    """For each row the sum (to the cent) or the mean of what is told where it counts; None where nothing is."""
    told = where & ~np.isnan(values)
    count = told.sum(axis=1)
    total = np.where(told, values, 0.0).sum(axis=1)
    found = total / np.fmax(count, 1) if mean else np.round(total, 2)
    return [float(value) if number else None for value, number in zip(found, count, strict=True)]


def _trials(scheme: Scheme, bare: Plan, table: Actuals, force: InForce, library: KpiLibrary | None) -> Iterator[Trial]:
    """Each exception's each person without it, in that order: which months, and their scores and multipliers.

    One for many people is tried by itself, in its months only; those for few are tried together.
    """
    touched = np.asarray(force.stands.any(axis=2))
    several = touched.sum(axis=1) >= MANY
    start = 0
    while start < len(touched):
        stop = start + 1
        while not several[start] and stop < len(touched) and not several[stop] and stop - start < AT_ONCE:
            stop += 1
        events, rows = np.nonzero(touched[start:stop])
        months = np.flatnonzero(force.stands[start:stop].any(axis=(0, 1)))
        if len(rows):
            yield from _without(scheme, bare, table, force, (events + start, rows, months), library)
        start = stop


def _without(
    scheme: Scheme,
    bare: Plan,
    table: Actuals,
    force: InForce,
    at: tuple[Index, Index, Index],
    library: KpiLibrary | None,
) -> Iterator[Trial]:
    """Each of some rows scored in some months without the exception that stands beside it."""
    events, rows, months = at
    rest = force.part(rows, months)
    rest.stands[events, np.arange(len(events))] = False
    tried = replace(
        table,
        people=tuple(table.people[row] for row in rows),
        months=rest.months,
        values=table.values[rows][:, months],
        profit=table.profit[months],
    )
    result = run(scheme, laid_over(bare.rows(rows).months(months), rest.acting(), library), tried)
    return ((months, *one) for one in zip(result.scores, result.multipliers, strict=True))


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
    if not exceptions:
        return 0.0
    return float(InForce.of(exceptions, people, months).acts.any(axis=0).mean())
