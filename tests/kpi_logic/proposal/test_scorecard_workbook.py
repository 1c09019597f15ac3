"""The workbook agrees with the engine to the cent, runs nothing that people wrote, and is the same twice."""

import io
import re
import zipfile
from functools import lru_cache

import numpy as np
import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kpi_logic.model import Engagement, Gate, Grade, Line, Organisation, Payout, Person, Scheme, Scorecard
from kpi_logic.proposal.workbook import scorecard_workbook
from kpi_logic.proposal.workbook.names import LONGEST, sheet_names
from kpi_logic.proposal.workbook.plan import plan_of
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases
from tests.kpi_logic.proposal.random_schemes import random_case
from tests.kpi_logic.proposal.recalculate import Sheets

NAMES = ("empty", "half", "no_bonus", "nobody", "hostile", "complete")
_QUOTED = re.compile(r"'(?:[^']|'')*'")  # the names of sheets
ALLOWED = {"IF", "AND", "OR", "COUNT", "MIN", "MAX", "ROUND", "ISNUMBER", "AVERAGE", "SUM", "SUMIF", "N", "INT"}


@lru_cache(maxsize=len(NAMES) * 2)
def made(name: str, language: str = "en") -> bytes:
    return scorecard_workbook(getattr(cases, name)(), language)


@lru_cache(maxsize=len(NAMES))
def shown(name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(name)), data_only=True)


def largest_difference(content: bytes) -> float:
    """Between what the formulas' cells show and what the formulas give; a text that differs counts as infinite."""
    sheets = Sheets(content)
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    worst = 0.0
    for sheet, cell in sheets.formulas():
        fresh, kept = sheets.value(sheet, cell), stored[sheet][cell].value
        fresh, kept = ("" if value is None else value for value in (fresh, kept))
        if isinstance(fresh, str) or isinstance(kept, str):
            assert fresh == kept, (sheet, cell, fresh, kept)
        else:
            worst = max(worst, abs(fresh - kept))
    return worst


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("empty", "half")])
def test_formulas_give_what_their_cells_show(name):
    assert largest_difference(made(name)) < 1e-8


@pytest.mark.parametrize(("name", "language"), [("empty", "zh"), ("nobody", "en"), ("hostile", "zh")])
def test_the_same_bytes_twice(name, language):
    assert scorecard_workbook(getattr(cases, name)(), language) == made(name, language)


def test_without_a_scheme_it_says_what_is_missing():
    sheet = shown("empty")["Summary"]
    assert sheet["A2"].value == catalog("en").say("scorecard.empty")
    assert shown("empty").sheetnames == ["Summary"]


def test_sheets_are_named_after_people_or_roles():
    people = [person.name for person in cases.complete().engagement.organisation.people]
    assert shown("complete").sheetnames == ["Summary", "Rules", "Replay", *people]
    assert shown("nobody").sheetnames == ["Summary", "Rules", "Shop lead", "Operations"]


def test_payouts_equal_the_engines_to_the_cent():
    plan = plan_of(cases.complete())
    sheet = shown("complete")["Summary"]
    first = next(row for row in range(1, 60) if sheet[f"A{row}"].value == "Payout") + 1
    for place in range(len(plan.people)):
        got = [sheet.cell(first + place, 3 + n).value for n in range(12)]
        expected = [None if np.isnan(paid) else paid for paid in plan.result.payouts[place]]
        assert [None if value in (None, "") else value for value in got] == expected
        assert sheet[f"O{first + place}"].value == plan.result.payout_totals[place]
    assert sheet[f"O{first + len(plan.people)}"].value == plan.result.total_cost


def test_history_is_the_replay_of_the_proposal():
    replay, sheet = cases.complete().replay, shown("complete")["Replay"]
    rows = {sheet[f"A{row}"].value: row for row in range(5, 30)}
    totals = [sheet.cell(rows["Total"], 2 + n).value for n in range(len(replay.people) + 1)]
    assert totals == [*replay.payout_totals, replay.total_cost]
    last = [sheet.cell(rows["2026-10"], 2 + n).value for n in range(len(replay.people))]
    assert last == list(replay.payouts[:, -1])


def test_history_months_are_filled_and_the_others_open():
    sheet = shown("complete")[cases.complete().engagement.organisation.people[1].name]
    assert [sheet.cell(5, 9 + n).value for n in (0, 5, 6, 11)] == ["2026-05", "2026-10", "2026-11", "2027-04"]
    assert [sheet.cell(6, 9 + n).value for n in (0, 5, 6)] == ["history", "history", "to fill in"]
    actuals = [sheet.cell(8, 9 + n).value for n in range(12)]
    assert all(value is not None for value in actuals[:6]) and actuals[6:] == [None] * 6


def test_a_months_target_from_the_cascade_goes_before_the_standing_one():
    case = cases.complete()
    sheet = openpyxl.load_workbook(io.BytesIO(made("complete")))[case.engagement.organisation.people[1].name]
    assert sheet["I7"].value == '=IF($F$7="","",$F$7)'
    assert sheet["O7"].value == pytest.approx(case.engagement.cascades[1].people[0].amount / 3)


