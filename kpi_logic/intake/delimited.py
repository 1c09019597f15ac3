"""Delimited text as a sheet: the separator is the one that makes headings readable."""

import csv
import io
import re
from collections.abc import Iterator

from kpi_logic.intake import limits
from kpi_logic.intake.columns import known_headings
from kpi_logic.intake.finding import refused
from kpi_logic.intake.sheet import Row, Sheet
from kpi_logic.model import Place

_SEPARATORS = (",", ";", "\t", "|")
_HINT = re.compile("sep=(.)\r?\n?", re.IGNORECASE)
_EXPORT_ID = re.compile(r'="([^"]*)"')


def read_delimited(text: str, file: str) -> Sheet:
    """The one sheet of a text file.

    Raises:
        Refused: a quotation mark that never closes, a cell, row or column number beyond the limits.
    """
    csv.field_size_limit(limits.FILE_BYTES)
    text, separator = _hinted(text)
    separator = separator or _separator(text)
    rows = [Row(number, list(cells)) for number, cells in enumerate(_records(text, separator, file), start=1)]
    if not any(cell for row in rows for cell in row.cells):
        raise refused("file_empty", Place(file=file))
    open_end = not text.endswith(("\n", "\r"))
    return Sheet(file, None, rows, last_line_open=open_end, semicolons=separator == ";")


def _hinted(text: str) -> tuple[str, str | None]:
    match = _HINT.match(text[:16])
    return (text[match.end() :].lstrip("\n"), match[1]) if match else (text, None)


def _separator(text: str) -> str:
    """The separator under which most headings of one line are known; else the one that cuts most cells."""
    head = "".join(line for _, line in zip(range(60), io.StringIO(text, newline=""), strict=False))[: 1 << 18]
    best = max(_SEPARATORS, key=lambda mark: _readable(head, mark))
    if _readable(head, best)[0]:
        return best
    return max(_SEPARATORS, key=lambda mark: head.count(mark))


def _readable(head: str, mark: str) -> tuple[int, int]:
    try:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=mark))
    except csv.Error:
        return (0, 0)
    return max(((known_headings(row), len(row)) for row in rows), default=(0, 0))


def _records(text: str, separator: str, file: str) -> Iterator[list[str | None]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refused("quote_open", Place(file=file, row=number + 1)) from error
        number += 1
        if number > limits.ROWS + 1000:
            raise refused("too_many_rows", Place(file=file), limit=limits.ROWS)
        yield _trimmed(cells, number, file)


def _trimmed(cells: list[str], number: int, file: str) -> list[str | None]:
    """Blank cells as None, though their number stays: a short row must be seen as short."""
    if len(cells) > limits.COLUMNS:
        while cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > limits.COLUMNS:
            raise refused("too_many_columns", Place(file=file, row=number), number=len(cells), limit=limits.COLUMNS)
    return [_cell(cell, number, column, file) for column, cell in enumerate(cells)]


def _cell(cell: str, number: int, column: int, file: str) -> str | None:
    if len(cell) > limits.CELL_CHARACTERS:
        place = Sheet(file, None, []).place(number, column)
        raise refused("cell_too_long", place, number=len(cell), limit=limits.CELL_CHARACTERS)
    if not cell or cell.isspace():
        return None
    match = _EXPORT_ID.fullmatch(cell) if cell[0] == "=" else None
    return match[1] if match else cell
