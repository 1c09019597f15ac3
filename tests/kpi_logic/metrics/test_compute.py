"""KPI values are sums of parts: over shops, over months, with gaps said and never filled."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import KpiValue, computable, kpi_by, kpi_series, kpi_value

LIBRARY = kpi_library()


def facts(**columns: object) -> MonthlyFacts:
    return MonthlyFacts.of(pd.DataFrame(columns))


def two_shops(**more: object) -> MonthlyFacts:
    return facts(month=["2025-01", "2025-01"], shop=["A", "B"], currency="CNY", **more)


def test_a_ratio_over_shops_is_the_ratio_of_sums_not_the_average_of_ratios() -> None:
    both = two_shops(units=[10, 90], sessions=[100, 300])
    assert kpi_value(both, LIBRARY["cvr"]) == KpiValue(0.25, 1.0)


def test_a_total_with_a_missing_part_cannot_be_told() -> None:
    assert kpi_value(two_shops(sales=[10.0, None]), LIBRARY["gmv"]) == KpiValue(None, 0.5)


def test_a_ratio_reads_only_complete_rows_and_says_how_many() -> None:
    half = two_shops(units=[10, 90], sessions=[100, None])
    assert kpi_value(half, LIBRARY["cvr"]) == KpiValue(0.1, 0.5)


def test_a_zero_denominator_cannot_be_told() -> None:
    assert kpi_value(two_shops(units=[0, 0], sessions=[0, 0]), LIBRARY["cvr"]) == KpiValue(None, 1.0)


def test_two_currencies_are_never_added() -> None:
    mixed = facts(
        month="2025-01", shop=["A", "B"], currency=["USD", "CNY"], sales=[10, 20], units=[1, 1], sessions=[5, 5]
    )
    assert kpi_value(mixed, LIBRARY["gmv"]).value is None
    assert kpi_value(mixed, LIBRARY["asp"]).value is None
    assert kpi_value(mixed, LIBRARY["cvr"]).value == 0.2
    assert kpi_by(mixed, LIBRARY["gmv"], ("shop",))["value"].tolist() == [10.0, 20.0]


def test_stock_is_averaged_over_days_and_summed_over_shops() -> None:
    stock = facts(
        month=["2025-01", "2025-02", "2025-01"],
        shop=["A", "A", "B"],
        inventory_value=[310.0, 280.0, 59.0],
        cogs=[31.0, 28.0, 0.0],
    )
    average = (310 * 31 + 280 * 28 + 59 * 31) / 59
    assert kpi_value(stock, LIBRARY["inv_days"]).value == pytest.approx(average / 59.0 * 59)
    assert kpi_value(stock, LIBRARY["inv_turn"]).value == pytest.approx(59.0 / average * 365 / 59)


def test_a_snapshot_speaks_for_its_last_month() -> None:
    aged = facts(month=["2025-01", "2025-02"], shop="A", inv_units_181=[50, 10], inv_units_end=[100, 100])
    assert kpi_value(aged, LIBRARY["aged181"]) == KpiValue(0.1, 1.0)


def test_scores_of_several_shops_have_no_whole() -> None:
    assert kpi_value(two_shops(ahr=[250, 300]), LIBRARY["ahr"]).value is None
    assert kpi_by(two_shops(ahr=[250, 300]), LIBRARY["ahr"], ("shop",))["value"].tolist() == [250.0, 300.0]


def test_a_series_keeps_its_gaps() -> None:
    gap = facts(month=["2025-01", "2025-04"], shop="A", sales=[1.0, 2.0])
    series = kpi_series(gap, LIBRARY["gmv"])
    assert [str(month) for month in series.index] == ["2025-01", "2025-02", "2025-03", "2025-04"]
    assert series.isna().tolist() == [False, True, True, False]


def test_empty_facts_tell_nothing() -> None:
    nothing = MonthlyFacts.of(pd.DataFrame({"month": [], "sales": []}))
    assert kpi_value(nothing, LIBRARY["gmv"]) == KpiValue(None, 0.0)
    assert kpi_series(nothing, LIBRARY["gmv"]).empty
    assert kpi_by(nothing, LIBRARY["gmv"], ("shop",)).empty


def test_only_what_the_client_has_is_computable() -> None:
    has = two_shops(units=[1, 1], sessions=[5, 5])
    assert {kpi.code for kpi in computable(has, LIBRARY.kpis.values())} == {"sessions", "cvr"}


ROWS = st.lists(
    st.tuples(
        st.integers(0, 5), st.sampled_from("ABC"), st.integers(0, 10**9), st.integers(1, 10**6)
    ), min_size=1, max_size=24, unique_by=lambda row: row[:2],
)  # fmt: skip


@given(ROWS)
def test_totals_and_ratios_close_over_any_cut(rows: list[tuple[int, str, int, int]]) -> None:
    table = facts(
        month=[f"2025-{m + 1:02d}" for m, *_ in rows],
        shop=[shop for _, shop, *_ in rows],
        sales=[cents / 100 for *_, cents, _ in rows],
        units=[units for *_, units in rows],
    )
    whole = kpi_value(table, LIBRARY["gmv"]).value
    for cut in (("month",), ("shop",), ("month", "shop")):
        parts = kpi_by(table, LIBRARY["gmv"], cut)["value"].sum()
        assert whole is not None and math.isclose(whole, parts, rel_tol=1e-12, abs_tol=1e-9)
    price = kpi_value(table, LIBRARY["asp"]).value
    assert price is not None and math.isclose(
        price * sum(units for *_, units in rows), whole, rel_tol=1e-12, abs_tol=1e-9
    )
