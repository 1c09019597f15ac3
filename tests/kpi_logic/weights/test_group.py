"""Votes: what they say together, how far they agree, where they do not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.weights import Span, consensus, consensus_name, disagreements, group, swing_span

rows = st.lists(st.floats(0.5, 100), min_size=3, max_size=3)
votes = st.lists(rows, min_size=1, max_size=5)


@settings(deadline=None)
@given(votes)
def test_a_group_is_the_geometric_mean_and_sums_to_1(given_votes: list[list[float]]) -> None:
    shares = np.array(given_votes) / np.sum(given_votes, axis=1, keepdims=True)
    together = np.prod(np.maximum(shares, 0.005), axis=0) ** (1 / len(shares))
    assert group(given_votes) == pytest.approx(together / together.sum())
    assert group(given_votes).sum() == pytest.approx(1)


@settings(deadline=None)
@given(rows)
def test_a_unanimous_group_says_what_each_says(vote: list[float]) -> None:
    assert group([vote, vote, vote]) == pytest.approx(np.array(vote) / sum(vote), abs=0.006)
    assert consensus([vote, vote]) == pytest.approx(1)
    assert disagreements([vote, vote]) == ()


def test_a_voice_that_counts_twice_is_a_second_vote() -> None:
    assert group([[60, 40], [20, 80]], [2, 1]) == pytest.approx(group([[60, 40], [60, 40], [20, 80]]))


def test_one_zero_does_not_silence_the_others() -> None:
    assert group([[50, 50], [50, 50], [0, 100]])[0] > 0.14


@settings(deadline=None)
@given(votes)
def test_consensus_lies_between_0_and_1_and_a_compromise_raises_it(given_votes: list[list[float]]) -> None:
    shares = np.array(given_votes) / np.sum(given_votes, axis=1, keepdims=True)
    nearer = (shares + shares.mean(axis=0)) / 2
    assert 0 <= consensus(shares) <= consensus(nearer) + 1e-9 <= 1 + 1e-9


def test_consensus_of_two_voters_with_opposite_favourites_by_hand() -> None:
    """Goepel 2013: with n criteria, each of n voters holding another one 9 times as important, there is no consensus."""
    extreme = np.full((3, 3), 1.0) + 8 * np.eye(3)
    assert consensus(extreme) == pytest.approx(0, abs=1e-12)
    alpha = -(9 / 11 * np.log(9 / 11) + 2 / 11 * np.log(1 / 11))
    mean = np.array([5, 5, 1]) / 11
    beta = -(mean * np.log(mean)).sum() - alpha
    floor = np.exp(alpha) / 3
    assert consensus(extreme[:2]) == pytest.approx((np.exp(-beta) - floor) / (1 - floor))


def test_names_of_the_index() -> None:
    assert [consensus_name(x) for x in (0.49, 0.5, 0.63, 0.8, 0.9)] == [
        "very_low",
        "low",
        "moderate",
        "high",
        "very_high",
    ]


def test_the_three_largest_disagreements_come_first() -> None:
    owner, staff, lead = [50, 20, 20, 10], [10, 30, 40, 20], [40, 30, 20, 10]
    found = disagreements([owner, staff, lead])
    assert [(d.criterion, d.low_voter, d.high_voter) for d in found] == [(0, 1, 0), (2, 0, 1), (1, 0, 1)]
    assert [round(d.spread, 9) for d in found] == [0.4, 0.2, 0.1]


@pytest.mark.parametrize(
    ("given_votes", "sentence"),
    [
        ([], r"votes are one row of weights for each voter, got shape \(0,\)"),
        ([[1, -1]], "votes are numbers of 0 or more, none missing"),
        ([[1, np.nan]], "votes are numbers of 0 or more, none missing"),
        ([[1, 2], [0, 0]], "voter 1 gives no weight to anything"),
    ],
)
def test_votes_that_are_none_are_refused(given_votes: list, sentence: str) -> None:
    for ask in (group, consensus, disagreements):
        with pytest.raises(ValueError, match=sentence):
            ask(given_votes)


def test_voices_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="voices are one number of 0 or more for each of the 2 voters, not all 0"):
        group([[1, 2], [2, 1]], [0, 0])


def test_a_swing_goes_from_the_worst_month_to_the_best() -> None:
    history = [0.9, *np.linspace(0.1, 0.21, 12), np.nan]
    assert swing_span(history) == Span(0.1, 0.21)
    assert swing_span(history, lower_is_better=True) == Span(0.21, 0.1)
    assert swing_span([0.2, np.nan]) is None
    assert swing_span([0.2, 0.2, 0.2]) is None
