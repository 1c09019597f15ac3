"""Attaining: the odds that a target is met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpi_logic.targets.flags import nothing_to_judge
from kpi_logic.targets.forecasting import Forecast, forecast
from kpi_logic.targets.history import TooFewMonths

if TYPE_CHECKING:
    import pandas as pd


def judged_forecast(
    history: pd.Series,
    periods: Sequence[pd.Period],
    exog: pd.Series | None = None,
    kind: str = "positive",
    calendar: bool | None = None,
) -> Forecast | None:
    """A forecast that odds may be stated from, or None: too few usable months, or nothing but zeros.

    Arguments and errors as in ``forecast``, except that TooFewMonths is answered with None.
    """
    try:
        view = forecast(history, periods, (0.1, 0.5, 0.9), exog, kind, calendar)
    except TooFewMonths:
        return None
    return None if nothing_to_judge(view.flags) else view


def attainment(
    history: pd.Series,
    periods: Sequence[pd.Period],
    target: float | Sequence[float],
    direction: str,
    aggregate: str,
    exog: pd.Series | None = None,
    kind: str = "positive",
    calendar: bool | None = None,
) -> float | None:
    """Odds that a target is met, or None where there is too little to judge.

    history, periods, exog, kind, calendar: as in ``forecast``. target: in the KPI's unit; for "each" also one
    per period. direction: "higher" or "lower" is better. aggregate: "each", every period meets the target;
    "sum", their total does. Returns a probability in [0.01, 0.99]; None below six usable months or when all
    of them are 0. Raises ValueError for another word or a target that is not finite, and as ``forecast``
    does.
    Source: share of joint paths that meet it, see ``forecasting``.

    >>> import pandas as pd
    >>> sales = pd.Series([90.0, 110, 100, 95, 105, 100], pd.period_range("2025-01", periods=6, freq="M"))
    >>> attainment(sales, [sales.index[-1] + 1], 60, "higher", "each") > 0.9
    True
    >>> attainment(sales[:5], [sales.index[-1]], 60, "higher", "each") is None
    True
    """
    view = judged_forecast(history, periods, exog, kind, calendar)
    return None if view is None else view.probability(target, direction, aggregate)
