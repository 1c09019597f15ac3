"""The client workbook: what is written is read back exactly, in both languages; the blank copies are up to date."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import ClientFile, blank_workbook_path, client_workbook, read_files
from kpi_logic.intake.columns import measures_in_order
from kpi_logic.intake.reading import read_all
from kpi_logic.intake.workbook_words import PAINS, listed, unlisted
from kpi_logic.library import kpi_library, role_library
from kpi_logic.model import Gate, Level, Line, Organisation, Person, Profile, Scheme, Scorecard, ServiceForm, Unit
from kpi_logic.text import Language, catalog


@dataclass(frozen=True)
class Content:
    """What a workbook is filled with."""

    facts: Any = None
    profile: Profile | None = None
    organisation: Organisation | None = None
    present_scheme: Scheme | None = None


names = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters="\n\r"), min_size=1, max_size=12
).filter(lambda text: text.isprintable() and text.strip() == text)
words = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=12)
amounts = st.decimals(min_value=0, max_value=10**9, places=2).map(float)
lists = st.lists(names, max_size=3, unique=True).map(tuple)
profiles = st.builds(
    Profile,
    client=words,
    service_form=st.sampled_from(ServiceForm),
    yearly_sales=amounts,
    currency=st.sampled_from(["CNY", "USD"]),
    platforms=lists,
    team_size=st.integers(0, 500),
    categories=lists,
    pains=st.sets(st.sampled_from(PAINS)).map(lambda chosen: tuple(pain for pain in PAINS if pain in chosen)),
    pains_in_words=words,
    current_appraisal=words,
    problems=words,
)
people = st.lists(
    st.builds(
        Person,
        id=st.just(""),
        name=words,
        department=words,
        role=st.sampled_from(list(role_library())),
        shops=lists,
        bonus=st.none() | amounts,
        leads=st.booleans(),
    ),
    min_size=1,
    max_size=4,
).map(lambda given: tuple(person.model_copy(update={"id": f"p{n}"}) for n, person in enumerate(given, start=1)))
organisations = st.builds(Organisation, departments=lists, people=people)
levels = st.none() | st.decimals(min_value=-1000, max_value=1000, places=3).map(float)
kpis = st.sampled_from(list(kpi_library().kpis))
lines = st.builds(Line, kpi=kpis, weight=st.integers(1, 100), threshold=levels, target=levels, stretch=levels)
gates = st.builds(Gate, kpi=kpis, limit=st.integers(0, 99).map(float), multiplier=st.sampled_from([0.0, 0.5, 1.0]))
cards = st.builds(
    Scorecard,
    role=st.sampled_from(list(role_library())),
    lines=st.lists(lines, min_size=1, max_size=5).map(tuple),
    gates=st.lists(gates, max_size=1).map(tuple),
)
schemes = st.builds(
    Scheme,
    scorecards=st.lists(cards, min_size=1, max_size=3, unique_by=lambda card: card.role).map(tuple),
    rewards_and_penalties=st.sampled_from(["both", "penalties", "rewards", "none", "unknown"]),
    trial_months=st.integers(0, 12),
    review_every_months=st.integers(0, 12),
    exception_rule=words,
)


@st.composite
def facts(draw: st.DrawFn) -> MonthlyFacts:
    """Some months of two shops with some measures, some of them missing."""
    codes = draw(st.lists(st.sampled_from(measures_in_order()), min_size=1, max_size=6, unique=True))
    units = {code: kpi_library().measures[code].unit for code in codes}
    numbers = {
        code: st.integers(0, 10**6).map(float)
        if units[code] is Unit.COUNT
        else st.decimals(0, 1, places=4).map(float)
        if units[code] is Unit.RATIO
        else amounts
        for code in codes
    }
    rows = [
        {
            "month": f"2025-{month:02d}",
            "platform": "Amazon",
            "shop": shop,
            "site": "US",
            "currency": "USD",
            **{code: draw(numbers[code] if i == 0 else st.none() | numbers[code]) for i, code in enumerate(codes)},
        }
        for month in range(1, draw(st.integers(2, 4)))
        for shop in ("A", "=B&C")
    ]
    return MonthlyFacts.of(pd.DataFrame(rows))


def read_back(content: bytes) -> Any:
    """The reading of a workbook in this process."""
    return read_all([ClientFile("client.xlsx", content)], {}, lambda number: None)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(Language), profiles, organisations, schemes, facts())
def test_what_is_written_is_read_back(
    language: Language, profile: Profile, organisation: Organisation, scheme: Scheme, table: MonthlyFacts
) -> None:
    reading = read_back(client_workbook(language, Content(table, profile, organisation, scheme)))
    assert [issue.code for issue in reading.issues if issue.level >= Level.ASK] == []
    assert (reading.profile, reading.organisation) == (profile, organisation)
    assert reading.present_scheme == scheme
    assert MonthlyFacts.of(pd.DataFrame(reading.rows, columns=list(reading.columns))).fingerprint == table.fingerprint


@given(st.lists(names, max_size=4), st.sampled_from([", ", "\u3001"]))
def test_a_list_in_one_cell_comes_back(items: list[str], separator: str) -> None:
    assert unlisted(listed(items, separator)) == tuple(items)


@pytest.mark.parametrize("language", list(Language))
def test_the_blank_copies_are_what_the_function_writes(language: Language) -> None:
    assert blank_workbook_path(language).read_bytes() == client_workbook(language)


@pytest.mark.parametrize("language", list(Language))
def test_a_blank_workbook_is_read_without_complaint_but_that_it_is_blank(language: Language) -> None:
    intake = read_files([ClientFile("blank.xlsx", client_workbook(language))])
    assert (intake.status, [i.code for i in intake.issues]) == ("warn", ["client_no_months"])
    assert (intake.facts, intake.profile, intake.organisation, intake.present_scheme) == (None, None, None, None)


@pytest.mark.parametrize("language", list(Language))
def test_the_workbook_opens_in_openpyxl_with_lists_and_frozen_heads(language: Language) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client_workbook(language)))
    say = catalog(language).say
    monthly = book[say("workbook.sheet.monthly")]
    headings = [cell.value for cell in monthly[2]]
    assert headings[:6] == [
        say(f"workbook.monthly.{key}") for key in ("month", "platform", "shop", "site", "currency")
    ] + [say("measure.sales.name")]
    assert len(headings) == 5 + len(measures_in_order())
    assert monthly.freeze_panes == "F3"
    assert len(book[say("workbook.sheet.scheme")].data_validations.dataValidation) == 4


def test_a_shop_named_like_a_formula_stays_text() -> None:
    table = pd.DataFrame(
        {"month": ["2025-01"], "shop": ['=HYPERLINK("http://evil.example")'], "currency": ["USD"], "sales": [1.0]}
    )
    content = client_workbook("en", Content(table))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert read_back(content).rows[0][2] == '=HYPERLINK("http://evil.example")'


def test_what_is_not_understood_is_told_at_its_cell() -> None:
    book = openpyxl.load_workbook(io.BytesIO(client_workbook("en")))
    book["Profile"]["B4"] = "plenty"
    book["People"]["B2"] = "Sales"
    book["Present scheme"]["A7"], book["Present scheme"]["B7"], book["Present scheme"]["C7"] = (
        "Operations",
        "Charm",
        100,
    )
    out = io.BytesIO()
    book.save(out)
    reading = read_back(out.getvalue())
    told = {issue.code: issue.place.cell or issue.place.row for issue in reading.issues if issue.level >= Level.WARN}
    assert told == {"client_value": "B4", "client_person": 2, "client_kpi": "B7", "client_no_months": None}
