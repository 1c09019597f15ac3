"""Forecasting: a KPI's next months as joint paths, with intervals that keep their promise on short histories.

Method: empirical-Bayes structural regression. On the model scale a KPI is level + trend + season + noise, one
Bayesian ridge regression, averaged over settings whose odds were learnt once from a pool of public series.
Sources: Harvey 1989 (structural time series); Efron & Morris 1973 (empirical Bayes); Hoeting et al. 1999
(Bayesian model averaging).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.counting import Counts, read_counts
from kpi_logic.targets.design import Design, counted_design, design
from kpi_logic.targets.flags import Flag, raise_flags
from kpi_logic.targets.history import History, read_history, read_levels, read_periods
from kpi_logic.targets.paths import draw_paths
from kpi_logic.targets.posterior import Posterior, Shifts, posterior
from kpi_logic.targets.prior import Prior, load_prior
from kpi_logic.targets.shapes import driver_column, shapes
from kpi_logic.targets.transform import Transform, choose_transform

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Index = NDArray[np.int64]

METHOD_VERSION = "ebsr-2"
LEAST_ODDS, MOST_ODDS = 0.01, 0.99
"""Odds are never stated outside these: no short history supports more."""
USUAL_HORIZON = 12


def sorted_quantiles(ordered: Array, levels: Array) -> Array:
    """Quantiles of sorted samples, shape (P, N) and levels (Q,) -> (P, Q), straight lines in between."""
    place = np.clip(levels * ordered.shape[1] - 0.5, 0, ordered.shape[1] - 1)
    below = np.minimum(place.astype(int), ordered.shape[1] - 2)
    low, high = ordered[:, below], ordered[:, below + 1]
    return np.asarray(low + (place - below) * (high - low))


@dataclass(frozen=True)
class Forecast:
    """Joint futures of one KPI.

    periods: the P months asked for. levels: quantile levels (Q,). paths: joint futures (N, P) in the KPI's
    unit. months: usable months behind it. scale: "log", "linear" or "logit". flags: what was odd in the
    history.
    """

    periods: tuple[pd.Period, ...]
    levels: Array
    paths: Array
    months: int
    scale: str
    flags: tuple[Flag, ...]

    @cached_property
    def _ordered(self) -> Array:
        """Each month's futures in order, shape (P, N)."""
        return np.sort(self.paths.T, axis=1)

    @cached_property
    def _ordered_totals(self) -> Array:
        """Each running total's futures in order, shape (P, N)."""
        return np.sort(self.paths.cumsum(axis=1).T, axis=1)

    @property
    def quantiles(self) -> Array:
        """Quantiles of each month, shape (P, Q), non-decreasing along levels that increase."""
        return sorted_quantiles(self._ordered, self.levels)

    def running_totals(self, levels: Sequence[float]) -> Array:
        """Quantiles of the sum over the first 1, 2, … periods, shape (P, len(levels)).

        Raises ValueError for a level outside (0, 1).
        """
        return sorted_quantiles(self._ordered_totals, read_levels(levels))

    def total(self, levels: Sequence[float]) -> Array:
        """Quantiles of the sum over all periods, shape (len(levels),)."""
        return self.running_totals(levels)[-1]

    def probability(self, target: float | Sequence[float], direction: str, aggregate: str) -> float:
        """Odds of meeting a target, in LEAST_ODDS .. MOST_ODDS.

        target: a number, or for "each" one number per period. direction: "higher" (reach it or more) or
        "lower" (stay at it or less). aggregate: "each", every period meets it; "sum", their total does.
        Raises ValueError for another word, a target that is not finite or of the wrong length.
        """
        sign = direction_sign(direction)
        goal = np.asarray(target, float)
        if not np.isfinite(goal).all() or goal.shape not in ((), (len(self.periods),)):
            raise ValueError("target is one finite number, or one per period")
        if aggregate_word(aggregate) == "sum" and goal.shape:
            raise ValueError("the total of the periods takes one target")
        return _bounded((self._worst(sign, aggregate, goal) >= 0).mean())

    def level_at(self, odds: float, direction: str, aggregate: str) -> float:
        """The target that is met with these odds; the inverse of ``probability``.

        odds: in (0, 1). direction, aggregate: as in ``probability``. Raises ValueError as it does.
        """
        sign = direction_sign(direction)
        ordered = np.sort(self._worst(sign, aggregate, np.zeros(())))[None]
        return sign * float(sorted_quantiles(ordered, read_levels([1 - odds]))[0, 0])

    def _worst(self, sign: int, aggregate: str, goal: Array) -> Array:
        """By how much each path beats the goal where it beats it least, shape (N,)."""
        if aggregate_word(aggregate) == "sum":
            return np.asarray(sign * (self.paths.sum(axis=1) - goal))
        return np.asarray((sign * (self.paths - goal)).min(axis=1))


def _bounded(odds: float) -> float:
    """Odds that no short history can push to certainty."""
    return float(np.clip(odds, LEAST_ODDS, MOST_ODDS))


