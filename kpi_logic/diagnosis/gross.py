"""What lies between sales and gross profit where the file names no single cost: fees, refunds, storage, the goods.

For each shop and month, per unit: cost = fee x price + refund x (price x return rate) + storage x (stock per unit) + the
goods' own cost, a level a shop with a random walk.  The three coefficients are the same for all shops and held by priors;
where price, returns or stock have moved (as they do when something goes wrong) the numbers tell, else the priors do.

Source of the method: Bayesian linear regression with a conjugate normal prior (Bishop 2006, section 3.3) under a
covariance of noise and random walk (generalised least squares, Aitken 1935).
"""

from dataclasses import dataclass

import numpy as np

from kpi_logic.diagnosis.cube import Array, Cube

# Referral fees; a refund is the price, less what is sold again; storage a month, between a warehouse of one's own (next
# to nothing) and a platform's (about a hundredth of the stock's value).
PRIOR = np.array([0.15, 0.95, 0.006])
SPREAD = np.array([0.04, 0.25, 0.005])
FEWEST = 8  # months of a shop below which it tells nothing
WALK = 0.25  # of the noise, a month
ROUNDS = 2


@dataclass(frozen=True, eq=False)
class Gross:
    """Shares of the three causes of cost that are not the goods': of sales, of refunds, of the stock's value a month.

    ``sd`` are their standard deviations.
    """

    fee: float
    refund: float
    storage: float
    sd: tuple[float, float, float]

    def cleared(self, cube: Cube) -> Array:
        """(shops, months) what is left of all costs for the goods; NaN where not known."""
        stock = np.nan_to_num(cube.get("inventory_value"))
        return (
            cube.get("all_costs")
            - cube.get("sales") * (self.fee + self.refund * return_rate(cube))
            - self.storage * stock
        )


def gross(cube: Cube) -> Gross:
    """The coefficients as the seller's months support them."""
    rows = [row for shop in range(len(cube.shops)) if (row := _row(cube, shop)) is not None]
    mean, cover = PRIOR, np.diag(SPREAD**2)
    noise = [0.02] * len(rows)
    for _ in range(ROUNDS if rows else 0):
        precision, weighted = np.diag(SPREAD**-2.0), PRIOR / SPREAD**2
        for (y, x, weight), sd in zip(rows, noise, strict=True):
            precision = precision + x.T @ weight @ x / sd**2
            weighted = weighted + x.T @ weight @ y / sd**2
        cover = np.linalg.inv(precision)
        mean = cover @ weighted
        noise = [_noise(y - x @ mean) for y, x, _ in rows]
    fee, refund, storage = (float(max(value, 0.0)) for value in mean)
    sd = np.sqrt(np.diag(cover))
    return Gross(fee, refund, storage, (float(sd[0]), float(sd[1]), float(sd[2])))


def return_rate(cube: Cube) -> Array:
    """(shops, months) returned units over units (or orders); 0 where it is not known."""
    returned, under = cube.get("returned_units"), cube.first_of(("units_shipped", "units", "orders"))
    if under is None:
        return np.zeros(cube.get("sales").shape)
    return np.nan_to_num(np.divide(returned, cube.get(under), out=np.zeros_like(returned), where=cube.get(under) > 0))


def _row(cube: Cube, shop: int) -> tuple[Array, Array, Array] | None:
    """Cost a unit, what explains it (both in units of the shop's price), and the weights of its months."""
    under = cube.first_of(("units", "orders"))
    if under is None:
        return None
    units, sales, cost = cube.get(under)[shop], cube.get("sales")[shop], cube.get("all_costs")[shop]
    there = np.isfinite(sales) & np.isfinite(cost) & (np.nan_to_num(units) > 0) & (np.nan_to_num(sales) > 0)
    if there.sum() < FEWEST:
        return None
    units, sales, cost = units[there], sales[there], cost[there]
    price = float(np.median(sales / units))
    stock = np.nan_to_num(cube.get("inventory_value")[shop][there])
    x = np.column_stack([sales, sales * return_rate(cube)[shop][there], stock]) / units[:, None] / price
    return cost / units / price, x, _weights(np.flatnonzero(there))


def _weights(month: Array) -> Array:
    """Inverse covariance of noise and random walk, with the shop's level taken out."""
    cover = np.eye(len(month)) + WALK**2 * np.minimum(month[:, None], month[None, :])
    inverse = np.linalg.inv(cover)
    of_level = inverse.sum(axis=1)
    return np.asarray(inverse - np.outer(of_level, of_level) / of_level.sum())


def _noise(left: Array) -> float:
    """Robust month noise from first differences; never none."""
    return max(float(np.median(np.abs(np.diff(left)))) * 1.4826 / np.sqrt(2), 1e-3)
