"""The parts of the forecast against plain, slow versions of themselves."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from kpi_logic.targets.breaks import AGES, break_grid
from kpi_logic.targets.cleaning import PRIOR_WEIGHT, SPIKE_SPREAD
from kpi_logic.targets.design import build_design
from kpi_logic.targets.paths import draw_paths
from kpi_logic.targets.posterior import SHAPE, Shifts, posterior
from kpi_logic.targets.prior import Atoms, Prior
from kpi_logic.targets.structures import MEAN_VARIANCE, Structure, count, covariances
from kpi_logic.targets.transform import Transform, choose_transform

SCALE = 0.1
STRUCTURE = Structure(3, 5, 2).number
KNOWN = np.array([0, 1, 2, 4, 5, 6, 7, 8])
Y = np.array([0.1, -0.2, 0.15, 0.0, 0.3, -0.1, 0.05, 0.2])


def single() -> Prior:
    atoms = Atoms(0, np.array([STRUCTURE]), np.array([0]), np.array([0]), np.array([1.0]))
    return Prior("test", np.array([SCALE]), np.zeros((1, 12)), np.ones(1), (atoms,))


def whole(horizon: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Covariance of the known months and of the known months with the future."""
    times = np.concatenate([KNOWN, 9 + np.arange(horizon)]).astype(float)
    return covariances(np.array([STRUCTURE]), times)[0], times


def plain(horizon: int = 3) -> Shifts:
    return Shifts(np.zeros((1, KNOWN.size)), np.zeros((1, horizon)), np.array([0]), np.array([0]), np.ones(1))


def pattern() -> bytes:
    return bytes(int(month in KNOWN) for month in range(9))


def multivariate_t(y: np.ndarray, covariance: np.ndarray) -> float:
    """Log likelihood of the contrasts by scipy: a Student t with 2a degrees of freedom."""
    contrast = np.hstack([np.eye(y.size - 1), -np.ones((y.size - 1, 1))])
    shape = SCALE**2 * contrast @ (covariance - MEAN_VARIANCE) @ contrast.T
    return float(stats.multivariate_t(shape=shape, df=2 * SHAPE).logpdf(contrast @ y))


def test_every_structure_is_a_covariance() -> None:
    every = covariances(np.arange(count()), np.arange(14.0))
    assert np.allclose(every, np.swapaxes(every, 1, 2))
    assert np.linalg.eigvalsh(every).min() > 0.99


def test_structure_numbers_go_there_and_back() -> None:
    assert [Structure.of_number(number).number for number in range(count())] == list(range(count()))


def test_weights_agree_with_scipy_on_every_oddity() -> None:
    found = posterior(build_design(single(), pattern(), 3), Y, plain(), np.array([SCALE]), 1.0)
    covariance = whole()[0][:8, :8]
    size, age = break_grid()
    jump = np.array(
        [multivariate_t(Y - d * (9 - AGES[k] <= KNOWN), covariance) for d, k in zip(size, age, strict=True)]
    )
    spike = []
    for j in range(8):
        rest = np.delete(np.arange(8), j)
        gain = covariance[j, rest] @ np.linalg.inv(covariance[np.ix_(rest, rest)])
        loo = Y[j] - gain @ Y[rest]
        spike.append(multivariate_t(Y[rest], covariance[np.ix_(rest, rest)]) + stats.norm.logpdf(loo, 0, SPIKE_SPREAD))
    log = np.concatenate([[multivariate_t(Y, covariance)], jump, spike])
    prior = np.concatenate([[1 - 0.05 - 8 * PRIOR_WEIGHT], np.full(32, 0.05 / 32), np.full(8, PRIOR_WEIGHT)])
    expected = prior * np.exp(log - log.max())
    assert found.weight[0] == pytest.approx(expected / expected.sum(), rel=0.02)


def test_paths_have_the_mean_and_spread_of_the_exact_answer() -> None:
    design = build_design(single(), pattern(), 3)
    found = posterior(design, Y, plain(), np.array([SCALE]), 1.0)
    found.weight[:] = np.eye(1, found.weight.shape[1])
    paths = draw_paths(design, Y, plain(), found, 1.0)
    covariance = whole()[0]
    gain = covariance[8:, :8] @ np.linalg.inv(covariance[:8, :8])
    left = covariance[8:, 8:] - gain @ covariance[:8, 8:]
    power, rate = SHAPE + 3.5, SHAPE * SCALE**2 + Y @ np.linalg.solve(covariance[:8, :8], Y) / 2
    spread = np.sqrt(np.diag(left) * rate / (power - 1))
    assert paths.mean(axis=0) == pytest.approx(gain @ Y, abs=0.05 * spread.min())
    assert paths.std(axis=0) == pytest.approx(spread, rel=0.05)
    assert np.corrcoef(paths.T) == pytest.approx(left / np.sqrt(np.outer(np.diag(left), np.diag(left))), abs=0.06)


def test_a_spiked_month_counts_as_if_it_were_missing() -> None:
    design = build_design(single(), pattern(), 3)
    found = posterior(design, Y, plain(), np.array([SCALE]), 1.0)
    found.weight[:] = np.eye(1, found.weight.shape[1], found.weight.shape[1] - 3)
    paths = draw_paths(design, Y, plain(), found, 1.0)
    rest = np.delete(np.arange(8), 5)
    covariance = whole()[0]
    gain = covariance[8:, rest] @ np.linalg.inv(covariance[np.ix_(rest, rest)])
    left = covariance[8:, 8:] - gain @ covariance[rest, 8:]
    power = SHAPE + 3
    rate = SHAPE * SCALE**2 + Y[rest] @ np.linalg.solve(covariance[np.ix_(rest, rest)], Y[rest]) / 2
    spread = np.sqrt(np.diag(left) * rate / (power - 1))
    assert paths.mean(axis=0) == pytest.approx(gain @ Y[rest], abs=0.05 * spread.min())
    assert paths.std(axis=0) == pytest.approx(spread, rel=0.05)


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([1.0, 2.0], "positive", Transform("log")),
        ([0.0, 4.0, 8.0], "positive", Transform("log", 2.0)),
        ([0.0, 0.0], "positive", Transform("log", 1.0)),
        ([-1.0, 3.0], "positive", Transform("linear", spread=8.0)),
        ([2.0, 2.0], "signed", Transform("linear", spread=8.0)),
        ([0.0, 0.0], "signed", Transform("linear", spread=1.0)),
        ([0.2, 0.4], "rate", Transform("logit")),
    ],
)
def test_the_scale_fits_the_values_and_turns_back(values: list[float], kind: str, expected: Transform) -> None:
    scale = choose_transform(np.array(values), kind)
    assert scale == expected
    assert scale.back(scale.forward(np.array(values))) == pytest.approx(values)


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = "import sys, kpi_logic.targets; print([m for m in ('numpy', 'pandas', 'scipy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
