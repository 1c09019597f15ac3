"""Placebos: all assignments and windows, exact quantiles, nothing told where there are too few."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.review.placebo import PERMUTATIONS, contrasts, fewest_windows, placebos


def changes(shops: int, windows: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.1, (shops, windows))


def mask(shops: int, treated: int) -> np.ndarray:
    return np.arange(shops) < treated


@given(shops=st.integers(2, 9), data=st.data())
def test_every_assignment_stands_there_once_and_the_real_one_first(shops: int, data: st.DataObject) -> None:
    treated = data.draw(st.integers(1, shops - 1))
    found = contrasts(mask(shops, treated), 10_000)
    assert found.shape == (math.comb(shops, treated), shops)
    assert len(np.unique(found, axis=0)) == len(found)
    assert ((found[0] > 0) == mask(shops, treated)).all()
    assert np.allclose(found.sum(axis=1), 0)


def test_many_shops_are_drawn_from_a_fixed_seed() -> None:
    first, again = (contrasts(mask(40, 7), 500) for _ in range(2))
    assert first.shape[0] <= 500
    assert (first == again).all()


def test_never_more_placebos_than_allowed() -> None:
    found = placebos(changes(20, 30), mask(20, 5), np.arange(30), 2)
    assert found is not None
    assert len(found.sizes) <= PERMUTATIONS


def test_by_hand_with_two_shops() -> None:
    """Two shops mirror each other: the sizes are the studentised differences, each twice."""
    one = changes(2, 8)
    found = placebos(one, mask(2, 1), np.arange(8), 1)
    assert found is not None
    difference = one[0] - one[1]
    by_hand = []
    for n in range(8):
        rest = np.delete(difference, n)
        by_hand += [abs(difference[n] - rest.mean()) / (rest.std(ddof=1) * np.sqrt(1 + 1 / 7))] * 2
    assert np.allclose(found.sizes, sorted(by_hand))
    assert found.drift == pytest.approx(difference.mean())
    assert found.scatter == pytest.approx(difference.std(ddof=1) * np.sqrt(1 + 1 / 8))
    assert found.independent == 8


@given(seed=st.integers(0, 200), shift=st.floats(-1, 1), scale=st.floats(0.1, 10))
def test_a_common_shock_changes_nothing_and_scale_only_scales(seed: int, shift: float, scale: float) -> None:
    one, treated, places = changes(4, 12, seed), mask(4, 1), np.arange(12)
    shocked = (one + shift * np.sin(np.arange(12))) * scale
    found, other = placebos(one, treated, places, 2), placebos(shocked, treated, places, 2)
    assert found is not None and other is not None
    assert np.allclose(found.sizes, other.sizes, rtol=1e-6)
    assert other.scatter == pytest.approx(scale * found.scatter)


def test_wider_with_more_confidence_and_smallest_beyond_the_reach() -> None:
    found = placebos(changes(4, 24), mask(4, 1), np.arange(24), 1)
    assert found is not None
    reaches = [found.reach(confidence) for confidence in (0.5, 0.8, 0.9)]
    assert all(reach is not None for reach in reaches)
    assert sorted(reaches) == reaches  # type: ignore[type-var]
    assert found.smallest(0.8) > found.reach(0.8)  # type: ignore[operator]


def test_too_few_placebos_cannot_tell() -> None:
    found = placebos(changes(2, 8), mask(2, 1), np.arange(8), 1)
    assert found is not None
    assert found.reach(0.8) is not None
    assert found.reach(0.95) is None
    assert found.smallest(0.95) is None
    assert placebos(changes(3, 4), mask(3, 1), np.arange(4), 2) is None


@pytest.mark.parametrize(("shops", "length", "confidence"), [(2, 1, 0.8), (3, 2, 0.8), (8, 3, 0.9), (2, 3, 0.9)])
def test_the_fewest_windows_are_just_enough(shops: int, length: int, confidence: float) -> None:
    least = fewest_windows(shops, length, confidence)

    def tells(windows: int) -> bool:
        found = placebos(changes(shops, windows), mask(shops, 1), np.arange(windows), length)
        return found is not None and found.reach(confidence) is not None

    assert tells(least)
    assert not tells(least - 1)


def test_beyond_counts_those_at_least_as_far() -> None:
    found = placebos(changes(3, 20), mask(3, 1), np.arange(20), 1)
    assert found is not None
    assert found.beyond(found.drift) == len(found.sizes)
    assert found.beyond(1e9) == 0
