"""The pilot's drawings: what they show stands in their data, in both languages, with whatever can be told."""

from typing import Any

import pytest

from kpi_logic import figures
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Organisation, Pilot, SuccessRule
from kpi_logic.review import PilotDesign, ReadOut, pilot_design, pilot_plan, read_out
from kpi_logic.text import catalog

LANGUAGES = ("zh", "en")
PILOT = Pilot(
    shops=("Shop 0",), compared_shops=("Shop 1", "Shop 2"), first="2025-12", months=1,
    rule=SuccessRule(kpi="cvr", at_least=0.05, guards=("acos", "aged181")),
)  # fmt: skip


@pytest.fixture(scope="module")
def facts() -> MonthlyFacts:
    from tests.kpi_logic.figures.conftest import seller_table

    table = seller_table(24)
    tried = (table["shop"] == "Shop 0") & (table["month"] == "2025-12")
    table.loc[tried, ["units", "orders", "sales"]] *= 1.3
    return MonthlyFacts.of(table)


def design(facts: MonthlyFacts, **update: Any) -> PilotDesign:
    return pilot_design(PILOT.model_copy(update=update), Organisation(), facts)


def read(facts: MonthlyFacts) -> ReadOut:
    return read_out(pilot_plan(Engagement(name="Acme", pilot=PILOT), facts), facts, sealed=False)


def rows(chart: Any) -> list[dict[str, Any]]:
    return [row for table in chart.to_dict()["datasets"].values() for row in table]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_each_length_can_show(language: str, facts: MonthlyFacts) -> None:
    words, found = catalog(language), design(facts)
    drawn = [row for row in rows(figures.pilot_reach(found, words)) if row.get("chosen")]
    assert found.smallest is not None
    assert {round(row["least"], 6) for row in drawn} == {round(found.smallest, 6)}
    assert {row["said"] for row in drawn} == {f"{round(found.smallest * 100)}%"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_and_the_band_of_the_pilots_month(language: str, facts: MonthlyFacts) -> None:
    found = read(facts)
    chart = figures.pilot_lines(found, catalog(language))
    inside = [row for row in rows(chart) if row.get("inside")]
    assert {row["month"] for row in inside} == {"2025-12"}
    assert all(row["treated"] > row["high"] for row in inside)
    assert found.change is not None and found.change.change is not None
    assert f"{found.change.change:.1%}" in "".join(chart.to_dict()["title"]["text"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_effect_and_every_guard_even_one_that_cannot_be_told(language: str, facts: MonthlyFacts) -> None:
    words, found = catalog(language), read(facts)
    drawn = {row["row"]: row for row in rows(figures.pilot_effect(found, words)) if "said" in row}
    assert len(drawn) == 3
    assert [row["said"] for row in drawn.values()][-1] == words.say("figure_pilot.untold")
    assert not any(row["bad"] for row in drawn.values())


def test_a_length_that_shows_nothing_says_so(facts: MonthlyFacts) -> None:
    rule = PILOT.rule.model_copy(update={"confidence": 0.95})
    short = MonthlyFacts(facts.table[facts.table["month"].astype(str) <= "2024-12"].reset_index(drop=True))
    found = design(short, rule=rule, compared_shops=("Shop 1",))
    assert found.smallest is None
    chart = figures.pilot_reach(found, catalog("en")).to_dict()
    assert "cannot show any change" in "".join(chart["title"]["text"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_ticks_are_whole_percents_and_none_stands_under_the_words(language: str, facts: MonthlyFacts) -> None:
    chart = figures.pilot_effect(read(facts), catalog(language)).to_dict()
    axes = [layer["encoding"]["x"].get("axis") for layer in chart["layer"] if "axis" in layer["encoding"].get("x", {})]
    told = [axis for axis in axes if axis]
    assert told and all(".0%" not in axis["labelExpr"] for axis in told)
    ends = [
        layer["encoding"]["x"]["scale"]["domain"][1] for layer in chart["layer"] if "scale" in layer["encoding"]["x"]
    ]
    assert max(told[0]["values"]) < 0.8 * max(ends)
