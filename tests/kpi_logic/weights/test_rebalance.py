"""Weights always sum to 100, whatever is dragged."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.model.apportion import apportion
from kpi_logic.weights import TOTAL, rebalance, to_hundred

NAMES = ("a", "b", "c", "d", "e")


@st.composite
def requests(draw: st.DrawFn) -> tuple[dict[str, int], set[str], str, float]:
    count = draw(st.integers(2, 5))
    shares = draw(st.lists(st.integers(0, 50), min_size=count, max_size=count))
    weights = dict(zip(NAMES[:count], apportion(TOTAL, shares), strict=True))
    locked = draw(st.sets(st.sampled_from(NAMES[:count])))
    return weights, locked, draw(st.sampled_from(NAMES[:count])), draw(st.floats(-50, 200))


@settings(deadline=None)
@given(requests())
def test_the_sum_is_always_100_and_none_is_negative(request: tuple) -> None:
    result = rebalance(*request)
    assert sum(result.values()) == TOTAL
    assert min(result.values()) >= 0
    assert list(result) == list(request[0])


@settings(deadline=None)
@given(requests())
def test_locked_weights_stay(request: tuple) -> None:
    weights, locked, changed, value = request
    result = rebalance(weights, locked, changed, value)
    free = [name for name in weights if name not in locked]
    kept = [name for name in locked if name != changed or name in locked]
    assert {name: result[name] for name in kept} == {name: weights[name] for name in kept}
    if changed not in locked and len(free) > 1:
        room = TOTAL - sum(weights[name] for name in locked)
        assert result[changed] == min(max(round(value), 0), room)


@settings(deadline=None)
@given(requests())
def test_asking_twice_changes_nothing(request: tuple) -> None:
    weights, locked, changed, value = request
    once = rebalance(weights, locked, changed, value)
    assert rebalance(once, locked, changed, value) == once


@settings(deadline=None)
@given(requests())
def test_the_others_keep_their_order(request: tuple) -> None:
    weights, locked, changed, value = request
    result = rebalance(weights, locked, changed, value)
    free = [name for name in weights if name not in locked and name != changed]
    for one in free:
        for other in free:
            if weights[one] > weights[other]:
                assert result[one] >= result[other]


@pytest.mark.parametrize(
    ("weights", "locked", "changed", "value", "expected"),
    [
        ({"a": 60, "b": 20, "c": 20}, (), "a", 40, {"a": 40, "b": 30, "c": 30}),
        ({"a": 60, "b": 20, "c": 20}, ("b", "c"), "a", 10, {"a": 60, "b": 20, "c": 20}),
        ({"a": 60, "b": 20, "c": 20}, ("a",), "a", 10, {"a": 60, "b": 20, "c": 20}),
        ({"a": 100, "b": 0, "c": 0}, (), "a", 55, {"a": 55, "b": 23, "c": 22}),
        ({"a": 30, "b": 30, "c": 30}, (), "a", 30, {"a": 30, "b": 35, "c": 35}),
        ({"a": 0, "b": 0}, (), "a", 0, {"a": 0, "b": 100}),
        ({"a": 12}, (), "a", 40, {"a": 100}),
    ],
)
def test_defined_answers(weights: dict, locked: tuple, changed: str, value: float, expected: dict) -> None:
    assert rebalance(weights, locked, changed, value) == expected


def test_what_cannot_be_weights_is_refused() -> None:
    with pytest.raises(ValueError, match=r"weights are 0 or more, got \{'a': -5, 'b': 105\}"):
        rebalance({"a": -5, "b": 105}, (), "a", 3)
    with pytest.raises(ValueError, match="the locked weights sum to 120, so the weights cannot sum to 100"):
        rebalance({"a": 60, "b": 60, "c": 0}, ("a", "b"), "c", 3)
    with pytest.raises(ValueError, match="the locked weights sum to 90, so the weights cannot sum to 100"):
        rebalance({"a": 60, "b": 30}, ("a", "b"), "a", 3)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_any_weights_become_a_hundred(weights: list[float]) -> None:
    result = to_hundred(weights)
    assert sum(result) == TOTAL
    if sum(weights):
        assert all(abs(part - 100 * w / sum(weights)) < 1 + 1e-9 for part, w in zip(result, weights, strict=True))


@settings(deadline=None)
@given(st.integers(-10_000, 10_000), st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_whole_parts_sum_to_the_whole(total: int, shares: list[int]) -> None:
    assert sum(apportion(total, shares)) == total


def test_shares_that_are_none() -> None:
    with pytest.raises(ValueError, match=r"shares are one or more numbers, each 0 or more; got \[1, -1\]"):
        apportion(3, [1, -1])
