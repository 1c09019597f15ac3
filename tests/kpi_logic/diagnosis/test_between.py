"""The change of any metric between any two periods: exact, with its rule, and Simpson's case named."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.diagnosis import change_between
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, Segment, Unit

MONTHS = [Month(2025, 1) + i for i in range(6)]
NUMBER = st.floats(0.001, 1e7) | st.just(0.0)
MEASURES = ("sessions", "units", "orders", "sales", "gross_profit", "ad_spend", "ad_sales", "returned_units")
METRICS = ("gmv", "units", "orders", "ad_spend", "sessions", "cvr", "acos", "return_rate", "gross_margin", "asp",
           "gross_profit", "returned_units")  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """1-4 shops, some opening or closing, numbers of any size, none at times."""
    rows = []
    for shop in range(draw(st.integers(1, 4))):
        start, end = draw(st.integers(0, 4)), draw(st.integers(2, 6))
        rows += [
            {"month": str(month), "shop": f"S{shop}", "currency": "USD", **{m: draw(NUMBER) for m in MEASURES}}
            for month in MONTHS[start:end]
        ]
    return pd.DataFrame(rows or [{"month": "2025-01", "shop": "S0", "currency": "USD", **dict.fromkeys(MEASURES, 1.0)}])


@settings(max_examples=120, deadline=None)
@given(tables(), st.sampled_from(METRICS), st.integers(1, 3), st.integers(1, 3))
def test_the_parts_sum_to_the_change(table: pd.DataFrame, metric: str, before: int, after: int) -> None:
    change = change_between(MonthlyFacts.of(table), metric, MONTHS[:before], MONTHS[6 - after :])
    if change is None:
        return
    size = max(abs(change.value_before), abs(change.value_after), *(abs(p.effect) for p in change.parts), 1e-6)
    assert abs(sum(part.effect for part in change.parts) - change.delta) <= 1e-9 * size


def _facts(*rows: tuple[str, str, float, float, float, float]) -> MonthlyFacts:
    names = ("month", "shop", "sessions", "units", "sales", "gross_profit")
    return MonthlyFacts.of(pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows]).assign(currency="USD"))


# Trade leaves the shop that earns well; each shop by itself earns a little more on a piece and a sale.
SIMPSON = _facts(
    ("2025-01", "A", 1000, 100, 1000, 500), ("2025-02", "A", 500, 50, 500, 255),
    ("2025-01", "B", 1000, 100, 1000, 100), ("2025-02", "B", 1500, 150, 1500, 165),
)  # fmt: skip


@pytest.mark.parametrize(("metric", "rule"), [("gross_margin", "rate_mix"), ("gross_profit", "shapley")])
def test_every_shop_better_and_the_whole_worse_is_named_as_mix(metric: str, rule: str) -> None:
    change = change_between(SIMPSON, metric, [MONTHS[0]], [MONTHS[1]])
    assert change is not None
    assert (change.rule, change.simpson, change.delta < 0) == (rule, True, True)
    by_kind = {kind: sum(p.effect for p in change.parts if p.kind == kind) for kind in ("rate", "mix", "volume")}
    assert by_kind["mix"] < 0 < by_kind["rate"]
    assert by_kind["volume"] == pytest.approx(0, abs=1e-9)


def test_growth_of_all_alike_is_volume_and_no_mix() -> None:
    facts = _facts(
        ("2025-01", "A", 1000, 100, 1000, 500), ("2025-02", "A", 1100, 110, 1100, 550),
        ("2025-01", "B", 2000, 100, 1000, 100), ("2025-02", "B", 2200, 110, 1100, 110),
    )  # fmt: skip
    change = change_between(facts, "gross_profit", [MONTHS[0]], [MONTHS[1]])
    assert change is not None
    effects = {part.kpi: round(part.effect, 9) for part in change.by_driver()}
    assert effects == {"sessions": 60.0, "mix": 0.0, "cvr": 0.0, "asp": 0.0, "gross_margin": 0.0}


def test_periods_of_different_length_are_said_by_the_month() -> None:
    facts = _facts(*[(str(month), "A", 1000.0, 100.0, 1000.0, 300.0) for month in MONTHS])
    units = change_between(facts, "units", MONTHS[:1], MONTHS[3:])
    assert units is not None
    assert (units.per_month, units.value_before, units.value_after, units.unit) == (True, 100.0, 100.0, Unit.COUNT)
    rate = change_between(facts, "cvr", MONTHS[:1], MONTHS[3:])
    assert rate is not None and not rate.per_month and (rate.value_before, rate.value_after) == (0.1, 0.1)


def test_a_shop_that_opens_or_closes_is_a_part_of_its_own() -> None:
    facts = _facts(("2025-01", "A", 1000, 100, 1000, 500), ("2025-01", "B", 10, 1, 10, 1), ("2025-02", "A", 900, 90, 900, 450),
                   ("2025-02", "C", 500, 50, 500, 250))  # fmt: skip
    change = change_between(facts, "units", [MONTHS[0]], [MONTHS[1]])
    assert change is not None
    effects = {(part.kpi, part.segment.shop): round(part.effect, 9) for part in change.parts}
    assert effects == {
        ("shop_opened", "C"): 50.0,
        ("shop_closed", "B"): -1.0,
        ("sessions", "A"): -10.0,
        ("cvr", "A"): 0.0,
    }


def test_what_cannot_be_told_is_none_and_what_is_wrong_is_refused() -> None:
    assert change_between(SIMPSON, "acos", [MONTHS[0]], [MONTHS[1]]) is None
    assert change_between(SIMPSON, "units", [MONTHS[0]], [MONTHS[5]]) is None
    assert change_between(SIMPSON, "units", [MONTHS[0]], [MONTHS[1]], Segment(shop="none")) is None
    with pytest.raises(ValueError, match="a KPI or a base measure; got 'none'"):
        change_between(SIMPSON, "none", [MONTHS[0]], [MONTHS[1]])
    mixed = SIMPSON.table.assign(currency=["USD", "EUR", "USD", "EUR"])
    with pytest.raises(ValueError, match="money in several currencies does not add up"):
        change_between(MonthlyFacts.of(mixed), "asp", [MONTHS[0]], [MONTHS[1]])
