"""KPI values from sums of parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.metrics.grouping import Grouping, Vector, relevant
from kpi_logic.model import Kpi, Month, OverTime, Term, TimeFactor, Unit


@dataclass(frozen=True)
class KpiValue:
    """A KPI over some rows: ``value`` None where it cannot be told; ``coverage`` 0-1 is the share of rows it read."""

    value: float | None
    coverage: float


def kpi_value(facts: MonthlyFacts, kpi: Kpi, library: KpiLibrary | None = None) -> KpiValue:
    """One KPI over all the facts given, taken as one period.

    A total (no denominator) is told only if no row lacks a measure it needs.  A ratio is taken over the rows that
    have all its measures, and ``coverage`` says how many those are.

    >>> facts = MonthlyFacts.of(pd.DataFrame({"month": ["2025-01", "2025-02"], "units": [3, 5], "sessions": [30, 20]}))
    >>> kpi_value(facts, kpi_library()["cvr"])
    KpiValue(value=0.16, coverage=1.0)
    """
    if facts.is_empty:
        return KpiValue(None, 0.0)
    values, coverage = _evaluate(Grouping.of(facts), kpi, library or kpi_library())
    return KpiValue(None if np.isnan(values[0]) else float(values[0]), float(coverage[0]))


def kpi_by(facts: MonthlyFacts, kpi: Kpi, by: Sequence[str], library: KpiLibrary | None = None) -> pd.DataFrame:
    """One KPI by key columns: those columns, then ``value`` (NaN: cannot be told) and ``coverage`` (0-1)."""
    grouping = Grouping.of(facts, by)
    values, coverage = _evaluate(grouping, kpi, library or kpi_library())
    return grouping.labels.assign(value=values, coverage=coverage)


def kpi_table(
    facts: MonthlyFacts, kpis: Sequence[Kpi], by: Sequence[str] = (), library: KpiLibrary | None = None
) -> pd.DataFrame:
    """Many KPIs at the cost of one grouping: the key columns, then one column per KPI (NaN: cannot be told)."""
    grouping = Grouping.of(facts, by)
    values = {kpi.code: _evaluate(grouping, kpi, library or kpi_library())[0] for kpi in kpis}
    return pd.concat([grouping.labels, pd.DataFrame(values, index=grouping.labels.index)], axis=1)


def kpi_series(facts: MonthlyFacts, kpi: Kpi, library: KpiLibrary | None = None) -> pd.Series:
    """One KPI month by month: float64, a gapless monthly PeriodIndex, NaN where it cannot be told."""
    if facts.is_empty:
        return pd.Series(dtype="float64", index=pd.PeriodIndex([], freq="M"), name=kpi.code)
    by_month = kpi_by(facts, kpi, ("month",), library).set_index("month")["value"]
    every = pd.period_range(by_month.index.min(), by_month.index.max(), freq="M")
    return by_month.reindex(every).rename(kpi.code)


def computable(facts: MonthlyFacts, kpis: Iterable[Kpi]) -> tuple[Kpi, ...]:
    """The KPIs all of whose measures the client has at least once."""
    present = frozenset(facts.measures)
    return tuple(kpi for kpi in kpis if kpi.measures <= present)


def adds_over_months(kpi: Kpi, library: KpiLibrary | None = None) -> bool:
    """Whether months of it add up (sales), rather than being levels that are averaged (conversion, stock).

    >>> adds_over_months(kpi_library()["gmv"]), adds_over_months(kpi_library()["cvr"])
    (True, False)
    """
    measures = (library or kpi_library()).measures
    return not kpi.is_ratio and all(measures[name].over_time is OverTime.SUM for name in kpi.measures)


def month_of(period: pd.Period) -> Month:
    """A pandas monthly period as a Month."""
    return Month(period.year, period.month)


def _evaluate(grouping: Grouping, kpi: Kpi, library: KpiLibrary) -> tuple[Vector, Vector]:
    """(groups,) values and coverage of one KPI."""
    names = sorted(kpi.measures)
    asked = relevant(grouping, library.measures, names)
    complete = grouping.complete(names) & asked
    wanted = np.bincount(grouping.codes, asked, minlength=grouping.size)
    covered = np.bincount(grouping.codes, complete, minlength=grouping.size)
    value = _combination(grouping, kpi.numerator, library, complete)
    if kpi.is_ratio:
        below = _combination(grouping, kpi.denominator, library, complete)
        value = np.divide(value, below, out=np.full(grouping.size, np.nan), where=below != 0)
    value = value * _time_factor(kpi, grouping)
    told = covered > 0 if kpi.is_ratio else covered == wanted
    if _touches_money(names, library.measures):
        told &= ~grouping.several_currencies
    return np.where(told, value, np.nan), np.divide(covered, wanted, out=np.zeros(grouping.size), where=wanted > 0)


def _combination(grouping: Grouping, terms: Iterable[Term], library: KpiLibrary, rows: Vector) -> Vector:
    total = np.zeros(grouping.size)
    for term in terms:
        total = total + term.factor * grouping.total(library.measures[term.measure], rows)
    return total


def _time_factor(kpi: Kpi, grouping: Grouping) -> Vector:
    factors: Mapping[TimeFactor, Vector] = {
        TimeFactor.NONE: np.ones(grouping.size),
        TimeFactor.PER_YEAR: 365 / grouping.days,
        TimeFactor.IN_DAYS: grouping.days,
    }
    return factors[kpi.time_factor]


def _touches_money(names: Iterable[str], measures: Mapping[str, object]) -> bool:
    return any(getattr(measures[name], "unit", None) is Unit.MONEY for name in names)
