"""Levels: threshold, target and stretch of a KPI, set where wanted odds lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kpi_logic.targets.attaining import judged_forecast

if TYPE_CHECKING:
    import pandas as pd

    from kpi_logic.targets.forecasting import Forecast

ODDS = (0.90, 0.60, 0.10)
"""Odds of threshold, target and stretch unless told otherwise."""


class Levels(NamedTuple):
    """Three levels in the KPI's unit, from the easiest to the hardest."""

    threshold: float
    target: float
    stretch: float


def levels_of(view: Forecast, direction: str, aggregate: str, odds: Sequence[float] = ODDS) -> Levels:
    """The levels that a forecast meets with these odds; arguments as in ``three_levels``."""
    if len(odds) != 3 or not 1 > odds[0] > odds[1] > odds[2] > 0:
        raise ValueError("odds are three falling numbers between 0 and 1")
    return Levels(*(view.level_at(one, direction, aggregate) for one in odds))


def three_levels(
    history: pd.Series,
    periods: Sequence[pd.Period],
    direction: str,
    aggregate: str = "sum",
    odds: Sequence[float] = ODDS,
    exog: pd.Series | None = None,
    kind: str = "positive",
    calendar: bool | None = None,
) -> Levels | None:
    """Threshold, target and stretch at wanted odds, or None where there is too little to judge.

    history, periods, exog, kind, calendar: as in ``forecast``. direction: "higher" (levels rise) or "lower"
    (levels fall). aggregate: "sum", levels of the total; "each", one level that every period meets.
    odds: of threshold, target and stretch, falling, in (0, 1).
    Raises ValueError for other odds or words, and as ``forecast`` does. Source: quantiles of the joint paths.

    >>> import pandas as pd
    >>> sales = pd.Series([90.0, 110, 100, 95, 105, 100], pd.period_range("2025-01", periods=6, freq="M"))
    >>> low, mid, high = three_levels(sales, [sales.index[-1] + 1], "higher")
    >>> low < mid < high
    True
    """
    view = judged_forecast(history, periods, exog, kind, calendar)
    return None if view is None else levels_of(view, direction, aggregate, odds)
