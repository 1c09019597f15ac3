"""One cause, one line: moved trade is a mix, drained stock a stock-out, a share that rose by lost sales is the lost sales."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.diagnosis import diagnose
from kpi_logic.facts import MonthlyFacts

MONTHS, SINCE = 30, 24
LATE = np.arange(MONTHS) >= SINCE


def _shop(name: str, rng: np.random.Generator, *, sessions: float = 0.0, cvr: float = 0.0, stock: float = 0.0,
          margin: float = 0.4, spend: str = "share", spent: float = 0.0, price: float = 20.0) -> pd.DataFrame:  # fmt: skip
    """A shop; each number is how much of the driver is lost (or won, below 0) since SINCE."""
    noise = lambda sd: np.exp(rng.normal(0, sd, MONTHS))  # noqa: E731
    visits = 10_000 * noise(0.03) * (1 - sessions * LATE)
    units = visits * 0.1 * noise(0.02) * (1 - cvr * LATE)
    sales = units * price * noise(0.003)
    fixed = 0.12 * 1000 * price * noise(0.03) * (1 - spent * LATE)
    ads = fixed if spend == "budget" else 0.12 * sales * noise(0.03)
    return pd.DataFrame({
        "month": pd.period_range("2023-01", periods=MONTHS, freq="M").astype(str), "platform": "Shopify", "shop": name,
        "site": "US", "currency": "USD", "sessions": visits, "units": units, "orders": units, "sales": sales,
        "gross_profit": sales * margin * noise(0.004), "ad_spend": ads, "ad_sales": 0.4 * sales,
        "inventory_value": 1000 * price * noise(0.03) * (1 - stock * LATE),
    })  # fmt: skip


def _listed(*shops: pd.DataFrame) -> list[tuple[str, bool, str | None]]:
    found = diagnose(MonthlyFacts.of(pd.concat(shops))).bottlenecks
    assert found is not None
    return [(b.kpi, b.mix, b.segment.shop) for b in found]


def test_trade_that_changed_shop_is_a_mix() -> None:
    rng = np.random.default_rng(4)
    shops = [
        _shop("Rich", rng, sessions=0.4, margin=0.5),
        _shop("Poor", rng, sessions=-0.4, margin=0.2),
        _shop("Other", rng),
    ]
    assert _listed(*shops)[0] == ("gross_margin", True, None)


def test_trade_lost_in_one_shop_is_no_mix() -> None:
    rng = np.random.default_rng(5)
    assert _listed(_shop("A", rng, sessions=0.4), _shop("B", rng), _shop("C", rng))[0] == ("sessions", False, "A")


def test_trade_that_moved_between_equal_margins_costs_nothing() -> None:
    rng = np.random.default_rng(6)
    shops = [_shop("A", rng, sessions=0.4), _shop("B", rng, sessions=-0.4), _shop("C", rng)]
    assert [kpi for kpi, _, _ in _listed(*shops) if kpi in ("sessions", "gross_margin")] == []


@pytest.mark.parametrize(("stock", "kpi"), [(0.6, "instock"), (0.0, "cvr")])
def test_sales_lost_with_the_stock_drained_are_a_stock_out(stock: float, kpi: str) -> None:
    rng = np.random.default_rng(7)
    assert _listed(_shop("A", rng, cvr=0.3, stock=stock), _shop("B", rng))[0] == (kpi, False, "A")


def test_stock_that_fell_with_a_small_fall_of_sales_is_a_stock_out() -> None:
    rng = np.random.default_rng(11)
    assert _listed(_shop("A", rng, cvr=0.04, stock=0.5), _shop("B", rng)) == [("instock", False, "A")]


@pytest.mark.parametrize(("answer", "kpis"), [(-0.25, []), (0.0, ["asp"])])
def test_a_price_cut_that_buyers_answered_is_a_promotion(answer: float, kpis: list[str]) -> None:
    rng = np.random.default_rng(12)
    cut = _shop("A", rng, cvr=answer)
    for flow in ("sales", "gross_profit", "ad_spend", "ad_sales"):
        cut[flow] = cut[flow] * (1 - 0.12 * LATE)
    assert [kpi for kpi, _, _ in _listed(cut, _shop("B", rng)) if kpi == "asp"] == kpis


def test_an_advertising_share_that_rose_by_lost_sales_is_listed_once_as_the_lost_sales() -> None:
    rng = np.random.default_rng(8)
    listed = _listed(_shop("A", rng, cvr=0.3, spend="budget"), _shop("B", rng, spend="budget"))
    assert [kpi for kpi, _, _ in listed] == ["cvr"]


def test_a_budget_cut_with_the_visits_is_counted_as_saved() -> None:
    money = {}
    for spent in (0.0, 0.8):
        rng = np.random.default_rng(9)
        shops = [_shop("A", rng, sessions=0.4, spend="budget", spent=spent), _shop("B", rng, spend="budget")]
        found = diagnose(MonthlyFacts.of(pd.concat(shops))).bottlenecks
        assert found is not None and found[0].kpi == "sessions"
        money[spent] = found[0].money_per_month
    lost = 0.4 * 1000 * 20 * 0.4
    saved = 0.8 * 0.12 * 1000 * 20
    assert money[0.0] == pytest.approx(lost, rel=0.25)
    assert money[0.8] == pytest.approx(lost - saved, rel=0.35)
