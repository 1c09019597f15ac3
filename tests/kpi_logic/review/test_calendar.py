"""When reviews are held: one rule for pages and papers, seasons before they begin, what was left out by name."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.model import Engagement, Month, Pilot, Review, RollOut, Scheme, Target
from kpi_logic.review.calendar import counting_from, held_on, regular_reviews, review_calendar, season_reviews

DAY = datetime.date(2027, 3, 12)
PILOT = Pilot(first="2026-12", months=2)


def engagement(*reviews: Review, season: tuple[int, ...] = (), every: int = 3) -> Engagement:
    scheme = Scheme(review_every_months=every, roll_out=RollOut(season_months=season))
    return Engagement(name="Acme", scheme=scheme, pilot=PILOT, reviews=reviews)


def told(found: object) -> list[tuple[str, str, str]]:
    return [(one.kind, str(one.month), one.state) for one in found]  # type: ignore[attr-defined]


def test_checks_each_month_and_a_review_each_quarter_from_the_first_month_that_counts() -> None:
    found = review_calendar(engagement(), Month(2026, 10), DAY, ahead=3)
    assert told(found) == [
        ("monthly", "2026-12", "overdue"),
        ("monthly", "2027-01", "overdue"),
        ("monthly", "2027-02", "overdue"),
        ("monthly", "2027-03", "open"),
        ("quarterly", "2027-04", "open"),
        ("monthly", "2027-05", "open"),
    ]
    assert found[1].on == ("pilot",)
    assert [one.month + 1 for one in found if one.kind == "quarterly"] == [regular_reviews(Scheme(), PILOT, None)[0]]


def test_a_review_that_was_held_is_held_and_stands_for_the_check() -> None:
    held = Review(id="r", kind="quarterly", month="2026-12", held="2027-01-20")
    begun = Review(id="s", kind="monthly", month="2027-01")
    first, second, *_ = review_calendar(engagement(held, begun), None, DAY)
    assert (first.state, first.review) == ("held", "r")
    assert (second.state, second.review) == ("overdue", "s")


def test_a_review_of_its_own_before_the_season() -> None:
    found = review_calendar(engagement(season=(7, 11, 12)), None, DAY)
    seasons = {str(one.month): one.season for one in found if "season" in one.on}
    assert seasons == {"2027-05": (7,), "2027-09": (11, 12)}
    assert all(one.kind == "quarterly" for one in found if "season" in one.on)


def test_a_season_of_all_months_is_prepared_every_month() -> None:
    assert len(season_reviews(range(1, 13), Month(2026, 1), Month(2026, 6))) == 6


def test_targets_are_settled_in_the_month_after_their_last() -> None:
    target = Target(id="t1", kpi="gmv", first="2026-12", last="2027-01", value=1.0)
    found = review_calendar(engagement().model_copy(update={"targets": (target,)}), None, DAY)
    assert [(str(one.due), one.targets) for one in found if one.targets] == [("2027-02-10", ("t1",))]


def test_without_a_scheme_or_a_start_there_is_nothing_to_hold() -> None:
    assert review_calendar(Engagement(name="Acme"), Month(2026, 10), DAY) == ()
    assert review_calendar(Engagement(name="Acme", scheme=Scheme()), None, DAY) == ()


def test_without_a_pilot_it_begins_after_the_data() -> None:
    found = review_calendar(Engagement(name="Acme", scheme=Scheme()), Month(2027, 2), DAY, ahead=2)
    assert told(found) == [("monthly", "2027-03", "open"), ("monthly", "2027-04", "open")]


def test_without_a_pilot_the_months_of_trial_are_checked_and_the_quarter_is_counted_after_them() -> None:
    found = review_calendar(Engagement(name="Acme", scheme=Scheme(trial_months=2)), Month(2026, 10), DAY, ahead=2)
    assert [str(one.month) for one in found][:3] == ["2026-11", "2026-12", "2027-01"]
    assert [str(one.month) for one in found if one.kind == "quarterly"] == ["2027-03"]
    assert counting_from(Scheme(trial_months=2), Pilot(), Month(2026, 10)) == Month(2027, 1)


@pytest.mark.parametrize("every", [1, 2, 3, 6])
def test_the_rhythm_is_the_schemes_own(every: int) -> None:
    found = review_calendar(engagement(every=every), None, DAY, ahead=24)
    months = [one.month.ordinal for one in found if one.kind == "quarterly"]
    assert {later - earlier for earlier, later in pairwise(months)} == {every}


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_a_meeting_is_never_on_a_weekend_nor_moved_by_more_than_two_days(year: int, month: int) -> None:
    day = held_on(Month(year, month))
    assert day.weekday() < 5
    assert 10 <= day.day <= 12
