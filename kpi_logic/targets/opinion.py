"""Opinion: a plain regression that a client can follow by hand, beside the main odds.

Trend plus calendar as a ridge regression, and once more as a Huber regression, which no single month can pull.  Its odds
come from its own residuals, as any textbook would; on short histories they promise too much, which is why they are not
the main ones (see README).  Sources: Hoerl & Kennard 1970 (ridge); Huber 1964 (robust regression).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Message
from kpi_logic.targets.history import FEWEST, month_numbers
from kpi_logic.targets.outlook import Judgement, Outlook, odds_words

Array = NDArray[np.float64]

PENALTY = 1.0
"""Ridge penalty on columns of unit spread: about one month's worth of belief in "no effect"."""
SEASON_FROM = 12
"""Usable months from which a yearly wave is fitted."""
DRAWS = 4000
APART = 0.2
"""Difference of odds from which the two opinions are said to disagree."""


@dataclass(frozen=True)
class Opinion:
    """The second opinion on a target, beside the ``main`` odds; ``probability`` 0.01-0.99."""

    probability: float
    main: float
    months: int

    @property
    def apart(self) -> bool:
        """Whether it disagrees with the main odds."""
        return abs(self.probability - self.main) >= APART

    @property
    def sentence(self) -> Message:
        """The two odds side by side, with a word where they disagree."""
        key = "apart" if self.apart else "close"
        facts = {"odds": odds_words(self.probability), "main": odds_words(self.main), "months": self.months}
        return Message(f"target.opinion.{key}", facts)


@dataclass(frozen=True, eq=False)
class PlainView:
    """What trend and calendar alone expect, before any target is named.

    ``totals`` (4000,): simulated totals of the period in the target's unit, in order.  ``middle``: the expected one;
    ``robust``: the same by the Huber regression.  ``trend``: change per month, as a share where the KPI is positive, in
    its unit otherwise.  ``seasonal``: whether a yearly wave is in it.
    """

    totals: Array
    middle: float
    robust: float
    trend: float
    months: int
    seasonal: bool

    def on(self, judged: Judgement) -> Opinion | None:
        """The opinion on a target of the same outlook; None where the main odds cannot be told."""
        if judged.probability is None:
            return None
        sign = judged.outlook.kpi.direction.sign
        share = float((sign * (self.totals - judged.value) >= 0).mean())
        return Opinion(float(np.clip(share, 0.01, 0.99)), judged.probability, self.months)


def plain_view(view: Outlook) -> PlainView | None:
    """The plain regression of an outlook; None below six usable months or where nothing can be foretold."""
    if view.forecast is None:
        return None
    settled = view.known if view.partly_known else ()
    known = (view.told if settled else view.history).dropna()
    values = known.to_numpy(float)
    if len(values) < FEWEST:
        return None
    logs = bool((values > 0).all())
    y = np.log(values) if logs else values
    times = month_numbers(known.index).astype(float)
    ahead = np.array([period.ordinal for period in view.forecast.periods[len(settled) :]], float)
    columns, later, seasonal = _columns(times, ahead)
    middle, covariance, slope = _ridge(columns, y, later)
    unit = 1.0 if view.adds else 1.0 / view.months

    def total(path: Array) -> Array:
        return np.asarray(((np.exp(path) if logs else path).sum(axis=-1) + sum(settled)) * unit)

    # The seed is the length, so that the same history always gives the same odds.
    drawn = np.random.default_rng(len(y)).multivariate_normal(middle, covariance, DRAWS, method="eigh")
    slope /= float(times.std())
    return PlainView(
        totals=np.sort(total(drawn)),
        middle=float(total(middle)),
        robust=float(total(_huber(columns, y, later))),
        trend=float(np.expm1(slope)) if logs else slope,
        months=len(y),
        seasonal=seasonal,
    )


def _columns(times: Array, ahead: Array) -> tuple[Array, Array, bool]:
    """Trend in months from the middle, and one yearly wave where there is a year to see it in."""
    seasonal = times.size >= SEASON_FROM
    centre = times.mean()

    def of(months: Array) -> Array:
        angle = 2 * np.pi * (months % 12) / 12
        wave = [np.sin(angle), np.cos(angle)] if seasonal else []
        return np.column_stack([(months - centre) / times.std(), *wave])

    return of(times), of(ahead), seasonal


def _ridge(columns: Array, y: Array, later: Array) -> tuple[Array, Array, float]:
    """Expected values ahead (H,), their covariance (H, H), and the slope per unit of the trend's column."""
    from sklearn.linear_model import Ridge

    model = Ridge(alpha=PENALTY).fit(columns, y)
    residuals = y - model.predict(columns)
    free = max(y.size - columns.shape[1] - 1, 1)
    variance = float(residuals @ residuals) / free
    known, asked = (np.column_stack([np.ones(len(part)), part]) for part in (columns, later))
    penalty = np.diag([0.0, *[PENALTY] * columns.shape[1]])
    unsure = asked @ np.linalg.solve(known.T @ known + penalty, asked.T)
    return model.predict(later), variance * (unsure + np.eye(len(later))), float(model.coef_[0])


def _huber(columns: Array, y: Array, later: Array) -> Array:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import HuberRegressor

    if np.ptp(y) == 0:
        return np.full(len(later), y[0])
    scale = float(y.std())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        # Fitted on unit spread: its solver stops early on money in the millions.
        model = HuberRegressor(alpha=0.1, max_iter=500).fit(columns, (y - y.mean()) / scale)
    return np.asarray(model.predict(later) * scale + y.mean(), float)
