"""Why a profit changed between two periods: by driver and shop, to the cent."""

from collections.abc import Callable, Sequence

import numpy as np

from kpi_logic.diagnosis.change import Change, ChangePart, PartKind
from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.lmdi import lmdi
from kpi_logic.diagnosis.shapley import shapley_of
from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import ProfitBasis, profit_basis
from kpi_logic.model import ALL, Month, Segment

AFTER_ADS = "gross_profit_after_ads"
NOTHING = 1e-9  # a total below a billionth of a unit is no trade, and would overflow as a divisor
OPENED: PartKind = "shop_opened"
CLOSED: PartKind = "shop_closed"
UNEXPLAINED, MIX = "unexplained", "mix"

# Volume and price: the longest chain whose measures a shop has in both periods is taken.
CHAINS: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (("sessions", "sessions", ""), ("cvr", "units", "sessions"), ("asp", "sales", "units")),
    (("sessions", "sessions", ""), ("order_cvr", "orders", "sessions"), ("aov", "sales", "orders")),
    (("units", "units", ""), ("asp", "sales", "units")),
    (("orders", "orders", ""), ("aov", "sales", "orders")),
    (("gmv", "sales", ""),),
)
SHARES = {  # costs that go with sales, as shares of sales
    "cm3": (("refund_amt", "refund_amt"), ("promo_depth", "promo_amt"), ("platform_fee_rate", "platform_fee"),
            ("return_cost", "return_cost"), ("cogs_rate", "cogs"), ("freight_ratio", "freight_in"),
            ("fulfil_fee_rate", "fulfil_fee")),
    "gross_profit": (("gross_margin", "all_costs"),),
    AFTER_ADS: (("gross_margin", "all_costs"),),
    "gmv": (),
}  # fmt: skip
SUMS = {  # costs that stand for themselves
    "cm3": ("storage_fee", "ad_spend"),
    "gross_profit": (),
    AFTER_ADS: ("ad_spend",),
    "gmv": (),
}


def attribute_change(
    facts: MonthlyFacts,
    before: Sequence[Month],
    after: Sequence[Month],
    metric: str | None = None,
    segment: Segment = ALL,
) -> Change | None:
    """The change of a metric from the months *before* to the months *after*.

    Args:
        facts: in one currency.
        before, after: months; each period is their sum, or their monthly average if their numbers differ.
        metric: ``cm3``, ``gross_profit_after_ads``, ``gross_profit`` or ``gmv``; None takes the best the facts carry.
        segment: the part of the business.

    Returns:
        Parts per shop and driver: Shapley's, or LMDI's where the metric is a product (sales); None where no shop has
        the numbers in both periods.

    Raises:
        ValueError: an unknown metric, or several currencies.
    """
    if facts.currency is None:
        raise ValueError(f"money in several currencies does not add up: {facts.currencies}")
    cube = Cube.of(facts.of_segment(segment))
    metric = metric or metric_of(facts.of_segment(segment))
    if metric not in SHARES:
        raise ValueError(f"metric must be one of {sorted(SHARES)}; got {metric!r}")
    return change_of(cube, cube.index(tuple(before)), cube.index(tuple(after)), metric, segment, facts.currency)


def metric_of(facts: MonthlyFacts) -> str:
    """The best metric the facts carry: contribution, gross profit after ads, gross profit, or sales."""
    basis = profit_basis(facts)
    if basis is ProfitBasis.CONTRIBUTION:
        return "cm3"
    if basis is not ProfitBasis.GROSS:
        return "gmv"
    return AFTER_ADS if "ad_spend" in facts.measures else "gross_profit"


