"""Month by month since the scheme counts: the trial is never added to pay, a month that is not over stands in no total."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Line, Month, Organisation, Person, Pilot, Scheme, Scorecard
from kpi_logic.review import Running, running, scored_from, scored_months, together
from kpi_logic.scheme import replay, slips
from kpi_logic.text import catalog

MONTHS = tuple(Month(2026, 12) + n for n in range(4))
PILOT = Pilot(first="2026-12", months=2)
LINES = (Line(kpi="acos", weight=100, threshold=0.4, target=0.3, stretch=0.2),)
SCHEME = Scheme(scorecards=(Scorecard(role="ads", lines=LINES),))
PEOPLE = Organisation(
    people=(Person(id="p1", name="Lin", role="ads", bonus=1000), Person(id="p2", name="Wu", role="ads"))
)
SPENT = [30.0, 35.0, 25.0, 38.0]
FACT = MonthlyFacts.of(
    pd.DataFrame(
        {"month": [str(m) for m in MONTHS], "shop": "A", "currency": "CNY", "ad_spend": SPENT, "ad_sales": 100.0}
    )
)
RESULT = replay(SCHEME, PEOPLE, FACT, months=MONTHS)


@pytest.fixture
def lin() -> Running:
    return running(RESULT, PILOT, {MONTHS[3]})[0]


def test_the_trial_and_what_is_paid_are_told_apart(lin: Running) -> None:
    assert [one.shadow for one in lin.months] == [True, True, False, False]
    assert [one.complete for one in lin.months] == [True, True, True, False]
    assert [one.pay for one in lin.months] == [1000.0, 500.0, 1100.0, 200.0]
    assert [one.so_far for one in lin.months] == [1000.0, 1500.0, 1100.0, 1100.0]
    assert (lin.shadowed, lin.paid, lin.kind) == (1500.0, 1100.0, "both")
    assert lin.mean_score == pytest.approx((100 + 80 + 110) / 3)
    assert [one.grade for one in lin.months] == ["B", "C", "A", "C"]


def test_a_paid_pilot_pays_from_its_first_month() -> None:
    one = running(RESULT, PILOT.model_copy(update={"paid": True}))[0]
    assert (one.shadowed, one.paid, one.kind) == (None, 2800.0, "pays")


def test_nothing_is_paid_after_the_pilot_before_it_is_rolled_out() -> None:
    one = running(RESULT, PILOT, rolled_out=False)[0]
    assert [(month.shadow, month.awaiting) for month in one.months] == [(True, False)] * 2 + [(True, True)] * 2
    assert (one.shadowed, one.paid, one.kind) == (2800.0, None, "would_pay")
    assert one.message("CNY").key == "running.would_pay_waiting"
    assert running(RESULT, PILOT.model_copy(update={"paid": True}), rolled_out=False)[0].paid == 2800.0
    assert running(RESULT, Pilot(), rolled_out=False)[0].paid == 2800.0, "without a pilot nobody waits for one"


def test_all_together(lin: Running) -> None:
    assert together(running(RESULT, PILOT, {MONTHS[3]})) == (1500.0, 1100.0)
    assert together(()) == (None, None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_said(language: str) -> None:
    people = running(RESULT, PILOT, set(MONTHS[1:]))
    kinds = [running(RESULT, Pilot(), {MONTHS[3]})[0], people[0], people[1], running(RESULT, PILOT, set(MONTHS))[0]]
    assert [one.kind for one in kinds[:3]] == ["pays", "would_pay", "unpaid"]
    said = [catalog(language).say(one.message("CNY")) for one in kinds]
    assert len(set(said)) == 4 and not any("{" in text for text in said)


def test_it_begins_when_released_and_tried() -> None:
    assert scored_from(Pilot(), None) is None
    assert scored_from(Pilot(), Month(2026, 11)) == Month(2026, 12)
    assert scored_from(PILOT, Month(2027, 1)) == Month(2027, 2), "months before the release are not scored"
    assert scored_months(PILOT, None, Month(2026, 11)) == ()
    assert scored_months(PILOT, None, MONTHS[1]) == MONTHS[:2]


def test_one_percent_more_and_less_is_what_the_engine_pays_for_it() -> None:
    """Better is less for ACoS; at the cap nothing is won, and what is lost is told as an amount."""
    for month, spent in zip(MONTHS, SPENT, strict=True):
        [line] = slips(SCHEME, PEOPLE, FACT, month, actuals=RESULT.actuals)[0].lines
        moved = []
        for size in (0.99, 1.0, 1.01):
            table = FACT.table.assign(ad_spend=np.where(FACT.table["month"] == str(month), spent * size, SPENT))
            moved.append(replay(SCHEME, PEOPLE, MonthlyFacts(table), months=[month]).payouts[0, 0])
        assert line.worth == pytest.approx(moved[0] - moved[1], abs=0.005)
        assert line.lost == pytest.approx(moved[1] - moved[2], abs=0.005)
