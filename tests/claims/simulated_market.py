"""A second world of sellers with known truth, built on other assumptions than ``simulated_sellers``.

Traffic has memory and a paid part, seasons have shopping events, shocks reach several shops, promotions trade price for
volume, returned goods are partly sold again, stock follows sales, shops open late, effects come at once or slowly, hit
one shop, one platform or all, and cost 8 to 50 % of a driver.  The same random numbers give the seller and his twin
without the cause; the loss is what the twin earned more over the last three months.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

CAUSES = ("conversion", "traffic", "acos", "returns", "price", "cost", "stockout", "slow_stock", "late", "mix")
CONTROLS = ("season", "one_off", "growth", "nothing", "promotion", "opening")
CAPITAL_RATE = 0.12
CONTRACT = ("month", "platform", "shop", "site", "currency", "sales", "orders", "units", "sessions", "gross_profit",
            "ad_spend", "ad_sales", "returned_units", "inventory_value", "late_shipments")  # fmt: skip
PLATFORMS = ("Amazon", "Shopee", "Lazada", "TikTok Shop", "Shopify")
RIGHT = {
    "conversion": {"cvr"},
    "traffic": {"sessions"},
    "acos": {"acos", "tacos"},
    "returns": {"return_rate", "refund_rate", "refund_amt"},
    "price": {"asp", "aov"},
    "cost": {"cogs_rate", "gross_margin"},
    "stockout": {"instock", "oos_loss"},
    "slow_stock": {"inv_days"},
    "late": {"lsr", "tt_late", "sp_late"},
    "mix": {"cm3_rate", "gross_margin"},
}
Array = np.ndarray


@dataclass(frozen=True)
class Seller:
    """A file and its truth: ``place`` is (platform, shop) that the cause hit, None for all of them."""

    table: pd.DataFrame
    cause: str
    place: tuple[str | None, str | None]
    loss: float
    profit: float
    columns: str
    months: int
    traits: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What a seller is before chance: everything that the twin shares with him."""

    months: int
    shops: int
    platforms: tuple[str, ...]
    hit: Array  # (shops,) 0 or 1
    place: tuple[str | None, str | None]
    on: Array  # (months,) how much of the cause has come
    size: float
    other: int  # where trade goes in a change of mix
    ad_cut: bool
    sessions_too: bool  # a stock-out that also hides the listing


def simulate(seed: int, cause: str, columns: str = "contract", months: int | None = None) -> Seller:
    """One seller; ``columns`` is contract (fifteen columns), full (all cost lines) or lean (no sessions, no ads sales)."""
    rng = np.random.default_rng([seed, 77])
    plan = _plan(rng, cause, months)
    state = int(rng.integers(2**32))
    touched, margin = _drawn(plan, cause, state)
    if cause == "mix":
        plan = _towards_less_margin(plan, margin)
        touched, _ = _drawn(plan, cause, state)
    clean, _ = _drawn(replace(plan, on=plan.on * (cause in CONTROLS)), cause, state)
    last = sorted(touched["month"].unique())[-3:]
    profit = [float(t.loc[t["month"].isin(last), "true_profit"].sum() / 3) for t in (touched, clean)]
    table = touched.drop(columns="true_profit")
    if columns == "full":
        table = table.drop(columns="gross_profit")
    else:
        table = table[[c for c in CONTRACT if columns == "contract" or c not in ("sessions", "ad_sales")]]
    traits = {"size": plan.size, "shops": plan.shops, "began": int(np.argmax(plan.on > 0)) - plan.months,
              "slow": bool(((plan.on > 0) & (plan.on < 1)).sum() > 1), "ad_cut": plan.ad_cut}  # fmt: skip
    return Seller(table, cause, plan.place, profit[1] - profit[0], profit[1], columns, plan.months, traits)


def right(seller: Seller) -> set[str]:
    """The KPIs that name the cause as well as the file allows."""
    if seller.columns == "lean" and seller.cause in ("traffic", "conversion"):
        return {"units"}
    return RIGHT.get(seller.cause, set())


SIZES = {"conversion": (0.10, 0.4), "traffic": (0.12, 0.45), "acos": (0.2, 0.9), "returns": (0.5, 2.5),
         "price": (0.05, 0.18), "cost": (0.1, 0.4), "stockout": (0.12, 0.5), "slow_stock": (0.5, 2.0),
         "late": (2.0, 8.0), "mix": (0.25, 0.5)}  # fmt: skip


