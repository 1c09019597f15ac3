"""Sellers whose truth is known: one cause (or none) laid onto the same random history, and the profit it costs.

Each seller is drawn twice from the same random numbers, with and without the cause; the true loss a month is the
difference in profit over the last three months.  Independent of the method it judges: it knows no driver series and no
money rule of ``kpi_logic.diagnosis``.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

CAUSES = ("conversion", "traffic", "acos", "returns", "price", "cost", "stockout", "slow_stock", "late", "mix")
CONTROLS = ("season", "one_off", "growth", "nothing")
PLATFORMS = ("Amazon", "Shopee", "Lazada", "TikTok Shop", "Shopify")
RIGHT = {
    "conversion": {"cvr"},
    "traffic": {"sessions"},
    "acos": {"acos", "tacos"},
    "returns": {"return_rate", "refund_rate"},
    "price": {"asp"},
    "cost": {"cogs_rate", "gross_margin"},
    "stockout": {"instock", "oos_loss"},
    "slow_stock": {"inv_days"},
    "late": {"lsr"},
    "mix": {"cm3_rate", "gross_margin"},
}
CAPITAL_RATE = 0.12


@dataclass(frozen=True)
class Seller:
    """A simulated file and what is true of it: ``loss`` a month, ``profit`` a month, the ``shop`` ("" is all)."""

    table: pd.DataFrame
    cause: str
    shop: str
    loss: float
    profit: float
    full: bool


def simulate(seed: int, cause: str, months: int = 36, full: bool = True) -> Seller:
    """One seller. ``full``: all cost lines; else the contract's fifteen columns."""
    touched, shop = _draw(seed, cause, months, 1.0)
    clean, _ = _draw(seed, cause, months, 1.0 if cause in CONTROLS else 0.0)
    last = sorted(touched["month"].unique())[-3:]
    profit = [float(frame.loc[frame["month"].isin(last), "true_profit"].sum() / 3) for frame in (touched, clean)]
    table = touched.drop(columns="true_profit")
    if not full:
        table = table[["month", "platform", "shop", "site", "currency", "sales", "orders", "units", "sessions",
                       "gross_profit", "ad_spend", "ad_sales", "returned_units", "inventory_value",
                       "late_shipments"]]  # fmt: skip
    else:
        table = table.drop(columns="gross_profit")
    return Seller(table, cause, shop, profit[1] - profit[0], profit[1], full)


