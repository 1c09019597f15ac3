"""Claim: odds that are right are found wrong in one set of ten at most; odds said too surely, too cautiously, too
hopefully or too gloomily are found, and named so; the interval of a band holds the true share at least as often as it says.
"""

from collections import Counter

import numpy as np
import pytest

from kpi_logic.review.odds_band import CONFIDENCE, LEVEL, exact_interval, judged_odds

pytestmark = pytest.mark.claims

SETS = 400
SIZES = (6, 12, 30, 80)


def logit(odds: np.ndarray) -> np.ndarray:
    return np.log(odds / (1 - odds))


def said(truth: np.ndarray, steeper: float = 1.0, shifted: float = 0.0) -> np.ndarray:
    """What somebody says where *truth* is right: steeper, or shifted, on the log-odds scale."""
    return 1 / (1 + np.exp(-(steeper * logit(truth) + shifted)))


def verdicts(size: int, seed: int, steeper: float = 1.0, shifted: float = 0.0) -> Counter[str]:
    rng = np.random.default_rng([size, seed])
    found: Counter[str] = Counter()
    for _ in range(SETS):
        truth = rng.choice([0.15, 0.3, 0.45, 0.6, 0.6, 0.6, 0.75, 0.9], size)
        outcomes = (rng.random(size) < truth).astype(float)
        found[judged_odds(said(truth, steeper, shifted), outcomes)] += 1
    return found


@pytest.mark.parametrize("size", SIZES)
def test_odds_that_are_right_pass_at_their_level(size: int) -> None:
    found = verdicts(size, 1)
    noise = 2.6 * np.sqrt(LEVEL * (1 - LEVEL) / SETS)
    assert 1 - found["holds"] / SETS <= LEVEL + noise, found


@pytest.mark.parametrize(
    ("steeper", "shifted", "verdict", "size", "least"),
    [
        (3.0, 0.0, "too_sure", 80, 0.7),
        (0.2, 0.0, "too_cautious", 80, 0.5),
        (1.0, 1.2, "too_hopeful", 30, 0.7),
        (1.0, -1.2, "too_gloomy", 30, 0.7),
        (1.0, 1.2, "too_hopeful", 80, 0.95),
    ],
)
def test_odds_that_are_off_are_found_and_named(
    steeper: float, shifted: float, verdict: str, size: int, least: float
) -> None:
    found = verdicts(size, 2, steeper, shifted)
    assert found[verdict] / SETS >= least, found


def test_overconfidence_is_hardly_ever_taken_for_caution() -> None:
    assert verdicts(80, 3, steeper=3.0)["too_cautious"] / SETS <= 0.02


@pytest.mark.parametrize("cases", [5, 11, 25])
@pytest.mark.parametrize("share", [0.1, 0.35, 0.6, 0.9])
def test_a_bands_interval_holds_the_true_share(cases: int, share: float) -> None:
    rng = np.random.default_rng(cases)
    intervals = [exact_interval(met, cases) for met in range(cases + 1)]
    drawn = rng.binomial(cases, share, 2000)
    inside = np.mean([intervals[met][0] <= share <= intervals[met][1] for met in drawn])
    assert inside >= CONFIDENCE - 0.015
