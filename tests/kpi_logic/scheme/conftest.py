"""A small client: two shops, four people, a year of facts."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Gate, Line, Organisation, Person, PersonalLevels, RollOut, Scheme, Scorecard, Target
from kpi_logic.scheme.legal import legal_settings


def monthly_table(months: int = 12, seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(months):
        month = f"{2025 + number // 12}-{number % 12 + 1:02d}"
        for shop, platform, size in (("Acme US", "Amazon", 2.0), ("Acme SG", "Shopee", 1.0)):
            sales = round(100_000 * size * rng.uniform(0.8, 1.25), 2)
            rows.append(
                {
                    "month": month,
                    "platform": platform,
                    "shop": shop,
                    "site": shop[-2:],
                    "currency": "CNY",
                    "sales": sales,
                    "orders": round(sales / 95),
                    "units": round(sales / 80),
                    "sessions": round(sales / 80 / rng.uniform(0.08, 0.14)),
                    "gross_profit": round(sales * rng.uniform(0.18, 0.30), 2),
                    "ad_spend": round(sales * rng.uniform(0.06, 0.12), 2),
                    "ad_sales": round(sales * rng.uniform(0.25, 0.45), 2),
                    "returned_units": round(sales / 80 * rng.uniform(0.02, 0.08)),
                    "inventory_value": round(sales * rng.uniform(0.9, 1.8), 2),
                    "late_shipments": round(sales / 95 * rng.uniform(0.0, 0.06)),
                    "tasks_plan": 20,
                    "tasks_done": int(rng.integers(12, 21)),
                    "kw_tasks_plan": 40,
                    "kw_tasks_done": int(rng.integers(24, 41)),
                }
            )
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def facts() -> MonthlyFacts:
    return MonthlyFacts.of(monthly_table())


@pytest.fixture(scope="session")
def organisation() -> Organisation:
    return Organisation(
        departments=("Sales", "Ads"),
        people=(
            Person(id="p1", name="Lin", department="Sales", role="lead", bonus=6000, leads=True),
            Person(id="p2", name="Wu", department="Sales", role="operations", shops=("Acme US",), bonus=3000),
            Person(id="p3", name="Chen", department="Sales", role="operations", shops=("Acme SG",), bonus=3000),
            Person(id="p4", name="Zhao", department="Ads", role="ads", bonus=2500),
        ),
    )


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    """Every rule of the lint is content with it, on the facts and the people above."""
    return Scheme(
        scorecards=(
            Scorecard(
                role="lead",
                lines=(
                    Line(kpi="gross_profit", weight=40, threshold=55_000, target=70_000, stretch=90_000),
                    Line(kpi="gmv", weight=30, threshold=260_000, target=300_000, stretch=340_000),
                    Line(kpi="stock_sales_days", weight=15, threshold=50, target=40, stretch=30),
                    Line(kpi="task_rate", weight=15, threshold=0.7, target=0.82, stretch=0.95),
                ),
                gates=(Gate(kpi="return_units_rate", limit=0.09, multiplier=0.8),),
            ),
            Scorecard(
                role="operations",
                lines=(
                    Line(
                        kpi="gross_profit",
                        weight=40,
                        personal=(
                            PersonalLevels(person="p2", threshold=40_000, target=50_000, stretch=60_000),
                            PersonalLevels(person="p3", threshold=20_000, target=25_000, stretch=30_000),
                        ),
                    ),
                    Line(kpi="cvr", weight=25, threshold=0.09, target=0.11, stretch=0.135),
                    Line(kpi="stock_sales_days", weight=20, threshold=55, target=40, stretch=28),
                    Line(kpi="task_rate", weight=15, threshold=0.65, target=0.82, stretch=0.95),
                ),
                gates=(Gate(kpi="return_units_rate", limit=0.1, multiplier=0.5),),
            ),
            Scorecard(
                role="ads",
                lines=(
                    Line(kpi="acos", weight=35, threshold=0.32, target=0.26, stretch=0.2),
                    Line(kpi="ad_sales", weight=35, threshold=85_000, target=105_000, stretch=130_000),
                    Line(kpi="kw_task", weight=30, threshold=0.7, target=0.82, stretch=0.95),
                ),
            ),
        ),
        rewards_and_penalties="both",
        trial_months=2,
        review_every_months=3,
        roll_out=RollOut(feedback="answered", legal=legal_settings().points),
        exception_rule="Stock-outs and platform failures change the target for that month, on paper.",
    )


@pytest.fixture(scope="session")
def targets() -> tuple[Target, ...]:
    return (
        Target(id="t1", kpi="gmv", first="2026-01", last="2026-03", value=900_000, probability=0.6),
        Target(id="t2", kpi="gross_profit", first="2026-01", last="2026-03", value=210_000, probability=0.55),
    )
