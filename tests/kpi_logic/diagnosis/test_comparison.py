"""Which periods and metrics can be compared, from what the months and the file allow."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.diagnosis import Comparison, change_between, comparisons, metrics_of, periods_of
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month

START = Month(2024, 1)


@pytest.mark.parametrize(
    ("months", "first", "count"),
    [
        (1, None, 0),
        (2, "month", 2),
        (6, "quarter", 3),
        (13, "quarter", 4),
        (15, "quarter_year", 5),
        (24, "quarter_year", 6),
    ],
)
def test_what_the_months_allow(months: int, first: str | None, count: int) -> None:
    offered = comparisons([START + i for i in range(months)])
    assert (next((one.value for one in offered), None), len(offered)) == (first, count)


@given(st.integers(2, 60))
def test_every_comparison_offered_lies_within_the_months(months: int) -> None:
    span = [START + i for i in range(months)]
    for kind in comparisons(span):
        if kind is not Comparison.CUSTOM:
            before, after = periods_of(kind, span[-1])
            assert {*before, *after} <= set(span)
            assert len(before) == len(after) and not set(before) & set(after) and after[-1] == span[-1]


def test_a_custom_comparison_names_its_own_months() -> None:
    with pytest.raises(KeyError):
        periods_of(Comparison.CUSTOM, START)


def test_what_a_change_can_be_told_of() -> None:
    months = pd.period_range("2024-01", periods=6, freq="M").astype(str)
    table = pd.DataFrame(
        {"month": months, "shop": "A", "currency": "USD", "sales": 100.0, "orders": 10.0, "units": 12.0}
    )
    assert metrics_of(MonthlyFacts.of(table)) == ("gmv", "aov", "asp")
    rich = MonthlyFacts.of(table.assign(gross_profit=30.0, ad_spend=5.0, sessions=200.0, ad_sales=20.0))
    assert metrics_of(rich)[:4] == ("gross_profit_after_ads", "gross_profit", "gmv", "cvr")
    assert metrics_of(MonthlyFacts.of(table.drop(columns="sales"))) == ()
    before, after = periods_of(Comparison.QUARTER, Month(2024, 6))
    assert all(change_between(rich, metric, before, after) is not None for metric in metrics_of(rich))
