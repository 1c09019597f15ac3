"""A synthetic seller: three shops, all cost lines, quiet noise; tests lay one thing onto it."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

COSTS = {"cogs": 0.3, "freight_in": 0.07, "platform_fee": 0.13, "fulfil_fee": 0.11, "storage_fee": 0.01}


def seller_table(months: int = 24, shops: int = 3, seed: int = 5, first: str = "2024-01") -> pd.DataFrame:
    """One row a month and shop, every base measure the diagnosis reads."""
    rng = np.random.default_rng(seed)
    periods = pd.period_range(first, periods=months, freq="M")
    season = 1 + 0.15 * np.sin(2 * np.pi * periods.month.to_numpy() / 12)
    rows = []
    for s in range(shops):
        sessions = np.round(20_000 * (1 + s) * season * np.exp(rng.normal(0, 0.02, months)))
        units = np.round(sessions * 0.08 * np.exp(rng.normal(0, 0.015, months)))
        sales = units * 25.0 * np.exp(rng.normal(0, 0.005, months))
        ad_sales = sales * 0.4 * np.exp(rng.normal(0, 0.02, months))
        rows.append(pd.DataFrame({
            "month": periods.astype(str), "platform": ("Amazon", "Amazon", "Lazada")[s % 3], "shop": f"Shop {s}",
            "site": "US",
            "currency": "USD", "sessions": sessions, "units": units, "orders": np.round(units / 1.1), "sales": sales,
            "ad_spend": ad_sales * 0.22 * np.exp(rng.normal(0, 0.02, months)), "ad_sales": ad_sales,
            "returned_units": np.round(units * 0.05), "refund_amt": sales * 0.05, "promo_amt": sales * 0.03,
            "return_cost": sales * 0.005, "inventory_value": sales * 0.6 * np.exp(rng.normal(0, 0.03, months)),
            "late_shipments": np.round(units * 0.01), "fbm_orders": np.round(units / 1.1), "sku_days": 900.0,
            "sku_days_oos": np.round(18 * np.exp(rng.normal(0, 0.1, months))),
            **{name: sales * share * np.exp(rng.normal(0, 0.01, months)) for name, share in COSTS.items()},
        }))  # fmt: skip
    return pd.concat(rows, ignore_index=True)


@pytest.fixture
def make_seller() -> Callable[..., pd.DataFrame]:
    """The seller's table, for a test to change."""
    return seller_table


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """The seller as he is: 24 months, nothing wrong."""
    return seller_table()
