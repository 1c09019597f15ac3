"""The inverse through blocks of months is the inverse of the covariance it stands for, gaps and all."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.diagnosis.covariance import (
    COMMON_SLOPE,
    HYPERS,
    LEVEL,
    STEADY,
    inverse_covariances,
    relative_noise,
)


def _covariance(there: np.ndarray, noise: np.ndarray, hyper: tuple[float, ...], trend: float) -> np.ndarray:
    """The covariance written out number by number."""
    shop, month = np.nonzero(there)
    season, own, drift, slant, memory, common = hyper
    same_shop = (shop[:, None] == shop[None, :]).astype(float)
    same_season = ((month[:, None] - month[None, :]) % 12 == 0).astype(float)
    slope = np.outer(month - month.mean(), month - month.mean())
    made = same_season * season**2 + slope * (COMMON_SLOPE * trend) ** 2
    made += (month[:, None] == month[None, :]) * common**2
    made += same_shop * memory ** np.abs(month[:, None] - month[None, :]) * np.outer(noise[shop], noise[shop])
    of_shop = LEVEL**2 + same_season * own**2 + slope * (slant * trend) ** 2
    return made + same_shop * (of_shop + np.minimum(month[:, None], month[None, :]) * drift**2)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 4), st.integers(6, 30), st.booleans(), st.integers(0, 1000))
def test_inverse_and_determinant(shops: int, months: int, trends: bool, seed: int) -> None:
    rng = np.random.default_rng(seed)
    there = rng.random((shops, months)) > 0.2
    there[0] = True
    noise = rng.uniform(0.6, 1.7, shops)
    inverse, log_det = inverse_covariances(there, noise, trends)
    for k, hyper in enumerate(HYPERS):
        covariance = _covariance(there, noise, hyper, 1.0 if trends else STEADY)
        np.testing.assert_allclose(inverse[k] @ covariance, np.eye(there.sum()), atol=1e-7)
        np.testing.assert_allclose(log_det[k], np.linalg.slogdet(covariance)[1], rtol=1e-9, atol=1e-7)


def test_noise_is_relative_and_bounded() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(0, [[0.01], [0.02], [1.0]], (3, 40))
    quiet, usual, loud = relative_noise(rows)
    assert 0.6 <= quiet < usual == 1.0 < loud == 1.7
    assert relative_noise(np.full((2, 3), np.nan)).tolist() == [1.0, 1.0]
