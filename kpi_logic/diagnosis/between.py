"""The change of any metric between any two periods, with the rule that shares it out."""

from collections.abc import Sequence

import numpy as np

from kpi_logic.diagnosis.attribution import CLOSED, MIX, OPENED, SHARES, attribute_change
from kpi_logic.diagnosis.change import Change, ChangePart, PartKind
from kpi_logic.diagnosis.lmdi import lmdi
from kpi_logic.diagnosis.ratio import ratio_change
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import adds_over_months, kpi_table
from kpi_logic.model import ALL, Direction, Kind, Kpi, Month, Segment, Term, TimeFactor, Unit

_SHOP = ["platform", "site", "shop"]
# Metrics that are a product: the volume, and the rates that make the metric of it.
PRODUCTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "units": (("sessions", "sessions", ""), ("cvr", "units", "sessions")),
    "orders": (("sessions", "sessions", ""), ("order_cvr", "orders", "sessions")),
    "ad_spend": (("ad_sales", "ad_sales", ""), ("acos", "ad_spend", "ad_sales")),
}


def change_between(
    facts: MonthlyFacts, metric: str, before: Sequence[Month], after: Sequence[Month], segment: Segment = ALL
) -> Change | None:
    """Why a metric differs between the months *before* and the months *after*, shop by shop and driver by driver.

    Any months will do (a month, a quarter, the same months a year apart, ranges of the client's own); money and counts of
    periods that differ in length are compared by the month.  The parts sum to the change.  The rule is told:

    - ``shapley``: profits, on the tree of volume, mix, conversion, price and costs;
    - ``lmdi``: sales, units, orders, ad spend, where every factor is positive;
    - ``rate_mix``: ratios, the shops' own rates apart from the mix of shops (``simpson`` where they contradict);
    - ``sum``: every other total and level, shop by shop.

    Args:
        facts: money in one currency.
        metric: cm3, gross_profit_after_ads, gross_profit, gmv; or any KPI or base measure of the catalogue.
        before, after: months.
        segment: the part of the business.

    Returns:
        None where a period cannot be told.

    Raises:
        ValueError: an unknown metric, or money in several currencies.
    """
    if metric in SHARES:
        return attribute_change(facts, before, after, metric, segment)
    kpi, here = _kpi(metric), facts.of_segment(segment)
    if facts.currency is None and any(kpi_library().measures[m].unit is Unit.MONEY for m in kpi.measures):
        raise ValueError(f"money in several currencies does not add up: {facts.currencies}")
    if kpi.is_ratio:
        return _of_ratio(here, kpi, before, after, segment)
    return _of_total(here, kpi, before, after, segment)


def _of_ratio(
    facts: MonthlyFacts, kpi: Kpi, before: Sequence[Month], after: Sequence[Month], segment: Segment
) -> Change | None:
    found = ratio_change(facts, kpi, before, after)
    if found is None:
        return None
    parts = [ChangePart(kpi.code, p.segment, p.rate, p.before, p.after) for p in found.parts]
    if len(found.parts) > 1:
        parts += [ChangePart(MIX, p.segment, p.mix, None, None, "mix") for p in found.parts]
    return Change(kpi.code, None, segment, tuple(before), tuple(after), found.before, found.after, tuple(parts), False, (),
                  kpi.unit, "rate_mix", found.simpson)  # fmt: skip


