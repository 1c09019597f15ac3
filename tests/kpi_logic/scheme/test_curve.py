"""The curve in both directions: monotone, capped, target is 100, no cliff unless asked."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpi_logic.library import kpi_library
from kpi_logic.model import Direction
from kpi_logic.scheme import LevelFault, Levels, curve_score, read_levels

number = st.floats(-1e6, 1e6)
step = st.floats(1e-3, 1e6)
direction = st.sampled_from([1, -1])


@st.composite
def curves(draw: st.DrawFn) -> tuple[Levels, int]:
    sign, target = draw(direction), draw(number)
    return Levels(target - sign * draw(step), target, target + sign * draw(step)), sign


@settings(deadline=None)
@given(curves())
def test_the_levels_give_60_100_and_120(curve: tuple) -> None:
    levels, sign = curve
    assert curve_score(levels, *levels, sign).tolist() == pytest.approx([60, 100, 120], abs=1e-6)


@settings(deadline=None)
@given(curves(), number, number)
def test_better_never_scores_less_and_never_leaves_0_to_120(curve: tuple, one: float, other: float) -> None:
    levels, sign = curve
    worse, better = sorted((one, other), key=lambda actual: sign * actual)
    low, high = curve_score([worse, better], *levels, sign)
    assert 0 <= low <= high <= 120


@settings(deadline=None)
@given(curves(), number)
def test_no_cliff_unless_asked(curve: tuple, actual: float) -> None:
    levels, sign = curve
    narrowest = min(abs(levels.target - levels.threshold), abs(levels.stretch - levels.target))
    a, b = curve_score([actual, actual + narrowest * 1e-3], *levels, sign)
    assert abs(a - b) < 0.1 + 1e-5 * max(1.0, abs(actual) / narrowest)


@settings(deadline=None)
@given(curves(), number)
def test_lower_is_better_is_the_mirror_of_higher(curve: tuple, actual: float) -> None:
    levels, sign = curve
    mirrored = [-level for level in levels]
    assert curve_score(actual, *levels, sign) == curve_score(-actual, *mirrored, -sign)


@settings(deadline=None)
@given(curves(), st.floats(0.01, 1))
def test_a_cliff_gives_nothing_below_the_threshold(curve: tuple, part: float) -> None:
    levels, sign = curve
    below = levels.threshold - sign * part * abs(levels.target - levels.threshold)
    assume(below != levels.threshold)
    assert curve_score(below, *levels, sign, cliff=True) == 0
    assert curve_score(levels.threshold, *levels, sign, cliff=True) == pytest.approx(60)


def test_a_quarter_of_the_cost_is_capped_unless_the_scheme_has_no_cap() -> None:
    assert curve_score(0.25, 1.2, 1.0, 0.8, sign=-1).item() == 120
    assert curve_score(0.25, 1.2, 1.0, 0.8, sign=-1, cap=math.inf).item() == pytest.approx(175)


def test_missing_stays_missing() -> None:
    assert np.isnan(curve_score(np.nan, 1, 2, 3)).item()
    assert np.isnan(curve_score(np.nan, 1, 2, 3, cliff=True)).item()


@pytest.mark.parametrize(
    ("code", "given_levels", "expected"),
    [
        ("gmv", (None, 1000.0, None), Levels(800.0, 1000.0, 1200.0)),
        ("acos", (None, 0.30, None), Levels(0.36, 0.30, 0.24)),
        ("otdr", (None, 0.90, None), Levels(0.72, 0.90, 0.95)),
        ("gross_profit", (None, -1000.0, None), Levels(-1200.0, -1000.0, -800.0)),
        ("viol", (3.0, 0.0, -1.0), Levels(3.0, 0.0, -1.0)),
        ("gmv", (None, None, None), LevelFault.NO_TARGET),
        ("gmv", (1.0, math.nan, 2.0), LevelFault.NO_TARGET),
        ("gmv", (None, 0.0, None), LevelFault.ZERO_TARGET),
        ("viol", (3.0, 0.0, None), LevelFault.ZERO_TARGET),
        ("gmv", (120.0, 100.0, 140.0), LevelFault.INVERTED),
        ("gmv", (100.0, 100.0, 140.0), LevelFault.INVERTED),
        ("acos", (0.2, 0.3, 0.4), LevelFault.INVERTED),
        ("gmv", (80.0, 100.0, math.nan), LevelFault.INVERTED),
    ],
)
def test_levels_are_filled_in_or_refused(code: str, given_levels: tuple, expected: object) -> None:
    assert read_levels(kpi_library()[code], *given_levels) == expected


@settings(deadline=None)
@given(st.floats(1e-3, 1e6), st.sampled_from(["gmv", "cvr", "acos", "inv_days"]))
def test_usual_levels_are_always_a_curve(target: float, code: str) -> None:
    kpi = kpi_library()[code]
    levels = read_levels(kpi, None, target, None)
    assert isinstance(levels, Levels)
    assert (levels.stretch > levels.target) == (kpi.direction is Direction.HIGHER)
