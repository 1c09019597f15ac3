"""How often odds came true: exact intervals, bands in words, one verdict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.model import Message
from kpi_logic.review.odds_band import at_least, exact_interval, judged_odds, odds_bands

scipy_stats = pytest.importorskip("scipy.stats")


@given(st.integers(0, 40).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases))))
def test_the_interval_is_clopper_and_pearsons(case: tuple[int, int]) -> None:
    met, cases = case
    low, high = exact_interval(met, cases)
    beta = scipy_stats.beta
    assert low == pytest.approx(0.0 if met == 0 else beta.ppf(0.05, met, cases - met + 1), abs=1e-9)
    assert high == pytest.approx(1.0 if met == cases else beta.ppf(0.95, met + 1, cases - met), abs=1e-9)


@given(st.integers(1, 30), st.floats(0, 1))
def test_the_tail_is_the_binomials(cases: int, share: float) -> None:
    assert at_least(cases // 2, cases, share) == pytest.approx(
        scipy_stats.binom.sf(cases // 2 - 1, cases, share), abs=1e-9
    )


def test_a_band_is_told_as_people_say_it() -> None:
    odds = np.full(11, 0.6)
    [band] = odds_bands(odds, np.array([1.0] * 7 + [0.0] * 4))
    facts = {"odds": Message("odds.p60"), "met": 7, "cases": 11, "low": 35, "high": 86}
    assert band.sentence == Message("calibration.band.agrees", facts)


@pytest.mark.parametrize(("met", "told"), [(0, "fewer"), (3, "fewer"), (8, "agrees"), (12, "more")])
def test_beyond_the_interval_it_is_said_so(met: int, told: str) -> None:
    [band] = odds_bands(np.full(12, 0.62), np.array([1.0] * met + [0.0] * (12 - met)))
    assert band.told == told


def test_below_five_cases_nothing_can_be_told() -> None:
    [band] = odds_bands(np.full(4, 0.95), np.zeros(4))
    assert band.told == "cannot_tell"
    assert judged_odds(np.full(4, 0.95), np.zeros(4)) == "cannot_tell"


@given(st.lists(st.tuples(st.floats(0.05, 0.95), st.booleans()), max_size=60))
def test_bands_hold_every_case_once(cases: list[tuple[float, bool]]) -> None:
    odds, outcomes = np.array([c[0] for c in cases]), np.array([float(c[1]) for c in cases])
    bands = odds_bands(odds, outcomes)
    assert sum(band.cases for band in bands) == len(cases)
    assert sum(band.met for band in bands) == outcomes.sum()
    assert all(band.share_low <= band.met / band.cases <= band.share_high for band in bands)
    assert [band.said for band in bands] == sorted(band.said for band in bands)


def test_all_missed_is_too_hopeful_and_all_met_too_gloomy() -> None:
    assert judged_odds(np.full(30, 0.6), np.zeros(30)) == "too_hopeful"
    assert judged_odds(np.full(30, 0.4), np.ones(30)) == "too_gloomy"
