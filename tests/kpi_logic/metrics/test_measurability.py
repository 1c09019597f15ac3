"""The measurability gate: months deleted, numbers restated, columns missing: each lowers the grade as the file says."""

from dataclasses import replace

import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import Colour, Evidence, measurability, red_kpis, weighable
from kpi_logic.model import Month, Organisation, Person

GMV, ACOS, CVR = (kpi_library()[code] for code in ("gmv", "acos", "cvr"))
MONTHS = [str(Month(2025, 1) + n) for n in range(12)]


def facts(**missing: tuple[int, ...]) -> MonthlyFacts:
    """A year of one shop; the months of a measure named here are missing."""
    table = pd.DataFrame({"month": MONTHS, "sales": 100.0, "ad_spend": 10.0, "ad_sales": 40.0, "units": 5.0})
    for code, months in missing.items():
        table.loc[[month - 1 for month in months], code] = None
    return MonthlyFacts.of(table)


@pytest.mark.parametrize(
    ("missing", "colour", "reason"),
    [
        ((), Colour.GREEN, "measurability.fine"),
        ((4,), Colour.GREEN, "measurability.fine"),
        ((4, 5), Colour.YELLOW, "measurability.patchy"),
        ((12,), Colour.YELLOW, "measurability.silent"),
        ((10, 11, 12), Colour.RED, "measurability.silent"),
        (tuple(range(2, 9)), Colour.RED, "measurability.patchy"),
        (tuple(range(1, 11)), Colour.RED, "measurability.few"),
        (tuple(range(1, 13)), Colour.RED, "measurability.lacking"),
    ],
)
def test_deleted_months_lower_the_grade(missing: tuple[int, ...], colour: Colour, reason: str) -> None:
    (graded,) = measurability(facts(ad_spend=missing), [ACOS])
    assert (graded.colour, graded.reasons[0].key) == (colour, reason)
    assert graded.months == 12 - len(missing)
    assert (graded.kpi in red_kpis(facts(ad_spend=missing), [ACOS])) == (colour is Colour.RED)


def test_the_worst_stands_first_and_gaps_are_named() -> None:
    graded = measurability(facts(ad_spend=(4, 5)), [GMV, ACOS, CVR])
    assert [one.kpi for one in graded] == ["cvr", "acos", "gmv"]
    assert graded[1].gaps == (Month(2025, 4), Month(2025, 5))


def test_numbers_that_came_again_and_sources_apart() -> None:
    months = frozenset(Month(2025, n) for n in (1, 2))
    (once,) = measurability(facts(), [GMV], Evidence(restated={"sales": months}))
    (often,) = measurability(facts(), [GMV], Evidence(restated={"sales": frozenset(map(Month.parse, MONTHS[:6]))}))
    (apart,) = measurability(facts(), [GMV], Evidence(errors={"sales": 0.08}, sources={"sales": ("a.csv", "b.csv")}))
    assert (once.colour, often.colour, apart.colour) == (Colour.YELLOW, Colour.RED, Colour.YELLOW)
    assert (once.restated, apart.error, apart.sources) == (tuple(sorted(months)), 0.08, ("a.csv", "b.csv"))


def test_doubted_facts_carry_no_weight_anywhere() -> None:
    doubted = replace(facts(), doubted=frozenset({"ad_spend"}))
    assert red_kpis(doubted, [GMV, ACOS]) == {"acos"}
    assert weighable(doubted, frozenset({"sales", "ad_spend"})) == {"sales"}
    assert doubted.fingerprint != facts().fingerprint
    assert doubted.of_months([Month(2025, 1)]).doubted == {"ad_spend"}


def test_who_delivers_is_the_first_of_the_owner_roles_unless_chosen() -> None:
    team = Organisation(people=(Person(id="a", name="Ann", role="ads"), Person(id="b", name="Ben", role="finance")))
    (usual,) = measurability(facts(), [ACOS], organisation=team)
    (chosen,) = measurability(facts(), [ACOS], organisation=team, deliverers={"acos": "b"})
    (nobody,) = measurability(facts(), [ACOS], organisation=Organisation(people=team.people[1:]))
    assert (usual.owner, chosen.owner, nobody.owner) == ("a", "b", None)
    assert nobody.reasons[0].key == "measurability.nobody"
