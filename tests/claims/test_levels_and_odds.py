"""Claim: threshold, target and stretch are met about nine, six and one time in ten, in both directions of KPI."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.targets import forecast
from kpi_logic.targets.hindsight import looking_back
from kpi_logic.targets.levels import ODDS, levels_of
from tests.claims.test_forecast_coverage import AHEAD, conversion, profit, sales

pytestmark = pytest.mark.claims

RUNS = 300
CASES = [
    (sales, "positive", "higher", "sum"),
    (sales, "positive", "lower", "sum"),
    (profit, "signed", "higher", "sum"),
    (conversion, "rate", "higher", "sum"),
]


@pytest.mark.parametrize("months", [6, 12, 24])
@pytest.mark.parametrize(("draw", "kind", "direction", "aggregate"), CASES)
def test_levels_are_met_as_often_as_they_say(draw, kind: str, direction: str, aggregate: str, months: int) -> None:  # type: ignore[no-untyped-def]
    rng, met = np.random.default_rng(100 + months), []
    for _ in range(RUNS):
        values, first = draw(months, rng)
        index = pd.period_range(f"2021-{first + 1:02d}", periods=months + AHEAD, freq="M")
        view = forecast(pd.Series(values[:months], index[:months]), list(index[months:]), (0.5,), kind=kind)
        levels = levels_of(view, direction, aggregate)
        total = values[months:].sum()
        met.append([total >= level if direction == "higher" else total <= level for level in levels])
    found = np.mean(met, axis=0)
    # The sellers come from other equations than the prior, so the promise need hold only nearly.
    assert np.abs(found - ODDS).max() < 0.12, found


def test_a_look_back_holds_what_came_four_times_in_five() -> None:
    """Over many sellers; one seller's six looks overlap, so no single one of them proves anything."""
    rng, inside = np.random.default_rng(77), []
    for _ in range(150):
        values, first = sales(18, rng)
        index = pd.period_range(f"2021-{first + 1:02d}", periods=len(values), freq="M")
        found = looking_back(pd.Series(values, index), "higher", adds=True)
        inside.append(found.inside / len(found.glances))
    assert 0.7 < np.mean(inside) < 0.9, np.mean(inside)