def test_only_formulas_are_locked_and_there_is_no_password():
    book = openpyxl.load_workbook(io.BytesIO(made("complete")))
    for sheet in book:
        assert sheet.protection.sheet and sheet.protection.password is None
        assert sheet.page_setup.orientation == "landscape" and str(sheet.page_setup.paperSize) == "9"
        assert sheet.freeze_panes or sheet.title == "Rules"
    card = book[cases.complete().engagement.organisation.people[0].name]
    assert [card[cell].protection.locked for cell in ("D3", "D7", "F7", "I8", "I9", "I12")] == [False] * 4 + [True] * 2
    assert {check.type for check in card.data_validations.dataValidation} == {"decimal", "whole"}
    assert len(card.conditional_formatting) > 5


@pytest.mark.parametrize("name", NAMES)
def test_formulas_use_only_functions_that_every_program_has(name):
    book = openpyxl.load_workbook(io.BytesIO(made(name)))
    texts = [c.value for ws in book for row in ws.iter_rows() for c in row if c.data_type == "f"]
    assert {found for text in texts for found in re.findall(r"([A-Z]+)\(", _QUOTED.sub("", text))} <= ALLOWED


def test_hostile_names_stay_texts():
    with zipfile.ZipFile(io.BytesIO(made("hostile"))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name in parts if "externalLink" in name or "<hyperlink" in parts[name]]
    formulas = [_QUOTED.sub("", formula) for formula in re.findall(r"<f>(.*?)</f>", "".join(parts.values()))]
    assert formulas and not [formula for formula in formulas if "HYPERLINK" in formula or "SUM(A1)" in formula]
    names = openpyxl.load_workbook(io.BytesIO(made("hostile"))).sheetnames
    assert len(names) == len({name.casefold() for name in names}) == 12
    card = shown("hostile")[names[3]]
    assert cases.HOSTILE[0] in card["A1"].value


def test_hostile_names_are_kept_as_written():
    values = {c.value for ws in shown("hostile") for row in ws.iter_rows() for c in row if isinstance(c.value, str)}
    assert {"+1+1", "-2", "@SUM(A1)", cases.HOSTILE[4]} <= values


@given(st.lists(st.text(max_size=60), max_size=12))
def test_sheet_names_are_legal_and_unique(wanted):
    names = sheet_names(wanted, "Sheet")
    assert len(names) == len(wanted) == len({name.casefold() for name in names})
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) / 2 <= LONGEST
        assert not set(name) & set("[]:*?/\\") and name.casefold() != "history"
        assert name == name.strip("'") and name.isprintable()


def test_bytes_hold_no_hour():
    with zipfile.ZipFile(io.BytesIO(made("complete"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").decode().count("2026-11-10T00:00:00Z") == 2


KPIS = ("cvr", "acos", "gmv", "return_rate", "inv_days", "cm3")
LEVELS = {"cvr": (0.05, 0.06, 0.07), "acos": (0.33, 0.29, 0.25), "gmv": (3e6, 3.8e6, 4.4e6),
          "return_rate": (0.06, 0.05, 0.04), "inv_days": (58.0, 55.0, 52.0), "cm3": (4e5, 5.5e5, 7e5)}  # fmt: skip


@st.composite
def schemes(draw):
    codes = draw(st.lists(st.sampled_from(KPIS), min_size=1, max_size=5, unique=True))
    lines = []
    for code in codes:
        low, mid, high = LEVELS[code]
        if draw(st.booleans()):
            low, mid, high = (level * draw(st.floats(0.6, 1.4)) for level in (low, mid, high))  # in order or not
        lines.append(Line(kpi=code, weight=draw(st.integers(0, 100)), threshold=low, target=mid, stretch=high,
                          cliff=draw(st.booleans()), cap=draw(st.sampled_from([None, 100.0, 120.0, 150.0]))))  # fmt: skip
    gate = Gate(kpi="odr", limit=draw(st.floats(0.004, 0.007)), multiplier=draw(st.sampled_from([0.0, 0.5, 0.8])))
    shares = sorted(draw(st.lists(st.floats(0, 2), min_size=2, max_size=5)))
    scores = sorted(draw(st.lists(st.integers(0, 120), min_size=len(shares), max_size=len(shares), unique=True)))
    points = tuple(zip(map(float, scores), shares, strict=True))
    grades = (Grade(name="=A", score=95.5), Grade(name="B", score=70), Grade(name="C", score=10))
    card = Scorecard(role="lead", lines=tuple(lines), gates=(gate,))
    return Scheme(scorecards=(card,), payout=Payout(points=points), grades=grades)


@pytest.mark.parametrize("seed", [0, 6, 8])
def test_extras_exceptions_joiners_two_roles_and_a_pool_recalculate_to_the_engines_numbers(seed):
    assert largest_difference(scorecard_workbook(random_case(seed), "en")) < 1e-6


# Without shrinking: one example takes a third of a second.
@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(schemes(), st.one_of(st.none(), st.floats(0, 1e6)))
def test_any_scheme_recalculates_to_the_engines_numbers(scheme, bonus):
    person = Person(id="p", name="Ann", role="lead", bonus=bonus)
    engagement = Engagement(name="x", organisation=Organisation(people=(person,)), scheme=scheme)
    case = cases.case_of(engagement, cases.simulated_facts())
    assert largest_difference(scorecard_workbook(case, "en")) < 1e-6