def _plan(rng: np.random.Generator, cause: str, months: int | None) -> Plan:
    months = months or int(rng.choice([14, 18, 24, 24, 30, 36, 36, 36]))
    shops = int(rng.choice([1, 2, 2, 3, 3, 4, 5, 8])) if cause != "mix" else int(rng.integers(2, 6))
    platforms = tuple(str(p) for p in rng.choice(PLATFORMS, shops, p=(0.45, 0.2, 0.1, 0.15, 0.1)))
    began = months - int(rng.integers(3, min(13, months - 6)))
    length = int(rng.choice([1, 1, 1, 2, 4, 6]))
    length = min(length, months - began)  # it is all there at the end
    on = np.clip((np.arange(months) - began + 1) / length, 0, 1)
    one = int(rng.integers(shops))
    wide = rng.random()
    hit = np.zeros(shops)
    place: tuple[str | None, str | None] = (None, None)
    if wide < 0.12 and cause not in ("mix", "one_off"):
        hit[:] = 1
    elif wide < 0.2 and cause not in ("mix", "one_off") and 1 < platforms.count(platforms[one]) < shops:
        hit[[p == platforms[one] for p in platforms]] = 1
        place = (platforms[one], None)
    else:
        hit[one] = 1
        place = (platforms[one], f"Shop {one}")
    if shops == 1:
        place = (platforms[0], "Shop 0")
    if cause in CONTROLS or cause == "mix":
        place = (None, None)
    low, high = SIZES.get(cause, (0.1, 0.3))
    return Plan(months, shops, platforms, hit, place, on, float(np.exp(rng.uniform(np.log(low), np.log(high)))), -1,
                bool(rng.random() < 0.25), bool(rng.random() < 0.3))  # fmt: skip


def _towards_less_margin(plan: Plan, margin: Array) -> Plan:
    """Trade leaves the shop with the best margin for the one with the worst."""
    hit = np.zeros(plan.shops)
    hit[int(np.argmax(margin))] = 1
    return replace(plan, hit=hit, other=int(np.argmin(margin)))


def _memory(rng: np.random.Generator, shape: tuple[int, int], sd: float, phi: float) -> Array:
    """A first-order autoregression, stationary from the start."""
    shocks = rng.normal(0, sd, shape)
    level = np.empty(shape)
    level[:, 0] = shocks[:, 0]
    for t in range(1, shape[1]):
        level[:, t] = phi * level[:, t - 1] + np.sqrt(1 - phi**2) * shocks[:, t]
    return level


def _season(rng: np.random.Generator, cause: str) -> Array:
    """(12,) logarithms: a wave, shopping events, or a summer article."""
    kind = rng.choice(["wave", "events", "summer", "flat"], p=(0.3, 0.4, 0.15, 0.15))
    strength = rng.uniform(0.5, 0.9) if cause == "season" else rng.uniform(0.05, 0.3)
    at = np.arange(12)
    if kind == "wave":
        return np.asarray(strength * np.cos(2 * np.pi * (at - rng.integers(12)) / 12))
    if kind == "summer":
        return np.asarray(strength * np.exp(-0.5 * ((at - 6) / 1.5) ** 2))
    events = np.zeros(12)
    if kind == "events" or cause == "season":
        events[[5, 6, 10, 11]] = strength * rng.uniform(0.3, 1.2, 4)
    return events


