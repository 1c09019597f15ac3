"""Platforms' order exports, lists with categories and workbooks of lines: in columns they give what cell by cell gives."""

import csv
import io
import random
from collections.abc import Sequence
from typing import Any

import pytest

from kpi_logic.intake import fast_lines, worksheet
from kpi_logic.intake import limits as limits_module
from kpi_logic.intake.file import ClientFile, Reading
from kpi_logic.intake.finding import Findings, Refused
from kpi_logic.intake.lines import read_lines
from kpi_logic.intake.reading import _lines_of, _text, read_all
from kpi_logic.intake.records import Batch, Spellings
from kpi_logic.intake.table import Table

FORMATS = ("amazon_all_orders", "lazada_orders", "shopee_orders", "tiktok_orders")
ODD = ("1,234.50", "-", "n/a", "7 ", "$5", "12.345", "", "-3", "Total", "\u5408\u8ba1", "2025-02-30", "'5", "1e3")
HEAD = ["order id", "order date", "shop", "category", "quantity", "amount", "status", "currency"]


def fast(table: Table, spellings: Spellings, findings: Findings) -> Batch | None:
    return fast_lines.read_fast(table, {}, spellings, findings, smallest=0)


def told(content: bytes, *, quick: bool) -> Any:
    """Everything one way of reading gives and says; None where it does not read."""
    table = _lines_of(_text(ClientFile("lines.csv", content), {}), {})
    assert table is not None
    findings, spellings = Findings(), Spellings()
    try:
        batch = fast(table, spellings, findings) if quick else read_lines(table, {}, spellings, findings)
    except Refused as stop:
        return (stop.issue, findings.all())
    if batch is None:
        return None
    return (batch.records, batch.parts, batch.signs, batch.torn, findings.all(), spellings)


def text_of(rows: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    """A text table of these rows."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def grown(case: dict[str, Any], chance: random.Random, odd: float) -> bytes:
    """The rows of a generated export many times over: other orders, repeated ones, and odd cells here and there."""
    rows = [case["headings"]]
    for number in range(chance.randint(5, 150)):
        row = dict(chance.choice(case["rows"]))
        for heading, cell in row.items():
            if len(cell) > 8 and cell.isalnum() and cell.isascii() and any(sign.isdigit() for sign in cell):
                row[heading] = f"{cell[:-2]}{chance.randint(number // 2, number // 2 + 1):02d}"[: len(cell) + 1]
        cells = [row.get(heading, "") for heading in case["headings"]]
        if chance.random() < odd:
            cells[chance.randrange(len(cells))] = chance.choice(ODD)
        rows.append(cells)
    return text_of(rows, case["separator"])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("code", FORMATS)
def test_exports_of_orders_are_added_up_alike(exports: Any, code: str, seed: int) -> None:
    cases = [case for case in exports.named.values() if case["format"] == code]
    assert cases
    for case in cases:
        chance = random.Random(seed)
        plain = grown(case, chance, 0)
        assert told(plain, quick=True) == told(plain, quick=False) is not None
        strange = grown(case, chance, 0.05)
        assert told(strange, quick=True) in (None, told(strange, quick=False))


def lines(chance: random.Random, count: int) -> list[list[str]]:
    """A client's own list that tells categories."""
    return [
        [
            f"O{chance.randint(1, count // 2)}", f"2025-{chance.randint(1, 6):02d}-{chance.randint(1, 28):02d}",
            chance.choice(["A", "B"]), chance.choice(["Toys", "TOYS", "Garden", ""]), str(chance.randint(1, 3)),
            f"{chance.randint(1, 9999) / 100}", chance.choice(["done", "done", "cancelled"]), "USD",
        ]
        for _ in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_categories_are_kept_and_odd_rows_are_set_apart(seed: int) -> None:
    chance = random.Random(seed)
    rows = lines(chance, 300)
    rows[chance.randrange(300)][5] = "1,234.50"
    rows[chance.randrange(300)][3] = "  garden "
    rows[chance.randrange(300)][0] = " O7"
    rows[chance.randrange(300)].append("")
    content = text_of([HEAD, *rows])
    found = told(content, quick=True)
    assert found == told(content, quick=False) is not None
    assert found[1]


def book(rows: Sequence[Sequence[Any]], merged: str = "") -> bytes:
    """A workbook of these rows."""
    from openpyxl import Workbook

    made = Workbook()
    for row in rows:
        made.active.append(row)
    if merged:
        made.active.merge_cells(merged)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def typed(rows: list[list[str]], chance: random.Random, odd: float) -> list[list[Any]]:
    """The rows as a workbook holds them: numbers as numbers, blanks as nothing, a few cells of another kind."""
    made: list[list[Any]] = [[*row[:4], int(row[4]), float(row[5]), *row[6:]] for row in rows]
    for row in made:
        row[3] = row[3] or None
        if chance.random() < odd:
            strange = [None, "12.50", True, 0.1 + 0.2, "n/a", 5, -2.5, "a&b", "é", "x" * 40]
            row[chance.randrange(len(row))] = chance.choice(strange)
    return made


def read(content: bytes, patch: pytest.MonkeyPatch, large: int, streamed: int) -> Reading:
    """The reading, where sheets of so many bytes stay in their XML, and larger ones in their archive."""
    patch.setattr(worksheet, "LARGE_SHEET", large)
    patch.setattr(worksheet, "HEAD_ROWS", 5)
    patch.setattr(limits_module, "STREAMED_BYTES", streamed)
    return read_all([ClientFile("lines.xlsx", content)], {}, lambda number: None)


@pytest.mark.parametrize("seed", range(12))
def test_large_sheets_of_lines_are_read_where_they_stand(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    content = book([HEAD, *typed(lines(chance, 120), chance, (0, 0.02, 0.3)[seed % 3])])
    careful = read(content, monkeypatch, 1 << 60, 1 << 60)
    assert read(content, monkeypatch, 0, 1 << 60) == careful
    assert read(content, monkeypatch, 0, 0) == careful


def test_merged_cells_below_a_large_sheet_send_it_to_the_careful_way(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    content = book([HEAD, *typed(lines(chance, 40), chance, 0)], merged="C3:C9")
    assert read(content, monkeypatch, 0, 0) == read(content, monkeypatch, 1 << 60, 1 << 60)


def test_a_sheet_packed_beyond_belief_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = book([HEAD, *[["O1", "2025-01-01", "A", "", 1, 1.5, "done", "USD"]] * 4000])
    monkeypatch.setattr(limits_module, "UNPACKED_BYTES", 1 << 16)
    monkeypatch.setattr(limits_module, "MOST_PACKED", 2)
    found = read(content, monkeypatch, 0, 0)
    assert [issue.code for issue in found.issues] == ["zip_too_large"]


def test_a_damaged_large_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(2)
    content = bytearray(book([HEAD, *typed(lines(chance, 400), chance, 0)]))
    at = content.index(b"xl/worksheets/sheet1.xml") + 3000
    content[at : at + 40] = bytes(40)
    assert [issue.code for issue in read(bytes(content), monkeypatch, 0, 0).issues] == ["file_damaged"]
