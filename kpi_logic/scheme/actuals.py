"""What everybody reached: people x months x KPIs, computed once and kept while weights and curves are tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.metrics import kpi_by, kpi_table, profit_basis
from kpi_logic.model import Kpi, Month, Organisation, Person, Scheme, Scorecard, Segment

Array = NDArray[np.float64]

LATE_MONTHS = 2
"""A shop without a row this many months after its last one is taken for missing data, later for a closed shop."""


@dataclass(frozen=True, eq=False)
class Actuals:
    """``values`` (people, months, KPIs) in each KPI's unit, NaN where it cannot be told.

    ``profit`` (months,) is the whole business's profit; ``currency`` the one currency of the facts, or None.
    ``shops`` are all shops of the facts; what a person answers for is ``shops_of(person, shops)``.
    """

    people: tuple[str, ...]
    months: tuple[Month, ...]
    kpis: tuple[str, ...]
    values: Array
    profit: Array
    currency: str | None
    shops: tuple[Segment, ...]

    def of_month(self, month: Month) -> "Actuals":
        """One month of the table; raises ValueError if the month is not in it."""
        place = self.months.index(month)
        at = slice(place, place + 1)
        return replace(self, months=(month,), values=self.values[:, at], profit=self.profit[at])


def kpis_of(*schemes: Scheme | None) -> tuple[str, ...]:
    """Every KPI that the schemes read, as a line or as a gate, in order of appearance."""
    cards = [card for scheme in schemes if scheme for card in scheme.scorecards]
    return tuple(dict.fromkeys(code for card in cards for code in codes_of(card)))


def codes_of(card: Scorecard) -> tuple[str, ...]:
    """The KPIs of one scorecard: its lines', then its gates'."""
    return (*(line.kpi for line in card.lines), *(gate.kpi for gate in card.gates))


def shops_of(person: Person, shops: Iterable[Segment]) -> frozenset[Segment]:
    """The shops of the facts that a person answers for; all of them where the person names none."""
    return frozenset(shop for shop in shops if not person.shops or shop.shop in person.shops)


def unknown_shops(person: Person, shops: Iterable[Segment]) -> tuple[str, ...]:
    """Shops that the person names and the facts do not know."""
    known = {shop.shop for shop in shops}
    return tuple(name for name in person.shops if name not in known)


def facts_of(person: Person, facts: MonthlyFacts) -> MonthlyFacts:
    """The rows of the person's shops."""
    return facts if not person.shops else MonthlyFacts(_rows(facts.table, frozenset(person.shops)))


def actuals_table(
    organisation: Organisation,
    facts: MonthlyFacts,
    kpis: Sequence[str],
    months: Sequence[Month] | None = None,
    library: KpiLibrary | None = None,
) -> Actuals:
    """The table for these people, KPIs and months (all months of the facts where none are given).

    A KPI is the sum of its parts over the person's shops.  One that adds up is not told for a month in which one of
    the shops has no row (a gap, or data not yet delivered) or where the person names a shop the facts do not know.
    """
    library = library or kpi_library()
    wanted = tuple(months) if months is not None else facts.months
    known = [library[code] for code in kpis if code in library.kpis]
    sets = {person.id: frozenset(person.shops) for person in organisation.people}
    by_set = _values_by_set(facts, tuple(dict.fromkeys(sets.values())), known, wanted, library)
    shape = (len(organisation.people), len(wanted), len(kpis))
    values = np.full(shape, np.nan)
    for place, person in enumerate(organisation.people):
        values[place] = _in_order(by_set[sets[person.id]], known, kpis, len(wanted))
        if unknown_shops(person, facts.shops):
            values[place][:, [_adds(code, library) for code in kpis]] = np.nan
    return Actuals(
        people=tuple(person.id for person in organisation.people),
        months=wanted,
        kpis=tuple(kpis),
        values=values,
        profit=_profit(facts, wanted, library),
        currency=facts.currency,
        shops=facts.shops,
    )


def _values_by_set(
    facts: MonthlyFacts,
    sets: Sequence[frozenset[str]],
    kpis: Sequence[Kpi],
    months: Sequence[Month],
    library: KpiLibrary,
) -> Mapping[frozenset[str], Array]:
    """(months, KPIs) for each set of shops; the empty set means all shops."""
    result = {names: np.full((len(months), len(kpis)), np.nan) for names in sets}
    parts = [_rows(facts.table, names).assign(shop_set=place) for place, names in enumerate(sets)]
    if facts.is_empty or not parts:
        return result
    stacked = MonthlyFacts(pd.concat(parts, ignore_index=True))
    where = pd.MultiIndex.from_product([range(len(sets)), _periods(months)])
    told = kpi_table(stacked, kpis, ("shop_set", "month"), library).set_index(["shop_set", "month"])
    grid = told.reindex(where).to_numpy(dtype=float).reshape(len(sets), len(months), len(kpis))
    adding = np.array([not kpi.is_ratio for kpi in kpis], dtype=bool)
    gaps = _gaps(facts, months)
    for place, names in enumerate(sets):
        result[names] = grid[place].copy()
        missing = [gap for shop, gap in gaps if not names or shop in names]
        if missing:
            result[names][np.ix_(np.any(missing, axis=0), adding)] = np.nan
    return result


def _rows(table: pd.DataFrame, names: frozenset[str]) -> pd.DataFrame:
    return (table if not names else table.loc[table["shop"].isin(sorted(names))]).reset_index(drop=True)


def _gaps(facts: MonthlyFacts, months: Sequence[Month]) -> list[tuple[str, NDArray[np.bool_]]]:
    """Each shop's name with (months,) whether it has no row though it was there before and is not closed."""
    latest = facts.months[-1].ordinal if facts.months else 0
    ordinals = np.array([month.ordinal for month in months])
    has = facts.table["month"].dt.year * 12 + facts.table["month"].dt.month - 1
    keys = [facts.table[name] for name in ("platform", "site", "shop")]
    found = []
    for (_, _, shop), of_shop in has.groupby(keys, observed=True):
        expected = (ordinals >= of_shop.min()) & (ordinals <= min(of_shop.max() + LATE_MONTHS, latest))
        found.append((str(shop), expected & ~np.isin(ordinals, of_shop)))
    return found


def _in_order(values: Array, known: Sequence[Kpi], kpis: Sequence[str], months: int) -> Array:
    """The known KPIs' columns put where the asked codes stand; NaN for a code the catalogue does not have."""
    result = np.full((months, len(kpis)), np.nan)
    for column, kpi in enumerate(known):
        result[:, list(kpis).index(kpi.code)] = values[:, column]
    return result


def _adds(code: str, library: KpiLibrary) -> bool:
    return code in library.kpis and not library[code].is_ratio


def _profit(facts: MonthlyFacts, months: Sequence[Month], library: KpiLibrary) -> Array:
    basis = None if facts.is_empty else profit_basis(facts)
    if basis is None:
        return np.full(len(months), np.nan)
    by_month = kpi_by(facts, basis.kpi, ("month",), library).set_index("month")["value"]
    return by_month.reindex(_periods(months)).to_numpy(dtype=float)


def _periods(months: Sequence[Month]) -> pd.PeriodIndex:
    return pd.PeriodIndex([str(month) for month in months], freq="M")
