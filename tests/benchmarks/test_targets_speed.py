"""Forty KPIs of twelve months, judged in half a second, beside an empty loop of NumPy sorts as a measure of the machine."""

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from kpi_logic.targets import forecast
from kpi_logic.targets.levels import levels_of

KPIS, MONTHS, AHEAD = 40, 12, 3
HALF_A_SECOND = 0.5


def best_of(run: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest run."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def portfolio() -> list[pd.Series]:
    dice = np.random.default_rng(40)
    index = pd.period_range("2025-01", periods=MONTHS, freq="M")
    return [pd.Series(np.exp(dice.normal(8, 2) + dice.normal(0, 0.2, MONTHS)), index) for _ in range(KPIS)]


def test_forty_kpis_of_a_year_are_judged_in_half_a_second() -> None:
    histories = portfolio()
    periods = list(pd.period_range("2026-01", periods=AHEAD, freq="M"))

    def judge() -> None:
        for history in histories:
            view = forecast(history, periods, (0.1, 0.5, 0.9))
            view.probability(float(history.sum()) / 4, "higher", "sum")
            levels_of(view, "higher", "sum")

    assert best_of(judge) <= HALF_A_SECOND


def test_dragging_a_target_costs_next_to_nothing() -> None:
    """The odds of another number on the same forecast: a hundredth of the forecast itself or less than a millisecond."""
    history = portfolio()[0]
    periods = list(pd.period_range("2026-01", periods=AHEAD, freq="M"))
    made = best_of(lambda: forecast(history, periods, (0.1, 0.5, 0.9)))
    view = forecast(history, periods, (0.1, 0.5, 0.9))
    dragged = best_of(lambda: view.probability(float(history.sum()) / 4, "higher", "sum"), times=50)
    assert dragged <= max(made / 20, 1e-3)
