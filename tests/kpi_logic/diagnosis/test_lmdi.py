"""LMDI: exact, and equal to a published worked example."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.diagnosis.lmdi import lmdi, log_mean

POSITIVE = st.floats(1e-6, 1e9)


def test_it_agrees_with_a_published_example() -> None:
    # Heun and Brockway 2019, "Meeting 2030 primary energy and economic growth goals: Mission impossible?", Applied
    # Energy, supplement S3 (the example of the R package LMDIR): two subcategories, three factors, 1971 to 1972.
    before = np.array([[1.0, 4.0], [10.0, 5.0], [2.0, 3.0]])
    after = np.array([[4.0, 5.0], [5.0, 6.0], [3.0, 4.0]])
    parts = lmdi(before, after)
    published = [[50.47438029, 19.31568569], [-25.23719014, 15.78206435], [14.76280986, 24.90224996]]
    np.testing.assert_allclose(parts, published, rtol=1e-9)
    np.testing.assert_allclose(parts.sum(axis=1), [69.79006598, -9.455125793, 39.66505981], rtol=1e-9)


@given(st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=6))
def test_the_parts_sum_to_the_change_of_the_product(factors: list[tuple[float, float]]) -> None:
    before, after = (np.array([[pair[i]] for pair in factors]) for i in (0, 1))
    whole = np.prod(after) - np.prod(before)
    parts = lmdi(before, after)
    assert abs(parts.sum() - whole) <= 1e-9 * max(np.abs(parts).max(), np.prod(before), np.prod(after))


@given(POSITIVE, POSITIVE)
def test_the_logarithmic_mean_lies_between_the_geometric_and_the_arithmetic(a: float, b: float) -> None:
    mean = float(log_mean(np.array([a]), np.array([b]))[0])
    assert np.sqrt(a * b) * (1 - 1e-6) <= mean <= (a + b) / 2 * (1 + 1e-6)
