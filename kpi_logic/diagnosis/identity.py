"""The profit identity of each shop over the recent months, and what it gives when drivers move.

Volume x price, less what goes with units, less what goes with sales, less advertising: identities 9 to 11 of the KPI
trees, per shop, so that totals are sums of parts.  Where only the gross profit is known, what lies above it is split into
fees, refunds, storage and goods by ``gross``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi_logic.diagnosis.cube import Array, Cube
from kpi_logic.diagnosis.gross import Gross, gross, return_rate
from kpi_logic.diagnosis.leaf import Effect
from kpi_logic.metrics import ProfitBasis

PER_UNIT = ("cogs", "freight_in", "fulfil_fee")
PER_SALES = ("platform_fee", "promo_amt")


@dataclass(frozen=True, eq=False)
class Identity:
    """What each shop sold, paid and earned a month over the months chosen; every array is (shops,).

    ``per_unit`` goes with units, ``per_sales`` with sales, ``refunds`` with sales and the return rate, ``returns``
    (handling) with units and the return rate, ``ads`` with sales by ``ad_elasticity``; ``stock`` is the stock's value.
    """

    sales: Array
    per_unit: Mapping[str, Array]
    per_sales: Mapping[str, Array]
    refunds: Array
    return_handling: Array
    storage: Array
    ads: Array
    ad_elasticity: float
    stock: Array
    capital_rate: float
    profit: Array
    gross: Gross | None = None

    @classmethod
    def of(cls, cube: Cube, columns: Array, basis: ProfitBasis, capital_rate: float) -> "Identity":
        """The identity of the recent months *columns* of a cube."""

        def mean(measure: str) -> Array:
            return _mean(cube.get(measure)[:, columns])

        sales = mean("sales")
        if basis is ProfitBasis.SALES:
            # Nothing is known of costs: what is told is sales, and the room says so.
            none = np.zeros_like(sales)
            return cls(sales, {}, {}, none, none, none, none, 0.0, none, capital_rate, sales)
        if basis is ProfitBasis.CONTRIBUTION:
            per_unit = {name: mean(name) for name in PER_UNIT}
            per_sales = {name: mean(name) for name in PER_SALES}
            refunds, handling, storage = mean("refund_amt"), mean("return_cost"), mean("storage_fee")
            known = None
        else:
            known = gross(cube)
            refunds = known.refund * _mean((cube.get("sales") * return_rate(cube))[:, columns])
            fees, storage, handling = known.fee * sales, known.storage * mean("inventory_value"), np.zeros_like(sales)
            per_unit = {"all_costs": sales - mean("gross_profit") - fees - refunds - storage}
            per_sales = {"platform_fee": fees}
        ads = mean("ad_spend")
        costs = sum(per_unit.values()) + sum(per_sales.values()) + refunds + handling + storage + ads
        return cls(sales, per_unit, per_sales, refunds, handling, storage, ads, ad_elasticity(cube),
                   mean("inventory_value"), capital_rate, sales - costs, known)  # fmt: skip

    @property
    def stock_error(self) -> float:
        """How well it is known what stock costs to hold (log): where storage is estimated, not well."""
        if self.gross is None:
            return 0.0
        return self.gross.sd[2] / max(self.gross.storage + self.capital_rate / 12, 1e-6)

    def gain(self, moves: Mapping[tuple[Effect, str], Array]) -> Array:
        """(..., shops) profit gained a month when drivers move.

        Args:
            moves: per (effect, driver's upper measure) the change of the driver's logarithm, (..., shops).
        """
        volume = np.exp(_of(moves, Effect.VOLUME))
        shape = np.broadcast_shapes(self.sales.shape, *(np.shape(move) for move in moves.values()))
        sales = self.sales * volume * np.exp(_of(moves, Effect.PRICE))
        price = np.exp(_of(moves, Effect.PRICE))
        lost = sum(a * volume * np.exp(_unit_cost(moves, name)) for name, a in self.per_unit.items())
        lost = lost + sum(a * volume * price * np.exp(_sales_cost(moves, name)) for name, a in self.per_sales.items())
        returns = np.exp(_of(moves, Effect.RETURNS))
        lost = (
            lost
            + (self.refunds * price + self.return_handling) * volume * returns
            + self.storage * np.exp(_of(moves, Effect.STOCK))
        )
        ads = self.ads * (volume * price) ** self.ad_elasticity * np.exp(_of(moves, Effect.ADS))
        capital = self.stock * np.exp(_of(moves, Effect.STOCK)) * self.capital_rate / 12
        before = self.profit - self.stock * self.capital_rate / 12
        after = sales - lost - ads - capital
        return np.broadcast_to(np.nan_to_num(after - before), shape)


def ad_elasticity(cube: Cube) -> float:
    """How far advertising goes along with sales: 0 a fixed budget, 1 a fixed share, read from their monthly changes.

    A shrunk regression of the change of log ad spend on the change of log sales, all shops together.
    """
    spend, sales = _changes(cube.get("ad_spend")), _changes(cube.get("sales"))
    both = np.isfinite(spend) & np.isfinite(sales)
    x, y = sales[both], spend[both]
    if len(x) < 4:
        return 0.5
    # Ad cost a sale has noise of its own, so the slope, not the correlation, tells.
    held = 0.02 * len(x) * float(np.var(x) > 0) * float(np.var(x)) + 1e-3
    return float(np.clip((x @ y + 0.5 * held) / (x @ x + held), 0.0, 1.0))


def ads_apart(cube: Cube, elasticity: float) -> Array:
    """(shops, months) ad spend less what goes along with sales: what is left moves only if the budget was changed."""
    spend, sales = cube.get("ad_spend"), cube.get("sales")
    along = np.power(sales, elasticity, out=np.full(sales.shape, np.nan), where=np.nan_to_num(sales) > 0)
    return np.asarray(spend / along)


def _mean(values: Array) -> Array:
    """Mean over the months that have a number; NaN where none has."""
    there = np.isfinite(values)
    count = there.sum(axis=1)
    return np.divide(np.where(there, values, 0.0).sum(axis=1), count, out=np.zeros(len(values)), where=count > 0)


def _changes(values: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(values > 0, np.log(values), np.nan)
    return np.diff(logs, axis=1).ravel()


def _of(moves: Mapping[tuple[Effect, str], Array], effect: Effect) -> Array:
    return sum((move for (kind, _), move in moves.items() if kind is effect), np.zeros(()))


def _unit_cost(moves: Mapping[tuple[Effect, str], Array], name: str) -> Array:
    kinds = (Effect.UNIT_COST, Effect.ALL_COSTS)
    return sum((move for (kind, over), move in moves.items() if kind in kinds and over == name), np.zeros(()))


def _sales_cost(moves: Mapping[tuple[Effect, str], Array], name: str) -> Array:
    kinds = (Effect.SALES_COST, Effect.DISCOUNT)
    return sum((move for (kind, over), move in moves.items() if kind in kinds and over == name), np.zeros(()))
