"""The look back sees nothing of what came after, and tells what happened as it was."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.model import Month
from kpi_logic.targets.hindsight import Hindsight, looking_back


def monthly(values: np.ndarray) -> pd.Series:
    return pd.Series(values, pd.period_range("2024-01", periods=len(values), freq="M"))


STEADY = monthly(1000 * np.random.default_rng(5).normal(1, 0.05, 24))


def test_one_glance_a_month_back_the_nearest_first() -> None:
    found = looking_back(STEADY, "higher", adds=True, share=0.0)
    assert [(glance.stood, glance.months) for glance in found.glances] == [
        (Month(2025, 12) - n, n) for n in range(1, 7)
    ]
    for glance in found.glances:
        assert glance.actual == pytest.approx(float(STEADY.iloc[-glance.months :].sum()))
        a_year_before = float(STEADY.iloc[-glance.months - 12 : len(STEADY) - 12].sum())
        assert glance.target == pytest.approx(a_year_before)
        assert glance.met == (glance.actual >= a_year_before)
        assert glance.low < glance.middle < glance.high
    assert found.enough
    assert found.inside >= 4


def test_what_came_after_changes_nothing_that_was_said() -> None:
    later = STEADY.copy()
    later.iloc[-6:] *= 3
    said, surprised = (looking_back(series, "higher", adds=True) for series in (STEADY, later))
    last, other = said.glances[-1], surprised.glances[-1]
    assert (last.low, last.middle, last.high) == (other.low, other.middle, other.high)
    assert not other.inside


def test_levels_are_averaged() -> None:
    found = looking_back(STEADY, "higher", adds=False)
    assert [round(g.actual, 6) for g in found.glances[:2]] == [round(float(STEADY.iloc[-n:].mean()), 6) for n in (1, 2)]


def test_a_lower_target_is_met_from_above() -> None:
    falling = monthly(np.linspace(1.0, 0.5, 24))
    found = looking_back(falling, "lower", adds=False, share=0.0)
    assert {glance.met for glance in found.glances} == {True}


@pytest.mark.parametrize(("months", "glances"), [(0, 0), (6, 0), (7, 1), (9, 3), (12, 6)])
def test_each_look_needs_six_months_before_it(months: int, glances: int) -> None:
    found = looking_back(STEADY.iloc[:months], "higher", adds=True)
    assert (len(found.glances), found.enough) == (glances, glances >= 4)


def test_months_that_are_missing_afterwards_are_not_judged() -> None:
    gap = STEADY.copy()
    gap.iloc[-2] = np.nan
    assert looking_back(gap, "higher", adds=True) == Hindsight(())
    assert looking_back(STEADY * np.nan, "higher", adds=True) == Hindsight(())
