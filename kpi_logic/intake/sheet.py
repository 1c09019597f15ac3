"""A sheet as it stands in the file: rows of cells, nothing interpreted yet."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpi_logic.model import Place

if TYPE_CHECKING:
    from kpi_logic.intake.sheet_body import SheetBody


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value: ``kind`` is "error" (#N/A …) or "uncalculated" (a formula without its result)."""

    kind: str
    text: str


Cell = str | int | float | bool | dt.datetime | Fault | None
"""Text, a number, a truth value, a date-styled serial, a fault, or nothing."""


@dataclass(slots=True)
class Row:
    """One row: the number Excel shows, its cells from column A on, whether it is hidden."""

    number: int
    cells: list[Cell]
    hidden: bool = False


@dataclass
class Sheet:
    """One sheet, or a whole text file (``name`` None).

    ``merged``: (first row, last row, first column, last column), counted from 1. ``far_cell``: a stray cell beyond
    the column limit. ``last_line_open``: a text file whose last line has no line end. ``formulas``: (row, column from 0)
    of cells that hold one; of the first 20,000 only. ``body``: all rows of a large plain sheet; ``rows`` holds only the
    first of them then.
    """

    file: str
    name: str | None
    rows: list[Row]
    hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: frozenset[int] = frozenset()
    far_cell: str | None = None
    last_line_open: bool = False
    semicolons: bool = False
    formulas: set[tuple[int, int]] = field(default_factory=set)
    body: "SheetBody | None" = None

    @property
    def is_text(self) -> bool:
        """Whether it comes from a text file, where every cell is text."""
        return self.name is None

    def place(self, row: int | None = None, column: int | None = None, heading: str | None = None) -> Place:
        """A place in this sheet; *column* counts from 0."""
        cell = f"{letters(column)}{row}" if row is not None and column is not None else None
        return Place(file=self.file, sheet=self.name, row=row, column=heading, cell=cell)


def letters(column: int) -> str:
    """Excel's name of a column counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """A column's number counted from 0.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
