"""Several currencies in one: exact sums of parts, no rate no sum, nothing filled in."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts, RateGap, exchanged, latest
from kpi_logic.model import Month, Rate

MONEY = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 2))


def rate(month: str, source: str, target: str, value: float) -> Rate:
    return Rate(month=month, source=source, target=target, rate=value)


def facts(*rows: tuple[str, str, str, float | None]) -> MonthlyFacts:
    return MonthlyFacts.of(pd.DataFrame(rows, columns=["month", "shop", "currency", "sales"]))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["USD", "EUR", "CNY"]), MONEY), min_size=1, max_size=12))
def test_the_total_is_the_sum_of_the_parts_at_their_own_rates(parts: list[tuple[str, float]]) -> None:
    worth = {"USD": 7.25, "EUR": 8.0, "CNY": 1.0}
    rows = [("2025-01", f"shop {place}", currency, amount) for place, (currency, amount) in enumerate(parts)]
    rates = [rate("2025-01", code, "CNY", worth[code]) for code in ("USD", "EUR")]
    whole, gaps = exchanged(facts(*rows), "CNY", rates)
    expected = math.fsum(amount * worth[currency] for currency, amount in parts)
    assert gaps == () and whole.currencies == ("CNY",)
    assert math.fsum(whole.table["sales"]) == pytest.approx(expected, rel=1e-12, abs=1e-6)


def test_a_month_without_a_rate_has_no_sum_at_all() -> None:
    read = facts(("2025-01", "A", "USD", 10.0), ("2025-02", "A", "USD", 20.0), ("2025-02", "B", "CNY", 5.0))
    whole, gaps = exchanged(read, "CNY", [rate("2025-01", "USD", "CNY", 7.0)])
    assert whole.table[["shop", "sales"]].to_numpy().tolist() == [["A", 70.0]]
    assert gaps == (RateGap("USD", (Month(2025, 2),), ("A",)),)


def test_a_rate_the_other_way_round_is_turned_over_and_a_straight_one_goes_first() -> None:
    read = facts(("2025-01", "A", "CNY", 70.0))
    assert exchanged(read, "USD", [rate("2025-01", "USD", "CNY", 7.0)])[0].table["sales"].tolist() == [70.0 / 7.0]
    both = [rate("2025-01", "CNY", "USD", 0.2), rate("2025-01", "USD", "CNY", 7.0)]
    assert exchanged(read, "USD", both)[0].table["sales"].tolist() == [14.0]


def test_what_one_part_of_a_shop_lacks_the_whole_lacks_and_counts_are_not_converted() -> None:
    table = pd.DataFrame({
        "month": "2025-01", "shop": "A", "currency": ["USD", "EUR", ""], "sales": [1.0, 2.0, None],
        "ad_spend": [1.0, None, None], "orders": [3.0, 4.0, None], "sessions": [None, None, 90.0],
    })  # fmt: skip
    rates = [rate("2025-01", "USD", "CNY", 7.0), rate("2025-01", "EUR", "CNY", 8.0)]
    whole, gaps = exchanged(MonthlyFacts.of(table), "CNY", rates)
    (row,) = whole.table.to_dict("records")
    assert gaps == () and (row["sales"], row["orders"], row["sessions"]) == (23.0, 7.0, 90.0)
    assert math.isnan(row["ad_spend"])


def test_a_later_table_of_rates_goes_first() -> None:
    first, second = rate("2025-01", "USD", "CNY", 7.0), rate("2025-01", "USD", "CNY", 7.1)
    assert latest([first], [second]) == (second,)
