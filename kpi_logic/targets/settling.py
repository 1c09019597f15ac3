"""Settling: a target's months that have already happened are known; only the rest is uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from kpi_logic.targets.forecasting import Forecast


def settled(history: pd.Series, periods: Sequence[pd.Period]) -> tuple[float, ...]:
    """Values of the leading periods that the history already knows; the first unknown one ends them.

    >>> import pandas as pd
    >>> sales = pd.Series([90.0, 110, 100], pd.period_range("2025-01", periods=3, freq="M"))
    >>> settled(sales, list(pd.period_range("2025-03", periods=3, freq="M")))
    (100.0,)
    """
    found: list[float] = []
    for period in periods:
        value = float(history.get(period, np.nan))
        if not np.isfinite(value):
            break
        found.append(value)
    return tuple(found)


def preceded(view: Forecast, periods: Sequence[pd.Period], values: Sequence[float]) -> Forecast:
    """The same futures with months in front that have already happened.

    periods, values: the months that are known, in order, before those of the forecast.
    """
    if not values:
        return view
    front = np.tile(np.asarray(values, float), (len(view.paths), 1))
    return replace(view, periods=(*periods, *view.periods), paths=np.hstack([front, view.paths]))
