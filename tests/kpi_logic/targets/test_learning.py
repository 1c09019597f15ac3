"""Learning: windows are cut as told, and weights find the setting that made the data."""

import numpy as np
import pytest

from kpi_logic.targets.learning import ascend, expect, gather_evidence
from kpi_logic.targets.pool import (
    Pool,
    Windows,
    calendar_profiles,
    common_profile,
    cut_windows,
    season_factors,
)
from kpi_logic.targets.structures import Structure, covariances

SETTINGS = np.array([Structure(0, 0, 0).number, Structure(4, 0, 0).number, Structure(0, 0, 4).number])
SCALES = np.array([0.02, 0.2])
SEASON = 0.3 * np.cos(np.arange(12) * np.pi / 6)


def windows_from(number: int, runs: int = 400, calendar: np.ndarray | None = None) -> Windows:
    """Windows of 18 months made by one structure at the larger scale."""
    rng = np.random.default_rng(number)
    root = np.linalg.cholesky(covariances(np.array([number]), np.arange(18.0))[0])
    month = rng.integers(0, 12, runs)
    logs = 0.2 * rng.standard_normal((runs, 18)) @ root.T
    if calendar is not None:
        logs = logs + calendar[(month[:, None] + np.arange(18)) % 12]
    return Windows(logs, month, np.full(runs, 1 / runs), np.arange(runs), np.full(runs, "M3"))


@pytest.mark.parametrize("truth", range(3))
def test_weights_find_the_structure_and_scale(truth: int) -> None:
    windows = windows_from(int(SETTINGS[truth]))
    evidence = gather_evidence(windows, 12, SETTINGS.repeat(2), np.tile([0, 1], 3), np.zeros((1, 12)), SCALES)
    start = expect(evidence, 50)
    assert int(start.argmax()) == 2 * truth + 1
    half = np.arange(400) % 2 == 0
    climbed, score = ascend(evidence.rows(half), evidence.rows(~half), start)
    assert climbed.sum() == pytest.approx(1)
    assert score >= evidence.rows(~half).score(start)


def test_weights_find_the_calendar_profile() -> None:
    windows = windows_from(int(SETTINGS[0]), calendar=SEASON)
    profiles = np.stack([np.zeros(12), SEASON, np.roll(SEASON, 6)])
    evidence = gather_evidence(windows, 12, SETTINGS[:1], np.array([1]), profiles, SCALES)
    assert expect(evidence, 50) == pytest.approx([0, 1, 0], abs=0.02)


def small_pool() -> Pool:
    rng = np.random.default_rng(1)
    start = rng.integers(0, 24, 30)
    shapes = np.where(np.arange(30)[:, None] % 2, SEASON, -SEASON)
    series = [shapes[i, (start[i] + np.arange(60)) % 12] + 0.01 * rng.standard_normal(60) for i in range(30)]
    return Pool(series, start, np.array(["M3", "WALM"] * 15), np.arange(30))


def test_windows_have_their_length_month_and_weight() -> None:
    windows = cut_windows(small_pool(), 18, 2, np.random.default_rng(0))
    assert windows.logs.shape == (60, 18)
    assert windows.weight.sum() == pytest.approx(1)
    assert sorted(set(windows.source.tolist())) == ["M3", "WALM"]
    assert windows.every(2).logs.shape == (30, 18)
    assert cut_windows(small_pool(), 18, 2, np.random.default_rng(0)).logs == pytest.approx(windows.logs)


def test_profiles_find_the_seasons_of_the_pool() -> None:
    pool = small_pool()
    assert season_factors(pool)[1] == pytest.approx(SEASON, abs=0.03)
    found = calendar_profiles(pool, 2, np.random.default_rng(0))
    assert found[np.argsort(found[:, 0])] == pytest.approx(np.stack([-SEASON, SEASON]), abs=0.02)
    assert common_profile(pool, ("WALM",)) == pytest.approx(SEASON, abs=0.02)
    assert not common_profile(pool, ("PBS",)).any()
