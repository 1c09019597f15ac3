"""The simulated full client: three shops on three platforms, 24 months, every base measure, 9 people, a faulty scheme.

    python -m sample_data.simulate sample_data/

Words and settings stand in ``simulated_client.toml``; the numbers are drawn here from its seed, so the same file gives
the same client, byte for byte.  Every number is built forwards from traffic, so all identities hold: units are
sessions times conversion, sales are units times price, ad sales are ad orders times their value.
"""

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kpi_logic.model import Line, Month, Organisation, Person, Profile, Scheme, Scorecard

HERE = Path(__file__).resolve().parent

# Relative demand by calendar month: Prime Day in July, 11.11 and Black Friday in November, a quiet February.
SEASON = {1: 0.93, 2: 0.84, 3: 0.95, 4: 0.96, 5: 0.98, 6: 1.0, 7: 1.12, 8: 0.98, 9: 1.0, 10: 1.05, 11: 1.32, 12: 1.17}
MIND = 0.5  # how much of the season reaches traffic; the rest reaches conversion


@dataclass(frozen=True)
class SimulatedClient:
    """Everything a client brings to the first meeting."""

    facts: pd.DataFrame
    profile: Profile
    organisation: Organisation
    present_scheme: Scheme


def simulated_client() -> SimulatedClient:
    """The client of ``simulated_client.toml``."""
    settings = _settings()
    return SimulatedClient(
        facts=_facts(settings),
        profile=Profile(currency=settings["currency"], **settings["profile"]),
        organisation=Organisation(
            departments=settings["organisation"]["departments"], people=tuple(Person(**p) for p in settings["person"])
        ),
        present_scheme=_scheme(settings["scheme"]),
    )


def next_months() -> pd.DataFrame:
    """The months that follow, in which the scheme is tried: what the client delivers after the signature."""
    settings = _settings()
    after = settings["after"]
    dice = np.random.default_rng(after["seed"])
    months = [Month.parse(settings["first"]) + settings["months"] + n for n in range(after["months"])]
    rows = [
        _month_of_shop(
            shop, month, settings["months"] + n, _drivers(shop, month, settings["story"] + after["story"]), dice
        )
        for shop in settings["shop"]
        for n, month in enumerate(months)
    ]
    return _with_last_year(pd.DataFrame(rows).assign(currency=settings["currency"]), _facts(settings))


def _settings() -> dict[str, Any]:
    return tomllib.loads((HERE / "simulated_client.toml").read_text(encoding="utf-8"))


def _scheme(given: dict[str, Any]) -> Scheme:
    cards = tuple(
        Scorecard(role=card["role"], lines=tuple(Line(kpi=kpi, weight=weight) for kpi, weight in card["lines"]))
        for card in given["scorecard"]
    )
    rules = {key: value for key, value in given.items() if key != "scorecard"}
    return Scheme(scorecards=cards, **rules)


def _facts(settings: dict[str, Any]) -> pd.DataFrame:
    dice = np.random.default_rng(settings["seed"])
    months = [Month.parse(settings["first"]) + n for n in range(settings["months"])]
    rows = [
        _month_of_shop(shop, month, n, _drivers(shop, month, settings["story"]), dice)
        for shop in settings["shop"]
        for n, month in enumerate(months)
    ]
    table = pd.DataFrame(rows).assign(currency=settings["currency"])
    return _with_last_year(table, table)


