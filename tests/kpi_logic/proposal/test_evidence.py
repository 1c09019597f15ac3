"""Limits, organisation and budget: short in the main part, whole in the appendix, the ledger with its sources."""

import dataclasses
import datetime

import pytest

from kpi_logic.diagnosis import diagnose, ledger_of
from kpi_logic.model import AgreedLimit, Message
from kpi_logic.proposal.assemble.board import told_first
from kpi_logic.proposal.assemble.diagnosis import diagnosis
from kpi_logic.proposal.assemble.evidence import evidence
from kpi_logic.proposal.assemble.limits import benchmarks
from kpi_logic.proposal.outline import Bullets, Paragraph, Table
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases

LANGUAGES = ("zh", "en")


def headings(section) -> list[str]:
    return [
        block.text.key for block in section.blocks if isinstance(block, Paragraph) and block.role.value == "heading"
    ]


def _short(case) -> Bullets:
    """Limits, organisation and budget in the main part."""
    (short,) = [block for block in diagnosis(case).blocks if isinstance(block, Bullets) and not block.numbered]
    return short


def test_the_main_part_says_each_in_a_few_lines():
    assert [cases.uncited(item).key for item in _short(cases.complete()).items] == [
        f"evidence.short.{name}" for name in ("limits", "organisation", "budget")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_budget_move_is_never_told_without_its_assumption(language):
    words, case = catalog(language), cases.complete()
    told = words.word(cases.uncited(_short(case).items[-1]))
    assert case.output.move is not None
    assert words.say("diagnosis.output.assumption") in told
    assert words.amount(case.money(case.output.move.amount, full=False)) in told


def test_the_appendix_holds_it_all():
    case = cases.complete()
    section = evidence(case)
    assert headings(section) == [
        "evidence.heading.board", "evidence.heading.limits", "evidence.heading.organisation",
        "evidence.heading.spend", "evidence.heading.heads", "page_diagnosis.lead.title",
    ]  # fmt: skip
    board, limits, held = [block for block in section.blocks if isinstance(block, Table)][:3]
    assert len(board.rows) == len(case.diagnosis.board)
    assert len(limits.rows) == len(case.diagnosis.limits)
    assert len(held.rows) == len(case.diagnosis.bottlenecks)


def test_without_data_there_is_no_appendix_of_it():
    assert evidence(cases.empty()) is None and benchmarks(cases.empty()) is None


def test_the_short_board_keeps_the_first_rows_and_what_got_worse():
    rows = cases.complete().diagnosis.board
    short = told_first(rows, 5)
    assert [row.kpi for row in short[:3]] == [row.kpi for row in rows[:3]]
    assert all(row.verdict.value == "worsening" for row in short[3:]) and len(short) == 5
    assert told_first(rows[:2], 5) == rows[:2]


def _rows(case) -> list[tuple]:
    return [row for block in benchmarks(case).blocks if isinstance(block, Table) for row in block.rows]


def test_every_line_of_the_ledger_names_source_grade_and_day():
    for row in _rows(cases.complete()):
        assert row[4].text in "ABCD" and row[5].text.startswith("2026-") and row[6].text


def test_a_line_over_ninety_days_old_says_so_on_the_day_of_the_paper():
    case = cases.complete()
    states = {row[3].key for row in _rows(dataclasses.replace(case, date=datetime.date(2027, 6, 1)))}
    assert "ledger.standing.stale" in states and "ledger.standing.used" not in states
    assert "ledger.standing.stale" not in {row[3].key for row in _rows(case)}


def test_what_was_agreed_goes_first_and_says_what_it_rests_on():
    case = cases.complete()
    agreed = AgreedLimit(metric="lsr", platform="Shopee", value=0.1, reason="seller centre, 3 November")
    known = ledger_of(agreed=[agreed])
    case = dataclasses.replace(case, diagnosis=diagnose(case.facts, benchmarks=known))
    (mine,) = [row for row in _rows(case) if row[3] == Message("ledger.standing.used_agreed")]
    assert mine[6].text == "seller centre, 3 November"
