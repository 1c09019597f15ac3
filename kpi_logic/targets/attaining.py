"""Attaining: the odds that a target is met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kpi_logic.targets.flags import nothing_to_judge
from kpi_logic.targets.forecasting import Forecast, aggregate_word, direction_sign, forecast
from kpi_logic.targets.history import TooFewMonths
from kpi_logic.targets.settling import preceded, settled

if TYPE_CHECKING:
    import pandas as pd


def judged_forecast(
    history: pd.Series,
    periods: Sequence[pd.Period],
    exog: pd.Series | None = None,
    kind: str = "positive",
    calendar: bool | None = None,
    counts: pd.Series | None = None,
) -> Forecast | None:
    """A forecast that odds may be stated from, or None: too few usable months, or nothing but zeros.

    Leading periods that the history knows count as known: every future has their values. Arguments and errors as
    in ``forecast``, except that TooFewMonths is answered with None.
    """
    known = settled(history, periods)
    try:
        view = forecast(history, periods[len(known) :], (0.1, 0.5, 0.9), exog, kind, calendar, counts=counts)
    except TooFewMonths:
        return None
    return None if nothing_to_judge(view.flags) else preceded(view, periods[: len(known)], known)


def attainment(
    history: pd.Series,
    periods: Sequence[pd.Period],
    target: float | Sequence[float],
    direction: str,
    aggregate: str,
    exog: pd.Series | None = None,
    kind: str = "positive",
    calendar: bool | None = None,
    counts: pd.Series | None = None,
) -> float | None:
    """Odds that a target is met, or None where there is too little to judge.

    history, periods, exog, kind, calendar, counts: as in ``forecast``; leading periods that the history already
    knows count as known, and only the others are uncertain. target: in the KPI's unit; for "each" also one per
    period. direction: "higher" or "lower" is better. aggregate: "each", every period meets the target; "sum",
    their total does. Returns a probability in [0.01, 0.99], or 0 or 1 where nothing is open any more; None below
    six usable months or when all of them are 0. Raises ValueError for another word or a target that is not
    finite, and as ``forecast`` does.
    Source: share of joint paths that meet it, see ``forecasting``.

    >>> import pandas as pd
    >>> sales = pd.Series([90.0, 110, 100, 95, 105, 100], pd.period_range("2025-01", periods=6, freq="M"))
    >>> attainment(sales, [sales.index[-1] + 1], 60, "higher", "each") > 0.9
    True
    >>> attainment(sales[:5], [sales.index[-1]], 60, "higher", "each") is None
    True
    >>> attainment(sales, list(sales.index[-2:]), 200, "higher", "sum")
    1.0
    """
    over = _decided(settled(history, periods), len(periods), target, direction, aggregate)
    if over is not None:
        return over
    view = judged_forecast(history, periods, exog, kind, calendar, counts)
    return None if view is None else view.probability(target, direction, aggregate)


def _decided(
    known: Sequence[float], months: int, target: float | Sequence[float], direction: str, aggregate: str
) -> float | None:
    """1 or 0 where the known months settle the target whatever follows, else None."""
    sign, word = direction_sign(direction), aggregate_word(aggregate)
    goal = np.asarray(target, float)
    if not known or not np.isfinite(goal).all() or goal.shape not in ((), (months,)):
        return None
    values = np.array(known)
    if word == "sum":
        return float(sign * (values.sum() - goal) >= 0) if len(known) == months and not goal.shape else None
    met = bool((sign * (values - (goal[: len(known)] if goal.shape else goal)) >= 0).all())
    if not met:
        return 0.0
    return 1.0 if len(known) == months else None
