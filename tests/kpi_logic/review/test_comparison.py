"""Teams and shops become sides; shops fit to compare with come first, and it is said why."""

import numpy as np

from kpi_logic.library import kpi_library
from kpi_logic.model import Month, Pilot
from kpi_logic.review import Sides, candidates, sides
from tests.kpi_logic.review.trial_shops import ORGANISATION, shop_facts, shop_table, until

CVR = kpi_library()["cvr"]


def test_teams_stand_for_the_shops_their_people_name() -> None:
    pilot = Pilot(teams=("Store",), compared_teams=("Ads",))
    assert sides(pilot, ORGANISATION, shop_facts()) == Sides(("A",), ("B", "C"))


def test_a_team_for_all_shops_cannot_be_compared() -> None:
    found = sides(Pilot(teams=("Service",), compared_shops=("B",)), ORGANISATION, shop_facts())
    assert found == Sides((), ("B",), everywhere=("Service",))


def test_what_is_unknown_or_named_twice_is_told() -> None:
    pilot = Pilot(teams=("Nobody",), shops=("A", "Z"), compared_shops=("A", "B"))
    found = sides(pilot, ORGANISATION, shop_facts())
    assert found == Sides(("A",), ("B",), nowhere=("Nobody",), unknown=("Z",), both=("A",))


def test_the_most_alike_comes_first_and_a_young_shop_last() -> None:
    table = shop_table(shops="ABCD")
    rng, wild = np.random.default_rng(3), table["shop"] == "B"
    table.loc[wild, "units"] *= np.exp(rng.normal(0, 0.3, wild.sum()))
    table = table[(table["shop"] != "D") | (table["month"] >= "2025-12")]
    found = candidates(("A",), CVR, type(shop_facts()).of(table))
    assert [one.shop for one in found] == ["C", "B", "D"]
    assert [one.fit for one in found] == [True, True, False]
    assert found[-1].why.key == "pilot.candidate.short"
    assert found[1].spread is not None and found[0].spread is not None and found[1].spread > 3 * found[0].spread


def test_nobody_to_compare_with() -> None:
    assert candidates((), CVR, shop_facts()) == ()
    assert candidates(("A", "B", "C"), CVR, shop_facts()) == ()


def test_the_months_of_the_pilot_are_not_looked_at() -> None:
    whole, before = shop_facts(effect={"A": 1.5}), until(shop_facts(), "2025-12")
    assert candidates(("A",), CVR, whole, Month(2026, 1)) == candidates(("A",), CVR, before)
    assert candidates(("A",), CVR, whole) != candidates(("A",), CVR, before)
    assert candidates(("A",), CVR, whole, Month(2001, 1))[0].fit is False
