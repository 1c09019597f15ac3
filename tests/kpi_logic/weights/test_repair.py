"""The one contradiction in pairwise answers, and its smallest mend."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpi_logic.weights import CONSISTENT, Change, ahp, contradiction, repair
from kpi_logic.weights.repair import SAATY, changed_to

answers = st.sampled_from(SAATY)


@st.composite
def matrices(draw: st.DrawFn, least: int = 3, most: int = 6) -> np.ndarray:
    n = draw(st.integers(least, most))
    matrix = np.ones((n, n))
    for i, j in combinations(range(n), 2):
        matrix[i, j] = draw(answers)
        matrix[j, i] = 1 / matrix[i, j]
    return matrix


def spoilt(n: int = 5) -> np.ndarray:
    """Answers that follow from weights, but for one that was turned round."""
    true = np.array([2.0**k for k in range(n)][::-1])
    matrix = np.minimum(np.maximum(np.divide.outer(true, true), 1 / 9), 9)
    matrix[0, 2], matrix[2, 0] = 1 / 4, 4
    return matrix


def test_the_one_turned_answer_is_in_the_named_triple_and_is_the_one_to_change() -> None:
    matrix = spoilt()
    assert ahp(matrix).consistency_ratio > CONSISTENT
    found, mended = contradiction(matrix), repair(matrix)
    assert found is not None
    assert mended is not None
    assert {0, 2} <= {found.first, found.second, found.third}
    assert [(c.first, c.second, c.given) for c in mended.changes] == [(0, 2, 0.25)]
    assert mended.consistency_ratio <= CONSISTENT


@settings(deadline=None, max_examples=60)
@given(matrices())
def test_after_the_repair_the_ratio_is_fine_and_only_the_named_answers_changed(matrix: np.ndarray) -> None:
    mended = repair(matrix)
    before = ahp(matrix).consistency_ratio
    assert (mended is None) == (before <= CONSISTENT)
    if mended is None:
        return
    assert ahp(mended.matrix).consistency_ratio == pytest.approx(mended.consistency_ratio)
    assert mended.consistency_ratio <= CONSISTENT
    assert mended.matrix.tolist() == changed_to(matrix, mended.changes).tolist()
    assert all(change.proposed in SAATY for change in mended.changes)


@settings(deadline=None, max_examples=40)
@given(matrices(3, 3))
def test_no_other_single_answer_of_three_would_have_moved_less(matrix: np.ndarray) -> None:
    mended = repair(matrix)
    assume(mended is not None and len(mended.changes) == 1)
    assert mended is not None
    place = {round(answer, 9): n for n, answer in enumerate(SAATY)}

    def steps(change: Change) -> int:
        return abs(place[round(change.proposed, 9)] - place[round(float(change.given), 9)])

    tried = [Change(i, j, float(matrix[i, j]), answer) for i, j in combinations(range(3), 2) for answer in SAATY]
    enough = [one for one in tried if ahp(changed_to(matrix, (one,))).consistency_ratio <= CONSISTENT]
    assert steps(mended.changes[0]) == min(map(steps, enough))


@settings(deadline=None)
@given(matrices(3, 5))
def test_the_named_triple_is_the_worst_and_reads_downwards(matrix: np.ndarray) -> None:
    found, logs = contradiction(matrix), np.log(matrix)
    errors = [abs(logs[i, j] + logs[j, k] - logs[i, k]) for i, j, k in combinations(range(len(matrix)), 3)]
    if found is None:
        assert max(errors) < 1e-6
        return
    assert found.first_second >= 1
    assert found.second_third >= 1
    assert abs(np.log(found.implied / found.stated)) == pytest.approx(max(errors))


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=6))
def test_answers_that_agree_have_nothing_to_mend(true: list[float]) -> None:
    matrix = np.divide.outer(true, true)
    assert contradiction(matrix) is None
    assert repair(matrix) is None


def test_answers_that_are_no_comparisons_are_refused() -> None:
    for ask in (contradiction, repair):
        with pytest.raises(ValueError, match="comparisons are positive numbers"):
            ask([[1, -1], [-1, 1]])


def test_nine_random_answers_take_several_changes_and_are_mended() -> None:
    rng = np.random.default_rng(4)
    matrix = np.ones((9, 9))
    for i, j in combinations(range(9), 2):
        matrix[i, j] = rng.choice(SAATY)
        matrix[j, i] = 1 / matrix[i, j]
    mended = repair(matrix)
    assert mended is not None
    assert ahp(mended.matrix).consistency_ratio <= CONSISTENT
