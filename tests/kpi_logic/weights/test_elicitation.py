"""The methods against published worked examples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.weights import ahp, bwm, critic, entropy, swing

CITIES = [
    [1, 1 / 3, 8, 3, 3, 7],
    [3, 1, 9, 3, 3, 9],
    [1 / 8, 1 / 9, 1, 1 / 6, 1 / 5, 2],
    [1 / 3, 1 / 3, 6, 1, 1 / 3, 6],
    [1 / 3, 1 / 3, 5, 3, 1, 6],
    [1 / 7, 1 / 9, 1 / 2, 1 / 6, 1 / 6, 1],
]
DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]
SOFTWARE = [
    [5000, 3, 3, 4, 3, 2],
    [680, 5, 3, 2, 2, 1],
    [2000, 3, 2, 3, 4, 3],
    [600, 4, 3, 1, 2, 2],
    [800, 2, 4, 3, 3, 4],
]

positive = st.floats(0.05, 20)


def test_ahp_gives_saatys_distances_from_philadelphia() -> None:
    """Saaty 1977: six cities; the largest eigenvalue is 6.45, so the ratio is 0.09 / 1.24."""
    weights, ratio = ahp(CITIES)
    assert weights.tolist() == pytest.approx([0.263, 0.397, 0.033, 0.116, 0.164, 0.027], abs=0.0015)
    assert ratio == pytest.approx((6.45 - 6) / 5 / 1.24, abs=0.002)


def test_ahp_gives_saatys_drinks() -> None:
    """Saaty 2008, Decision making with the analytic hierarchy process, Int. J. Services Sciences 1, 83-98, table 2."""
    weights, ratio = ahp(DRINKS)
    assert weights.tolist() == pytest.approx([0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], abs=0.001)
    assert ratio == pytest.approx(0.022, abs=0.003)


@settings(deadline=None)
@given(st.lists(positive, min_size=1, max_size=7))
def test_ahp_returns_the_weights_behind_a_consistent_matrix(true: list[float]) -> None:
    weights, ratio = ahp(np.divide.outer(true, true))
    assert weights == pytest.approx(np.array(true) / sum(true))
    assert ratio == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        ([[1, 2, 3]], r"comparisons are a square matrix of 1 to 15 rows, got shape \(1, 3\)"),
        ([[1, -2], [-0.5, 1]], "comparisons are positive numbers"),
        ([[1, 2], [2, 1]], r"comparison \(0, 1\) is 2 but \(1, 0\) is 2: give 1/x back"),
    ],
)
def test_ahp_refuses(matrix: list, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ahp(matrix)


def test_bwm_transport_example_is_optimal() -> None:
    """Rezaei 2015, choosing a transport mode (best: cost, worst: load flexibility); the optimum by brute force."""
    weights, xi = bwm([8, 2, 1], [1, 5, 8])
    grid = np.array([(a, b, 1 - a - b) for a in np.linspace(0, 0.2, 201) for b in np.linspace(0.2, 0.5, 301)])
    gaps = np.abs([grid[:, 2] - 8 * grid[:, 0], grid[:, 2] - 2 * grid[:, 1], grid[:, 1] - 5 * grid[:, 0]])
    best = grid[gaps.max(axis=0).argmin()]
    assert weights.tolist() == pytest.approx(best.tolist(), abs=0.002)
    assert xi == pytest.approx(gaps.max(axis=0).min(), abs=0.005)
    assert weights.tolist() == pytest.approx([1 / 14, 9 / 28, 17 / 28])


@settings(deadline=None)
@given(st.lists(positive, min_size=2, max_size=6))
def test_bwm_returns_the_weights_behind_consistent_answers(true: list[float]) -> None:
    weights, xi = bwm(np.max(true) / np.array(true), np.array(true) / np.min(true))
    assert xi == pytest.approx(0, abs=1e-6)
    assert weights == pytest.approx(np.array(true) / sum(true), abs=1e-4)


@pytest.mark.parametrize(
    ("best", "worst", "sentence"),
    [
        ([1, 2], [1], r"both rows name the same criteria; got shapes \(2,\) and \(1,\)"),
        ([1, 0.5], [2, 1], r"preferences are 1 \(equal\) or more"),
        ([2, 2], [2, 1], "the best has a 1 in best_to_others, the worst a 1 in others_to_worst"),
    ],
)
def test_bwm_refuses(best: list, worst: list, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        bwm(best, worst)


def test_entropy_gives_the_published_weights() -> None:
    """Data of Xu 2004, European Journal of Operational Research 156, 530-532, weights as published."""
    matrix = [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]]
    assert entropy(matrix).round(4).tolist() == [0.4630, 0.3992, 0.1378, 0.0000]


def test_critic_gives_the_published_weights() -> None:
    """Tus & Aytac Adali 2019, The new combination with CRITIC and WASPAS methods, OPSEARCH 56, 528-538."""
    assert critic(SOFTWARE).round(3).tolist() == [0.157, 0.249, 0.168, 0.121, 0.154, 0.151]


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(0, 1000), min_size=3, max_size=3), min_size=2, max_size=8))
def test_the_mirrors_are_weights(matrix: list[list[float]]) -> None:
    for weights in (entropy(matrix), critic(matrix), critic(matrix, [True, False, True])):
        assert weights.sum() == pytest.approx(1)
        assert weights.min() >= 0


def test_where_nothing_varies_the_mirrors_are_equal() -> None:
    assert entropy([[2, 3], [2, 3]]).tolist() == critic([[2, 3], [2, 3]]).tolist() == [0.5, 0.5]


def test_the_mirrors_agree_with_pymcdm() -> None:
    weights = pytest.importorskip("pymcdm.weights", reason="pymcdm is not installed")
    matrix = np.random.default_rng(3).uniform(1, 9, (12, 5))
    assert entropy(matrix) == pytest.approx(weights.entropy_weights(matrix))
    assert critic(matrix) == pytest.approx(weights.critic_weights(matrix))


@pytest.mark.parametrize("method", [entropy, critic])
def test_the_mirrors_refuse_gaps(method: object) -> None:
    with pytest.raises(ValueError, match="a number is missing: leave incomplete rows out first"):
        method([[1, np.nan], [2, 3]])  # type: ignore[operator]
    with pytest.raises(ValueError, match=r"a matrix of at least two rows is needed, got shape \(1, 2\)"):
        method([[1, 2]])  # type: ignore[operator]


def test_swing_refuses_no_points() -> None:
    with pytest.raises(ValueError, match="points are numbers of 0 or more, at least one above 0"):
        swing([0, 0])