def _draw(seed: int, cause: str, months: int, dose: float) -> tuple[pd.DataFrame, str]:
    rng = np.random.default_rng([seed, months])
    shops = int(rng.integers(2, 5))
    when = np.arange(months)
    periods = pd.period_range("2023-01", periods=months, freq="M")
    month_of_year = periods.month.to_numpy() - 1
    season = rng.normal(0, rng.uniform(0.05, 0.25), 12)
    season[10:] += rng.uniform(0, 0.4)
    noise_level = rng.uniform(0.02, 0.07)
    since = months - int(rng.integers(3, 10))
    ramp = int(rng.choice([1, 1, 1, 3]))
    hit = int(rng.integers(0, shops))
    strength = rng.uniform(0.14, 0.3)
    growth_common = rng.uniform(-0.002, 0.012)
    budget_fixed = rng.random() < 0.4
    frames = []
    on = np.clip((when - since + 1) / ramp, 0, 1)
    for s in range(shops):
        noise = lambda sd=noise_level: np.exp(rng.normal(0, sd, months))  # noqa: E731
        # Counts from normal draws: a Poisson generator would use up its numbers differently with and without the cause.
        counted = lambda mean: np.maximum(np.round(mean + np.sqrt(mean) * rng.normal(0, 1, months)), 0.0)  # noqa: E731
        own = rng.normal(0, 0.05, 12)
        it = on * (s == hit) * dose
        growth = growth_common + rng.normal(0, 0.003) + (0.02 if cause == "growth" else 0)
        amplitude = 1.8 if cause == "season" else 1.0
        level = np.exp(amplitude * (season + own)[month_of_year] + growth * when)
        scale = rng.uniform(0.6, 1.6)
        sessions = rng.uniform(8_000, 30_000) * scale * level * noise()
        cvr = rng.uniform(0.03, 0.13) * noise() * np.exp(0.15 * season[month_of_year])
        asp = rng.uniform(15, 45) * noise(0.012)
        margin_shift = rng.uniform(-0.08, 0.08)
        unit_cogs = np.median(asp) * (0.28 + margin_shift) * noise(0.012)
        return_rate = rng.uniform(0.03, 0.1) * noise(0.08)
        acos, ad_share = rng.uniform(0.18, 0.32) * noise(0.06), rng.uniform(0.3, 0.5) * noise(0.05)
        cover = rng.uniform(40, 80) * noise(0.08)
        late = rng.uniform(0.008, 0.02) * noise(0.1)
        oos = np.full(months, rng.uniform(0.01, 0.04)) * noise(0.3)
        # The causes
        if cause == "conversion":
            cvr = cvr * (1 - strength * it)
        if cause == "traffic":
            sessions = sessions * (1 - strength * it)
        if cause == "price":
            asp = asp * (1 - 0.5 * strength * it)
        if cause == "cost":
            unit_cogs = unit_cogs * (1 + 1.2 * strength * it)
        if cause == "returns":
            return_rate = return_rate * (1 + 5 * strength * it)
        if cause == "acos":
            acos = acos * (1 + 2 * strength * it)
        if cause == "late":
            late = late * (1 + 15 * strength * it)
        if cause == "stockout":
            oos = oos + strength * it
        if cause == "one_off":
            at = months - 1 - int(rng.integers(0, 6))
            if s == hit:
                sessions = sessions * np.where(when == at, 1 - strength, 1)
        if cause == "mix":
            sessions = sessions * (1 - 0.35 * it) if s == hit else sessions
        sold = cvr * (1 - oos)
        units = np.maximum(counted(sessions * sold), 1.0)
        sales = units * asp
        ad_sales = sales * ad_share
        spend = ad_sales * acos
        if budget_fixed and cause != "acos":
            planned = np.exp(amplitude * season[month_of_year] + growth * when)
            spend = np.median(spend) * planned / np.median(planned) * noise(0.05)
            ad_sales = spend / acos
        cogs = units * unit_cogs
        inventory = cover * np.exp(0.0) * (sessions * cvr * unit_cogs) / 30.4
        if cause == "stockout":
            inventory = inventory * (1 - 2.2 * strength * it)
        if cause == "slow_stock":
            inventory = inventory * (1 + 4 * strength * it)
        returned = np.minimum(counted(units * return_rate), units)
        refund, promo = returned * asp, sales * 0.03 * noise(0.1)
        lines = {
            "refund_amt": refund,
            "promo_amt": promo,
            "cogs": cogs,
            "freight_in": units * np.median(asp) * 0.06 * noise(0.02),
            "platform_fee": sales * 0.13,
            "fulfil_fee": units * np.median(asp) * 0.1 * noise(0.02),
            "storage_fee": inventory * 0.01,
            "return_cost": returned * np.median(asp) * 0.1,
        }
        gross = sales - sum(lines.values())
        frames.append(pd.DataFrame({
            "month": periods.astype(str), "platform": PLATFORMS[(seed + s // 2) % 5], "shop": f"Shop {s}",
            "site": "US", "currency": "USD", "sessions": np.round(sessions), "units": units,
            "orders": np.round(units / 1.1), "sales": sales, "gross_profit": gross, "ad_spend": spend,
            "ad_sales": ad_sales, "returned_units": returned, "inventory_value": inventory,
            "late_shipments": counted(units / 1.1 * np.minimum(late, 0.5)), "fbm_orders": np.round(units / 1.1),
            "sku_days": np.full(months, 1500.0), "sku_days_oos": np.round(1500 * oos), **lines,
            "true_profit": gross - spend - inventory * CAPITAL_RATE / 12,
        }))  # fmt: skip
    table = pd.concat(frames, ignore_index=True)
    if cause == "mix":
        table = _moved(table, hit, on * dose)
    shop = "" if cause == "mix" or cause in CONTROLS else f"Shop {hit}"
    return table, shop


def _moved(table: pd.DataFrame, hit: int, on: np.ndarray) -> pd.DataFrame:
    """Units that leave the shop *hit* turn up in the shop with the lowest margin: all its sums grow in proportion."""
    margin = (table.groupby("shop")["gross_profit"].sum() / table.groupby("shop")["sales"].sum()).drop(f"Shop {hit}")
    to = margin.idxmin()
    left = table.loc[table["shop"] == f"Shop {hit}", "units"].to_numpy() * (1 / (1 - 0.35 * on) - 1)
    rows = table["shop"] == to
    factor = 1 + left / table.loc[rows, "units"].to_numpy()
    sums = [
        c
        for c in table.columns
        if c not in ("month", "platform", "shop", "site", "currency", "sku_days", "sku_days_oos")
    ]
    table.loc[rows, sums] = table.loc[rows, sums].mul(factor, axis=0)
    return table
