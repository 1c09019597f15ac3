"""What a pilot can show: told at once, from the months before it, or why not."""

import pytest

from kpi_logic.model import Engagement, Message, Pilot, SuccessRule
from kpi_logic.review import PilotDesign, changed_fields, fewest_months, pilot_design, pilot_plan
from kpi_logic.review.pilot_design import LONGEST
from tests.kpi_logic.review.trial_shops import ORGANISATION, PILOT, shop_facts, shop_table, until


def design(pilot: Pilot = PILOT, **options: float) -> PilotDesign:
    return pilot_design(pilot, ORGANISATION, shop_facts(**options))


def asking(**rule: object) -> Pilot:
    return PILOT.model_copy(update={"rule": PILOT.rule.model_copy(update=rule)})


def test_the_smallest_effect_is_told_in_one_sentence() -> None:
    found = design()
    assert found.smallest is not None and found.needed is not None
    assert 0.03 < found.smallest < 0.2
    assert found.needed > found.smallest
    assert found.answer.key == "pilot.design.answer"
    assert found.answer.facts["smallest"] == Message("pilot.percent", {"value": round(found.smallest * 100)})
    assert len(found.by_months) == LONGEST
    assert found.by_months[1] == found.smallest


def test_the_months_of_the_pilot_are_never_looked_at() -> None:
    """A pilot that worked does not change what was said before it."""
    still, moved, early = (
        pilot_design(PILOT, ORGANISATION, facts)
        for facts in (shop_facts(), shop_facts(A=1.5), until(shop_facts(A=1.5), "2025-12"))
    )
    assert still.by_months == moved.by_months == early.by_months


def test_noisier_shops_show_less() -> None:
    assert design(noise=0.1).smallest > 2 * design(noise=0.03).smallest  # type: ignore[operator]


def test_asking_for_more_or_being_surer_needs_a_larger_effect() -> None:
    needed = [design(asking(at_least=share)).needed for share in (0.0, 0.05, 0.1)]
    assert needed == sorted(needed)  # type: ignore[type-var]
    assert design(asking(confidence=0.9)).smallest > design(asking(confidence=0.8)).smallest  # type: ignore[operator]


def test_the_fewest_months_that_can_show_what_is_asked() -> None:
    found = design(asking(at_least=0.5))
    assert found.suggested == 1
    assert design(asking(at_least=0.001)).suggested is None


@pytest.mark.parametrize(
    ("pilot", "key"),
    [
        (PILOT.model_copy(update={"shops": ()}), "pilot.design.no_treated"),
        (PILOT.model_copy(update={"compared_shops": ()}), "pilot.design.no_compared"),
        (PILOT.model_copy(update={"rule": SuccessRule()}), "pilot.design.no_kpi"),
        (asking(kpi="acos"), "pilot.design.not_measured"),
    ],
)
def test_what_stands_in_the_way_is_the_answer(pilot: Pilot, key: str) -> None:
    found = design(pilot)
    assert found.answer.key == key
    assert (found.smallest, found.needed, found.suggested) == (None, None, None)


def test_too_short_a_history_cannot_tell_and_says_how_long_it_must_be() -> None:
    facts = until(shop_facts(), "2024-07")
    found = pilot_design(PILOT, ORGANISATION, facts)
    needed = fewest_months(3, PILOT.months, PILOT.rule.confidence)
    assert found.answer.key == "pilot.design.too_short"
    assert (found.answer.facts["usable"], found.answer.facts["needed"]) == (7, needed)
    table = shop_table(months=needed)
    assert pilot_design(PILOT, ORGANISATION, type(facts).of(table)).smallest is not None
    assert pilot_design(PILOT, ORGANISATION, type(facts).of(shop_table(months=needed - 1))).smallest is None


def test_a_plan_holds_all_that_the_verdict_depends_on() -> None:
    engagement = Engagement(name="Acme", organisation=ORGANISATION, pilot=PILOT)
    facts = until(shop_facts(), "2025-12")
    plan = pilot_plan(engagement, facts)
    assert (plan.treated, plan.compared, plan.known_until) == (("A",), ("B", "C"), "2025-12")
    assert plan.facts == facts.fingerprint
    assert plan.digest == pilot_plan(engagement, facts).digest
    other = engagement.model_copy(update={"pilot": asking(at_least=0.06)})
    assert pilot_plan(other, facts).digest != plan.digest
    assert changed_fields(plan, engagement) == ()
    assert changed_fields(plan, other) == ("rule_at_least",)
