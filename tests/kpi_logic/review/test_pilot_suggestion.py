"""A rule is suggested that the history can carry, and it is said why; the proposal gets the same words."""

import pytest

from kpi_logic.model import Engagement, Line, Pilot, Scheme, Scorecard, SuccessRule
from kpi_logic.review import PilotTold, measurable_kpis, pilot_design, pilot_told, rule_told, suggested_rule
from kpi_logic.text import catalog
from tests.kpi_logic.review.trial_shops import ORGANISATION, PILOT, shop_facts

SCHEME = Scheme(
    scorecards=(
        Scorecard(
            role="operations",
            lines=(Line(kpi="acos", weight=40), Line(kpi="gmv", weight=25), Line(kpi="cvr", weight=35)),
        ),
        Scorecard(role="ads", lines=(Line(kpi="aov", weight=100),)),
    )
)
ACME = Engagement(
    name="Acme", organisation=ORGANISATION, scheme=SCHEME, pilot=PILOT.model_copy(update={"rule": SuccessRule()})
)


def test_the_heaviest_that_can_be_shown_for_those_who_try_it() -> None:
    found = suggested_rule(ACME, shop_facts())
    assert found is not None
    assert (found.rule.kpi, found.rule.at_least) == ("cvr", 0.05)  # acos is not in the data, aov not on their card
    assert "return_rate" in found.rule.guards
    assert measurable_kpis(ACME, shop_facts()) == ("cvr", "gmv")
    for language in ("zh", "en"):
        assert all(catalog(language).say(why) for why in found.why)


def test_a_noisy_history_only_carries_better_at_all() -> None:
    found = suggested_rule(ACME, shop_facts(noise=0.25))
    assert found is not None and found.rule.at_least == 0.0


def test_nothing_is_suggested_where_nothing_can_be_told() -> None:
    assert suggested_rule(ACME.model_copy(update={"pilot": Pilot()}), shop_facts()) is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("kpi", "at_least"), [("cvr", 0.05), ("cvr", 0.0), ("return_rate", 0.1), ("return_rate", 0.0)])
def test_the_proposal_is_told_the_rule_and_what_can_be_shown(language: str, kpi: str, at_least: float) -> None:
    pilot = PILOT.model_copy(update={"rule": SuccessRule(kpi=kpi, at_least=at_least, guards=("aov",))})
    told = pilot_told(ACME.model_copy(update={"pilot": pilot}), shop_facts())
    assert len(told.rules) == 6  # roll out, guards, adjust, stop, cannot tell, how measured
    assert len(told.reach) == 2  # what it can show, what that means
    assert all(catalog(language).say(one) for one in (*told.rules, *told.reach))


def test_the_proposal_is_told_nothing_while_no_kpi_is_chosen() -> None:
    assert pilot_told(ACME, shop_facts()) == PilotTold()
    assert rule_told(pilot_design(ACME.pilot, ORGANISATION, shop_facts())) == ()
