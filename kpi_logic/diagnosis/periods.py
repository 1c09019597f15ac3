"""KPIs over several periods at the cost of one grouping."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import kpi_table
from kpi_logic.model import Kpi, Month

Values = dict[str, float | None]


def values_over(facts: MonthlyFacts, kpis: Sequence[Kpi], periods: Sequence[Sequence[Month]]) -> list[Values]:
    """Each KPI over each period: ratios from sums of parts, money and counts as monthly averages.

    Args:
        facts: of the part of the business that is asked for.
        kpis: any.
        periods: months each; they may overlap.  A month without a row counts nothing.

    Returns:
        KPI code to value for each period; None where it cannot be told, or the period has no row.
    """
    month = facts.table["month"].astype("int64").to_numpy() + 1970 * 12
    rows = [np.flatnonzero(np.isin(month, [m.ordinal for m in period])) for period in periods]
    counts = [len(np.unique(month[at])) for at in rows]
    stacked = facts.table.iloc[np.concatenate(rows)] if rows else facts.table.iloc[:0]
    period_of = np.repeat(np.arange(len(rows)), [len(at) for at in rows])
    table = kpi_table(MonthlyFacts(stacked.reset_index(drop=True).assign(period=period_of)), kpis, ("period",))
    told = {int(row["period"]): row for row in table.to_dict("records")}
    return [_of(told.get(i), kpis, count) for i, count in enumerate(counts)]


def _of(row: Mapping[Hashable, Any] | None, kpis: Sequence[Kpi], months: int) -> Values:
    if row is None:
        return {kpi.code: None for kpi in kpis}
    return {
        kpi.code: None if pd.isna(row[kpi.code]) else float(row[kpi.code]) / (1 if kpi.is_ratio else months)
        for kpi in kpis
    }
