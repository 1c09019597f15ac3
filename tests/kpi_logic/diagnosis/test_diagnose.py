"""The whole diagnosis: what is laid onto a quiet seller is found, and odd files are answered, not tripped over."""

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from kpi_logic.diagnosis import Diagnosis, diagnose, drill
from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import ProfitBasis
from kpi_logic.model import ALL, Issue, Level, Message, Month, Raw, Segment
from kpi_logic.text import Catalog, catalog

Make = Callable[..., pd.DataFrame]
SHOP = Segment(platform="Amazon", site="US", shop="Shop 1")
MONEY_LINES = [
    "cogs",
    "freight_in",
    "platform_fee",
    "fulfil_fee",
    "storage_fee",
    "refund_amt",
    "promo_amt",
    "return_cost",
]


def _fallen(table: pd.DataFrame, by: float = 0.2, since: str = "2025-06") -> pd.DataFrame:
    """Shop 1 converts worse: units and all that goes with them fall."""
    rows = (table["shop"] == "Shop 1") & (table["month"] >= since)
    follow = ["units", "orders", "sales", "ad_sales", "ad_spend", "returned_units", "fbm_orders",
              "late_shipments", *MONEY_LINES]  # fmt: skip
    changed = table.copy()
    changed.loc[rows, follow] *= 1 - by
    return changed


def test_a_fall_in_conversion_is_found_valued_and_said(table: pd.DataFrame) -> None:
    diagnosis = diagnose(MonthlyFacts.of(_fallen(table)))
    assert diagnosis.basis is ProfitBasis.CONTRIBUTION
    assert diagnosis.bottlenecks is not None
    (first,) = diagnosis.bottlenecks
    assert (first.rank, first.kpi, first.segment, str(first.since)) == (1, "cvr", SHOP, "2025-06")
    assert first.reference == pytest.approx(0.08, rel=0.03)
    assert first.current == pytest.approx(0.064, rel=0.03)
    rows = table[(table["shop"] == "Shop 1") & (table["month"] >= "2025-10")]
    lost = 0.2 * (rows["sales"] - rows[[*MONEY_LINES, "ad_spend"]].sum(axis=1)).mean()
    assert first.money_per_month == pytest.approx(lost, rel=0.25)
    assert first.money_low is not None and first.money_high is not None
    assert first.money_low < lost < first.money_high
    assert first.share_of_all == pytest.approx(diagnosis.joint_gain)
    assert "Conversion rate fell from 8.0% to 6.4% (since Jun 2025)" in catalog("en").say(first.sentence)


def test_two_causes_share_the_joint_gain(table: pd.DataFrame) -> None:
    both = _fallen(table)
    both.loc[(both["shop"] == "Shop 1") & (both["month"] >= "2025-04"), "ad_spend"] *= 1.5
    diagnosis = diagnose(MonthlyFacts.of(both))
    assert diagnosis.bottlenecks is not None
    assert {b.kpi for b in diagnosis.bottlenecks} == {"cvr", "acos"}
    assert diagnosis.joint_gain == pytest.approx(sum(b.share_of_all or 0 for b in diagnosis.bottlenecks))
    # Better conversion makes dear advertising dearer, so that together they give a little more or less than apart.
    apart = sum(b.money_per_month or 0 for b in diagnosis.bottlenecks)
    assert diagnosis.joint_gain == pytest.approx(apart, rel=0.15)


def test_a_quiet_seller_has_no_bottleneck(table: pd.DataFrame) -> None:
    diagnosis = diagnose(MonthlyFacts.of(table))
    assert diagnosis.bottlenecks == ()
    assert diagnosis.answer[1] == Message("diagnosis.answer.no_bottleneck", {"months": 24})
    assert diagnosis.issues == ()


def test_a_breach_of_a_limit_outranks_money(table: pd.DataFrame) -> None:
    late = _fallen(table)
    rows = (late["shop"] == "Shop 0") & (late["month"] >= "2025-08")
    late.loc[rows, "late_shipments"] = late.loc[rows, "fbm_orders"] * 0.07
    diagnosis = diagnose(MonthlyFacts.of(late))
    assert diagnosis.bottlenecks is not None
    first = diagnosis.bottlenecks[0]
    assert (first.kpi, first.segment.shop, first.reference_kind, first.reference) == ("lsr", "Shop 0", "limit", 0.04)
    assert (first.money_per_month, str(first.since)) == (None, "2025-08")
    assert [b.kpi for b in diagnosis.bottlenecks] == ["lsr", "cvr"]