def _with_last_year(table: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The table with each shop's sales of the same month a year earlier, NaN before the records begin."""
    last_year = known.set_index(["shop", "month"])["sales"]
    before = [(row.shop, str(Month.parse(row.month) - 12)) for row in table.itertuples()]
    return table.assign(gmv_ly=[last_year.get(key, np.nan) for key in before])


def _drivers(shop: dict[str, Any], month: Month, stories: list[dict[str, Any]]) -> dict[str, float]:
    """The shop's driver values that month, with what went wrong."""
    drivers = {"cvr": shop["cvr"], "acos": shop["acos"], "return_rate": shop["return_rate"], "late": 0.014}
    for story in stories:
        if story["shop"] == shop["shop"] and str(month) >= story["from_month"]:
            drivers[story["driver"]] *= story["factor"]
    return drivers


def _month_of_shop(
    shop: dict[str, Any], month: Month, n: int, drivers: dict[str, float], dice: np.random.Generator
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "month": str(month),
        "platform": shop["platform"],
        "shop": shop["shop"],
        "site": shop["site"],
    }
    row |= _demand(shop, month, n, drivers, dice)
    row |= _advertising(shop, row, drivers, dice)
    row |= _costs(row, drivers, dice)
    row |= _stock(row, dice)
    row |= _service(shop, row, drivers, dice)
    row |= _work(row, n, dice)
    row |= _platform(shop["platform"], row, dice)
    return row


def _noise(dice: np.random.Generator, sd: float) -> float:
    return float(np.exp(dice.normal(0, sd)))


def _part(dice: np.random.Generator, whole: int, share: float) -> int:
    """A binomial part of a count."""
    return int(dice.binomial(whole, min(max(share, 0.0), 1.0)))


def _cents(value: float) -> float:
    return round(value, 2)


def _demand(
    shop: dict[str, Any], month: Month, n: int, drivers: dict[str, float], dice: np.random.Generator
) -> dict[str, Any]:
    season = SEASON[month.month]
    sessions = round(shop["sessions"] * (1 + shop["growth"]) ** n * season**MIND * _noise(dice, 0.03))
    units = round(sessions * drivers["cvr"] * season ** (1 - MIND) * _noise(dice, 0.025))
    orders = min(units, round(units / shop["order_size"] * _noise(dice, 0.01)))
    sales = _cents(units * shop["price"] * (0.985 if season > 1.1 else 1.0) * _noise(dice, 0.012))
    target = _cents(shop["sessions"] * (1 + shop["growth"]) ** n * season * shop["cvr"] * shop["price"] * 1.06)
    return {"sales": sales, "orders": orders, "units": units, "sessions": sessions,
            "page_views": round(sessions * 1.36 * _noise(dice, 0.02)), "buybox": round(0.965 - 0.02 * dice.random(), 4),
            "gmv_target": target}  # fmt: skip


def _advertising(
    shop: dict[str, Any], row: dict[str, Any], drivers: dict[str, float], dice: np.random.Generator
) -> dict[str, Any]:
    ad_orders = round(row["orders"] * shop["ad_share"] * _noise(dice, 0.03))
    ad_sales = _cents(ad_orders * row["sales"] / row["orders"] * 0.98)
    ad_spend = _cents(ad_sales * drivers["acos"] * _noise(dice, 0.03))
    clicks = max(ad_orders, round(ad_orders / (0.105 * _noise(dice, 0.04))))
    return {"ad_spend": ad_spend, "ad_sales": ad_sales, "ad_orders": ad_orders, "ad_clicks": clicks,
            "ad_impr": round(clicks / (0.0041 * _noise(dice, 0.05))),
            "ad_spend_noorder": _cents(ad_spend * 0.19 * _noise(dice, 0.08)),
            "ad_budget": _cents(ad_sales * shop["acos"] * 1.04)}  # fmt: skip


def _costs(row: dict[str, Any], drivers: dict[str, float], dice: np.random.Generator) -> dict[str, Any]:
    sales, units = row["sales"], row["units"]
    shipped = round(units * 0.995)
    returned = _part(dice, shipped, drivers["return_rate"])
    refund = _cents(sales / units * returned * 0.97)
    promo = _cents(sales * (0.05 if row["month"][5:] in {"07", "11", "12"} else 0.028) * _noise(dice, 0.05))
    costs = {
        "units_shipped": shipped, "returned_units": returned, "units_refunded": returned + _part(dice, shipped, 0.004),
        "refund_amt": refund, "promo_amt": promo,
        "cogs": _cents(sales * 0.315 * _noise(dice, 0.012)), "freight_in": _cents(sales * 0.072 * _noise(dice, 0.03)),
        "platform_fee": _cents(sales * 0.135 * _noise(dice, 0.005)), "fulfil_fee": _cents(sales * 0.121 * _noise(dice, 0.01)),
        "storage_fee": _cents(sales * 0.014 * _noise(dice, 0.06)), "return_cost": _cents(refund * 0.22 * _noise(dice, 0.04)),
        "other_fee": _cents(sales * 0.006 * _noise(dice, 0.1)),
    }  # fmt: skip
    profit_before_ads = sales - sum(
        costs[cost]
        for cost in (
            "refund_amt",
            "promo_amt",
            "cogs",
            "freight_in",
            "platform_fee",
            "fulfil_fee",
            "storage_fee",
            "return_cost",
        )
    )
    return costs | {"gross_profit": _cents(profit_before_ads)}


def _stock(row: dict[str, Any], dice: np.random.Generator) -> dict[str, Any]:
    units, cogs = row["units"], row["cogs"]
    cover = 1.85 * _noise(dice, 0.05)  # months of sales in stock
    average, end = round(units * cover), round(units * cover * _noise(dice, 0.04))
    sku_days = 30 * 64
    received = round(units * 1.02 * _noise(dice, 0.05))
    lines = round(46 * _noise(dice, 0.08))
    base = _cents(cogs * 1.03)
    return {"inventory_value": _cents(cogs * cover), "inv_units_avg": average, "inv_units_end": end,
            "units_90d": round(units * 2.94), "inv_units_avg_90d": average,
            "inv_units_181": _part(dice, end, 0.105), "inv_units_excess": _part(dice, end, 0.17),
            "inv_units_stranded": _part(dice, end, 0.012), "sku_days": sku_days,
            "sku_days_oos": _part(dice, sku_days, 0.043), "abs_fc_err": round(units * 0.21 * _noise(dice, 0.1)),
            "units_fc": round(units * _noise(dice, 0.15)), "po_lines": lines, "po_ontime": _part(dice, lines, 0.91),
            "po_actual": _cents(cogs), "po_base": base, "units_recv": received, "units_bad": _part(dice, received, 0.011),
            "lead_days": round(27 * _noise(dice, 0.06), 1), "fl_ship": 6, "fl_ontime": _part(dice, 6, 0.88)}  # fmt: skip


def _service(
    shop: dict[str, Any], row: dict[str, Any], drivers: dict[str, float], dice: np.random.Generator
) -> dict[str, Any]:
    orders = row["orders"]
    fbm = max(1, round(orders * shop["fbm_share"]))
    due, sixty = max(1, round(fbm * 0.93)), round(orders * 1.96)
    messages, tickets, chats = round(orders * 0.11), round(orders * 0.06), round(orders * 0.08)
    reviews = max(1, round(orders * 0.021))
    bad = _part(dice, reviews, 0.071 * drivers["return_rate"] / shop["return_rate"])
    delivered = round(orders * 1.9)
    return {"fbm_orders": fbm, "late_shipments": _part(dice, fbm, drivers["late"]), "cancel_orders": _part(dice, fbm, 0.011),
            "shipments": fbm, "tracked_shipments": _part(dice, fbm, 0.981), "units_due": due,
            "units_ontime": _part(dice, due, 0.95 - 2 * (drivers["late"] - 0.014)), "orders60": sixty,
            "defect_orders": _part(dice, sixty, 0.0052), "claims": _part(dice, sixty, 0.0011),
            "msgs": messages, "msgs_24h": _part(dice, messages, 0.93), "chats": chats, "chats_12h": _part(dice, chats, 0.91),
            "tickets": tickets, "tickets_24h": _part(dice, tickets, 0.88), "tickets_reopen": _part(dice, tickets, 0.06),
            "cs_refund_amt": _cents(row["refund_amt"] * 0.31), "reviews": reviews, "bad_reviews": bad,
            "bad_reviews_fixed": _part(dice, bad, 0.22), "delivered60": delivered,
            "neg_delivered60": _part(dice, delivered, 0.009), "sellerfault_ret": _part(dice, delivered, 0.0083),
            "wh_orders": orders, "wh_wrong": _part(dice, orders, 0.004), "wh_damage": _part(dice, orders, 0.006),
            "wh_sla": _part(dice, orders, 0.965 - (drivers["late"] - 0.014)), "cnt_lines": 64,
            "cnt_match": _part(dice, 64, 0.955)}  # fmt: skip


def _work(row: dict[str, Any], n: int, dice: np.random.Generator) -> dict[str, Any]:
    sales = row["sales"]
    new = int(dice.integers(2, 6))
    ideas = int(dice.integers(14, 26))
    owed = _cents(sales * 0.006)
    return {"new_sku": new, "new_sku_ok": _part(dice, new, 0.48), "new_gmv": _cents(sales * 0.14 * _noise(dice, 0.1)),
            "new_cm3": _cents(new * 9800 * _noise(dice, 0.25)), "new_invest": _cents(new * 8200 * _noise(dice, 0.1)),
            "dev_days": round(74 * _noise(dice, 0.08), 1), "idea_all": ideas, "idea_pass": _part(dice, ideas, 0.31),
            "ip_cases": int(dice.poisson(0.12)), "tasks_plan": 40, "tasks_done": _part(dice, 40, 0.82),
            "kw_tasks_plan": 60, "kw_tasks_done": _part(dice, 60, 0.79), "kw_top": _part(dice, 30, 0.62), "kw_core": 30,
            "headcount": 3, "payroll": _cents(31_500 * (1.004**n)), "overhead": _cents(18_400 * _noise(dice, 0.03)),
            "ar_avg": _cents(sales * 0.46), "ap_avg": _cents(row["cogs"] * 0.92), "payout": _cents(sales * 0.688),
            "payout_due": _cents(sales * 0.70), "fx_loss": _cents(sales * dice.normal(0.002, 0.003)),
            "sku_all": 64, "sku_cost_ok": _part(dice, 64, 0.94), "close_day": float(dice.integers(5, 10)),
            "reimb_due": owed, "reimb_got": _cents(owed * min(1.0, 0.64 * _noise(dice, 0.1))),
            "live_gmv": _cents(sales * 0.07 * _noise(dice, 0.1)), "live_views": round(row["sessions"] * 0.8)}  # fmt: skip


def _platform(platform: str, row: dict[str, Any], dice: np.random.Generator) -> dict[str, Any]:
    """Scores that only one platform knows."""
    week = round(row["orders"] / 4.3)
    if platform == "Amazon":
        seen = round(row["orders"] * 0.9)
        return {"ahr": float(dice.integers(228, 300)), "ipi": float(dice.integers(455, 560)), "viol": int(dice.poisson(0.3)),
                "star": round(4.4 + dice.normal(0, 0.03), 2), "ncx_total": seen, "ncx_orders": _part(dice, seen, 0.021)}  # fmt: skip
    if platform == "Shopee":
        late = row["late_shipments"] / row["fbm_orders"]
        return {"sp_orders7": week, "sp_unfulfilled7": _part(dice, week, 0.028), "sp_shipped7": week,
                "sp_late7": _part(dice, week, late), "sp_points": float(dice.poisson(0.2)), "star": 4.7}  # fmt: skip
    return {
        "tt_orders7": week,
        "tt_late7": _part(dice, week, 0.017),
        "sps": round(4.2 + dice.normal(0, 0.05), 2),
        "star": 4.5,
    }


def main(folder: Path) -> None:
    """Write the client's workbook, as the client would send it, and the table of the months that follow."""
    from kpi_logic.intake import client_workbook

    (folder / "simulated_client.xlsx").write_bytes(client_workbook("zh", filled=simulated_client()))
    next_months().to_csv(folder / "simulated_next_months.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
