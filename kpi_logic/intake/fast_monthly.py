"""A long monthly text table read column by column: equal to ``read_monthly``, or left to it.

Each distinct writing of a key is judged once, columns of plain numbers are read in one go, and only cells about which
something may be said go through the careful reader, in its order.  Whatever concerns whole rows (totals, remarks,
headings again, short rows, blank names) is not read here at all.
"""

import copy
import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np

from kpi_logic.intake.block import Block, Place
from kpi_logic.intake.byte_cells import ByteCells, Words, firsts
from kpi_logic.intake.currency_column import allowed_codes, stated_currency, tell_mixed
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, Refused
from kpi_logic.intake.folding import hides_something, name_of
from kpi_logic.intake.line_pieces import Uneven
from kpi_logic.intake.measure_cell import MeasureReader, with_semicolons
from kpi_logic.intake.month_cell import MonthCell
from kpi_logic.intake.month_column import read_months
from kpi_logic.intake.monthly import NAMES, says_total, tell_headings
from kpi_logic.intake.number_cell import marks_of
from kpi_logic.intake.plain_columns import plain_columns
from kpi_logic.intake.plain_numbers import PlainNumbers, plain_cells, plain_numbers
from kpi_logic.intake.records import Spellings
from kpi_logic.intake.sheet import Cell, Fault, Row
from kpi_logic.intake.table import Table
from kpi_logic.intake.text_file import TextFile
from kpi_logic.intake.vocabulary import Vocabulary

Columns = Sequence[Sequence[Any]]
_MOST_MONTHS = 2_000
_MOST_ODD = 20_000


class _Careful(Exception):
    """Something stands there that only the careful way can read or tell."""


def read_fast_monthly(
    table: Table, text: TextFile | None, answers: Answers, spellings: Spellings, findings: Findings, words: Vocabulary
) -> Block | None:
    """The records of a monthly table; None where it has to be read cell by cell (nothing is said then).

    text: the file below the headings of a text table; without it the table's own rows are read.
    """
    if "year" in table.columns or "category" in table.columns or table.sheet.merged:
        return None
    said, names = Findings(), copy.deepcopy(spellings)
    with _without_collector():
        try:
            columns, rows = _of_text(table, text) if text is not None else _of_rows(table)
            block = _Reading(table, columns, rows, answers, said, words).block(names) if columns else None
        except (_Careful, Uneven, Refused, MemoryError):  # a refusal comes with all that was said before it
            block = None
    if block is None:
        return None
    spellings.__dict__.update(names.__dict__)
    findings.take(said)
    return block


def _of_text(table: Table, text: TextFile) -> tuple[Columns | None, np.ndarray]:
    columns = plain_columns(text, table.head.number, len(table.head.cells))
    return columns, np.arange(len(columns[0]) if columns else 0) + table.head.number + 1


