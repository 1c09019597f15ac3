"""Rows of the facts put into groups, and the sums that make a KPI exact over shops and months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Measure, OverShops, OverTime

Vector = np.ndarray


@dataclass(frozen=True, eq=False)
class Grouping:
    """Facts whose rows are grouped by key columns.

    ``codes`` (rows,) is each row's group, 0 to ``size`` - 1; ``labels`` has one row a group with the key columns;
    ``days`` (groups,) the days of the distinct months in the group; ``row_days`` (rows,) the days of the row's month;
    ``in_last_month`` (rows,) whether the row stands in its group's last month;
    ``several_currencies`` and ``several_shops`` (groups,) say what must not be added up.
    """

    facts: MonthlyFacts
    codes: Vector
    labels: pd.DataFrame
    days: Vector
    row_days: Vector
    in_last_month: Vector
    several_currencies: Vector
    several_shops: Vector

    @classmethod
    def of(cls, facts: MonthlyFacts, by: Sequence[str] = ()) -> "Grouping":
        """Group *facts* by any of the key columns; by none, everything is one group."""
        table = facts.table
        if by:
            grouped = table.groupby(list(by), sort=True, observed=True)
            codes = grouped.ngroup().to_numpy()
            labels = table[list(by)].iloc[np.unique(codes, return_index=True)[1]].reset_index(drop=True)
        else:
            codes, labels = np.zeros(len(table), dtype=int), pd.DataFrame(index=range(min(1, len(table))))
        month = table["month"].astype("int64").to_numpy() if len(table) else np.zeros(0, dtype=int)
        row_days = table["month"].dt.days_in_month.to_numpy(dtype=float) if len(table) else np.zeros(0)
        size = len(labels)
        last = np.full(size, np.iinfo(np.int64).min)
        np.maximum.at(last, codes, month)
        shop = _codes(table, ["platform", "site", "shop"])
        return cls(
            facts=facts,
            codes=codes,
            labels=labels,
            days=_distinct_days(codes, month, row_days, size),
            row_days=row_days,
            in_last_month=month == last[codes],
            several_currencies=_distinct(codes, _codes(table, ["currency"]), size) > 1,
            several_shops=_distinct(codes, shop, size) > 1,
        )

    @property
    def size(self) -> int:
        """Number of groups."""
        return len(self.labels)

    def complete(self, measures: Sequence[str]) -> Vector:
        """(rows,) whether every one of *measures* is there."""
        mask = np.ones(len(self.codes), dtype=bool)
        for measure in measures:
            mask &= ~np.isnan(self.column(measure))
        return mask

    def column(self, measure: str) -> Vector:
        """(rows,) the values of a measure; NaN throughout where the client has no such column."""
        if measure not in self.facts.table:
            return np.full(len(self.codes), np.nan)
        return self.facts.table[measure].to_numpy()

    def total(self, measure: Measure, rows: Vector) -> Vector:
        """(groups,) the measure over the chosen *rows* by its own rule; absent rows count as not existing."""
        values = np.where(rows, self.column(measure.code), 0.0)
        if measure.over_time is OverTime.AVERAGE:
            values, days = values * self.row_days, self.days
            summed = np.bincount(self.codes, values, minlength=self.size) / days
        else:
            if measure.over_time is OverTime.LAST:
                values = np.where(self.in_last_month, values, 0.0)
            summed = np.bincount(self.codes, values, minlength=self.size)
        if measure.over_shops is OverShops.NONE:
            summed = np.where(self.several_shops, np.nan, summed)
        return summed


def relevant(grouping: Grouping, measures: Mapping[str, Measure], names: Sequence[str]) -> Vector:
    """(rows,) the rows a combination reads: only those of the last month if all its measures are snapshots."""
    if all(measures[name].over_time is OverTime.LAST for name in names):
        return grouping.in_last_month
    return np.ones(len(grouping.codes), dtype=bool)


def _codes(table: pd.DataFrame, columns: list[str]) -> Vector:
    return table.groupby(columns, observed=True).ngroup().to_numpy() if len(table) else np.zeros(0, dtype=int)


def _distinct(codes: Vector, what: Vector, size: int) -> Vector:
    pairs = np.unique(np.stack([codes, what]), axis=1)
    return np.bincount(pairs[0].astype(int), minlength=size)


def _distinct_days(codes: Vector, month: Vector, row_days: Vector, size: int) -> Vector:
    _, first = np.unique(np.stack([codes, month]), axis=1, return_index=True)
    return np.bincount(codes[first], row_days[first], minlength=size)
