"""Filled scorecards over the facts: agreeing, differing, alone, twice, out of time, of people who were not there."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import Expected, FilledActual
from kpi_logic.model import (
    FACTS,
    Award,
    Extra,
    Line,
    Month,
    Organisation,
    Person,
    ReportedChoice,
    Scheme,
    Scorecard,
)
from kpi_logic.review import FilledBook, Reported, reported, still_asked
from kpi_logic.review.reported import same
from kpi_logic.scheme import Replay, replay, score
from kpi_logic.scheme.replay import run
from kpi_logic.text import catalog

MONTHS = (Month(2026, 12), Month(2027, 1))
LINES = (
    Line(kpi="acos", weight=50, threshold=0.4, target=0.3, stretch=0.2),
    Line(kpi="kw_task", weight=50, threshold=0.5, target=0.8, stretch=1.0),
)
SCHEME = Scheme(scorecards=(Scorecard(role="ads", lines=LINES, extras=(Extra(id="idea", kind="plus"),)),))
PEOPLE = Organisation(
    people=(
        Person(id="p1", name="Lin", role="ads", bonus=1000),
        Person(id="p2", name="Wu", role="ads", bonus=2000, left="2026-12-20"),
    )
)
FACT = MonthlyFacts.of(
    pd.DataFrame(
        {"month": ["2026-12", "2027-01"], "shop": "A", "currency": "CNY", "ad_spend": [31.0, 28.0], "ad_sales": 100.0}
    )
)


@pytest.fixture(scope="module")
def alone() -> Replay:
    return replay(SCHEME, PEOPLE, FACT, months=MONTHS)


def value(code: str, number: float, month: Month = MONTHS[0], person: str = "p1", kind: str = "actual") -> FilledActual:
    return FilledActual(person, code, kind, month, number, "Lin", "P8")


def book(*values: FilledActual, name: str = "dec.xlsx") -> FilledBook:
    return FilledBook(name, f"digest of {name}", values)


def counted(found: Reported, kpi: str, month: Month = MONTHS[0], person: str = "p1") -> float:
    table = found.actuals
    return float(table.values[table.people.index(person), table.months.index(month), table.kpis.index(kpi)])


def test_where_both_agree_within_rounding_the_facts_count(alone: Replay) -> None:
    found = reported(alone, [book(value("acos", 0.3102))])
    assert (counted(found, "acos"), found.agreeing, found.gaps, found.laid_in) == (0.31, 1, (), 0)


def test_what_only_a_scorecard_tells_counts(alone: Replay) -> None:
    found = reported(alone, [book(value("kw_task", 0.9))])
    assert (counted(found, "kw_task"), found.laid_in, found.gaps) == (0.9, 1, ())
    result = run(SCHEME, alone.plan, found.actuals)
    assert result.told_weight[0].tolist() == [100.0, 50.0]


def test_where_they_differ_the_facts_count_until_somebody_chooses(alone: Replay) -> None:
    books = [book(value("acos", 0.25))]
    [gap] = reported(alone, books).gaps
    assert [(one.source, one.value) for one in gap.told] == [(FACTS, 0.31), ("digest of dec.xlsx", 0.25)]
    assert (gap.chosen, counted(reported(alone, books), "acos")) == (None, 0.31)
    choice = ReportedChoice(
        id=ReportedChoice.id_of("p1", "acos", "2026-12"), person="p1", kpi="acos", month="2026-12",
        source="digest of dec.xlsx", value=0.25,
    )  # fmt: skip
    chosen = reported(alone, books, [choice])
    assert (counted(chosen, "acos"), chosen.open) == (0.25, ())
    stale = choice.model_copy(update={"value": 0.24})
    assert counted(reported(alone, books, [stale]), "acos") == 0.31, "it stands for the number chosen and no other"


def test_each_source_is_told_with_what_the_engine_would_pay(alone: Replay) -> None:
    [gap] = reported(alone, [book(value("acos", 0.25))]).gaps
    now = score(SCHEME, PEOPLE, FACT, MONTHS[0]).people[0].payout
    assert [one.pay for one in gap.told] == [now, 1100.0]
    assert gap.moves == round(1100.0 - (now or 0), 2)


def test_two_scorecards_that_tell_different_numbers_count_nothing_until_chosen(alone: Replay) -> None:
    books = [book(value("kw_task", 0.9)), book(value("kw_task", 0.7), name="again.xlsx")]
    found = reported(alone, books)
    [gap] = found.gaps
    assert [one.name for one in gap.told] == ["dec.xlsx", "again.xlsx"]
    assert np.isnan(counted(found, "kw_task")) and gap.counts is None
    same_again = reported(alone, [*books[:1], book(value("kw_task", 0.9), name="copy.xlsx")])
    assert (same_again.gaps, counted(same_again, "kw_task")) == ((), 0.9)


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (value("acos", 0.1, Month(2026, 11)), "reported_before"),
        (value("acos", 0.1, Month(2027, 2)), "reported_future"),
        (value("acos", 0.1, MONTHS[1], "p2"), "reported_not_here"),
    ],
)
def test_what_cannot_count_is_told_and_left_out(one: FilledActual, code: str, alone: Replay) -> None:
    found = reported(alone, [book(one)])
    assert [(remark.code, remark.place.file) for remark in found.remarks] == [(code, "dec.xlsx")]
    assert np.array_equal(found.actuals.values, alone.actuals.values, equal_nan=True)
    for language in ("zh", "en"):
        words = catalog(language)
        assert "{" not in words.say(found.remarks[0].message) + words.say(found.remarks[0].fix)


def test_the_month_somebody_left_in_still_counts(alone: Replay) -> None:
    assert reported(alone, [book(value("kw_task", 0.9, person="p2"))]).laid_in == 1


def test_points_are_proposed_and_never_given(alone: Replay) -> None:
    told = value("idea", 2, kind="extra")
    found = reported(alone, [book(told)])
    assert found.proposed == (Award(person="p1", month="2026-12", extra="idea", times=2),)
    assert reported(alone, [book(told)], awards=found.proposed).proposed == (), "confirmed already"
    other = Award(person="p1", month="2026-12", extra="idea", times=1)
    differing = reported(alone, [book(told)], awards=[other])
    assert (differing.proposed, [one.code for one in differing.remarks]) == ((), ["reported_extra_differs"])
    twice = reported(alone, [book(told), book(value("idea", 3, kind="extra"), name="b.xlsx")])
    assert (twice.proposed, [one.code for one in twice.remarks]) == ((), ["reported_extra_differs"])


def test_of_an_earlier_version_only_what_is_still_asked_is_taken() -> None:
    expected = Expected.of("", SCHEME, PEOPLE)
    values = (value("acos", 0.2), value("gmv", 5.0), value("acos", 0.2, person="p9"))
    assert still_asked(values, expected) == values[:1]


@settings(max_examples=60, deadline=None)
@given(numbers=st.lists(st.tuples(st.sampled_from(("acos", "kw_task")), st.sampled_from((0, 1, 2)),
                                  st.floats(0, 1), st.sampled_from(("p1", "p2"))), max_size=8))  # fmt: skip
def test_nothing_changes_but_what_only_scorecards_tell(
    numbers: list[tuple[str, int, float, str]], alone: Replay
) -> None:
    """Without a choice no number of the facts is ever touched, and no missing one is filled by two that differ."""
    values = [value(kpi, number, MONTHS[0] + late, person) for kpi, late, number, person in numbers]
    found = reported(alone, [book(one, name=f"{n}.xlsx") for n, one in enumerate(values)])
    told = ~np.isnan(alone.actuals.values)
    assert np.array_equal(found.actuals.values[told], alone.actuals.values[told])
    for one in values:
        there = one.month in MONTHS and (one.person, one.month) != ("p2", MONTHS[1])
        if there and not np.isnan(counted(found, one.code, one.month, one.person)):
            now = counted(found, one.code, one.month, one.person)
            gaps = {(gap.person.id, gap.kpi, gap.month) for gap in found.gaps}
            assert same(one.code, now, one.value) or (one.person, one.code, one.month) in gaps
