"""The exact rank test against every way to pick, and against a peer."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.review.rank_shift import rank_shift

few = st.lists(st.integers(0, 4).map(float), min_size=1, max_size=5)


@given(few, few)
def test_it_is_the_share_of_all_ways_to_pick(before: list[float], after: list[float]) -> None:
    together = np.array([*before, *after])
    below = (together[None, :] < together[:, None]).sum(axis=1)
    same = (together[None, :] == together[:, None]).sum(axis=1)
    ranks = below + (same + 1) / 2
    seen = ranks[len(before) :].sum()
    ways = [ranks[list(chosen)].sum() >= seen - 1e-9 for chosen in combinations(range(len(together)), len(after))]
    assert rank_shift(np.array(before), np.array(after)) == pytest.approx(np.mean(ways))


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=24, unique=True), st.integers(1, 23))
def test_without_ties_it_is_mann_and_whitneys(values: list[float], cut: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    cut = min(cut, len(values) - 1)
    before, after = np.array(values[:cut]), np.array(values[cut:])
    peer = stats.mannwhitneyu(after, before, alternative="greater", method="exact").pvalue
    assert rank_shift(before, after) == pytest.approx(peer)
