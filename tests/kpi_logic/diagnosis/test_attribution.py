"""Exact change attribution: the parts sum to the change, whatever the client's numbers are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.diagnosis import attribute_change
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, Segment

MONTHS = [Month(2025, 1) + i for i in range(6)]
NUMBER = st.floats(0, 1e7, allow_nan=False) | st.just(0.0)
MEASURES = ("sessions", "units", "orders", "sales", "gross_profit", "ad_spend")


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """1-4 shops, some opening or closing, numbers of any size, gross profit negative at times."""
    rows = []
    for shop in range(draw(st.integers(1, 4))):
        start, end = draw(st.integers(0, 4)), draw(st.integers(2, 6))
        for month in MONTHS[start:end]:
            row = {measure: draw(NUMBER) for measure in MEASURES}
            row["gross_profit"] = row["sales"] * draw(st.floats(-1, 1))
            rows.append({"month": str(month), "shop": f"S{shop}", "currency": "USD", **row})
    return pd.DataFrame(rows or [{"month": "2025-01", "shop": "S0", "currency": "USD", **dict.fromkeys(MEASURES, 1.0)}])


@settings(max_examples=150, deadline=None)
@given(
    tables(), st.sampled_from(["gross_profit", "gross_profit_after_ads", "gmv"]), st.integers(1, 3), st.integers(1, 3)
)
def test_the_parts_sum_to_the_change(table: pd.DataFrame, metric: str, before: int, after: int) -> None:
    change = attribute_change(MonthlyFacts.of(table), MONTHS[:before], MONTHS[6 - after :], metric)
    if change is None:
        return
    size = max(abs(change.value_before), abs(change.value_after), *(abs(p.effect) for p in change.parts), 1.0)
    assert abs(sum(part.effect for part in change.parts) - change.delta) <= 1e-9 * size
    assert abs(sum(part.effect for part in change.by_driver()) - change.delta) <= 1e-9 * size
    assert all(np.isfinite(part.effect) for part in change.parts)


def test_all_cost_lines_sum_too(table: pd.DataFrame) -> None:
    facts = MonthlyFacts.of(table)
    change = attribute_change(facts, facts.months[:12], facts.months[12:])
    assert change is not None and change.metric == "cm3"
    assert sum(part.effect for part in change.parts) == pytest.approx(change.delta, rel=1e-9)
    costs = ["refund_amt", "promo_amt", "cogs", "freight_in", "platform_fee", "fulfil_fee", "storage_fee"]
    costs += ["return_cost", "ad_spend"]
    late = table[table["month"] >= "2025-01"]
    assert change.value_after == pytest.approx(late["sales"].sum() - late[costs].sum().sum(), rel=1e-12)


def test_one_driver_alone_takes_all_of_it() -> None:
    rows = [{"month": m, "shop": "A", "currency": "USD", "sessions": 1000.0, "units": u, "sales": u * 10,
             "gross_profit": u * 4}
            for m, u in (("2025-01", 100.0), ("2025-02", 80.0))]  # fmt: skip
    change = attribute_change(MonthlyFacts.of(pd.DataFrame(rows)), [Month(2025, 1)], [Month(2025, 2)])
    assert change is not None
    effects = {part.kpi: round(part.effect, 9) for part in change.parts}
    assert effects == {"sessions": 0.0, "cvr": -80.0, "asp": 0.0, "gross_margin": 0.0}
    cvr = next(part for part in change.parts if part.kpi == "cvr")
    assert (cvr.before, cvr.after) == (0.1, 0.08)


def test_a_shop_that_opens_or_closes_is_a_part_of_its_own(table: pd.DataFrame) -> None:
    late = table["month"] >= "2025-01"
    changed = table[~((table["shop"] == "Shop 0") & late) & ~((table["shop"] == "Shop 1") & ~late)]
    facts = MonthlyFacts.of(changed)
    change = attribute_change(facts, facts.months[:12], facts.months[12:])
    assert change is not None
    kinds = {(part.kpi, part.segment.shop) for part in change.parts if part.kpi.startswith("shop_")}
    assert kinds == {("shop_closed", "Shop 0"), ("shop_opened", "Shop 1")}
    assert sum(part.effect for part in change.parts) == pytest.approx(change.delta, rel=1e-9)


def test_a_shop_that_lacks_a_number_is_left_out_and_named(table: pd.DataFrame) -> None:
    holed = table.copy()
    holed.loc[(holed["shop"] == "Shop 2") & (holed["month"] == "2025-12"), "cogs"] = np.nan
    facts = MonthlyFacts.of(holed)
    change = attribute_change(facts, facts.months[:12], facts.months[12:], "cm3")
    assert change is not None
    assert [segment.shop for segment in change.left_out] == ["Shop 2"]


def test_periods_of_different_length_are_compared_by_the_month(table: pd.DataFrame) -> None:
    facts = MonthlyFacts.of(table)
    change = attribute_change(facts, facts.months[:12], facts.months[12:15], segment=Segment(shop="Shop 0"))
    assert change is not None and change.per_month
    assert change.value_before == pytest.approx(
        attribute_change(facts, facts.months[:12], facts.months[:12], segment=Segment(shop="Shop 0")).value_before / 12
    )


def test_two_currencies_are_refused(table: pd.DataFrame) -> None:
    mixed = table.assign(currency=np.where(table["shop"] == "Shop 0", "USD", "EUR"))
    with pytest.raises(ValueError, match="money in several currencies does not add up"):
        attribute_change(MonthlyFacts.of(mixed), [Month(2024, 1)], [Month(2024, 2)])
