"""The pilot a consultant starts from: one seller's shops beside those that move alike."""

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Organisation, Person, Pilot
from kpi_logic.review import sides
from kpi_logic.walk import default_pilot, default_scheme
from sample_data.simulate import simulated_client


def pilot_of(people: tuple[Person, ...] | None = None) -> tuple[Pilot, Organisation, MonthlyFacts]:
    client = simulated_client()
    facts = MonthlyFacts.of(client.facts)
    organisation = client.organisation if people is None else Organisation(people=people)
    engagement = Engagement(name="A", organisation=organisation)
    engagement = engagement.model_copy(update={"scheme": default_scheme(engagement, facts)})
    return default_pilot(engagement, facts), organisation, facts


def test_the_first_seller_tries_it_and_the_others_go_on_as_before() -> None:
    pilot, organisation, facts = pilot_of()
    assert (pilot.teams, pilot.shops, pilot.first, pilot.months) == ((), ("Nestwell US",), "2026-12", 2)
    assert set(pilot.compared_shops) == {"Nestwell MY", "Nestwell TT US"}
    assert pilot.rule.kpi
    found = sides(pilot, organisation, facts)
    assert (found.everywhere, found.nowhere, found.unknown, found.both) == ((), (), (), ())


def test_where_nobody_names_shops_it_is_the_first_department_that_sells() -> None:
    people = (
        Person(id="a", name="A", department="Ads", role="ads"),
        Person(id="o", name="O", department="Store", role="operations"),
    )
    pilot, _, _ = pilot_of(people)
    assert (pilot.teams, pilot.shops, pilot.compared_shops) == (("Store",), (), ())


def test_where_one_seller_has_all_shops_nothing_is_left_to_compare() -> None:
    shops = ("Nestwell US", "Nestwell MY", "Nestwell TT US")
    pilot, _, _ = pilot_of((Person(id="o", name="O", department="Store", role="operations", shops=shops),))
    assert (pilot.teams, pilot.shops) == (("Store",), ())