def direction_sign(direction: str) -> int:
    """+1 for "higher", -1 for "lower"; raises ValueError for anything else.

    >>> direction_sign("lower")
    -1
    """
    word = str(getattr(direction, "value", direction))
    if word not in ("higher", "lower"):
        raise ValueError(f"direction is {word!r}, allowed: higher, lower")
    return 1 if word == "higher" else -1


def aggregate_word(aggregate: str) -> str:
    """The word for an aggregate; raises ValueError unless it is "each" or "sum".

    >>> aggregate_word("sum")
    'sum'
    """
    word = str(getattr(aggregate, "value", aggregate))
    if word not in ("each", "sum"):
        raise ValueError(f"aggregate is {word!r}, allowed: each, sum")
    return word


@dataclass(frozen=True)
class _Case:
    """One history made ready: model-scale values around their recent centre."""

    past: History
    scale: Transform
    y: Array
    centre: float
    plan: Design
    shifts: Shifts
    prior: Prior
    counts: Counts | None


def _case(
    past: History,
    horizon: int,
    kind: str,
    calendar: bool | None,
    exog: pd.Series | None,
    prior: Prior,
    counts: pd.Series | None,
) -> _Case:
    """Transform, centre, and gather what may be part of the KPI."""
    scale = choose_transform(past.values, kind)
    seen = None if counts is None else read_counts(counts, past, horizon)
    if seen is None:
        y, plan = scale.forward(past.values), design(prior, past.pattern, horizon)
        centre = float(np.median(y[-6:]))
    else:
        y = seen.logit(past.values)
        plan = counted_design(prior, past.pattern, horizon, seen.sampling(past.values))
        centre = seen.centre(past.values)
    ahead = past.months[-1] + 1 + np.arange(horizon)
    driver = None if exog is None else driver_column(exog, np.concatenate([past.months, ahead]))
    use = calendar if scale.name == "log" else False
    shifts = shapes(prior, plan, past.months, ahead, use, driver, scale.unit)
    return _Case(past, scale, y - centre, centre, plan, shifts, prior, seen)


def _futures(case: _Case) -> tuple[Array, Posterior]:
    """Paths in the KPI's unit, shape (N, H), and the weights behind them."""
    found = posterior(case.plan, case.y, case.shifts, case.prior.scales, case.scale.unit)
    drawn = draw_paths(case.plan, case.y, case.shifts, found, case.scale.unit)
    paths = case.scale.back(drawn + case.centre)
    return paths if case.counts is None else case.counts.drawn(paths), found


def forecast(
    history: pd.Series,
    periods: Sequence[pd.Period],
    levels: Sequence[float],
    exog: pd.Series | None = None,
    kind: str = "positive",
    calendar: bool | None = None,
    prior: Prior | None = None,
    counts: pd.Series | None = None,
) -> Forecast:
    """Forecast a monthly KPI with honest intervals from six months of history or more.

    history: monthly values in the KPI's unit with a monthly PeriodIndex; gaps allowed, NaN = missing; the
    last 48 months count. periods: P months after the last known one, in order, at most 36 ahead. levels: Q
    quantile levels in (0, 1). exog: one driver (planned ad spend, a 0/1 event) for every known month and
    every month up to the last period. kind: "positive", "signed" (may be negative) or "rate" (0..1).
    calendar: how likely calendar profiles are; None as in the whole pool, True as in consumer retail, False
    none. prior: what was learnt, the shipped constants where not given. counts: for a "rate",
    the cases behind each known month's value (visits of a conversion), and planned ones ahead if known: then
    the noise of small numbers is counted in.
    Returns a Forecast; its quantiles have shape (P, Q). The same input gives the same output.
    Below six usable months it is flagged "too_few" and no odds should be stated from it.
    Raises TooFewMonths (a ValueError) below four usable months; ValueError or TypeError for what cannot be
    read.
    Source: see the head of this file; constants and their provenance in templates/realism/prior.json.

    >>> import pandas as pd
    >>> sales = pd.Series([90.0, 110, 100, 95, 105, 100], pd.period_range("2025-01", periods=6, freq="M"))
    >>> view = forecast(sales, [sales.index[-1] + 1], [0.1, 0.5, 0.9])
    >>> view.quantiles.shape, view.probability(60, "higher", "each") > 0.9
    ((1, 3), True)
    """
    past = read_history(history)
    ahead = read_periods(periods, int(past.months[-1]))
    asked = read_levels(levels)
    if counts is not None and kind != "rate":
        raise ValueError(f"counts belong to a rate; kind is {kind!r}")
    horizon = max(USUAL_HORIZON, int(ahead[-1]))
    furthest = int(ahead[-1]) if exog is not None else horizon
    case = _case(past, furthest, kind, calendar, exog, prior or load_prior(), counts)
    futures, found = _futures(case)
    flags = raise_flags(past, found, case.scale, kind)
    if case.counts is not None:  # a month without a hit is nothing odd where few cases are counted
        flags = tuple(flag for flag in flags if flag.code != "zeros")
    return Forecast(tuple(periods), asked, futures[:, ahead - 1], past.months.size, case.scale.name, flags)


forecast.METHOD_VERSION = METHOD_VERSION  # type: ignore[attr-defined]