def change_of(
    cube: Cube, before: Array, after: Array, metric: str, segment: Segment, currency: str | None
) -> Change | None:
    """As ``attribute_change``, on a cube and positions of months."""
    if not len(cube.shops) or not len(before) or not len(after):
        return None
    then, now = _Period(cube, before, len(before) != len(after)), _Period(cube, after, len(before) != len(after))
    needed = ["sales", *(over for _, over in SHARES[metric]), *SUMS[metric]]
    told = ~(then.gaps(needed) | now.gaps(needed)) & (then.there | now.there)
    parts = _openings(cube, then, now, metric, told)
    both = told & then.there & now.there
    for chain in CHAINS:
        carried = both & then.carries(chain) & now.carries(chain)
        parts += _chained(cube, then, now, metric, chain, carried)
        both &= ~carried
    parts += [ChangePart(UNEXPLAINED, cube.shops[s], float((now.value(metric) - then.value(metric))[s]), None, None,
                         "unexplained") for s in np.flatnonzero(both)]  # fmt: skip
    if not parts:
        return None
    values = [float(period.value(metric)[told].sum()) for period in (then, now)]
    left_out = tuple(cube.shops[s] for s in np.flatnonzero(~told & (then.there | now.there)))
    months = [tuple(cube.months[i] for i in columns) for columns in (before, after)]
    return Change(metric, currency, segment, months[0], months[1], values[0], values[1], tuple(parts),
                  len(before) != len(after), left_out, rule="lmdi" if metric == "gmv" else "shapley",
                  simpson=_simpson(cube, then, now, metric, told & then.there & now.there))  # fmt: skip


class _Period:
    """Sums (or monthly averages) of one period, per shop."""

    def __init__(self, cube: Cube, columns: Array, average: bool) -> None:
        self.cube, self.columns, self.divisor = cube, columns, len(columns) if average else 1
        rows = np.any([np.isfinite(grid[:, columns]) for grid in cube.values.values()], axis=0)
        self.rows = rows
        self.there: Array = rows.any(axis=1)

    def total(self, measure: str) -> Array:
        """(shops,) the sum; months without a row count nothing."""
        return np.nansum(self.cube.get(measure)[:, self.columns], axis=1) / self.divisor

    def gaps(self, measures: Sequence[str]) -> Array:
        """(shops,) whether a row lacks one of the measures."""
        holes = [np.isnan(self.cube.get(m)[:, self.columns]) & self.rows for m in measures]
        return np.any(holes, axis=(0, 2))

    def carries(self, chain: Sequence[tuple[str, str, str]]) -> Array:
        """(shops,) whether every link of the chain has a positive number."""
        measures = sorted({m for _, over, under in chain for m in (over, under) if m})
        positive = np.all([self.total(m) > NOTHING for m in measures], axis=0)
        return positive & ~self.gaps(measures)

    def value(self, metric: str) -> Array:
        """(shops,) the metric."""
        costs = [over for _, over in SHARES[metric]] + list(SUMS[metric])
        return self.total("sales") - np.sum([self.total(cost) for cost in costs], axis=0)


def _openings(cube: Cube, then: _Period, now: _Period, metric: str, told: Array) -> list[ChangePart]:
    opened, closed = told & ~then.there & now.there, told & then.there & ~now.there
    parts = [ChangePart(OPENED, cube.shops[s], float(now.value(metric)[s]), None, None, OPENED)
             for s in np.flatnonzero(opened)]  # fmt: skip
    return parts + [ChangePart(CLOSED, cube.shops[s], float(-then.value(metric)[s]), None, None, CLOSED)
                    for s in np.flatnonzero(closed)]  # fmt: skip


def _chained(
    cube: Cube, then: _Period, now: _Period, metric: str, chain: Sequence[tuple[str, str, str]], shops: Array
) -> list[ChangePart]:
    """Shapley parts of the shops that carry the chain."""
    at = [int(s) for s in np.flatnonzero(shops)]
    if not at:
        return []
    volume = chain[-1][2] or "sales"
    names = [name for name, _, _ in chain] + [name for name, _ in SHARES[metric]]
    links = [(over, under) for _, over, under in chain]
    # What goes with the piece is held a piece, what goes with the price as a share of it.
    links += [(over, volume if over in _A_PIECE else "sales") for _, over in SHARES[metric]]
    before, after = ([_link(period, link)[at] for link in links] for period in (then, now))
    a_piece = [over in _A_PIECE and volume != "sales" for _, over in SHARES[metric]]
    effects = _effects(len(chain), a_piece, before, after)
    if len(at) > 1 and len(links) > 1:
        names, before, after, effects = _with_mix(len(chain), a_piece, names, before, after, effects)
    parts = [
        ChangePart(name, cube.shops[s], float(effects[k, i]),
                   *_shown(name, metric, then, now, s, before[k][i], after[k][i]), _kind(k, name))
        for k, name in enumerate(names)
        for i, s in enumerate(at)
    ]  # fmt: skip
    for cost in SUMS[metric]:
        was, became = then.total(cost), now.total(cost)
        parts += [
            ChangePart(cost, cube.shops[s], float(was[s] - became[s]), float(was[s]), float(became[s]), "sum")
                  for s in at]  # fmt: skip
    return parts


