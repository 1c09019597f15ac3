"""A last month that is not over yet."""

import numpy as np

from kpi_logic.diagnosis.cube import Array, Cube

FLOWS = ("sessions", "orders", "units", "sales", "ad_spend", "ad_sales")
SHORT = 0.72  # of what was to be expected; a month with more than that may well be whole
ALIKE = 0.2  # a part month is short of everything alike (spread of the logarithms)
MOST = 0.7  # ... and short in this share of the shops at least


def is_partial(cube: Cube) -> bool:
    """Whether the last month looks like a part of a month: every flow is short by about the same, in most shops.

    A season that looks like that last year too is no part month.
    """
    flows = [cube.get(flow) for flow in FLOWS if cube.has(flow)]
    if len(cube.months) < 4 or len(flows) < 3:
        return False
    now = _short(flows, -1)
    if not np.isfinite(now).all() or np.median(now) > np.log(SHORT) or now.max() > np.log(0.9) or now.std() > ALIKE:
        return False
    if np.mean(_shops_short(flows)) < MOST:
        return False
    return bool(len(cube.months) < 16 or np.median(now) < np.median(_short(flows, -13)) + np.log(SHORT))


def _short(flows: list[Array], at: int) -> Array:
    """(flows,) log of a month over the median of the three before it, all shops together."""
    sums = [np.nansum(flow, axis=0) for flow in flows]
    return np.array([_log_ratio(total[at], float(np.median(total[at - 3 : at]))) for total in sums])


def _shops_short(flows: list[Array]) -> list[bool]:
    """Of each shop with numbers: whether its last month is short of the three before."""
    return [
        float(np.median(ratios)) < np.log(0.85)
        for shop in range(len(flows[0]))
        if np.isfinite(ratios := _short([flow[[shop]] for flow in flows], -1)).all()
    ]


def _log_ratio(above: float, below: float) -> float:
    return float(np.log(above / below)) if above > 0 and below > 0 else float("nan")
