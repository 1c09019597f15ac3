"""Delimited text as rows of cells: the separator is the one that makes headings readable."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from kpi_logic.intake import limits
from kpi_logic.intake.columns import known_headings
from kpi_logic.intake.finding import refused
from kpi_logic.intake.sheet import Cell, Sheet
from kpi_logic.model import Place

_SEPARATORS = (",", ";", "\t", "|")
_HINT = re.compile("sep=(.)\r?\n?", re.IGNORECASE)
_EXPORT_ID = re.compile(r'="([^"]*)"')


def hinted(text: str) -> tuple[str, str | None]:
    """The text behind a first line ``sep=;``, and the separator it names."""
    match = _HINT.match(text[:16])
    return (text[match.end() :].lstrip("\n"), match[1]) if match else (text, None)


def separator_of(text: str) -> str:
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


def records(stream: Iterable[str], separator: str, file: str, most: int) -> Iterator[tuple[int, list[Cell]]]:
    """The number of each record, from 1, and its cells; blank ones are None.

    Raises:
        Refused: a quotation mark that never closes, a cell, row or column number beyond the limits.
    """
    reader = csv.reader(stream, delimiter=separator, strict=True)
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refused("quote_open", Place(file=file, row=number + 1)) from error
        number += 1
        if number > most:
            raise refused("too_many_rows", Place(file=file), limit=most if most > limits.ROWS + 1000 else limits.ROWS)
        yield number, _trimmed(cells, number, file)


def _trimmed(cells: list[str], number: int, file: str) -> list[Cell]:
    """Blank cells as None, though their number stays: a short row must be seen as short."""
    if len(cells) > limits.COLUMNS:
        while cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > limits.COLUMNS:
            raise refused("too_many_columns", Place(file=file, row=number), number=len(cells), limit=limits.COLUMNS)
    if cells and min(cells) > "!":  # the first in order of characters: no cell is blank or begins with one
        line = "".join(cells)
        if line.isascii() and "=" not in line and len(line) < 4000:
            return list(cells)
    return [
        None
        if not cell or cell.isspace()
        else cell
        if len(cell) < 40 and cell[0] != "="
        else _cell(cell, number, i, file)
        for i, cell in enumerate(cells)
    ]


def _cell(cell: str, number: int, column: int, file: str) -> str:
    if len(cell) > limits.CELL_CHARACTERS:
        place = Sheet(file, None, []).place(number, column)
        raise refused("cell_too_long", place, number=len(cell), limit=limits.CELL_CHARACTERS)
    match = _EXPORT_ID.fullmatch(cell) if cell[0] == "=" else None
    return match[1] if match else cell
