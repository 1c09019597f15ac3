"""Headings are matched exactly, with a unit, a scale or the other language beside them."""

import pytest

from kpi_logic.intake.columns import measures_in_order, monthly_vocabulary
from kpi_logic.intake.folding import folded_heading
from kpi_logic.intake.formats import line_formats
from kpi_logic.intake.vocabulary import Heading
from kpi_logic.intake.words import checks, column_names
from kpi_logic.library import kpi_library
from kpi_logic.text import Language, catalog

read = monthly_vocabulary().read


@pytest.mark.parametrize("language", list(Language))
def test_every_measure_is_known_by_its_name(language: Language) -> None:
    words = catalog(language)
    for code in measures_in_order():
        assert read(words.say(f"measure.{code}.name")) == Heading(code)
        assert read(code) == Heading(code)


def test_no_name_means_two_things() -> None:
    listed = column_names()
    meaning: dict[str, str] = {}
    for code, words in (*listed.key.items(), *listed.measure.items()):
        for name in words.names:
            assert meaning.setdefault(folded_heading(name), code) == code, name
            assert read(name) == Heading(code)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        (" SALES ", Heading("sales")),
        ("Sales (USD)", Heading("sales", currency="USD")),
        ("Sales (k)", Heading("sales", 1000)),
        ("Sales, '000", Heading("sales", 1000)),
        ("Orders (count)", Heading("orders")),
        ("YTD Sales", Heading("sales", trouble="cumulative")),
        ("Sales (YTD)", Heading("sales", trouble="cumulative")),
        ("Sales (promoted)", Heading("sales", trouble="qualified")),
        ("S\u0430les", Heading("sales", trouble="lookalike")),
        ("Conversion rate", None),
        ("Sale", None),
        ("", None),
    ],
)
def test_what_a_heading_says(text: str, heading: Heading | None) -> None:
    assert read(text) == heading


def test_templates_speak_of_known_measures() -> None:
    known = set(kpi_library().measures)
    assert set(column_names().measure) <= known
    assert {code for pair in checks().not_more_than for code in pair} <= known
    given = [rule for form in line_formats() for rule in form.gives]
    assert {rule.measure for rule in given} | {rule.returns for rule in given if rule.returns} <= known


@pytest.mark.parametrize("language", list(Language))
def test_every_format_has_a_name(language: Language) -> None:
    for code in ("monthly", *(form.code for form in line_formats())):
        assert catalog(language).has(f"intake_words.format.{code}")
