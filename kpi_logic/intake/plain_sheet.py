"""The rows of a worksheet that holds nothing but plain cells, cut by one pattern instead of element by element.

Formulas, hidden rows, cells out of order, rich text and whatever else the pattern does not know are left to
``WorksheetReader``: the pattern has to cover the sheet without a gap.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Protocol

from kpi_logic.intake import limits
from kpi_logic.intake.sheet import Cell, Row, column_number

CELL = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,5})")?(?: t="(n|s|str|b|e|inlineStr)")?'
    r'(?:/>|>(?:<v>([^<]+)</v>|<is><t(?: xml:space="preserve")?>([^<]+)</t></is>)?</c>)'
)
_ROW = re.compile(r'<row r="([0-9]{1,7})"(?: (?!hidden)[A-Za-z0-9:]+="[^"<&]*")*>')
_OPEN, _CLOSE, _END = b"<sheetData>", b"</sheetData>", b"</row>"
_PIECE = 1 << 22
NEVER = bytes([*range(9), 11, 12, *range(13, 32)])
_GROUPS = 6
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


class CellReader(Protocol):
    """Makes a cell of what stands in it."""

    def __call__(self, kind: str, style: int, value: str) -> Cell: ...


def span_of_rows(data: bytes) -> tuple[int, int] | None:
    """Where the rows of a worksheet begin and end; None where something stands there that is no plain cell."""
    start, end, head = data.find(_OPEN) + len(_OPEN), data.rfind(_CLOSE), data[:200].lower()
    if start < len(_OPEN) or end < start or data.count(_OPEN) != 1 or (b"encoding" in head and b"utf-8" not in head):
        return None
    if any(mark in data for mark in (b"<f", b"<!", b"]]>", b"&#")) or data.find(b' hidden="', start, end) >= 0:
        return None
    return (start, end) if data.find(b"<?", start) < 0 else None


def plain_rows(data: bytes, start: int, end: int, read: CellReader) -> list[Row] | None:
    """The rows that hold something; None where the pattern leaves a gap, or beyond the limits."""
    found: list[Row] = []
    reader = PlainRows(read)
    while start < end:
        last = data.rfind(_END, start, min(start + _PIECE, end)) + len(_END)
        if last < start + len(_END):
            return None
        rows = reader.rows(data[start:last])
        if rows is None or len(found) + len(rows) > limits.ROWS:
            return None
        found += rows
        start = last
    return found


def unescaped(text: str) -> str | None:
    """Text as it was before it was written as XML; None for blanks."""
    if "&" in text:
        for name, sign in _ENTITIES:
            text = text.replace(name, sign)
    return text if text.strip() else None


class PlainRows:
    """The cells of one row after the other; most rows have the columns of the one before."""

    def __init__(self, read: CellReader) -> None:
        self.read = read
        self.letters: list[str] = []
        self.indexes: list[int] = []

    def rows(self, piece: bytes) -> list[Row] | None:
        """The rows of a piece that hold something; None where there is a gap."""
        if len(piece) != len(piece.translate(None, NEVER)):
            return None
        found = []
        for text in piece.decode("utf-8").split("</row>")[:-1]:
            match = _ROW.match(text)
            cells = None if match is None else self.cells(text[match.end() :])
            if match is None or cells is None:
                return None
            if cells:
                found.append(Row(int(match[1]), cells))
        return found

    def cells(self, text: str) -> list[Cell] | None:
        """The cells of a row; None where there is a gap."""
        parts = CELL.split(text)
        if any(parts[::_GROUPS]):
            return None
        letters = parts[1::_GROUPS]
        if letters != self.letters and not self._learnt(letters):
            return None
        cells: list[Cell] = [None] * (self.indexes[-1] + 1 if self.indexes else 0)
        for index, cell in zip(self.indexes, self._read(parts), strict=True):
            cells[index] = cell
        while cells and cells[-1] is None:
            cells.pop()
        return cells

    def _learnt(self, letters: list[str]) -> bool:
        self.letters, self.indexes = letters, [column_number(name) for name in letters]
        rising = all(a < b for a, b in zip(self.indexes, islice(self.indexes, 1, None), strict=False))
        return rising and (not letters or self.indexes[-1] < limits.COLUMNS)

    def _read(self, parts: list[str | None]) -> Iterator[Cell]:
        for style, kind, value, text in zip(
            parts[2::_GROUPS], parts[3::_GROUPS], parts[4::_GROUPS], parts[5::_GROUPS], strict=True
        ):
            given = value if text is None else text
            if given is None:
                yield None
                continue
            if "&" in given:
                for name, sign in _ENTITIES:
                    given = given.replace(name, sign)
            yield self.read(kind or "n", int(style or 0), given)
