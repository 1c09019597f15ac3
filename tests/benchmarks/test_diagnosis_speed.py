"""36 months x 20 shops x 30 measures: a full diagnosis within a second, a drill within 50 ms, linear in the shops."""

import time

import numpy as np
import pandas as pd

from kpi_logic.diagnosis import diagnose, drill
from kpi_logic.facts import MonthlyFacts

COSTS = ("cogs", "freight_in", "platform_fee", "fulfil_fee", "storage_fee", "refund_amt", "promo_amt", "return_cost")
OTHERS = ("ad_spend", "ad_sales", "ad_impr", "ad_clicks", "ad_orders", "page_views", "returned_units", "units_shipped",
          "units_refunded", "late_shipments", "fbm_orders", "sku_days", "sku_days_oos", "inventory_value", "inv_units_avg",
          "inv_units_end", "gross_profit", "orders60")  # fmt: skip


def big_seller(shops: int, months: int = 36) -> MonthlyFacts:
    """A seller with 30 measures."""
    rng = np.random.default_rng(0)
    frames = []
    for s in range(shops):
        sessions = 10_000 * np.exp(rng.normal(0, 0.05, months))
        units, price = sessions * 0.1 * np.exp(rng.normal(0, 0.03, months)), 20 * np.exp(rng.normal(0, 0.01, months))
        extra = {name: units * price * 0.07 * np.exp(rng.normal(0, 0.03, months)) for name in COSTS}
        extra |= {name: units * 0.3 * np.exp(rng.normal(0, 0.05, months)) for name in OTHERS}
        frames.append(pd.DataFrame({
            "month": pd.period_range("2023-01", periods=months, freq="M").astype(str), "platform": f"P{s // 5}",
            "shop": f"S{s:02d}", "site": "US", "currency": "USD", "sessions": sessions, "units": units, "orders": units,
            "sales": units * price, **extra,
        }))  # fmt: skip
    return MonthlyFacts.of(pd.concat(frames))


def test_full_diagnosis(benchmark) -> None:  # type: ignore[no-untyped-def]
    facts = big_seller(20)
    assert len(facts.measures) == 30
    benchmark.pedantic(diagnose, args=(facts,), rounds=3, warmup_rounds=1)


def test_drill(benchmark) -> None:  # type: ignore[no-untyped-def]
    facts = big_seller(20)
    diagnosis = diagnose(facts)
    benchmark.pedantic(drill, args=(diagnosis, facts, facts.shops[3]), rounds=5, warmup_rounds=1)


def _cost(shops: int, months: int) -> float:
    """Processor seconds of a diagnosis: others on the machine do not count."""
    facts = big_seller(shops, months)
    diagnose(facts)
    times = []
    for _ in range(3):
        start = time.process_time()
        diagnose(facts)
        times.append(time.process_time() - start)
    return min(times)


def test_cost_grows_with_the_shops_no_worse_than_linearly() -> None:
    assert _cost(40, 36) <= 2.6 * _cost(20, 36), "twice the shops, about twice the cost (a third for a busy machine)"


def test_cost_grows_with_the_months_no_worse_than_linearly() -> None:
    assert _cost(20, 72) <= 2.6 * _cost(20, 36), "twice the months, about twice the cost (a third for a busy machine)"