def _effects(chain: int, a_piece: Sequence[bool], before: list[Array], after: list[Array]) -> Array:
    """(links, shops) what each link did: LMDI where the metric is their product, else Shapley."""
    if len(before) == chain:
        return lmdi(np.array(before), np.array(after))
    return shapley_of(_profit(chain, a_piece), before, after)


def _with_mix(
    chain: int, a_piece: Sequence[bool], names: list[str], before: list[Array], after: list[Array], effects: Array
) -> tuple[list[str], list[Array], list[Array], Array]:
    """A shop's volume taken apart into the volume of all times its share, each with its own effect.

    Under Shapley both stand in equal right for the volume, which enters the metric as a factor, so that the effect goes
    with its change (the Owen value of the union of the two; Owen 1977, "Values of games with a priori unions").
    """
    whole = [np.full(len(x[0]), x[0].sum()) for x in (before, after)]
    shares = [before[0] / whole[0], after[0] / whole[1]]
    wide = [[whole[i], shares[i], *x[1:]] for i, x in enumerate((before, after))]
    if len(before) == chain:
        return [names[0], MIX, *names[1:]], wide[0], wide[1], lmdi(np.array(wide[0]), np.array(wide[1]))
    none, one = np.zeros_like(shares[0]), np.ones_like(shares[0])
    for_one = shapley_of(_profit(chain, a_piece), [none, *before[1:]], [one, *after[1:]])[0]
    mix = for_one * (shares[1] - shares[0]) * (whole[0] + whole[1]) / 2
    return [names[0], MIX, *names[1:]], wide[0], wide[1], np.array([effects[0] - mix, mix, *effects[1:]])


def _kind(place: int, name: str) -> PartKind:
    return "mix" if name == MIX else "volume" if place == 0 else "rate"


def _simpson(cube: Cube, then: _Period, now: _Period, metric: str, shops: Array) -> bool:
    """Whether money per piece of volume went one way in every shop and the other way in all together."""
    volume = next((m for m in ("units", "orders") if cube.has(m)), None)
    if (
        volume is None
        or shops.sum() < 2
        or (~(then.total(volume) > NOTHING) | ~(now.total(volume) > NOTHING))[shops].any()
    ):
        return False
    value_then, value_now = then.value(metric)[shops], now.value(metric)[shops]
    pieces_then, pieces_now = then.total(volume)[shops], now.total(volume)[shops]
    moved = value_now / pieces_now - value_then / pieces_then
    whole = value_now.sum() / pieces_now.sum() - value_then.sum() / pieces_then.sum()
    return bool((moved * np.sign(whole) <= 0).all() and (moved * np.sign(whole) < 0).any())


_A_PIECE = frozenset({"cogs", "freight_in", "fulfil_fee", "all_costs"})


def _link(period: _Period, link: tuple[str, str]) -> Array:
    over, under = link
    below = period.total(under) if under else np.ones(len(period.there))
    return np.divide(period.total(over), below, out=np.zeros(len(below)), where=below > NOTHING)


def _profit(chain: int, a_piece: Sequence[bool]) -> Callable[[list[Array]], Array]:
    def profit(x: list[Array]) -> Array:
        volume = np.prod(x[: chain - 1], axis=0) if chain > 1 else np.ones_like(x[0])
        price, costs = x[chain - 1], x[chain:]
        a_unit = price - sum(c if piece else c * price for c, piece in zip(costs, a_piece, strict=True))
        return volume * a_unit

    return profit


def _shown(
    name: str, metric: str, then: _Period, now: _Period, shop: int, before: float, after: float
) -> tuple[float, float]:
    """The driver as its KPI states it: cost rates as shares of sales, the margin as what is left."""
    over = dict(SHARES[metric]).get(name)
    if over is None:
        return float(before), float(after)
    rates = [float(p.total(over)[shop] / p.total("sales")[shop]) for p in (then, now)]
    return (1 - rates[0], 1 - rates[1]) if over == "all_costs" else (rates[0], rates[1])
