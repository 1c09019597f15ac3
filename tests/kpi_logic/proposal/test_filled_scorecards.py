"""Write, fill, read: what was typed comes back, and what cannot be is told at its cell."""

import io
from functools import lru_cache

import openpyxl
import pytest

from kpi_logic.intake import ClientFile, Expected, read_files, read_scorecards
from kpi_logic.intake.filled_scorecards import may_be_negative
from kpi_logic.library import kpi_library
from kpi_logic.model import Award, Extra, Level, Month
from kpi_logic.proposal.workbook import scorecard_workbook
from kpi_logic.proposal.workbook.mark import mark_of
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases

KEY = "V"


@lru_cache(maxsize=1)
def case():
    whole = cases.complete().engagement
    extra = Extra(id="idea", kind="plus", name="Idea")
    cards = tuple(card.model_copy(update={"extras": (extra,)}) for card in whole.scheme.scorecards)
    scheme = whole.scheme.model_copy(update={"scorecards": cards})
    awards = (Award(person="p1", month="2026-09", extra="idea", times=2),)
    return cases.case_of(whole.model_copy(update={"scheme": scheme, "awards": awards}), cases.simulated_facts())


@lru_cache(maxsize=2)
def written(language: str = "en") -> bytes:
    return scorecard_workbook(case(), language)


def expected() -> Expected:
    engagement = case().engagement
    mark = mark_of(engagement.scheme, engagement.organisation)
    return Expected.of(mark, engagement.scheme, engagement.organisation)


def filled(change, language: str = "en") -> bytes:
    """The workbook after *change* was done to it by openpyxl, as a person would with a spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(written(language)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(change, language: str = "en"):
    return read_scorecards(filled(change, language), "back.xlsx", expected())


def row_of(sheet, key: str) -> int:
    return next(row for row in range(1, 200) if sheet[f"{KEY}{row}"].value == key)


def first_key(sheet, unit: str) -> tuple[int, str]:
    kpis = kpi_library().kpis
    for row in range(1, 200):
        kind, _, code = str(sheet[f"{KEY}{row}"].value or "").partition(" ")
        if kind == "actual" and kpis[code].unit.value == unit and not may_be_negative(kpis[code]):
            return row, code
    raise AssertionError(f"no {unit} on the sheet")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_typed_comes_back(language):
    typed = {}

    def change(book):
        for n, sheet in enumerate(book.worksheets):
            if sheet[f"{KEY}3"].value is None:
                continue
            for row in range(7, 120):
                kind, _, code = str(sheet[f"{KEY}{row}"].value or "").partition(" ")
                if kind == "actual":
                    value = round(0.1 + 0.001 * row + 0.01 * n, 6)
                    sheet[f"O{row}"] = value
                    typed[sheet[f"{KEY}3"].value, code] = value
            sheet.title = f"Renamed {n}"

    found = read(change, language)
    month = Month(2026, 11)
    got = {(a.person, a.code): a.value for a in found.values if a.kind == "actual" and a.month == month}
    assert got == typed and len(typed) > 30
    assert found.mark == expected().mark
    assert [issue for issue in found.issues if issue.level > Level.NOTE] == []


def test_the_history_that_we_wrote_comes_back_too():
    found = read_scorecards(written(), "back.xlsx", expected())
    replay = case().replay
    place = replay.months.index(Month(2026, 9))
    got = {(a.person, a.code): a.value for a in found.values if a.kind == "actual" and a.month == Month(2026, 9)}
    for row, person in enumerate(replay.people):
        for slot, line in enumerate(replay.plan.cards[row].lines):
            column = replay.plan.columns[row, slot]
            assert got[person.id, line.kpi] == pytest.approx(replay.actuals.values[row, place, column], rel=1e-12)
    assert [(a.person, a.code, str(a.month), a.value) for a in found.values if a.kind == "extra"] == [
        ("p1", "idea", "2026-09", 2.0)
    ]


def doubts(change) -> list[tuple[str, str | None]]:
    found = read(change)
    for issue in found.issues:  # every issue has words in both languages
        for language in ("zh", "en"):
            assert catalog(language).say(issue.message) and catalog(language).say(issue.fix)
    return [(issue.code, issue.place.cell) for issue in found.issues if issue.level > Level.NOTE]


@pytest.mark.parametrize(
    ("unit", "typed", "code"),
    [
        ("ratio", 40, "scorecard_percent"),
        ("ratio", "forty", "number_not"),
        ("ratio", -0.1, "scorecard_negative"),
        ("ratio", True, "number_truth"),
    ],
)
def test_an_impossible_value_is_left_out_and_told_at_its_cell(unit, typed, code):
    cells = []

    def change(book):
        sheet = book.worksheets[4]
        row, _ = first_key(sheet, unit)
        sheet[f"P{row}"] = typed
        cells.append(f"P{row}")

    assert doubts(change) == [(code, cells[0])]


def test_a_share_written_with_a_percent_sign_is_read():
    def change(book):
        sheet = book.worksheets[4]
        row, code = first_key(sheet, "ratio")
        sheet[f"P{row}"] = "40%"
        change.code, change.person = code, sheet[f"{KEY}3"].value

    found = read(change)
    got = [
        a.value for a in found.values if (a.person, a.code, a.month) == (change.person, change.code, Month(2026, 12))
    ]
    assert got == [0.4]


def test_a_formula_written_over_is_told():
    def change(book):
        sheet = book.worksheets[4]
        sheet[f"J{row_of(sheet, 'formula payout')}"] = 99999

    assert doubts(change)[0][0] == "scorecard_formula_gone"


def test_times_must_be_whole():
    def change(book):
        sheet = book.worksheets[3]
        sheet[f"P{row_of(sheet, 'extra idea')}"] = 1.5

    assert [code for code, _ in doubts(change)] == ["scorecard_times"]


def test_a_workbook_of_another_version_gives_nothing():
    whole = case().engagement
    other = whole.scheme.model_copy(update={"pool": 1.0})
    asked = Expected.of(mark_of(other, whole.organisation), other, whole.organisation)
    found = read_scorecards(written(), "back.xlsx", asked)
    assert found.values == ()
    assert [(issue.code, issue.level) for issue in found.issues] == [("scorecard_other_version", Level.ASK)]


def test_an_unknown_person_is_left_out():
    def change(book):
        book.worksheets[4][f"{KEY}3"] = "stranger"

    found = read(change)
    assert "stranger" not in {a.person for a in found.values}
    assert [issue.code for issue in found.issues] == ["scorecard_unknown_person"]


def test_a_second_sheet_of_a_person_is_told():
    def change(book):
        copy = book.copy_worksheet(book.worksheets[4])
        copy.title = "Copy"

    assert [code for code, _ in doubts(change)] == ["scorecard_twice"]


def test_a_file_that_is_no_scorecard_is_refused():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    found = read_scorecards(out.getvalue(), "x.xlsx", expected())
    assert found.values == () and [issue.level for issue in found.issues] == [Level.ERROR]
    assert read_scorecards(b"\x00\x01", "x.xlsx", expected()).issues[0].level is Level.ERROR


def test_dropped_among_client_files_it_is_known():
    intake = read_files([ClientFile("back.xlsx", written())])
    assert [source.format for source in intake.sources] == ["scorecards"]
    assert len(intake.scorecards) == 1 and intake.facts is None