def test_slow_stock_costs_capital_at_the_rate_given(table: pd.DataFrame) -> None:
    slow = table.copy()
    rows = (slow["shop"] == "Shop 2") & (slow["month"] >= "2025-05")
    slow.loc[rows, "inventory_value"] *= 2
    facts = MonthlyFacts.of(slow)
    cheap, dear = (diagnose(facts, capital_rate=rate).bottlenecks for rate in (0.12, 0.24))
    assert cheap is not None and dear is not None
    assert [(b.kpi, b.segment.shop, b.unit.value) for b in cheap] == [("inv_days", "Shop 2", "days")]
    excess = slow.loc[rows & (slow["month"] >= "2025-10"), "inventory_value"].mean() / 2
    extra = dear[0].money_per_month - cheap[0].money_per_month
    assert extra == pytest.approx(excess * 0.12 / 12, rel=0.15)


def test_lost_sales_with_empty_shelves_are_a_stock_out(table: pd.DataFrame) -> None:
    empty = _fallen(table)
    rows = (empty["shop"] == "Shop 1") & (empty["month"] >= "2025-06")
    empty.loc[rows, "inventory_value"] *= 0.4
    without_days = empty.drop(columns=["sku_days", "sku_days_oos"])
    diagnosis = diagnose(MonthlyFacts.of(without_days))
    assert diagnosis.bottlenecks is not None
    first = diagnosis.bottlenecks[0]
    assert (first.kpi, first.estimated, first.reference) == ("instock", True, 1.0)
    assert first.current == pytest.approx(0.8, rel=0.06)


def test_trade_that_moves_to_a_poorer_shop_is_mix(make_seller: Make) -> None:
    table = make_seller(months=30, shops=2)
    poor = table["shop"] == "Shop 1"
    table.loc[poor, "cogs"] *= 1.6
    late = table["month"] >= "2025-12"
    flows = table.columns.difference(["month", "platform", "shop", "site", "currency", "sku_days", "sku_days_oos"])
    moved = 0.3 * table.loc[~poor & late, "units"].to_numpy()
    table.loc[poor & late, flows] = table.loc[poor & late, flows].mul(
        1 + moved / table.loc[poor & late, "units"].to_numpy(), axis=0
    )
    table.loc[~poor & late, flows] *= 0.7
    diagnosis = diagnose(MonthlyFacts.of(table))
    assert diagnosis.bottlenecks is not None
    first = diagnosis.bottlenecks[0]
    assert (first.kpi, first.mix, first.segment) == ("cm3_rate", True, ALL)


def test_a_part_month_is_left_out_and_told(table: pd.DataFrame) -> None:
    part = table.copy()
    flows = part.columns.difference(["month", "platform", "shop", "site", "currency", "inventory_value"])
    part.loc[part["month"] == "2025-12", flows] *= 0.4
    diagnosis = diagnose(MonthlyFacts.of(part))
    assert diagnosis.last == Month(2025, 11)
    assert diagnosis.issues == (Issue("partial_last_month", Level.WARN, facts={"month": Month(2025, 12)}),)
    assert diagnosis.bottlenecks == ()


def test_several_currencies_get_no_money(table: pd.DataFrame) -> None:
    mixed = table.assign(currency=np.where(table["shop"] == "Shop 0", "USD", "EUR"))
    diagnosis = diagnose(MonthlyFacts.of(mixed))
    assert (diagnosis.currency, diagnosis.bottlenecks, diagnosis.change) == (None, None, None)
    assert diagnosis.issues == (Issue("mixed_currencies", Level.ASK, facts={"currencies": (Raw("EUR"), Raw("USD"))}),)
    assert "cvr" in {row.kpi for row in diagnosis.board}
    assert all(row.recent is None for row in diagnosis.board if row.kpi in ("gmv", "cm3"))


def test_without_any_profit_money_is_sales_and_says_so(table: pd.DataFrame) -> None:
    bare = _fallen(table)[["month", "platform", "shop", "site", "currency", "sales", "units", "sessions"]]
    diagnosis = diagnose(MonthlyFacts.of(bare))
    assert diagnosis.basis is ProfitBasis.SALES
    assert diagnosis.issues == (Issue("no_profit", Level.WARN),)
    assert diagnosis.bottlenecks is not None
    assert [(b.kpi, b.money_kind) for b in diagnosis.bottlenecks] == [("cvr", "sales")]
    assert "losing sales of about" in catalog("en").say(diagnosis.answer[1])


@pytest.mark.parametrize("months", [1, 2, 5, 8])
def test_too_few_months_cannot_be_told(table: pd.DataFrame, months: int) -> None:
    keep = sorted(table["month"].unique())[:months]
    diagnosis = diagnose(MonthlyFacts.of(table[table["month"].isin(keep)]))
    assert diagnosis.bottlenecks is None
    assert [issue.code for issue in diagnosis.issues] == ["too_few_months"]
    _say_all(diagnosis)


