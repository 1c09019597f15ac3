"""A worksheet cut by one pattern: the same cells as element by element, or left to it."""

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kpi_logic.intake import reading as reading_module
from kpi_logic.intake import worksheet as worksheet_module
from kpi_logic.intake.file import ClientFile, Reading
from kpi_logic.intake.reading import read_all
from kpi_logic.intake.sheet import Row, Sheet
from kpi_logic.intake.workbook import EPOCH_1900
from kpi_logic.intake.worksheet import WorksheetReader

HEADINGS = ["month", "platform", "shop", "site", "currency", "sales", "orders", "units", "sessions", "buybox"]
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**18), 10**18), st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from(["", " ", "a&b", "<c>", '"', "'", "1,5", "12%", "#N/A", "=1+1", "\u5e97", "x\ny", " lead", "]]"]),
    st.dates(dt.date(1901, 1, 1), dt.date(2099, 1, 1)),
)  # fmt: skip


def workbook(rows: list[list[Any]], **styles: Any) -> bytes:
    """A workbook of these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for row, height in styles.items():
        book.active.row_dimensions[int(row[1:])].hidden = height
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, quick: bool) -> Reading:
    """The reading with or without the quick ways."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_module, "LONG_ROWS", 0 if quick else 1 << 60)
        if not quick:
            patch.setattr(worksheet_module, "span_of_rows", lambda data: None)
        return read_all([ClientFile("m.xlsx", content)], {}, lambda number: None)


def plain(found: Reading) -> dict[str, Any]:
    """What a reading says, long or short, in one form."""
    columns, rows = list(found.columns), [list(row) for row in found.rows]
    if found.packed is not None:
        table = found.packed.facts().table.astype({"month": str})
        columns = list(table.columns)
        rows = [[None if v != v else v for v in row] for row in table.astype(object).to_numpy().tolist()]
    facts = sorted((tuple(sorted(zip(columns, row, strict=True), key=repr)) for row in rows), key=repr)
    return {"facts": facts, "issues": found.issues, "sources": found.sources, "questions": found.questions}


def cells_of(xml: str, quick: bool) -> list[Row]:
    """The rows of a worksheet's XML."""
    with pytest.MonkeyPatch.context() as patch:
        if not quick:
            patch.setattr(worksheet_module, "span_of_rows", lambda data: None)
        sheet = Sheet("f", "s", [])
        WorksheetReader(sheet, ["one", "two"], frozenset({1}), EPOCH_1900).read(xml.encode())
        return sheet.rows


def honest(shops: int, months: int) -> list[list[Any]]:
    """Rows about which nothing is to be said."""
    rows = []
    for shop in range(shops):
        for month in range(months):
            numbers = [1000.5 + 37 * shop + 11 * month, 50 + month, 60 + month, 1000 + shop, 0.05]
            rows.append([f"2025-{month + 1:02d}", "Amazon", f"Shop {shop}", "US", "USD", *numbers])
    return rows


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_odd_cells_anywhere_give_what_the_careful_way_gives(data: st.DataObject) -> None:
    rows = honest(data.draw(st.integers(1, 3)), data.draw(st.integers(1, 8)))
    for _ in range(data.draw(st.integers(0, 4))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, 9))] = data.draw(CELLS)
    content = workbook([HEADINGS, *rows], **({"r3": True} if data.draw(st.integers(0, 7)) == 0 else {}))
    assert plain(read(content, quick=True)) == plain(read(content, quick=False))


def test_an_honest_sheet_is_read_in_columns() -> None:
    found = read(workbook([HEADINGS, *honest(3, 12)]), quick=True)
    assert found.packed is not None and found.issues == []


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1"><v>1</v></c><c r="B1" t="s"><v>1</v></c>',
        '<c r="A1" s="1"><v>45658</v></c><c r="C1" t="e"><v>#N/A</v></c>',
        '<c r="A1" t="str"><v>a&amp;lt;b</v></c><c r="B1" t="b"><v>1</v></c><c r="D1"/>',
        '<c r="A1"><f>1+1</f><v>2</v></c>',
        '<c r="A1"><f>1+1</f></c>',
        '<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>',
        '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
        '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>',
        "<c><v>1</v></c><c><v>2</v></c>",
        '<c r="A1"><v></v></c><c r="B1"><v/></c>',
        '<c r="A1"> <v>1</v> </c>',
        '<c r="A1" t="s" s="0"><v>0</v></c>',
        '<c r="A1"><v>1</v></c><!-- note --><c r="B1"><v>2</v></c>',
    ],
)
def test_every_way_of_writing_a_cell_is_read_alike(cells: str) -> None:
    for row in (f'<row r="1">{cells}</row>', f'<row r="1" spans="1:4" hidden="1">{cells}</row>', f"<row>{cells}</row>"):
        xml = f'<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>{row}</sheetData><mergeCells/></worksheet>'
        assert cells_of(xml, quick=True) == cells_of(xml, quick=False)
