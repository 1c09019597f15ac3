"""Levels that a history suggests: what was reached often, usually, rarely."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from kpi_logic.model import Kpi, Unit
from kpi_logic.scheme.curve import Levels

LevelSource = Callable[[Kpi, pd.Series], Levels | None]
"""Gives levels for a KPI from its months (float64, gapless monthly PeriodIndex, NaN missing), or None: cannot tell."""

LEAST_MONTHS = 3
YEAR = 12
REACHED = (0.2, 0.6, 0.9)
"""Places of threshold, target and stretch among the months of the last year, from the worst to the best: the
threshold was reached in four months of five, the target is better than six months of ten, the stretch than nine."""

LEAST_SPAN = 0.05
"""Threshold and stretch stand at least this part of the target away from it, however little the history varies."""

DIGITS = 3


def history_levels(kpi: Kpi, months: pd.Series) -> Levels | None:
    """Levels from the last twelve months that have a value; None below three of them, or where the target would be 0.

    Quantiles in the KPI's own direction, to three significant digits (to the easier side), so that people can read and
    sign them.

    >>> from kpi_logic.library import kpi_library
    >>> acos = pd.Series([n / 100 for n in range(20, 31)], pd.period_range("2025-01", periods=11, freq="M"))
    >>> history_levels(kpi_library()["acos"], acos)
    Levels(threshold=0.28, target=0.24, stretch=0.21)
    """
    told = months.dropna().to_numpy(dtype=float)[-YEAR:]
    if len(told) < LEAST_MONTHS:
        return None
    sign = kpi.direction.sign
    threshold, target, stretch = (sign * float(level) for level in np.quantile(sign * told, REACHED))
    span = LEAST_SPAN * abs(target)
    threshold = sign * min(sign * threshold, sign * target - span)
    stretch = sign * max(sign * stretch, sign * target + span)
    if kpi.unit is Unit.RATIO and sign > 0 and max(told) <= 1:
        stretch = min(stretch, (1 + target) / 2)
    exact = Levels(threshold, target, stretch)
    readable = Levels(*(eased(level, sign) for level in exact))
    return next((levels for levels in (readable, exact) if _in_order(levels, sign)), None)


def _in_order(levels: Levels, sign: int) -> bool:
    return sign * levels.threshold < sign * levels.target < sign * levels.stretch


def eased(value: float, sign: int) -> float:
    """A level to three significant digits, rounded to the side that is easier to reach.

    >>> eased(0.98286, 1), eased(0.98286, -1), eased(0.3, -1)
    (0.982, 0.983, 0.3)
    """
    rounded = to_digits(value)
    if sign * (rounded - value) <= 1e-9 * abs(value):
        return rounded
    return to_digits(rounded - sign * 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1))


def to_digits(value: float, digits: int = DIGITS) -> float:
    """A number to some significant digits.

    >>> to_digits(0.118372), to_digits(123456.0), to_digits(0.0)
    (0.118, 123000.0, 0.0)
    """
    return float(f"{value:.{digits - 1}e}") if value and math.isfinite(value) else value
