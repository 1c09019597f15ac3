"""Shapley values."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.diagnosis.shapley import shapley, shapley_of, subsets


def test_a_player_who_adds_nothing_gets_nothing() -> None:
    members = subsets(3)
    worth = 10.0 * members[:, 0] + 5.0 * members[:, 0] * members[:, 1]
    assert shapley(worth, 3).tolist() == [12.5, 2.5, 0.0]


@given(st.lists(st.tuples(st.floats(0.1, 9), st.floats(0.1, 9)), min_size=1, max_size=7))
def test_parts_sum_to_the_joint_change(factors: list[tuple[float, float]]) -> None:
    before = [np.array([a, a + 1]) for a, _ in factors]
    after = [np.array([b, b + 2]) for _, b in factors]

    def product(x: list[np.ndarray]) -> np.ndarray:
        return np.prod(np.broadcast_arrays(*x), axis=0)

    parts = shapley_of(product, before, after)
    assert np.allclose(parts.sum(axis=0), product(after) - product(before), rtol=1e-9)
