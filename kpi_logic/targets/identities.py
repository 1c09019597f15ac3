"""Identities of the KPI tree: what follows from the factors, exactly.

Sales = sessions x conversion x price; ad spend = sales x share of ad sales x ACoS; stock = goods sold x days of stock;
profit = sales x (1 - goods - other costs - advertising).  Every number that the page shows of several KPIs at once comes
from one set of factors through these, so they always agree.
"""

from collections.abc import Mapping

YEAR_DAYS = 365

CHAINS = (
    ("sessions", "cvr", "asp"),
    ("sessions", "order_cvr", "aov"),
    ("units", "asp"),
    ("orders", "aov"),
    ("gmv",),
)
"""Ways to sales, the most telling first."""
ADS = (("ad_share", "acos"), ("tacos",))
STOCK = (("goods_share", "inv_days"), ("goods_share",))
COSTS = (("cost_share",),)
MARGIN = (("gross_margin",),)
DIGITS = {"sessions": 0, "units": 0, "orders": 0, "asp": 2, "aov": 2, "gmv": 2, "inv_days": 1}
"""Decimals that a factor is stated with; rates have four, which is a hundredth of a percent."""
RATE_DIGITS = 4


def rounded(state: Mapping[str, float]) -> dict[str, float]:
    """Factors as they are stated and signed, so that what follows from them follows from what one reads.

    >>> rounded({"sessions": 1000.4, "cvr": 0.123456})
    {'sessions': 1000.0, 'cvr': 0.1235}
    """
    return {code: round(value, DIGITS.get(code, RATE_DIGITS)) for code, value in state.items()}


def derived(state: Mapping[str, float], days: int) -> dict[str, float]:
    """The factors and everything that follows from them.

    Args:
        state: factors by code, over one period.
        days: days of the period, for days of stock.

    >>> derived({"sessions": 1000, "cvr": 0.1, "asp": 20.0, "ad_share": 0.5, "acos": 0.25}, 30)["ad_spend"]
    250.0
    """
    full = dict(state)
    _sales(full)
    _ads(full)
    _stock(full, days)
    _profit(full)
    return full


def _sales(full: dict[str, float]) -> None:
    if "sessions" in full and "cvr" in full:
        full["units"] = full["sessions"] * full["cvr"]
    if "sessions" in full and "order_cvr" in full:
        full["orders"] = full["sessions"] * full["order_cvr"]
    for volume, price in (("units", "asp"), ("orders", "aov")):
        if volume in full and price in full:
            full["gmv"] = full[volume] * full[price]


def _ads(full: dict[str, float]) -> None:
    if "ad_share" in full and "acos" in full:
        full["tacos"] = full["ad_share"] * full["acos"]
        full["ad_sales"] = full["gmv"] * full["ad_share"]
    if full.get("acos"):
        full["roas"] = 1 / full["acos"]
    if "tacos" in full:
        full["ad_spend"] = full["gmv"] * full["tacos"]


def _stock(full: dict[str, float], days: int) -> None:
    if "goods_share" not in full:
        return
    full["cogs"] = full["gmv"] * full["goods_share"]
    if "inv_days" in full:
        full["inventory_value"] = full["cogs"] * full["inv_days"] / days
        full["stock_sales_days"] = full["goods_share"] * full["inv_days"]
        if full["inv_days"]:
            full["inv_turn"] = YEAR_DAYS / full["inv_days"]


def _profit(full: dict[str, float]) -> None:
    if "gross_margin" in full:
        full["gross_profit"] = full["gmv"] * full["gross_margin"]
    if {"goods_share", "cost_share", "tacos"} <= full.keys():
        full["cm3"] = full["gmv"] * (1 - full["goods_share"] - full["cost_share"] - full["tacos"])
