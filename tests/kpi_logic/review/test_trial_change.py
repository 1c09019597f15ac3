"""The change against the comparison: equal to difference-in-differences by hand, moved by an effect and nothing else."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_value
from kpi_logic.model import Month
from kpi_logic.review.shop_windows import ShopWindows, whole_months
from kpi_logic.review.trial_change import trial_change
from tests.kpi_logic.review.trial_shops import shop_facts, shop_table

SHOPS, FIRST = ("A", "B", "C"), Month(2026, 1)
KPIS = kpi_library()


def windows(facts: MonthlyFacts, kpi: str = "cvr") -> ShopWindows:
    return ShopWindows.of(facts, KPIS[kpi], SHOPS)


@pytest.mark.parametrize("kpi", ["cvr", "gmv", "return_rate", "aov", "inv_turn", "inv_days", "aged181"])
def test_a_window_is_the_kpi_of_its_facts(kpi: str) -> None:
    """The same number as the metrics room: sums of parts over the shop's months."""
    facts = shop_facts()
    got = windows(facts, kpi).values(np.array([3]), 4)[:, 0]
    span = [str(Month(2024, 4) + n) for n in range(4)]
    for place, shop in enumerate(SHOPS):
        rows = (facts.table["shop"] == shop) & facts.table["month"].astype(str).isin(span)
        own = MonthlyFacts(facts.table[rows].reset_index(drop=True))
        assert got[place] == pytest.approx(kpi_value(own, KPIS[kpi]).value)


def test_equal_to_plain_difference_in_differences() -> None:
    """Least squares on shop, period and treated x after gives the same number; history's drift is what is taken off."""
    facts = shop_facts(A=1.2)
    found = trial_change(windows(facts), ("A",), FIRST, 2, "before", 0.8)
    table = shop_table(A=1.2)
    rows, logs = [], []
    for shop in SHOPS:
        own = table[table["shop"] == shop].set_index("month")
        for after, months in ((0, ["2025-10", "2025-11", "2025-12"]), (1, ["2026-01", "2026-02"])):
            logs.append(np.log(own.loc[months, "units"].sum() / own.loc[months, "sessions"].sum()))
            rows.append([*(float(shop == one) for one in SHOPS), float(after), float(after and shop == "A")])
    by_hand = np.linalg.lstsq(np.array(rows), np.array(logs), rcond=None)[0][-1]
    assert found.raw == pytest.approx(by_hand)
    assert found.better is not None and abs(found.better - np.log(1.2)) < 0.08


@pytest.mark.parametrize("effect", [0.7, 1.3])
@pytest.mark.parametrize("baseline", ["before", "year"])
def test_an_effect_moves_the_estimate_by_itself_and_nothing_else(effect: float, baseline: str) -> None:
    still, moved = (
        trial_change(windows(shop_facts(A=factor)), ("A",), FIRST, 2, baseline, 0.8)  # type: ignore[arg-type]
        for factor in (1.0, effect)
    )
    assert moved.better == pytest.approx(still.better + np.log(effect))  # type: ignore[operator]
    assert moved.half == pytest.approx(still.half)


def test_less_is_better_turns_the_sign() -> None:
    table = shop_table()
    late = (table["shop"] == "A") & (table["month"] >= "2026-01")
    table.loc[late, "returned_units"] *= 0.7
    found = trial_change(windows(MonthlyFacts.of(table), "return_rate"), ("A",), FIRST, 2, "before", 0.8)
    assert found.surely_better
    assert found.change is not None and found.change < -0.2
    low, high = found.interval or (0.0, 0.0)
    assert low < found.change < high < 0


def test_a_missing_month_and_a_zero_are_told_apart() -> None:
    table = shop_table()
    gone = MonthlyFacts.of(table[~((table["shop"] == "B") & (table["month"] == "2025-12"))])
    found = trial_change(windows(gone), ("A",), FIRST, 2, "before", 0.8)
    assert found.reason is not None and found.reason.key == "pilot.untold.missing"
    table.loc[(table["shop"] == "C") & (table["month"] >= "2026-01"), "units"] = 0.0
    found = trial_change(windows(MonthlyFacts.of(table)), ("A",), FIRST, 2, "before", 0.8)
    assert found.reason is not None and found.reason.key == "pilot.untold.not_positive"
    assert found.interval is None and not found.surely_better and not found.surely_worse


def test_an_old_gap_only_costs_its_windows() -> None:
    table = shop_table()
    table = table[~((table["shop"] == "B") & (table["month"] == "2024-06"))]
    found = trial_change(windows(MonthlyFacts.of(table)), ("A",), FIRST, 2, "before", 0.8)
    whole = trial_change(windows(shop_facts()), ("A",), FIRST, 2, "before", 0.8)
    assert found.reason is None
    assert found.windows < whole.windows
    assert found.raw == pytest.approx(whole.raw)


def test_a_part_month_is_left_out() -> None:
    table = shop_table()
    last = table["month"] == "2026-02"
    table[["sessions", "units", "orders", "sales"]] = table[["sessions", "units", "orders", "sales"]].where(
        ~last, table[["sessions", "units", "orders", "sales"]] * 0.3
    )
    assert whole_months(MonthlyFacts.of(table)).months[-1] == Month(2026, 1)
    assert whole_months(shop_facts()).months[-1] == Month(2026, 2)


def test_one_shop_on_two_sites_is_one_shop() -> None:
    table = shop_table()
    table = pd.concat([table, table[table["shop"] == "A"].assign(site="CA")], ignore_index=True)
    got = windows(MonthlyFacts.of(table), "gmv").monthly()
    assert np.allclose(got[0], 2 * windows(shop_facts(), "gmv").monthly()[0])
