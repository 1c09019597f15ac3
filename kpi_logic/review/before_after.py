"""The released scheme against the present one, for each person, over the months of the pilot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Month, Pilot
from kpi_logic.scheme import Actuals, Comparison, actuals_table, compare, kpis_of, replay_engagement


@dataclass(frozen=True)
class TrialMonths:
    """The months to look at; ``tried`` says whether they are the pilot's own, or the last ones before it."""

    months: tuple[Month, ...]
    tried: bool


def trial_months(pilot: Pilot, known: Sequence[Month]) -> TrialMonths:
    """The pilot's months among those that are *known* and over; while there are none, as many of the latest.

    >>> [str(month) for month in trial_months(Pilot(first="2026-12", months=2), [Month(2026, 11), Month(2026, 12)]).months]
    ['2026-12']
    """
    if pilot.first:
        first = Month.parse(pilot.first)
        tried = tuple(month for month in known if 0 <= month.since(first) < pilot.months)
        if tried:
            return TrialMonths(tried, True)
    return TrialMonths(tuple(known[-pilot.months :]), False)


def before_after(
    released: Engagement,
    now: Engagement,
    facts: MonthlyFacts,
    months: Sequence[Month],
    counting: Actuals | None = None,
) -> Comparison | None:
    """Who would be scored and paid what: under what was released, and under what stands now.

    Both are asked for the same people (those of today), months, actuals and exceptions; scheme, targets and their
    division are each version's own.  None where either has no scheme, or there are no months.

    Args:
        counting: the actuals that count where they are others than the facts' (filled scorecards, ``reported``).
    """
    if released.scheme is None or now.scheme is None or not months:
        return None
    agreed = ("scheme", "targets", "cascades", "agreements")
    old = now.model_copy(update={name: getattr(released, name) for name in agreed})
    table = actuals_table(now.organisation, facts, kpis_of(released.scheme, now.scheme), list(months))
    actuals = laid_over(table, counting)
    before, after = (replay_engagement(version, facts, months=months, actuals=actuals) for version in (old, now))
    return compare(before, after)


def laid_over(table: Actuals, counting: Actuals | None) -> Actuals:
    """A table with what *counting* tells in its place, wherever both speak of the same person, month and KPI."""
    if counting is None:
        return table
    values = table.values.copy()
    rows = [(n, counting.people.index(who)) for n, who in enumerate(table.people) if who in counting.people]
    months = [(n, counting.months.index(month)) for n, month in enumerate(table.months) if month in counting.months]
    kpis = [(n, counting.kpis.index(kpi)) for n, kpi in enumerate(table.kpis) if kpi in counting.kpis]
    for row, other_row in rows:
        for month, other_month in months:
            for kpi, other_kpi in kpis:
                values[row, month, kpi] = counting.values[other_row, other_month, other_kpi]
    return replace(table, values=values)
