"""Which measure is there for which month: the data board."""

import pandas as pd

from kpi_logic.facts import KEYS, MonthlyFacts


def presence(facts: MonthlyFacts) -> pd.DataFrame:
    """Months x measures, the share of shops that have the number.

    Returns:
        One row per (month, measure): ``month`` (Period[M]), ``measure`` (code), ``share`` (0-1, of the rows that
        month has; 0 for a month without any row between the first and the last).
    """
    if facts.is_empty:
        return pd.DataFrame({"month": pd.PeriodIndex([], freq="M"), "measure": [], "share": []})
    measures = [column for column in facts.table.columns if column not in KEYS]
    there = facts.table[measures].notna().astype(float).groupby(facts.table["month"]).mean()
    every = pd.period_range(there.index.min(), there.index.max(), freq="M", name="month")
    there = there.reindex(every, fill_value=0.0)
    return there.reset_index().melt(id_vars="month", var_name="measure", value_name="share")
