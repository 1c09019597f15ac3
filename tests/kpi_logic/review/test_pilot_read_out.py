"""The read-out: the verdict by the sealed rule, and no word before the pilot is over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.library import kpi_library
from kpi_logic.model import Engagement, Month, Pilot, SuccessRule
from kpi_logic.review import PilotVerdict, ReadOut, TrialChange, pilot_plan, read_out
from kpi_logic.review.pilot_verdict import judged
from kpi_logic.text import catalog
from tests.kpi_logic.review.trial_shops import ORGANISATION, PILOT, shop_facts, shop_table, until

CVR, ACOS = kpi_library()["cvr"], kpi_library()["acos"]


def told(pilot: Pilot = PILOT, sealed: bool = True, **effect: float) -> ReadOut:
    facts = shop_facts(**effect)
    engagement = Engagement(name="Acme", organisation=ORGANISATION, pilot=pilot)
    return read_out(pilot_plan(engagement, until(facts, "2025-12")), facts, sealed)


@pytest.mark.parametrize(
    ("effect", "verdict"),
    [
        (1.4, PilotVerdict.ROLL_OUT),
        (0.7, PilotVerdict.STOP),
        (1.07, PilotVerdict.CANNOT_TELL),
    ],
)
def test_the_verdict_follows_the_truth(effect: float, verdict: PilotVerdict) -> None:
    found = told(A=effect)
    assert found.verdict is verdict
    assert found.answer.key == f"pilot.verdict.{verdict}"
    assert found.change is not None and found.change.change == pytest.approx(effect - 1, abs=0.12)
    assert [row.treated for row in found.rows] == [True, False, False]


def test_helpful_but_less_than_asked_is_adjusted() -> None:
    found = told(PILOT.model_copy(update={"rule": SuccessRule(kpi="cvr", at_least=0.6)}), A=1.3)
    assert found.verdict is PilotVerdict.ADJUST
    assert found.answer.key == "pilot.verdict.adjust"


def test_a_guard_that_surely_got_worse_forbids_a_roll_out() -> None:
    table = shop_table(A=1.4)
    table.loc[(table["shop"] == "A") & (table["month"] >= "2026-01"), "returned_units"] *= 2
    facts = type(shop_facts()).of(table)
    engagement = Engagement(name="Acme", organisation=ORGANISATION, pilot=PILOT)
    found = read_out(pilot_plan(engagement, until(facts, "2025-12")), facts)
    assert found.verdict is PilotVerdict.ADJUST
    assert found.answer.key == "pilot.verdict.adjust_guard"
    assert [reason.key for reason in found.reasons][-1] == "pilot.reason.guard_worse"


def test_a_guard_that_cannot_be_told_is_named_and_stops_nothing() -> None:
    rule = PILOT.rule.model_copy(update={"guards": ("acos", "acos", "cvr", "nonsense")})
    found = told(PILOT.model_copy(update={"rule": rule}), A=1.4)
    assert found.verdict is PilotVerdict.ROLL_OUT
    assert [guard.kpi for guard in found.guards] == ["acos"]
    assert found.reasons[-1].key == "pilot.reason.guard_untold"


def test_nothing_is_told_before_the_last_month() -> None:
    facts = shop_facts(A=1.4)
    engagement = Engagement(name="Acme", organisation=ORGANISATION, pilot=PILOT)
    found = read_out(pilot_plan(engagement, until(facts, "2025-12")), until(facts, "2026-01"))
    assert (found.verdict, found.delivered, found.change) == (PilotVerdict.CANNOT_TELL, 1, None)
    assert found.answer.key == "pilot.verdict.pending"
    assert found.answer.facts["last"] == Month(2026, 2)


def test_without_a_seal_there_are_numbers_and_no_verdict() -> None:
    found = told(sealed=False, A=1.4)
    assert (found.verdict, found.answer.key) == (PilotVerdict.CANNOT_TELL, "pilot.verdict.unsealed")
    assert found.change is not None and found.change.surely_better


def test_a_rule_sealed_when_the_numbers_were_known_does_not_bind() -> None:
    facts = shop_facts(A=1.4)
    plan = pilot_plan(Engagement(name="Acme", organisation=ORGANISATION, pilot=PILOT), facts)
    found = read_out(plan, facts, sealed=True)
    assert (found.verdict, found.answer.key, found.sealed) == (PilotVerdict.CANNOT_TELL, "pilot.verdict.late", False)


def test_without_a_plan_there_is_no_verdict() -> None:
    assert told(Pilot()).answer.key == "pilot.verdict.no_plan"


def test_the_lines_meet_at_100_and_the_band_lies_in_the_pilot() -> None:
    lines = told(A=1.4).lines
    assert lines is not None
    assert lines.months[-1] == Month(2026, 2)
    base = slice(-5, -2)
    for side in (lines.treated, lines.compared):
        assert np.mean(side[base]) == pytest.approx(100, abs=2)
    inside = ~np.isnan(lines.low)
    assert inside.tolist() == [False] * (len(lines.months) - 2) + [True, True]
    assert lines.treated[-1] > lines.high[-1]


def test_it_is_the_same_every_time() -> None:
    assert told(A=1.2).change == told(A=1.2).change


@given(better=st.floats(-0.5, 0.5), half=st.floats(0.001, 0.4), at_least=st.floats(0, 0.5), worse=st.booleans())
def test_the_rule_to_the_letter(better: float, half: float, at_least: float, worse: bool) -> None:
    guard = TrialChange("return_rate", -0.3 if worse else 0.1, 0.2)
    rule, low, high = SuccessRule(kpi="cvr", at_least=at_least), better - half, better + half
    verdict, wanted = judged(TrialChange("cvr", better, half), (guard,), rule, CVR), np.log1p(at_least)
    assert (verdict is PilotVerdict.ROLL_OUT) == (low >= wanted and not worse)
    assert (verdict is PilotVerdict.STOP) == (high < wanted and low <= 0)
    assert (verdict is PilotVerdict.CANNOT_TELL) == (low < wanted <= high and not worse)


def test_what_cannot_be_reached_is_never_rolled_out() -> None:
    rule = SuccessRule(kpi="acos", at_least=1.0)
    assert judged(TrialChange("acos", 2.0, 0.1), (), rule, ACOS) is PilotVerdict.ADJUST


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_can_be_said(language: str) -> None:
    words = catalog(language)
    for effect in (1.4, 1.07, 0.7, 1.0):
        found = told(A=effect)
        assert all(words.say(one) for one in (found.answer, *found.reasons))
