"""The data files of intake are read strictly and speak only of what exists."""

import re
from pathlib import Path

import pytest

from kpi_logic.intake import json_file, no_figures
from kpi_logic.intake.day_cell import read_day
from kpi_logic.intake.formats import KNOWN, LineFormat, line_formats
from kpi_logic.intake.sites import currency_of, platform_of, sites_on, sites_with
from kpi_logic.intake.trust import trust
from kpi_logic.intake.words import currencies
from kpi_logic.library import TemplateError, kpi_library
from kpi_logic.model import Month
from kpi_logic.text import Language, catalog

FORMS = {form.code: form for form in line_formats()}
PLATFORMS = ("Amazon", "Shopee", "Lazada", "TikTok Shop", "Shopify")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_format_speaks_of_its_own_fields_and_known_measures(form: LineFormat) -> None:
    fields = set(form.names.values()) - {KNOWN}
    measures = set(kpi_library().measures)
    file = form.file
    assert set(file.needs) | set(file.skip) | set(file.carry) | ({file.part} - {""}) <= fields
    assert {file.total.get("field", ""), *file.total.get("of", "").split("+")} - {""} <= fields
    assert all(re.compile(pattern) and code in currencies()[0].values() for code, pattern in file.preamble.items())
    for rule in form.gives:
        assert {rule.measure, *([rule.returns] if rule.returns else [])} <= measures, rule
        assert {*rule.sum, *rule.add, *([rule.weight] if rule.weight else [])} <= set(form.numbers), rule
        assert {*rule.where, *rule.unless} <= fields, rule
    assert not form.platform or form.platform in PLATFORMS


def test_an_unknown_key_in_a_format_is_refused_by_file_and_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "format").mkdir()
    (tmp_path / "format" / "bad.toml").write_text(
        'code = "bad"\ncolour = "red"\n[number]\n[[gives]]\nmeasure = "sales"\n'
    )
    monkeypatch.setattr("kpi_logic.intake.formats.INTAKE", tmp_path)
    with pytest.raises(TemplateError, match=r"bad\.toml: colour"):
        line_formats.__wrapped__()


def test_no_two_formats_ask_for_the_same_headings() -> None:
    asked = set()
    for form in FORMS.values():
        names = [tuple(sorted(name for name, field in form.names.items() if field == need)) for need in form.file.needs]
        asked.add((form.code if not form.file.needs else form.platform, frozenset(names)))
    assert len(asked) == len(FORMS)


def test_every_site_has_a_currency_and_belongs_to_a_platform() -> None:
    for platform in PLATFORMS:
        assert platform_of(platform.upper()) == platform
        for site in sites_on(platform):
            assert currency_of(site) in currencies()[0].values(), site
    assert sites_with("Shopee", ("PHP",)) == ("PH",) and sites_with("Amazon", ("CNY",)) == ()


def test_trust_speaks_of_formats_and_measures() -> None:
    known = {*FORMS, "monthly"}
    for measure, order in trust().order.items():
        assert set(order) <= known and len(set(order)) == len(order), measure
        assert measure == "*" or measure in kpi_library().measures
    assert trust().rank("sales", "amazon_business_date") == 0 and trust().rank("sales", "order_lines") is None


def test_the_metrics_of_account_health_are_kpis() -> None:
    health = json_file._health()
    assert set(health.kpi.values()) <= {kpi.code for kpi in kpi_library().kpis.values()}
    assert set(health.bound.values()) == {"below", "at_least", "none"}


@pytest.mark.parametrize("language", list(Language))
def test_everything_the_page_shows_has_words(language: Language) -> None:
    words = catalog(language)
    codes = {*FORMS, "monthly", "amazon_account_health", no_figures.FORM, *no_figures._file().list}
    assert all(words.has(f"intake_words.format.{code}") for code in codes)
    assert all(words.has(f"intake_words.question.{topic}") for topic in
               ("shop", "site", "month", "column", "currency", "date_order", "encoding", "overlap"))  # fmt: skip
    assert all(
        words.has(f"intake_words.settled.{how}") for how in ("same", "trusted", "answered", "definition", "open")
    )
    assert all(words.has(f"intake_words.waiting.{what}") for what in ("month", "site", "currency", "shop"))
    assert all(words.has(f"intake_words.bound.{bound}") for bound in ("below", "at_least", "none"))
    fields = {field for form in FORMS.values() if not form.platform for field in form.names.values()} - {
        KNOWN,
        "review",
    }
    assert all(words.has(f"intake_words.field.{field}") for field in {*fields, "month", "none"} - {"end"}), fields


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("Sep 30, 2026 8:45:12 PM PDT", Month(2026, 9), 30),
        ("30.09.2026 20:45:12 UTC", Month(2026, 9), 30),
        ("30 sept. 2026 20:45:12 UTC", Month(2026, 9), 30),
        ("30 set 2026 20.45.12 GMT+02.00", Month(2026, 9), 30),
        ("2026/09/30 20:45:12JST", Month(2026, 9), 30),
        ("1 de mayo de 2026 10:00", Month(2026, 5), 1),
        ("03 Jun 2026 20:41", Month(2026, 6), 3),
        ("2026-04-04 14:49:57 +0500", Month(2026, 4), 4),
        ("2026-02-30", None, None),
        ("30 Foo 2026", None, None),
    ],
)
def test_days_of_exports(text: str, month: Month | None, day: int | None) -> None:
    assert (read_day(text).month, read_day(text).day) == (month, day)
