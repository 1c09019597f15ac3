"""Shops with quiet, seeded months for the tests of the pilot."""

import numpy as np
import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Organisation, Person, Pilot, SuccessRule

ORGANISATION = Organisation(
    departments=("Store", "Ads", "Service"),
    people=(
        Person(id="p1", name="Ann", department="Store", role="operations", shops=("A",)),
        Person(id="p2", name="Bo", department="Ads", role="ads", shops=("B", "C")),
        Person(id="p3", name="Cy", department="Service", role="service"),
    ),
)
PILOT = Pilot(
    shops=("A",), compared_shops=("B", "C"), first="2026-01", months=2, success_rule="As agreed.",
    rule=SuccessRule(kpi="cvr", at_least=0.05, guards=("return_rate",)),
)  # fmt: skip


def shop_table(
    months: int = 26, shops: str = "ABC", first: str = "2024-01", noise: float = 0.03, seed: int = 4, **effect: float
) -> pd.DataFrame:
    """One row a month and shop; ``effect`` multiplies a shop's conversion in 2026 (A=1.2)."""
    rng = np.random.default_rng(seed)
    periods = pd.period_range(first, periods=months, freq="M")
    season = 1 + 0.2 * np.sin(2 * np.pi * periods.month.to_numpy() / 12)
    market = np.exp(rng.normal(0, 0.05, months))
    parts = []
    for place, shop in enumerate(shops):
        sessions = 10_000 * (place + 1) * season * market * np.exp(rng.normal(0, 0.02, months))
        rate = 0.08 * np.exp(rng.normal(0, noise, months)) * np.where(periods.year == 2026, effect.get(shop, 1.0), 1.0)
        units = sessions * rate
        parts.append(pd.DataFrame({
            "month": periods.astype(str), "platform": "Amazon", "site": "US", "shop": shop, "currency": "USD",
            "sessions": sessions, "units": units, "orders": units / 1.2, "sales": units * 20.0,
            "returned_units": units * 0.05 * np.exp(rng.normal(0, noise, months)),
            "units_shipped": units, "cogs": units * 7.0, "inv_units_181": units * 0.1, "inv_units_end": units * 1.5,
            "inventory_value": 50_000.0 * (place + 1) * np.exp(rng.normal(0, noise, months)),
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def shop_facts(**options: float) -> MonthlyFacts:
    """The same as facts."""
    return MonthlyFacts.of(shop_table(**options))  # type: ignore[arg-type]


def until(facts: MonthlyFacts, month: str) -> MonthlyFacts:
    """The facts up to a month (YYYY-MM)."""
    return MonthlyFacts(facts.table[facts.table["month"].astype(str) <= month].reset_index(drop=True))
