"""A scheme run over many months at once: what everybody would have scored, ranked and been paid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary
from kpi_logic.model import (
    Agreement,
    Award,
    Cascade,
    Message,
    Month,
    Organisation,
    Person,
    Scheme,
    SchemeException,
    Target,
)
from kpi_logic.scheme.actuals import Actuals, actuals_table, kpis_of
from kpi_logic.scheme.curve import TOP, curve_score
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.month_plan import month_plan
from kpi_logic.scheme.payout import payout_share, to_cents
from kpi_logic.scheme.plan import NO_KPI, Plan

Array = NDArray[np.float64]

SAME_SCORE = 1e-9
"""Scores nearer than this share a rank."""


@dataclass(frozen=True, eq=False)
class Replay:
    """P people over M months under one scheme; NaN where a score cannot be told.

    ``points`` (P, M, L) are 0-120 per line, in the order of ``plan``; ``told_weight`` (P, M) is the weight of the lines
    that have an actual; ``scores``, ``ranks`` (1 is the best), ``multipliers`` (of the gates) and ``payouts`` (to the
    cent) are (P, M); ``profit`` (M,) is the whole business's.
    """

    scheme: Scheme
    plan: Plan
    actuals: Actuals
    points: Array
    told_weight: Array
    scores: Array
    ranks: Array
    multipliers: Array
    payouts: Array

    @property
    def people(self) -> tuple[Person, ...]:
        """Who was scored, in the order of the first axis."""
        return self.plan.people

    @property
    def months(self) -> tuple[Month, ...]:
        """Which months, in the order of the second axis."""
        return self.actuals.months

    @property
    def mean_scores(self) -> Array:
        """(P,) mean over the months that could be scored; NaN where none could."""
        return _mean_told(self.scores)

    @property
    def payout_totals(self) -> Array:
        """(P,) paid over the months that could be scored, to the cent; NaN where none could."""
        return to_cents(_sum_told(self.payouts))

    @property
    def total_cost(self) -> float:
        """All payouts together."""
        return round(float(np.nansum(self.payouts)), 2)

    @property
    def unscored(self) -> int:
        """Person-months without a score."""
        return int(np.isnan(self.scores).sum())

    @property
    def cost_share_of_profit(self) -> float | None:
        """Payouts over profit in the months whose profit is known; None where there is none, or none to share."""
        known = ~np.isnan(self.actuals.profit)
        profit = float(self.actuals.profit[known].sum())
        return float(np.nansum(self.payouts[:, known])) / profit if profit > 0 else None

    @property
    def findings(self) -> tuple[Message, ...]:
        """What is wrong whatever the month is."""
        return tuple(message for _, message in self.plan.findings)


def replay(
    scheme: Scheme,
    organisation: Organisation,
    facts: MonthlyFacts,
    months: Sequence[Month] | None = None,
    targets: Sequence[Target] = (),
    cascades: Sequence[Cascade] = (),
    actuals: Actuals | None = None,
    library: KpiLibrary | None = None,
    exceptions: Sequence[SchemeException] = (),
    awards: Sequence[Award] = (),
    agreements: Sequence[Agreement] = (),
) -> Replay:
    """Every month scored under a scheme, old, new or imagined.

    Args:
        months: all months of the facts where none are given.
        actuals: a table that holds the scheme's KPIs and these people, to save the time of building it; its months
            are replayed then.
        exceptions: recorded ones; those in force change what is asked in their months.
        awards: plus and minus points given.
        agreements: the months that people have agreed to.
    """
    if actuals is None:
        actuals = actuals_table(organisation, facts, kpis_of(scheme), months, library)
    book = LevelBook(tuple(targets), tuple(cascades), actuals.shops, tuple(agreements))
    return run(scheme, month_plan(scheme, organisation, actuals, book, exceptions, awards, library), actuals)


def run(scheme: Scheme, plan: Plan, actuals: Actuals) -> Replay:
    """The scoring itself, on arrays only."""
    threshold, target, stretch = plan.levels
    points = curve_score(
        _picked(actuals, plan.columns),
        threshold,
        target,
        stretch,
        plan.sign[:, None, :],
        plan.cliff[:, None, :],
        plan.cap[:, None, :],
    )
    if plan.floor is not None:
        points = np.where(plan.floor > -np.inf, np.fmax(points, plan.floor), points)
    told = ~np.isnan(points)
    asked = plan.weights[:, None, :] if plan.counts is None else plan.weights[:, None, :] * plan.counts
    weight = np.where(told, asked, 0.0)
    told_weight = weight.sum(axis=2)
    earned = (weight * np.where(told, points, 0.0)).sum(axis=2)
    counted = told_weight > 0
    if scheme.missing == "not_scored":
        counted &= told_weight >= asked.sum(axis=2) - 1e-9
    scores = np.divide(earned, told_weight, out=np.full(earned.shape, np.nan), where=counted)
    scores = _adjusted(scores, plan)
    multipliers = np.where(breached(plan, actuals), plan.gate_multiplier[:, None, :], 1.0).prod(axis=2)
    payouts = paid(plan, scheme, scores, multipliers)
    return Replay(scheme, plan, actuals, points, told_weight, scores, ranks_of(scores), multipliers, payouts)


def _adjusted(scores: Array, plan: Plan) -> Array:
    """Scores with plus and minus points, from 0 to 120 (or what an uncapped old scheme gives); NaN where not at work."""
    if plan.extra is not None:
        scores = np.clip(scores + plan.extra, 0.0, np.fmax(scores, TOP))
    if plan.presence is not None:
        scores = np.where(plan.presence > 0, scores, np.nan)
    return scores


def paid(plan: Plan, scheme: Scheme, scores: Array, multipliers: Array) -> Array:
    """(P, M) payouts to the cent; a month worked in part pays its part, and a pool that is too small is shared."""
    bonus = plan.bonus[:, None] if plan.presence is None else plan.bonus[:, None] * plan.presence
    payouts = to_cents(bonus * payout_share(scores, scheme.payout) * multipliers)
    return payouts if scheme.pool is None else _within(scheme.pool, payouts)


def _within(pool: float, payouts: Array) -> Array:
    """Every month's payouts cut in one proportion to what the pool holds, down to the cent so that it is never passed."""
    total = np.nansum(payouts, axis=0)
    short = total > pool
    cut = np.divide(pool, total, out=np.ones_like(total), where=short)
    return np.where(short, np.floor(payouts * cut * 100 + 1e-6) / 100, payouts)


