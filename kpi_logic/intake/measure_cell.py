"""The measures of a table's rows, cell by cell."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpi_logic.intake.columns import BESIDE
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, measure, refused, shown
from kpi_logic.intake.merged import merged_figures
from kpi_logic.intake.number_cell import Marks, NumberCell, marks_of, read_number
from kpi_logic.intake.records import Number, Record
from kpi_logic.intake.sheet import Cell, Fault, Row
from kpi_logic.intake.table import Column, Table
from kpi_logic.intake.words import cell_words
from kpi_logic.library import kpi_library
from kpi_logic.model import Level, Measure, OverTime, Place, Raw, Unit

LARGEST = 2**53
_PLAIN = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,2})?")
_FAULTS = {"uncalculated": "number_uncalculated", "error": "number_error", "early_date": "number_date"}


def table_marks(table: Table, rows: Sequence[Row], columns: Sequence[Column]) -> Marks:
    """The decimal marks that the number cells of *columns* prove; semicolons between cells speak for a comma."""
    return with_semicolons(table, marks_of(_texts(rows, columns)))


def with_semicolons(table: Table, marks: Marks) -> Marks:
    """Semicolons between cells speak for a decimal comma where nothing proves a point."""
    if table.sheet.semicolons and not marks.point:
        return Marks(point=False, comma=True)
    return marks


def _texts(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[str]:
    for row in rows:
        for column in columns:
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            if isinstance(cell, str) and ("." in cell or "," in cell) and len(cell) < 40:
                yield cell


def read_cell(cell: Cell, marks: Marks) -> NumberCell:
    """Any cell as a number; never a guess."""
    if cell is None:
        return NumberCell()
    if isinstance(cell, str):
        return read_number(cell, marks) if len(cell) < 60 else NumberCell(trouble="number_not")
    if isinstance(cell, bool):
        return NumberCell(trouble="number_truth")
    if isinstance(cell, int | float):
        return NumberCell(trouble="number_too_large") if abs(cell) > LARGEST else NumberCell(Decimal(repr(cell)))
    if isinstance(cell, dt.datetime):
        return NumberCell(trouble="number_date")
    return NumberCell(trouble=_FAULTS[cell.kind])


class MeasureReader:
    """Reads the measures of a table's rows and tells every doubt at its cell."""

    def __init__(self, table: Table, rows: Sequence[Row], findings: Findings) -> None:
        self.table, self.findings = table, findings
        library = kpi_library().measures
        self.columns = [(c, library[f]) for f, c in table.columns.items() if f not in BESIDE]
        self.marks = table_marks(table, rows, [column for column, _ in self.columns])
        self.merged = merged_figures(table)
        self.signs: set[str] | None = None

    def values(self, row: Row, currency: str) -> dict[str, Number]:
        """The numbers of a row by measure; what is missing or doubtful is not there."""
        found: dict[str, Number] = {}
        for column, kind in self.columns:
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            if cell is None:
                continue
            value = self._plain(cell, row, column, kind, currency) if type(cell) is str else None
            if value is None:
                value = self.value(cell, row, column, kind, currency)
            if value is not None:
                found[kind.code] = value
        return found

    def _plain(self, cell: str, row: Row, column: Column, kind: Measure, currency: str) -> Number | None:
        """The number of the most usual cell, about which nothing could be said; None for any other."""
        if column.scale != 1 or kind.unit is Unit.RATIO or not _PLAIN.fullmatch(cell):
            return None
        if (currency and column.currency not in ("", currency)) or (row.number, column.index) in self.merged:
            return None
        if kind.unit is not Unit.COUNT:
            return float(cell)
        return int(cell) if cell.isdecimal() else None

    def value(self, cell: Cell, row: Row, column: Column, kind: Measure, currency: str) -> Number | None:
        """The number of one cell; None where it is missing or doubtful, which is told."""
        read = read_cell(cell, self.marks)
        trouble = read.trouble or _misfit(read, kind, currency, column.currency)
        if (row.number, column.index) in self.merged:
            trouble = "number_merged"
        if trouble == "number_too_large":
            raise refused(trouble, self._place(row, column), value=shown(cell), measure=measure(kind.code))
        if trouble:
            self._say(trouble, cell, row, column, kind, currency)
            return None
        if read.value is None:
            return None
        if read.told:
            self._say(read.told, cell, row, column, kind, currency)
        if read.currencies:
            self.signs = set(read.currencies) & (self.signs if self.signs is not None else set(read.currencies))
        return self._checked(read.value * column.scale, cell, row, column, kind)

    def _checked(self, value: Decimal, cell: Cell, row: Row, column: Column, kind: Measure) -> Number:
        if value < 0 and not kind.may_be_negative:
            self._say("number_negative", cell, row, column, kind)
        whole = value == value.to_integral_value()
        if not whole and kind.unit is Unit.COUNT and kind.over_time is OverTime.SUM:
            self._say("number_fraction", cell, row, column, kind)
        return int(value) if whole and kind.unit is Unit.COUNT else float(value)

    def _say(self, code: str, cell: Cell, row: Row, column: Column, kind: Measure, currency: str = "") -> None:
        value = shown(cell.text if isinstance(cell, Fault) else cell)
        place = self._place(row, column)
        self.findings.say(code, Level.WARN, place, value=value, measure=measure(kind.code), currency=Raw(currency))

    def _place(self, row: Row, column: Column) -> Place:
        return self.table.place(row.number, column.field)

    def settle_currency(self, records: list[Record], answers: Answers) -> None:
        """Give rows without a currency the one that all signs in the cells allow, and say so."""
        if any(record.currency for record in records) or answers.get("currency"):
            return
        if self.signs is not None and len(self.signs) == 1:
            code = next(iter(self.signs))
            place = self.table.place(self.table.head.number)
            self.findings.say("currency_by_sign", Level.NOTE, place, currency=Raw(code))
            for record in records:
                record.currency = code


def _misfit(read: NumberCell, kind: Measure, currency: str, stated: str) -> str:
    """Why a number that reads well does not belong here; "" if it does."""
    if read.value is None:
        return ""
    if read.is_percent and kind.unit is not Unit.RATIO:
        return "number_percent"
    if kind.unit is Unit.RATIO and read.value > 1:
        return "ratio_over_one"
    if read.word and kind.code not in cell_words().unit.measure.get(read.word, (kind.code,)):
        return "number_other_unit"
    if read.currencies and kind.unit is not Unit.MONEY and kind.unit is not Unit.SCORE:
        return "number_not"
    if currency and ((read.currencies and currency not in read.currencies) or (stated and stated != currency)):
        return "number_currency"
    return ""
