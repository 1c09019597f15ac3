"""The methods against three other programs, where those are installed."""

import contextlib
import io
import warnings
from itertools import combinations

import numpy as np
import pytest

from kpi_logic.weights import ahp, bwm, critic, entropy
from kpi_logic.weights.repair import SAATY

MATRIX = np.random.default_rng(11).uniform(1, 9, (14, 5))


def random_answers(seed: int, n: int = 5) -> np.ndarray:
    rng, matrix = np.random.default_rng(seed), np.ones((n, n))
    for i, j in combinations(range(n), 2):
        matrix[i, j] = rng.choice(SAATY)
        matrix[j, i] = 1 / matrix[i, j]
    return matrix


def test_the_mirrors_agree_with_scikit_criteria() -> None:
    weighters = pytest.importorskip("skcriteria.preprocessing.weighters", reason="scikit-criteria is not installed")
    objectives = np.array([1, -1, 1, 1, -1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert critic(MATRIX, objectives < 0) == pytest.approx(weighters.critic_weights(MATRIX, objectives))
        assert entropy(MATRIX) == pytest.approx(weighters.entropy_weights(MATRIX), abs=1e-6)


def test_the_mirrors_agree_with_pydecision() -> None:
    algorithm = pytest.importorskip("pyDecision.algorithm", reason="pyDecision is not installed")
    kinds = ["max", "min", "max", "max", "min"]
    lower = [kind == "min" for kind in kinds]
    assert critic(MATRIX, lower) == pytest.approx(algorithm.critic_method(MATRIX.copy(), kinds), abs=1e-6)
    benefits = algorithm.entropy_method(MATRIX.copy(), ["max"] * 5)
    assert entropy(MATRIX) == pytest.approx(benefits, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_ahp_agrees_with_pydecision(seed: int) -> None:
    algorithm = pytest.importorskip("pyDecision.algorithm", reason="pyDecision is not installed")
    matrix = random_answers(seed)
    theirs, ratio = algorithm.ahp_method(matrix.copy(), wd="max_eigen")
    ours = ahp(matrix)
    assert ours.weights == pytest.approx(np.asarray(theirs).ravel(), abs=1e-3)
    assert ours.consistency_ratio == pytest.approx(float(ratio), abs=0.02)


def test_bwm_agrees_with_pydecision_where_the_answers_agree() -> None:
    algorithm = pytest.importorskip("pyDecision.algorithm", reason="pyDecision is not installed")
    best, worst = [2, 1, 4, 2, 8], [4, 8, 2, 4, 1]
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = algorithm.bw_method(np.array(best), np.array(worst), verbose=False)
    weights = theirs[-1] if isinstance(theirs, tuple) else theirs
    assert bwm(best, worst).weights == pytest.approx(np.asarray(weights).ravel(), abs=5e-3)
