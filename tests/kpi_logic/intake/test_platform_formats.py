"""Each format and language whose headings are known, on generated exports: recognised by content, summed to known facts."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kpi_logic.intake.formats import line_formats
from kpi_logic.intake.reading import read_all
from kpi_logic.model import Level

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "intake" / "exports.toml"
CASES: list[dict[str, Any]] = tomllib.loads(FIXTURES.read_text(encoding="utf-8"))["case"]
GENERAL = {"order_lines", "olist_lines", "olist_reviews", "sales_targets"}
JSON = {"amazon_sales_traffic"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_export_is_recognised_by_its_headings_and_summed(case: dict[str, Any], exports: Any) -> None:
    file = exports.file(case)
    reading = read_all([file], exports.answers(case, file.name), lambda number: None)
    (source,) = reading.sources
    assert (source.format, source.waiting) == (case["format"], "")
    assert [i.code for i in reading.issues if i.level > Level.NOTE] == []
    told = {i.code for i in reading.issues} - {"date_order_proven", "date_order_by_site"}
    assert told - {"site_taken", "currency_taken", "shop_taken"} == set(case["codes"])
    assert exports.rounded(exports.rows(reading)) == case["expect"]


def test_every_format_has_a_generated_export() -> None:
    tried = {case["format"] for case in CASES}
    assert {form.code for form in line_formats()} - tried == GENERAL | JSON


def test_every_alias_of_a_field_is_read_as_that_field() -> None:
    for form in line_formats():
        for heading, field in form.names.items():
            assert form.vocabulary.read(heading).field == field, (form.code, heading)  # type: ignore[union-attr]