def _of_total(
    facts: MonthlyFacts, kpi: Kpi, before: Sequence[Month], after: Sequence[Month], segment: Segment
) -> Change | None:
    chain = PRODUCTS.get(kpi.code, ()) if facts.currency is not None else ()
    measures = sorted({m for _, over, under in chain for m in (over, under) if m})
    asked = [kpi, *map(_measure, (m for m in measures if m != kpi.code))]
    per_month = len(before) != len(after)
    then, now = (_by_shop(facts, asked, months, per_month, kpi) for months in (before, after))
    shops = sorted({*then, *now}, key=lambda s: s.parts())
    told = [s for s in shops if all(_there(t, s, kpi.code) for t in (then, now))]
    if not told or not then or not now:
        return None
    whole = [sum(t[s][kpi.code] for s in told if s in t) for t in (then, now)]
    both = [s for s in told if s in then and s in now]
    product = [s for s in both if all(t[s].get(m, 0.0) > 0 for t in (then, now) for m in measures)] if chain else []
    parts = _openings(told, then, now, kpi.code) + _product(product, chain, then, now)
    parts += [ChangePart(kpi.code, s, now[s][kpi.code] - then[s][kpi.code], then[s][kpi.code], now[s][kpi.code], "sum")
              for s in both if s not in product]  # fmt: skip
    currency = facts.currency if kpi.unit is Unit.MONEY else None
    return Change(kpi.code, currency, segment, tuple(before), tuple(after), whole[0], whole[1], tuple(parts), per_month,
                  tuple(s for s in shops if s not in told), kpi.unit, "lmdi" if product else "sum")  # fmt: skip


_Totals = dict[Segment, dict[str, float]]


def _by_shop(facts: MonthlyFacts, kpis: Sequence[Kpi], months: Sequence[Month], per_month: bool, kpi: Kpi) -> _Totals:
    """Each shop's totals over the months (levels: their average); NaN where it cannot be told."""
    here = facts.of_months(months)
    if here.is_empty:
        return {}
    months_there = len(here.months) if per_month and adds_over_months(kpi) else 1
    table = kpi_table(here, kpis, _SHOP)
    return {
        Segment(platform=row["platform"], site=row["site"], shop=row["shop"]):
            {str(k.code): float(row[k.code]) / months_there for k in kpis}
        for row in table.to_dict("records")
    }  # fmt: skip


def _there(totals: _Totals, shop: Segment, code: str) -> bool:
    """Whether a shop's total is told, or the shop has no row at all."""
    return shop not in totals or bool(np.isfinite(totals[shop][code]))


def _openings(shops: Sequence[Segment], then: _Totals, now: _Totals, code: str) -> list[ChangePart]:
    opened = [ChangePart(OPENED, s, now[s][code], None, None, OPENED) for s in shops if s not in then]
    return opened + [ChangePart(CLOSED, s, -then[s][code], None, None, CLOSED) for s in shops if s not in now]


def _product(
    shops: Sequence[Segment], chain: Sequence[tuple[str, str, str]], then: _Totals, now: _Totals
) -> list[ChangePart]:
    """LMDI parts: volume of all, mix of shops, and the rates."""
    if not shops:
        return []
    factors = []
    for totals in (then, now):
        volume = np.array([totals[s][chain[0][1]] for s in shops])
        rates = [np.array([totals[s][over] / totals[s][under] for s in shops]) for _, over, under in chain[1:]]
        factors.append(np.array([np.full(len(shops), volume.sum()), volume / volume.sum(), *rates]))
    effects = lmdi(*factors)
    names: list[tuple[str, PartKind]] = [
        (chain[0][0], "volume"),
        (MIX, "mix"),
        *((name, "rate") for name, _, _ in chain[1:]),
    ]
    return [
        ChangePart(name, shop, float(effects[k, i]), float(factors[0][k, i]), float(factors[1][k, i]), kind)
        for k, (name, kind) in enumerate(names)
        for i, shop in enumerate(shops)
        if kind != "mix" or len(shops) > 1
    ]


def _kpi(code: str) -> Kpi:
    library = kpi_library()
    if code in library.kpis:
        return library[code]
    if code in library.measures:
        return _measure(code)
    raise ValueError(f"metric must be one of {sorted(SHARES)}, a KPI or a base measure; got {code!r}")


def _measure(code: str) -> Kpi:
    """A base measure as a KPI of one term."""
    return Kpi(
        code=code, numerator=(Term(measure=code),), time_factor=TimeFactor.NONE, unit=kpi_library().measures[code].unit,
        direction=Direction.HIGHER, kind=Kind.RESULT, gate=False, owners=(), counters=(), definition_source="",
        benchmark="", domain="",
    )  # fmt: skip
