"""The pulse: medians with their number, nobody given away, change only where luck hardly explains it."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.model import Feedback, Organisation, Person, feedback_state, heard
from kpi_logic.review import Rating, pulse
from kpi_logic.review.pulse import FEWEST, SURE, Change, _moved, criticised
from kpi_logic.review.rounds import rounds

DEPARTMENTS = ("Store", "Ads", "Stock")
TEAM = Organisation(
    people=tuple(Person(id=f"p{n}", name=f"N{n}", department=DEPARTMENTS[min(n // 4, 2)]) for n in range(9))
)  # Store p0-p3, Ads p4-p7, Stock p8


def form(person: str = "", day: str = "2026-12-20", **fields: object) -> Feedback:
    return Feedback(id=f"{person or 'x'}{day}{sorted(fields.items())}", person=person, day=day, **fields)


def test_questions_with_their_number_and_too_few_are_not_told() -> None:
    told = pulse([form("p0", fair=1, clear=5), form("p1", fair=2, clear=4), form("p2", fair=4)], TEAM)
    assert told.ratings == (
        Rating("clear", 2, None, None),
        Rating("fair", 3, 2, 2, (1, 1, 0, 1, 0)),
        Rating("doable", 0, None, None),
    )
    assert (told.people, told.heard, told.rounds) == (9, 3, 1)
    assert told.worst == told.ratings[1]


def test_the_last_form_of_a_person_counts_in_a_round() -> None:
    told = pulse([form(f"p{n}", fair=1) for n in range(3)] + [form("p0", day="2026-12-22", fair=5)], TEAM)
    assert told.ratings[1].counts == (2, 0, 0, 0, 1)


def test_a_department_of_one_is_kept_back_and_cannot_be_had_by_subtracting() -> None:
    everybody = [form(f"p{n}", fair=3) for n in range(9)]
    told = pulse(everybody, TEAM)
    # Stock has one answer: were both others shown, everybody less Store and Ads would be that one.
    assert list(told.departments) in (["Store"], ["Ads"])
    assert told.kept_back == 2
    with_unnamed = pulse([*everybody, form(fair=3), form(fair=2)], TEAM)
    assert list(with_unnamed.departments) == ["Ads", "Store"]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 5)), max_size=25))
def test_never_a_department_or_a_rest_of_one_or_two(answers: list[tuple[int, int]]) -> None:
    told = pulse([form(f"p{who}", fair=rate) for who, rate in answers], TEAM)
    count = told.ratings[1].n
    shown = [ratings[1].n for ratings in told.departments.values()]
    assert all(n >= FEWEST for n in shown)
    assert not shown or count - sum(shown) == 0 or count - sum(shown) >= FEWEST


def test_rounds_are_weeks_without_asking_apart() -> None:
    days = ("2026-12-20", "2027-02-28", "2026-12-30", "")
    assert [
        [one.day for one in found] for found in rounds(form(f"p{n}", day, fair=3) for n, day in enumerate(days))
    ] == [
        ["2026-12-20", "2026-12-30"],
        ["2027-02-28", ""],
    ]
    assert rounds(()) == ()
    assert len(rounds([form("p1", "2026-02-31", fair=1)])) == 1


def two_rounds(then: list[int], now: list[int]) -> tuple[Change, ...]:
    forms = [form(f"p{n}", "2026-12-20", fair=rate) for n, rate in enumerate(then)]
    forms += [form(f"p{n}", "2027-03-01", fair=rate) for n, rate in enumerate(now)]
    return pulse(forms, TEAM).changes


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ([2, 2, 2, 2, 2], [4, 4, 3, 4, 5], Change("fair", 5, 0, 0, "up")),
        ([4, 4, 4, 4, 4], [2, 2, 2, 2, 2], Change("fair", 0, 5, 0, "down")),
        ([2, 2, 2], [3, 3, 3], Change("fair", 3, 0, 0, "cannot_tell")),
        ([2, 3, 4], [2, 3, 4], Change("fair", 0, 0, 3, "same")),
        ([2, 2], [5, 5], Change("fair", 2, 0, 0, "cannot_tell")),
        ([2, 4, 3, 3], [4, 2, 3, 3], Change("fair", 1, 1, 2, "cannot_tell")),
    ],
)
def test_change_between_two_rounds(then: list[int], now: list[int], expected: Change) -> None:
    assert two_rounds(then, now)[1] == expected


def test_what_waits_comes_oldest_first_and_topics_are_counted() -> None:
    late = form("p1", "2026-12-22", words="target too high", topic="target")
    early = form("p0", "2026-12-20", words="acos is not mine", topic="kpi", kpi="acos")
    done = form("p2", "2026-12-19", words="acos again", topic="kpi", kpi="acos", answer="changed", answered_by="p1")
    told = pulse([late, early, done, form("p3")], TEAM)
    assert told.open == (early, late)
    assert told.answered == 1
    assert told.topics == (("kpi", "acos", 2), ("target", "", 1))
    assert told.heard == 3  # the blank form is nobody's voice


def test_criticised_are_kpis_of_those_who_find_it_unfair() -> None:
    angry = form("p0", words="no", kpi="acos", fair=1)
    content = form("p1", words="fine", kpi="cvr", fair=4)
    assert dict(criticised([angry, content])) == {"acos": (angry,)}


def test_one_rule_for_the_state_of_asking() -> None:
    blank, open_one = form("p0"), form("p1", words="why")
    assert feedback_state((), "none") == "none"
    assert feedback_state((blank,), "collected") == "collected"
    assert feedback_state((open_one,), "answered") == "collected"
    nameless = open_one.model_copy(update={"answer": "so"})
    assert feedback_state((nameless,), "none") == "collected", "nobody stands for the answer yet"
    named = nameless.model_copy(update={"answered_by": "p1"})
    assert feedback_state((form("p1", fair=3), named), "none") == "answered"
    assert heard((blank, open_one, form(fair=3)), 9) == 2


@pytest.mark.parametrize("people", range(3, 31))
def test_a_change_is_told_by_luck_in_one_of_ten_rounds_at_most(people: int) -> None:
    told = sum(comb(people, up) for up in range(people + 1) if _moved(up, people - up, people) in ("up", "down"))
    assert told / 2**people <= SURE