def _drawn(plan: Plan, cause: str, state: int) -> tuple[pd.DataFrame, Array]:
    rng = np.random.default_rng(state)
    shops, months = plan.shops, plan.months
    shape = (shops, months)
    when = np.arange(months)
    first = int(rng.integers(12))
    month = (first + when) % 12
    it = plan.hit[:, None] * plan.on
    noise = rng.uniform(0.02, 0.08)

    def wobble(sd: float) -> Array:
        return np.asarray(np.exp(rng.normal(0, sd, shape)))

    def each(low: float, high: float) -> Array:
        return np.asarray(rng.uniform(low, high, (shops, 1)))

    season = _season(rng, cause)[month] * each(0.8, 1.2) + rng.normal(0, 0.03, (shops, 12))[:, month]
    slope = rng.uniform(-0.005, 0.012) + rng.normal(0, 0.003, (shops, 1)) + 0.02 * (cause == "growth")
    trend = np.log1p(np.clip(slope * when, -0.5, None))
    shock = rng.normal(0, noise * 0.5, months)
    base = np.exp(rng.normal(9.6, 0.6, (shops, 1)) + 0.8 * season + trend + shock
                  + _memory(rng, shape, noise, rng.uniform(0, 0.5)))  # fmt: skip
    cvr = each(0.03, 0.12) * np.exp(0.2 * season) * wobble(noise * 0.7)
    asp = each(12, 60) * wobble(rng.uniform(0.005, 0.02))
    list_price = np.median(asp, axis=1, keepdims=True)
    unit_cost = list_price * each(0.25, 0.42) * wobble(0.012)
    # Promotions trade price for volume, in about one month of eight.
    promo = (rng.random(shape) < 0.12).astype(float)
    if cause == "promotion":
        promo[:, -int(rng.integers(1, 4))] = 1.0
    asp, cvr = asp * (1 - 0.08 * promo), cvr * (1 + 0.18 * promo)
    acos, bid = each(0.15, 0.33) * wobble(rng.uniform(0.04, 0.09)), wobble(0.04)
    returns = each(0.02, 0.12) * wobble(0.08)
    late, oos = each(0.004, 0.02) * wobble(0.1), each(0.0, 0.03) * wobble(0.3)
    cover = each(35, 90) * wobble(rng.uniform(0.05, 0.12))
    dice = {name: rng.normal(0, 1, shape) for name in ("units", "returned", "late")}
    with_sales = rng.random() < 0.6
    ad_share = each(0.25, 0.5) * wobble(0.05)
    planned = np.exp(season + trend)

    if cause == "one_off":
        at = months - 1 - int(rng.integers(0, 8))
        base[:, at] *= np.where(plan.hit > 0, 1 - plan.size, 1)
    traffic = np.ones(shape)
    if cause == "traffic":
        traffic = 1 - plan.size * it
    if cause == "mix":
        moved = base * 0  # sessions that change shop, worth the same number of units there
        moved[plan.other] = (base * cvr * plan.size * it).sum(axis=0) / cvr[plan.other] if plan.other >= 0 else 0.0
        base = base * (1 - plan.size * it) + moved
    if cause == "conversion":
        cvr = cvr * (1 - plan.size * it)
    if cause == "price":
        asp = asp * (1 - plan.size * it)
    if cause == "cost":
        unit_cost = unit_cost * (1 + plan.size * it)
    if cause == "returns":
        returns = returns * (1 + plan.size * it)
    if cause == "acos":
        acos = acos * (1 + plan.size * it)
    if cause == "late":
        late = np.minimum(late * (1 + plan.size * it) + 0.03 * it, 0.4)
    lost = np.clip(oos + (plan.size * it if cause == "stockout" else 0), 0, 0.9)
    seen = base * traffic * (1 - (lost if plan.sessions_too and cause == "stockout" else 0))
    wanted = base * traffic * cvr
    mean = wanted * (1 - lost)
    units = np.maximum(np.round(mean + np.sqrt(mean) * dice["units"]), 0)
    sales = units * asp
    undisturbed = base * cvr * np.median(asp, axis=1, keepdims=True) * (1 - oos)
    level = np.median((undisturbed * ad_share * acos)[:, :6], axis=1, keepdims=True)
    budget = level * planned / np.median(planned[:, :6], axis=1, keepdims=True) * bid
    ad_sales = sales * ad_share
    spend = ad_sales * acos
    if not with_sales and cause != "acos":
        spend = budget * ((1 - 0.8 * plan.size * it) if cause == "traffic" and plan.ad_cut else 1)
        ad_sales = np.minimum(spend / acos, 0.9 * sales)
    returned = np.minimum(np.maximum(np.round(units * returns + np.sqrt(units * returns) * dice["returned"]), 0), units)
    stock = cover * np.median(wanted, axis=1, keepdims=True) ** 0.5 * wanted**0.5 * unit_cost / 30.4
    if cause == "stockout":
        stock = stock * (1 - np.minimum(1.6 * plan.size, 0.85) * it)
    if cause == "slow_stock":
        stock = stock * (1 + plan.size * it)
    resold = rng.uniform(0.0, 0.6)
    storage_rate = float(rng.choice([0.0, 0.004, 0.01]))
    orders = np.round(units / rng.uniform(1.02, 1.3))
    lines = {
        "refund_amt": returned * asp,
        "promo_amt": sales * 0.02,
        "cogs": units * unit_cost - returned * unit_cost * resold,
        "freight_in": units * list_price * 0.05 * wobble(0.02),
        "platform_fee": sales * rng.uniform(0.08, 0.15),
        "fulfil_fee": units * list_price * each(0.06, 0.14) * wobble(0.015),
        "storage_fee": stock * storage_rate,
        "return_cost": returned * list_price * rng.uniform(0.0, 0.12),
    }
    gross = sales - sum(lines.values())
    flat = {
        "sessions": np.round(seen), "units": units, "orders": orders, "sales": sales, "gross_profit": gross,
        "ad_spend": spend, "ad_sales": ad_sales, "returned_units": returned, "inventory_value": stock,
        "late_shipments": np.maximum(np.round(orders * late + np.sqrt(orders * late) * dice["late"]), 0),
        "fbm_orders": orders, "sku_days": np.full(shape, 1800.0), "sku_days_oos": np.round(1800 * lost), **lines,
        "true_profit": gross - spend - stock * CAPITAL_RATE / 12,
    }  # fmt: skip
    names = pd.period_range(pd.Period(year=2022, month=first + 1, freq="M"), periods=months, freq="M").astype(str)
    frames = [
        pd.DataFrame({"month": names, "platform": plan.platforms[s], "shop": f"Shop {s}", "site": "US",
                      "currency": "USD", **{name: values[s] for name, values in flat.items()}})
        for s in range(shops)
    ]  # fmt: skip
    if cause == "opening" and shops > 1:
        frames[0] = frames[0].iloc[-int(rng.integers(4, 9)) :]
    before = gross.sum(axis=1) / sales.sum(axis=1)
    return pd.concat(frames, ignore_index=True), before