def _of_rows(table: Table) -> tuple[Columns | None, np.ndarray]:
    """The cells of a sheet by column; None where rows are hidden."""
    if table.sheet.body is not None:
        found = table.sheet.body.columns(table.head.number, table.width)
        return (None, np.array([])) if found is None else found
    if any(row.hidden for row in table.rows):
        return None, np.array([])
    width = max(column.index for column in table.columns.values()) + 1
    cells = [row.cells if len(row.cells) >= width else [*row.cells, *[None] * width] for row in table.rows]
    return [[row[i] for row in cells] for i in range(width)], np.array([row.number for row in table.rows])


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of cells hold no cycles: looking for some takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass
class _Reading:
    """One table on its way."""

    table: Table
    columns: Columns
    rows: np.ndarray
    answers: Answers
    said: Findings
    words: Vocabulary

    def __post_init__(self) -> None:
        self.count = len(self.rows)

    def block(self, names: Spellings) -> Block:
        """The records; raises _Careful."""
        tell_headings(self.table, self.answers, self.said, self.words)
        months, month = self._months()
        places, place = self._places(names)
        block = Block(months, month, places, place, self.rows, {})
        if not _once_each(block):
            raise _Careful
        return replace(block, values=self._values(block))

    def _cells(self, field: str) -> Sequence[Any] | None:
        column = self.table.columns.get(field)
        return None if column is None else self.columns[column.index]

    def _row(self, at: int, field: str, cell: Cell) -> Row:
        index = self.table.columns[field].index
        return Row(int(self.rows[at]), [*repeat(None, index), cell])

    def _months(self) -> tuple[list[MonthCell], np.ndarray]:
        cells = self._cells("month")
        assert cells is not None
        numbers = _words(cells)
        if len(numbers.words) > _MOST_MONTHS:
            raise _Careful
        for cell in numbers.words:
            if isinstance(cell, bool | Fault) or _is_blank(cell):
                raise _Careful
            if isinstance(cell, str) and (len(cell) > 60 or says_total(cell) or self.words.read(cell)):
                raise _Careful
        rows = [self._row(int(at), "month", cell) for at, cell in zip(numbers.first, numbers.words, strict=True)]
        found = read_months(self.table, rows, "month", self.answers, self.said)
        if any(cell.month is None or cell.partial for cell in found):
            raise _Careful
        return found, numbers.codes

    def _places(self, names: Spellings) -> tuple[list[Place], np.ndarray]:
        met, place = self._written()
        for field, written in zip((*NAMES, "currency"), zip(*met, strict=True), strict=True):
            if field in self.table.columns:
                _refuse_odd_names(set(written))
        codes = self._codes([key[3] for key in met])
        places, known = [], defaultdict[tuple[str, str, str], set[str]](set)
        for (*shop, _), code in zip(met, codes, strict=True):
            platform, name, site = (names.of(name_of(cell or "")) for cell in shop)
            places.append((platform, name, site, code))
            known[(platform, name, site)].add(code)
        if "currency" in self.table.columns:
            tell_mixed(self.table, known, self.said)
        return places, place

    def _written(self) -> tuple[list[tuple[Any, ...]], np.ndarray]:
        """The distinct writings of platform, shop, site and currency together, and which of them a row has."""
        each, place = [], np.zeros(self.count, np.int64)
        for field in (*NAMES, "currency"):
            cells = self._cells(field)
            words = (
                Words([""], np.zeros(1, np.int64), np.zeros(self.count, np.int64)) if cells is None else _words(cells)
            )
            each.append(words)
            first, place = firsts(place * len(words.words) + words.codes)
        rows = [[words.words[code] for code in words.codes[first]] for words in each]
        return list(zip(*rows, strict=True)), place

    def _codes(self, cells: Sequence[str | None]) -> list[str]:
        """The currency of each place; a word that leaves a doubt is for the careful way."""
        try:
            if "currency" not in self.table.columns:
                return [stated_currency(self.table) or self.answers.get("currency", "")] * len(cells)
            each = {cell: allowed_codes(self.table, self._row(0, "currency", cell)) for cell in set(cells)}
        except Refused as stop:
            raise _Careful from stop
        if any(len(codes) != 1 for codes in each.values()):
            raise _Careful
        return [each[cell][0] for cell in cells]

    def _values(self, block: Block) -> dict[str, np.ndarray]:
        reader = MeasureReader(self.table, [], self.said)
        found: dict[str, PlainNumbers] = {}
        codes = {place[3] for place in block.places if place[3]}
        for column, kind in reader.columns:
            if column.currency and codes - {column.currency}:
                raise _Careful
            cells = self.columns[column.index]
            if isinstance(cells, ByteCells):
                found[column.field] = plain_numbers(cells, column, kind)
            else:
                found[column.field] = plain_cells(cells, column, kind)
        self._settle_marks(reader, found)
        self._read_odd(reader, found, block)
        values = {code: numbers.values for code, numbers in found.items() if not np.isnan(numbers.values).all()}
        if not values or np.logical_and.reduce([np.isnan(column) for column in values.values()]).any():
            raise _Careful
        if reader.signs is not None and not codes:
            raise _Careful
        return values

    def _settle_marks(self, reader: MeasureReader, found: dict[str, PlainNumbers]) -> None:
        odd = [self.columns[c.index][i] for c, _ in reader.columns for i in found[c.field].odd[: _MOST_ODD + 1]]
        if len(odd) > _MOST_ODD:
            raise _Careful
        texts = [cell for cell in odd if isinstance(cell, str) and ("." in cell or "," in cell) and len(cell) < 40]
        texts += ["0.5"] if any(numbers.point for numbers in found.values()) else []
        reader.marks = with_semicolons(self.table, marks_of(texts))
        proven = reader.marks.point and not reader.marks.comma
        if not proven and any(numbers.doubtful for numbers in found.values()):
            raise _Careful

    def _read_odd(self, reader: MeasureReader, found: dict[str, PlainNumbers], block: Block) -> None:
        odd = sorted((int(at), i) for i, (column, _) in enumerate(reader.columns) for at in found[column.field].odd)
        for at, i in odd:
            column, kind = reader.columns[i]
            cells = self.columns[column.index]
            cell = cells.cell(at) if isinstance(cells, ByteCells) and not self.table.sheet.is_text else cells[at]
            if self.table.sheet.is_text and str(cell)[0] == "=":
                raise _Careful
            row = self._row(at, column.field, cell)
            value = reader.value(cell, row, column, kind, block.places[block.place[at]][3])
            if value is not None:
                found[column.field].values[at] = value


def _words(cells: Sequence[Any]) -> Words:
    """The distinct writings of a column."""
    if isinstance(cells, ByteCells):
        found = cells.words()
        if found is None:
            raise _Careful
        return found
    first: dict[Any, int] = {}
    for i, cell in enumerate(cells):
        first.setdefault(cell, i)
    at = {cell: i for i, cell in enumerate(first)}
    codes = np.fromiter(map(at.__getitem__, cells), np.int64, len(cells))
    return Words(list(first), np.array(list(first.values()), np.int64), codes)


def _once_each(block: Block) -> bool:
    kinds: dict[Place, int] = {}
    place = np.array([kinds.setdefault(each, len(kinds)) for each in block.places], dtype=np.int64)
    keys = np.sort(block.month_numbers * len(kinds) + place[block.place])
    return not bool((keys[1:] == keys[:-1]).any())


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def _refuse_odd_names(cells: set[Any]) -> None:
    """Raises _Careful where a name would be told, or belongs to a total."""
    blank = [_is_blank(cell) for cell in cells]
    if any(blank) and not all(blank):
        raise _Careful
    for cell in cells:
        if cell is None:
            continue
        if (
            not isinstance(cell, str)
            or cell[:1] == "="
            or "\ufffd" in cell
            or hides_something(cell)
            or (not all(blank) and says_total(cell))
        ):
            raise _Careful