def test_no_facts_at_all() -> None:
    diagnosis = diagnose(MonthlyFacts.of(pd.DataFrame({"month": []})))
    assert diagnosis.answer == (Message("diagnosis.answer.nothing"),)
    assert [issue.code for issue in diagnosis.issues] == ["no_facts"]
    assert drill(diagnosis, MonthlyFacts.of(pd.DataFrame({"month": []})), ALL).bottlenecks == ()


def _odd_files(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    zeros, losses, gappy = table.copy(), table.copy(), table.copy()
    zeros.loc[zeros.index[::5], ["sessions", "units", "sales", "ad_sales", "fbm_orders"]] = 0.0
    losses["cogs"] *= 4
    gappy.loc[gappy.index[::3], ["cogs", "sessions", "late_shipments"]] = np.nan
    opens = table[~((table["shop"] == "Shop 2") & (table["month"] < "2025-07"))]
    closes = table[~((table["shop"] == "Shop 2") & (table["month"] > "2025-06"))]
    return {
        "zeros": zeros,
        "losses": losses,
        "gappy": gappy,
        "opens": opens,
        "closes": closes,
        "one shop": table[table["shop"] == "Shop 0"],
        "a month missing": table[table["month"] != "2025-05"],
        "fifteen columns": table.drop(columns=[*MONEY_LINES, "fbm_orders", "sku_days", "sku_days_oos"]).assign(
            gross_profit=table["sales"] * 0.3
        ),
        "sales only": table[["month", "platform", "shop", "site", "currency", "sales"]],
        "orders only": table[["month", "platform", "shop", "site", "currency", "sales", "orders"]],
    }


@pytest.mark.parametrize("kind", _odd_files(pd.DataFrame(columns=["month", "shop", "sales", "cogs", "sessions", "units",
    "late_shipments", "ad_sales", "fbm_orders", "platform", "site", "currency", "orders", "sku_days", "sku_days_oos",
    *MONEY_LINES[1:]])))  # fmt: skip
def test_odd_files_are_answered(table: pd.DataFrame, kind: str) -> None:
    facts = MonthlyFacts.of(_odd_files(table)[kind])
    diagnosis = diagnose(facts)
    _say_all(diagnosis)
    if diagnosis.change is not None:
        parts = sum(part.effect for part in diagnosis.change.parts)
        assert parts == pytest.approx(diagnosis.change.delta, rel=1e-9, abs=1e-6)
    for b in diagnosis.bottlenecks or ():
        assert np.isfinite(b.current) and np.isfinite(b.reference)
    part = drill(diagnosis, facts, facts.shops[0])
    assert part.segment == facts.shops[0]


def test_equal_facts_give_equal_diagnoses(table: pd.DataFrame) -> None:
    one, two = (diagnose(MonthlyFacts.of(_fallen(table))) for _ in range(2))
    assert one.bottlenecks is not None and two.bottlenecks is not None
    for a, b in zip(one.bottlenecks, two.bottlenecks, strict=True):
        for field in fields(a):
            if field.name == "evidence":
                pd.testing.assert_series_equal(a.evidence, b.evidence)
            else:
                assert getattr(a, field.name) == getattr(b, field.name), field.name


def test_the_drill_keeps_what_concerns_the_shop(table: pd.DataFrame) -> None:
    facts = MonthlyFacts.of(_fallen(table))
    diagnosis = diagnose(facts)
    hit, other, platform = (drill(diagnosis, facts, s) for s in (SHOP, facts.shops[0], Segment(platform="Amazon")))
    assert [len(d.bottlenecks) for d in (hit, other, platform)] == [1, 0, 1]
    assert [s.shop for s in platform.below] == ["Shop 0", "Shop 1"]
    assert hit.change is not None and {part.segment for part in hit.change.parts} == {SHOP}


def test_a_negative_rate_is_refused(table: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="capital_rate is a share a year, 0 or more; got -1"):
        diagnose(MonthlyFacts.of(table), capital_rate=-1)


def _say_all(diagnosis: Diagnosis) -> None:
    """Everything has words in both languages, and no number in them is missing by accident."""
    for words in (catalog("zh"), catalog("en")):
        for message in diagnosis.answer:
            _sound(message, words)
        for b in diagnosis.bottlenecks or ():
            _sound(b.sentence, words)
            _sound(b.confidence, words)


def _sound(message: Message, words: Catalog) -> None:
    said = words.say(message)
    assert "nan" not in said and "{" not in said and "None" not in said
