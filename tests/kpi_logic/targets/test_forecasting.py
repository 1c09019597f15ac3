"""Forecasts, odds and levels: promises that hold for any history."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.targets import Flag, TooFewMonths, attainment, forecast, three_levels
from kpi_logic.targets.paths import PATHS, gammas, normals

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
FEW = settings(max_examples=25, deadline=None)
values = st.floats(1.0, 1e6)
histories = st.lists(values, min_size=6, max_size=40)


def monthly(numbers: list[float], start: str = "2023-01") -> pd.Series:
    return pd.Series(numbers, pd.period_range(start, periods=len(numbers), freq="M"), dtype=float)


def after(history: pd.Series, months: int = 3) -> list[pd.Period]:
    return [history.index[-1] + step for step in range(1, months + 1)]


def wavy(months: int = 24) -> pd.Series:
    step = np.arange(months)
    return monthly(list(100 * np.exp(0.01 * step + 0.2 * np.sin(step * np.pi / 6) + 0.05 * np.cos(7 * step))))


@FEW
@given(histories)
def test_quantiles_are_finite_positive_and_never_cross(numbers: list[float]) -> None:
    history = monthly(numbers)
    view = forecast(history, after(history, 12), LEVELS)
    totals = view.running_totals(LEVELS)
    for table in (view.quantiles, totals):
        assert table.shape == (12, len(LEVELS))
        assert np.isfinite(table).all()
        assert (table > 0).all()
        assert (np.diff(table, axis=1) >= 0).all()
    assert (np.diff(totals, axis=0) > 0).all()
    assert np.array_equal(view.total(LEVELS), totals[-1])
    assert np.array_equal(view.quantiles[0], totals[0])


@FEW
@given(histories, st.lists(st.floats(0.01, 100), min_size=2, max_size=6), st.sampled_from(["each", "sum"]))
def test_odds_fall_as_the_target_hardens(numbers: list[float], factors: list[float], aggregate: str) -> None:
    history = monthly(numbers)
    targets = sorted(factor * history.mean() for factor in factors)
    more = [attainment(history, after(history), target, "higher", aggregate) for target in targets]
    less = [attainment(history, after(history), target, "lower", aggregate) for target in targets]
    assert more == sorted(more, reverse=True)
    assert less == sorted(less)


@FEW
@given(histories, st.floats(0.1, 10))
def test_both_directions_share_the_odds_of_one_month(numbers: list[float], factor: float) -> None:
    history = monthly(numbers)
    target = factor * history.mean()
    both = [attainment(history, after(history, 1), target, way, "each") for way in ("higher", "lower")]
    assert sum(both) == pytest.approx(1, abs=0.011)


@FEW
@given(histories, st.sampled_from([1e-3, 7.0, 1e4]))
def test_another_currency_changes_nothing_but_the_unit(numbers: list[float], rate: float) -> None:
    history = monthly(numbers)
    one, other = (forecast(h, after(h), LEVELS) for h in (history, history * rate))
    assert other.quantiles == pytest.approx(one.quantiles * rate, rel=1e-6)
    assert other.total(LEVELS) == pytest.approx(one.total(LEVELS) * rate, rel=1e-6)


@FEW
@given(histories)
def test_the_same_history_gives_the_same_answer(numbers: list[float]) -> None:
    history = monthly(numbers)
    one, other = forecast(history, after(history), LEVELS), forecast(history[::-1], after(history), LEVELS)
    assert np.array_equal(one.paths, other.paths)
    assert one.flags == other.flags


@FEW
@given(histories, st.sampled_from(["higher", "lower"]), st.sampled_from(["each", "sum"]))
def test_levels_are_met_with_the_odds_they_were_set_for(numbers: list[float], way: str, aggregate: str) -> None:
    history = monthly(numbers)
    levels = three_levels(history, after(history), way, aggregate)
    assert levels is not None
    odds = [attainment(history, after(history), level, way, aggregate) for level in levels]
    assert odds == pytest.approx([0.9, 0.6, 0.1], abs=0.002)
    assert list(levels) == sorted(levels, reverse=way == "lower")


@FEW
@given(st.lists(st.floats(-1e5, 1e5), min_size=6, max_size=30))
def test_signed_profit_is_finite_and_turns_with_its_sign(numbers: list[float]) -> None:
    history = monthly(numbers)
    one = forecast(history, after(history), LEVELS, kind="signed")
    other = forecast(-history, after(history), LEVELS, kind="signed")
    assert one.scale == other.scale == "linear"
    assert np.isfinite(one.quantiles).all()
    width = one.quantiles[:, [5]] - one.quantiles[:, [1]]
    inner = slice(2, 5)
    assert (np.abs(other.quantiles[:, ::-1] + one.quantiles)[:, inner] <= 0.15 * width).all()


@FEW
@given(st.lists(st.floats(0, 1), min_size=6, max_size=30))
def test_a_rate_stays_a_rate(numbers: list[float]) -> None:
    history = monthly(numbers)
    table = forecast(history, after(history), LEVELS, kind="rate").quantiles
    assert ((table >= 0) & (table <= 1)).all()


def test_months_do_not_depend_on_how_many_are_asked_for() -> None:
    history = wavy()
    few, many = (forecast(history, after(history, months), LEVELS) for months in (2, 12))
    assert np.array_equal(few.quantiles, many.quantiles[:2])
    later = forecast(history, after(history, 12)[4:6], LEVELS)
    assert np.array_equal(later.quantiles, many.quantiles[4:6])
    assert np.array_equal(later.paths.sum(axis=1), many.paths[:, 4:6].sum(axis=1))


def test_gaps_missing_rows_and_nan_are_the_same() -> None:
    history = wavy()
    blank = history.copy()
    blank.iloc[[5, 9]] = np.nan
    one, other = (forecast(h, after(history), LEVELS) for h in (blank, history.drop(history.index[[5, 9]])))
    assert np.array_equal(one.paths, other.paths)
    assert one.flags == other.flags == (Flag("missing", None, 2.0),)
    assert one.months == 22


def test_months_missing_at_the_end_push_the_horizon_out() -> None:
    history = wavy()
    blank = history.copy()
    blank.iloc[-2:] = np.nan
    view = forecast(blank, after(history, 1), LEVELS)
    full = forecast(history[:-2], after(history[:-2], 3), LEVELS)
    assert np.array_equal(view.quantiles[0], full.quantiles[2])


def test_too_little_gives_no_odds() -> None:
    history = wavy(5)
    assert attainment(history, after(history), 100, "higher", "sum") is None
    assert three_levels(history, after(history), "higher") is None
    assert forecast(history, after(history), LEVELS).flags == (Flag("too_few", None, 5.0),)
    with pytest.raises(TooFewMonths, match="history has 3 usable months in its last 48, needs 4"):
        forecast(wavy(3), after(wavy(3)), LEVELS)
    assert attainment(wavy(3), after(wavy(3)), 100, "higher", "sum") is None


def test_nothing_but_zeros_gives_no_odds() -> None:
    history = monthly([0.0] * 12)
    assert attainment(history, after(history), 1, "higher", "sum") is None
    view = forecast(history, after(history), LEVELS)
    assert view.flags == (Flag("zeros", None, 12.0), Flag("constant", None, 0.0))


def test_a_constant_history_stays_near_its_constant() -> None:
    history = monthly([500.0] * 12)
    view = forecast(history, after(history), LEVELS)
    assert view.flags == (Flag("constant", None, 500.0),)
    assert view.quantiles[:, 1:6] == pytest.approx(500.0, rel=0.1)


def test_zeros_are_forecast_at_zero_or_more() -> None:
    history = monthly([10.0, 0, 14, 9, 0, 12, 11, 0, 10, 13, 12, 0])
    view = forecast(history, after(history), LEVELS)
    assert Flag("zeros", None, 4.0) in view.flags
    assert (view.quantiles >= 0).all()
    assert 3 < view.quantiles[0, 3] < 16


def test_a_loss_is_taken_as_signed_and_said() -> None:
    history = monthly([-5.0, 3, 8, -2, 4, 6, 1, 2, 5, 3, -1, 4])
    view = forecast(history, after(history), LEVELS)
    assert view.flags == (Flag("signed"),)
    assert view.quantiles[0, 0] < 0 < view.quantiles[0, -1]


def test_a_spike_is_set_aside_and_named() -> None:
    history = wavy()
    spiked = history.copy()
    spiked.iloc[10] *= 4
    clean, dirty = (forecast(h, after(history, 6), LEVELS) for h in (history, spiked))
    (flag,) = dirty.flags
    assert (flag.code, flag.month) == ("spike", history.index[10].ordinal)
    assert flag.value > 0.9
    assert dirty.quantiles[:, 3] == pytest.approx(clean.quantiles[:, 3], rel=0.12)


def test_a_break_in_the_level_is_named_and_followed() -> None:
    history = wavy()
    history.iloc[-4:] *= 2.5
    view = forecast(history, after(history, 1), LEVELS)
    assert [(flag.code, flag.month) for flag in view.flags] == [("break", history.index[-4].ordinal)]
    assert view.quantiles[0, 3] > 200


def test_older_months_than_four_years_are_left_out() -> None:
    history = wavy(60)
    long, cut = (forecast(h, after(history), LEVELS) for h in (history, history[-48:]))
    assert np.array_equal(long.paths, cut.paths)
    assert Flag("left_out", None, 12.0) in long.flags


def test_a_driver_moves_the_forecast_with_its_plan() -> None:
    step = np.arange(24)
    spend = 100 * np.exp(0.5 * np.sin(1.7 * step) + 0.3 * np.cos(3.1 * step))
    history = monthly(list(3 * spend))
    months = pd.period_range("2023-01", periods=27, freq="M")
    low, high = (pd.Series([*spend, plan, plan, plan], months) for plan in (60.0, 150.0))
    medians = [forecast(history, after(history), LEVELS, exog=plan).quantiles[:, 3].mean() for plan in (low, high)]
    assert medians[1] / medians[0] == pytest.approx(2.5, rel=0.15)


def test_the_calendar_can_be_switched() -> None:
    history = monthly([100.0, 124, 91, 107, 87, 110, 95, 102], "2024-03")
    peak = [forecast(history, after(history, 2), LEVELS, calendar=use).quantiles[1, 3] for use in (False, True)]
    assert peak[1] > peak[0] * 1.03


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"levels": [0.0]}, ValueError, "quantile levels lie strictly between 0 and 1"),
        ({"levels": []}, ValueError, "quantile levels lie strictly between 0 and 1"),
        ({"periods": []}, ValueError, "periods are one or more months in increasing order"),
        (
            {"periods": [pd.Period("2024-12", "M")]},
            ValueError,
            r"periods lie 1\.\.36 months after .*, got 0\.\.0",
        ),
        ({"periods": [pd.Period("2025", "Y")]}, TypeError, "periods are monthly pandas periods"),
        ({"kind": "other"}, ValueError, "kind is 'other', allowed: positive, signed, rate"),
        ({"kind": "rate"}, ValueError, r"a rate lies in 0\.\.1, got "),
        (
            {"exog": pd.Series([1.0], pd.period_range("2024-12", periods=1, freq="M"))},
            ValueError,
            "exog needs a value",
        ),
    ],
)
def test_what_cannot_be_read_is_said(change: dict[str, object], error: type[Exception], words: str) -> None:
    history = wavy()
    arguments: dict[str, object] = {"periods": after(history), "levels": LEVELS, **change}
    with pytest.raises(error, match=words):
        forecast(history, **arguments)  # type: ignore[arg-type]


def test_a_history_that_cannot_be_read_is_said() -> None:
    history = wavy()
    ahead = after(history)
    with pytest.raises(TypeError, match="a monthly PeriodIndex is needed"):
        forecast(history.reset_index(drop=True), ahead, LEVELS)
    with pytest.raises(ValueError, match="history holds a month twice"):
        forecast(pd.concat([history, history[-1:]]), ahead, LEVELS)
    with pytest.raises(ValueError, match="history holds an infinite value"):
        forecast(history.replace(history.iloc[0], np.inf), ahead, LEVELS)


@pytest.mark.parametrize(
    ("target", "way", "aggregate", "words"),
    [
        (100, "up", "sum", "direction is 'up', allowed: higher, lower"),
        (100, "higher", "mean", "aggregate is 'mean', allowed: each, sum"),
        (float("nan"), "higher", "sum", "target is one finite number, or one per period"),
        ([1, 2], "higher", "each", "target is one finite number, or one per period"),
        ([1, 2, 3], "higher", "sum", "the total of the periods takes one target"),
    ],
)
def test_a_target_that_cannot_be_judged_is_said(target: float, way: str, aggregate: str, words: str) -> None:
    history = wavy()
    with pytest.raises(ValueError, match=words):
        attainment(history, after(history), target, way, aggregate)


def test_one_target_per_period_is_met_together() -> None:
    history = wavy()
    view = forecast(history, after(history, 2), LEVELS)
    goals = view.quantiles[:, 3]
    together = view.probability(list(goals), "higher", "each")
    alone = [
        forecast(history, [month], LEVELS).probability(goal, "higher", "each")
        for month, goal in zip(after(history, 2), goals, strict=True)
    ]
    assert alone == pytest.approx([0.5, 0.5], abs=0.002)
    assert 0.25 < together < 0.5


def test_the_points_behind_the_paths_are_even_and_unrelated() -> None:
    points = normals(12)
    assert points.shape == (PATHS, 13)
    assert np.abs(points.mean(axis=0)).max() < 1e-9
    assert np.abs(np.corrcoef(points.T) - np.eye(13)).max() < 0.05
    assert gammas(6.0).mean() == pytest.approx(6.0, rel=0.002)
    assert abs(np.corrcoef(gammas(6.0), points[:, 0])[0, 1]) < 0.05


def test_the_method_is_named() -> None:
    assert forecast.METHOD_VERSION == "ebsr-2"  # type: ignore[attr-defined]
