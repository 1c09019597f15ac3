"""Facts of several currencies in one: each row at the rate of its month, or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from kpi_logic.facts.monthly import KEYS, MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Month, OverShops, Rate, Unit

_SALE = list(KEYS[:-1])


@dataclass(frozen=True)
class RateGap:
    """Months of one currency that have money and no rate; ``shops`` are named as platform · site · shop."""

    currency: str
    months: tuple[Month, ...]
    shops: tuple[str, ...]


def exchanged(facts: MonthlyFacts, reporting: str, rates: Iterable[Rate]) -> tuple[MonthlyFacts, tuple[RateGap, ...]]:
    """The facts in one currency, and what stood in the way.

    Money is multiplied by its month's rate; a rate the other way round is turned over.  A month in which any row with
    money has no rate is left out for every shop: a sum without one of its parts is not the sum.  Rows of one shop and
    month in several currencies become one row; what one of them lacks, the whole lacks.

    Args:
        reporting: ISO code.
        rates: one for each month and pair at most (``latest``).

    Returns:
        Facts whose ``currency`` is *reporting* throughout (empty where no month could be converted), and the gaps.

    >>> facts = MonthlyFacts.of(pd.DataFrame({"month": "2025-01", "currency": ["USD", "CNY"], "sales": [10.0, 1.0]}))
    >>> whole, gaps = exchanged(facts, "CNY", [Rate(month="2025-01", source="USD", target="CNY", rate=7.0)])
    >>> whole.table["sales"].tolist(), gaps
    ([71.0], ())
    """
    money = [column for column in facts.table.columns if column in _money()]
    factor = _factors(facts.table, reporting, rates)
    factor[facts.table[money].isna().all(axis=1).to_numpy()] = 1.0  # a row without money needs no rate
    lacking = np.isnan(factor)
    gaps = _gaps(facts.table[lacking])
    keep = ~facts.table["month"].isin(facts.table.loc[lacking, "month"]).to_numpy()
    table = facts.table[keep].copy()
    table[money] = table[money].mul(factor[keep], axis=0)
    table = table.assign(currency=reporting, _bare=facts.table.loc[keep, money].isna().all(axis=1))
    return MonthlyFacts(_one_row_each(table).reset_index(drop=True), facts.doubted), gaps


def latest(*tables: Iterable[Rate]) -> tuple[Rate, ...]:
    """One rate for each month and pair; a later table goes before an earlier one."""
    return tuple({(rate.month, rate.source, rate.target): rate for table in tables for rate in table}.values())


@cache
def _money() -> frozenset[str]:
    return frozenset(code for code, kind in kpi_library().measures.items() if kind.unit is Unit.MONEY)


def _factors(table: pd.DataFrame, reporting: str, rates: Iterable[Rate]) -> np.ndarray:
    """(rows,) what a row's money is multiplied by; NaN without a rate."""
    known: dict[tuple[str, str], float] = {}
    straight: Mapping[tuple[str, str, str], float] = {(r.month, r.source, r.target): r.rate for r in rates}
    for (month, source, target), rate in straight.items():
        if source == reporting and (month, target, source) not in straight:
            known[(month, target)] = 1.0 / rate
        elif target == reporting:
            known[(month, source)] = rate
    pairs = zip(table["month"].astype(str), table["currency"], strict=True)
    return np.array(
        [1.0 if currency == reporting else known.get((month, currency), np.nan) for month, currency in pairs]
    )


def _gaps(rows: pd.DataFrame) -> tuple[RateGap, ...]:
    found = []
    for currency, part in rows.groupby("currency", sort=True):
        months = tuple(Month(period.year, period.month) for period in sorted(part["month"].unique()))
        names = (" · ".join(filter(None, row)) for row in part[["platform", "site", "shop"]].itertuples(index=False))
        found.append(RateGap(str(currency), months, tuple(dict.fromkeys(names))))
    return tuple(found)


def _one_row_each(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that now share all keys become one; most tables have none."""
    twice = table.duplicated(_SALE, keep=False)
    alone = table[~twice].drop(columns="_bare")
    if not twice.any():
        return alone
    made = [_added(part) for _, part in table[twice].groupby(_SALE, sort=False)]
    whole = pd.concat([alone, pd.DataFrame(made)[list(alone.columns)]], ignore_index=True)
    return whole.sort_values(list(KEYS), kind="stable")


def _added(part: pd.DataFrame) -> dict[str, object]:
    """One row of several: sums; a row without any money only fills what the others do not have."""
    kinds = kpi_library().measures
    row: dict[str, object] = {key: part[key].iloc[0] for key in KEYS}
    for code in part.columns.difference([*KEYS, "_bare"]):
        own, bare = part.loc[~part["_bare"], code], part.loc[part["_bare"], code]
        if code in kinds and kinds[code].over_shops is OverShops.NONE:
            told = part[code].dropna().unique()
            row[code] = float(told[0]) if len(told) == 1 else np.nan
        elif own.notna().all() and len(own):
            row[code] = float(own.sum() + bare.sum())
        else:
            row[code] = float(bare.sum()) if own.isna().all() and bare.notna().any() else np.nan
    return row
