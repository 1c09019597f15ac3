"""A level shift is told from a season, a one-off, growth and noise."""

import numpy as np
import pytest

from kpi_logic.diagnosis.shift import find_shifts

SEGMENTS = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], dtype=bool)


def _driver(seed: int, months: int = 30, noise: float = 0.04) -> np.ndarray:
    """(4, months) logarithms: levels far apart, a common season, slow growth."""
    rng = np.random.default_rng(seed)
    season = rng.normal(0, 0.15, 12)[np.arange(months) % 12]
    return rng.normal(8, 1, (4, 1)) + season + 0.005 * np.arange(months) + rng.normal(0, noise, (4, months))


def _found(driver: np.ndarray) -> list[tuple[int, bool]]:
    return [(shift.segment, shift.size < 0) for shift in find_shifts(driver, SEGMENTS, 0.25).shifts]


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_nothing(seed: int) -> None:
    assert _found(_driver(seed)) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_shift_of_one_shop(seed: int) -> None:
    driver = _driver(seed)
    driver[2, 24:] -= 0.25
    found = find_shifts(driver, SEGMENTS, 0.25)
    assert [shift.segment for shift in found.shifts] == [4]
    shift = found.shifts[0]
    assert abs(shift.start - 24) <= 2
    assert shift.size == pytest.approx(-0.25, abs=4 * shift.sd + 0.02)


@pytest.mark.parametrize("seed", range(5))
def test_a_shift_of_a_platform_is_one_shift(seed: int) -> None:
    driver = _driver(seed)
    driver[:2, 22:] -= 0.3
    assert _found(driver) == [(1, True)]


@pytest.mark.parametrize("month", [20, 28, 29])
def test_a_one_off_month_is_no_shift(month: int) -> None:
    driver = _driver(3)
    driver[1, month] -= 0.4
    found = find_shifts(driver, SEGMENTS, 0.25)
    assert found.shifts == ()
    assert [(shop, at) for shop, at, _ in found.one_offs] == [(1, month)]


def test_a_promotion_is_a_one_off() -> None:
    driver = _driver(4)
    driver[0, 15] += 0.5
    found = find_shifts(driver, SEGMENTS, 0.25)
    assert (found.shifts, [at for _, at, _ in found.one_offs]) == ((), [15])


def test_steady_growth_is_no_shift() -> None:
    assert _found(_driver(1) + 0.02 * np.arange(30)) == []


def test_too_few_numbers_find_nothing() -> None:
    found = find_shifts(np.array([[1.0, 2.0, np.nan, 1.0]]), np.array([[True]]), 0.25)
    assert (found.shifts, found.one_offs) == ((), ())


def test_gaps_and_a_shop_that_opens_late_do_no_harm() -> None:
    driver = _driver(2)
    driver[3, :20] = np.nan
    driver[0, 10:13] = np.nan
    driver[2, 24:] -= 0.3
    assert _found(driver) == [(4, True)]


def test_the_same_numbers_give_the_same_draws() -> None:
    driver = _driver(2)
    driver[2, 24:] -= 0.3
    one, two = (find_shifts(driver, SEGMENTS, 0.25).shifts[0].draws for _ in range(2))
    assert np.array_equal(one, two)
