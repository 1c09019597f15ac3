"""What a scheme will cost in the coming months: not one number but the odds of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import Agreement, Amount, Cascade, Message, Month, Organisation, Scheme, Target, Unit
from kpi_logic.scheme.actuals import Actuals, actuals_table, kpis_of
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.plan import Plan, make_plan
from kpi_logic.scheme.replay import Replay, run

Array = NDArray[np.float64]

DRAWS = 1000
PAST = 24
"""Months of history that are drawn from at most."""

LEAST_PAST = 6
AHEAD = 3


@dataclass(frozen=True)
class CostOdds:
    """Cost of ``months`` at the 10th, 50th and 90th of 100 cases, and as a share of profit in the middle case.

    None throughout where history is too short (``n_months`` below 6) to tell.
    """

    months: tuple[Month, ...]
    n_months: int
    p10: float | None
    p50: float | None
    p90: float | None
    share10: float | None
    share50: float | None
    share90: float | None
    most: float
    currency: str | None

    @property
    def message(self) -> Message:
        """The odds in one sentence."""
        span = {"first": self.months[0], "last": self.months[-1]} if self.months else {"first": "", "last": ""}
        if self.p50 is None:
            return Message("cost.untold", {**span, "months": self.n_months, "least": LEAST_PAST})
        money = {name: Amount(getattr(self, name), Unit.MONEY, self.currency) for name in ("p10", "p50", "p90", "most")}
        if self.share50 is None:
            return Message("cost.odds", {**span, **money})
        return Message("cost.odds_share", {**span, **money, "share": Amount(self.share50, Unit.RATIO)})


def cost_odds(
    scheme: Scheme,
    organisation: Organisation,
    facts: MonthlyFacts,
    targets: Sequence[Target] = (),
    cascades: Sequence[Cascade] = (),
    months: Sequence[Month] | None = None,
    draws: int = DRAWS,
    seed: int = 29,
    actuals: Actuals | None = None,
    library: KpiLibrary | None = None,
    agreements: Sequence[Agreement] = (),
) -> CostOdds:
    """The cost of some coming months, drawn from the months that were.

    Every draw takes consecutive months of history, of all people and KPIs together, so that what moves together in
    history does so here (circular block bootstrap: Politis & Romano 1992).  Where a target states its odds, that KPI's
    history is moved so that the target is reached in just that share of the months.

    Args:
        months: the months of the targets where none are given, else the three after the history.
        actuals: the history's table (the scheme's KPIs, these people), to save building it.
    """
    library = library or kpi_library()
    past = actuals or actuals_table(organisation, facts, kpis_of(scheme), facts.months[-PAST:], library)
    ahead = tuple(months) if months is not None else coming(targets, past.months)
    known = int(np.isfinite(past.values).any(axis=(0, 2)).sum()) if past.values.size else 0
    if known < LEAST_PAST or not ahead or not organisation.people:
        return CostOdds(ahead, known, None, None, None, None, None, None, 0.0, past.currency)
    shape = (len(past.people), len(ahead), len(past.kpis))
    blank = replace(past, months=ahead, values=np.full(shape, np.nan), profit=np.full(len(ahead), np.nan))
    book = LevelBook(tuple(targets), tuple(cascades), past.shops, tuple(agreements))
    plan = make_plan(scheme, organisation, blank, book, library)
    grid = _grid(plan, past, targets, ahead, library)
    result = run(scheme, plan.months(np.repeat(np.arange(len(ahead)), len(past.months))), grid)
    return _odds(result, ahead, known, _places(len(past.months), len(ahead), draws, seed))


def coming(targets: Sequence[Target], past: Sequence[Month]) -> tuple[Month, ...]:
    """The months after the history that targets are set for, else the next three."""
    if not past:
        return ()
    last = past[-1]
    ends = [Month.parse(target.last) for target in targets]
    until = max([end for end in ends if end > last], default=last + AHEAD)
    return tuple(last + n for n in range(1, min(until.since(last), 12) + 1))


def _places(past: int, ahead: int, draws: int, seed: int) -> NDArray[np.intp]:
    """(draws, ahead) which month of history stands in: consecutive ones, round the end."""
    start = np.random.default_rng(seed).integers(0, past, draws)
    return np.asarray((start[:, None] + np.arange(ahead)) % past)


def _grid(plan: Plan, past: Actuals, targets: Sequence[Target], ahead: Sequence[Month], library: KpiLibrary) -> Actuals:
    """Actuals of every month of history standing in for every month ahead, so that each pair is scored once only."""
    count = len(past.months)
    values = np.tile(past.values, (1, len(ahead), 1))
    for row, slot, column, odds in _stated(plan, past, targets, library):
        level = plan.levels[1, row, :, slot]
        shift = _shift(past.values[row, :, column], level, odds, plan.sign[row, slot])
        values[row, :, column] += np.repeat(shift, count)
    months = tuple(month for month in ahead for _ in range(count))
    return replace(past, months=months, values=values, profit=np.tile(past.profit, len(ahead)))


def _stated(
    plan: Plan, past: Actuals, targets: Sequence[Target], library: KpiLibrary
) -> list[tuple[int, int, int, float]]:
    """Lines (row, slot, column) whose level comes from a target that states its odds."""
    odds = {t.kpi: t.probability for t in targets if t.probability is not None and 0 < t.probability < 1}
    found = []
    for row, card in enumerate(plan.cards):
        for slot, line in enumerate(card.lines if card else ()):
            dated = set(plan.sources[row, :, slot]) & {"target", "cascade"}
            if line.kpi in odds and line.kpi in library.kpis and dated:
                found.append((row, slot, int(plan.columns[row, slot]), float(odds[line.kpi])))
    return found


def _shift(history: Array, levels: Array, odds: float, sign: float) -> Array:
    """(months,) how far history is moved so that a level is reached with these odds; 0 where there is no level."""
    told = sign * history[np.isfinite(history)]
    if not len(told):
        return np.zeros(len(levels))
    reached = float(np.quantile(told, 1 - odds))
    return np.where(np.isnan(levels), 0.0, sign * (sign * levels - reached))


def _odds(result: Replay, ahead: tuple[Month, ...], known: int, places: NDArray[np.intp]) -> CostOdds:
    of_month = np.nansum(result.payouts, axis=0).reshape(len(ahead), -1)
    profit = result.actuals.profit.reshape(len(ahead), -1)
    columns = np.arange(len(ahead))
    costs, profits = of_month[columns, places].sum(axis=1), profit[columns, places].sum(axis=1)
    fine = np.isfinite(profits) & (profits > 0)
    low, middle, high = (round(float(q), 2) for q in np.quantile(costs, (0.1, 0.5, 0.9)))
    shares = np.quantile(costs[fine] / profits[fine], (0.1, 0.5, 0.9)) if fine.mean() > 0.5 else None
    least, usual, most = (None, None, None) if shares is None else (float(share) for share in shares)
    top = most_cost(result, len(ahead))
    return CostOdds(ahead, known, low, middle, high, least, usual, most, top, result.actuals.currency)


def most_cost(result: Replay, months: int) -> float:
    """What the scheme costs at most in some months: everybody at the top of the payout curve, within the pool."""
    best = max((share for _, share in result.scheme.payout.points), default=0.0)
    month = float(np.nansum(result.plan.bonus)) * best
    return round(months * (month if result.scheme.pool is None else min(month, result.scheme.pool)), 2)