def breached(plan: Plan, actuals: Actuals) -> NDArray[np.bool_]:
    """(P, M, G) whether the KPI lies beyond the gate's limit; a missing actual breaches nothing."""
    actual = _picked(actuals, plan.gate_columns)
    limit = plan.gate_limit[:, None, :] if plan.gate_limits is None else plan.gate_limits
    return np.asarray(plan.gate_sign[:, None, :] * (actual - limit) < 0)


def ranks_of(scores: Array) -> Array:
    """(P, M) places from 1, the best; equal scores share a place and the next is left out; NaN for no score.

    >>> ranks_of(np.array([[90.0], [100.0], [np.nan], [90.0], [80.0]]))[:, 0].tolist()
    [2.0, 1.0, nan, 2.0, 4.0]
    """
    ahead = (scores[None, :, :] > scores[:, None, :] + SAME_SCORE).sum(axis=1)
    return np.where(np.isnan(scores), np.nan, 1.0 + ahead)


def _picked(actuals: Actuals, columns: NDArray[np.intp]) -> Array:
    """(P, M, slots) the actuals of each person's lines or gates; NaN in unused places."""
    rows = np.arange(len(columns))[:, None, None]
    months = np.arange(len(actuals.months))[None, :, None]
    if not actuals.kpis:
        return np.full((len(columns), len(actuals.months), columns.shape[1]), np.nan)
    values = actuals.values[rows, months, columns[:, None, :]]
    return np.where(columns[:, None, :] == NO_KPI, np.nan, values)


def _sum_told(values: Array) -> Array:
    told = ~np.isnan(values)
    return np.where(told.any(axis=1), np.where(told, values, 0.0).sum(axis=1), np.nan)


def _mean_told(values: Array) -> Array:
    count = (~np.isnan(values)).sum(axis=1)
    return np.divide(_sum_told(values), count, out=np.full(len(values), np.nan), where=count > 0)
