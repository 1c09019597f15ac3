"""Our own scorecard workbook come back filled: actuals by person, KPI and month.

It is known by the hidden column of its sheets, never by its name; renamed sheets, added rows and another program's
saving do no harm.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpi_logic.intake.file import FilledActual, FilledScorecards
from kpi_logic.intake.finding import Findings, shown
from kpi_logic.intake.measure_cell import read_cell
from kpi_logic.intake.number_cell import Marks, marks_of
from kpi_logic.intake.scorecard_marks import ACTUAL, EXTRA, FORMULA, GATE, MARK_ROWS, MONTHS_KEY, SCORECARD_FORMAT
from kpi_logic.intake.sheet import Cell, Fault, Row, Sheet
from kpi_logic.library import kpi_library
from kpi_logic.model import Kpi, KpiRef, Level, Month, Place, Raw, Unit

NAME = SCORECARD_FORMAT.partition("/")[0] + "/"
MOST_TIMES = 31
LARGEST_SHARE = Decimal("1.5")
"""A share above 150 % that was typed without a percent sign is taken for a slip: 40 where 40 % was meant."""


def scorecards_in(sheets: Sequence[Sheet], findings: Findings) -> FilledScorecards | None:
    """What was typed into the scorecards; None where no sheet is one.

    Empty places are missing, not 0.  A person whose sheet stands there twice is read once; the second is told.
    """
    known = [(sheet, column) for sheet in sheets if (column := _key_column(sheet)) is not None]
    if not known:
        return None
    marks, people, actuals = [], [], []
    for sheet, column in known:
        cells = {row.number: row for row in sheet.rows}
        form, mark, person = (str(_at(cells.get(number), column) or "") for number in MARK_ROWS)
        if form != SCORECARD_FORMAT:
            findings.say("scorecard_other_layout", Level.ERROR, sheet.place(), form=shown(form))
            continue
        if person in people:
            findings.say("scorecard_twice", Level.WARN, sheet.place(), person=shown(person))
            continue
        marks.append(mark)
        people.append(person)
        actuals += SheetReader(sheet, column, person, findings).read()
    return FilledScorecards(known[0][0].file, tuple(dict.fromkeys(marks)), tuple(people), tuple(actuals))


def _key_column(sheet: Sheet) -> int | None:
    """The column whose first cell names our layout."""
    for row in sheet.rows[:3]:
        for column, cell in enumerate(row.cells):
            if isinstance(cell, str) and cell.startswith(NAME):
                return column
    return None


def _at(row: Row | None, column: int) -> Cell:
    return row.cells[column] if row is not None and column < len(row.cells) else None


class SheetReader:
    """One person's sheet; every doubt is told at its cell."""

    def __init__(self, sheet: Sheet, column: int, person: str, findings: Findings) -> None:
        self.sheet, self.column, self.person, self.findings = sheet, column, person, findings
        self.months: dict[int, Month] = {}
        self.marks = Marks(point=False, comma=False)

    def read(self) -> list[FilledActual]:
        """Every number in a place for one."""
        keyed = [(row, *self._key(row)) for row in self.sheet.rows]
        self.months = next((self._months(row) for row, kind, _ in keyed if kind == MONTHS_KEY), {})
        if not self.months:
            self.findings.say("scorecard_no_months", Level.ERROR, self.sheet.place())
            return []
        inputs = [(row, kind, code) for row, kind, code in keyed if kind in (ACTUAL, GATE, EXTRA)]
        self.marks = marks_of(cell for row, _, _ in inputs for cell in row.cells if isinstance(cell, str))
        for row, kind, _ in keyed:
            if kind == FORMULA:
                self._check_formulas(row)
        return [found for row, kind, code in inputs for found in self._row(row, kind, code)]

    def _key(self, row: Row) -> tuple[str, str]:
        cell = _at(row, self.column)
        kind, _, code = cell.partition(" ") if isinstance(cell, str) else ("", "", "")
        return kind, code

    def _months(self, row: Row) -> dict[int, Month]:
        found = {}
        for column, cell in enumerate(row.cells[: self.column]):
            try:
                found[column] = Month.parse(str(cell).strip())
            except ValueError:
                continue
        return found

    def _check_formulas(self, row: Row) -> None:
        """A number written over a formula counts for nothing: everything is computed anew from the actuals."""
        for column in self.months:
            cell = _at(row, column)
            if cell is not None and not isinstance(cell, Fault) and (row.number, column) not in self.sheet.formulas:
                self.findings.say("scorecard_formula_gone", Level.WARN, self._place(row, column), value=shown(cell))

    def _row(self, row: Row, kind: str, code: str) -> Iterator[FilledActual]:
        for column, month in self.months.items():
            cell = _at(row, column)
            value = None if cell is None else self._value(cell, row, column, kind, code)
            if value is not None:
                place = self._place(row, column)
                yield FilledActual(self.person, code, kind, month, float(value), place.sheet or "", place.cell or "")

    def _value(self, cell: Cell, row: Row, column: int, kind: str, code: str) -> Decimal | None:
        read = read_cell(cell, self.marks)
        kpi = None if kind == EXTRA else kpi_library().kpis.get(code)
        trouble = read.trouble
        if not trouble and read.value is not None:
            trouble = _times_trouble(read.value) if kind == EXTRA else _trouble(read.value, read.is_percent, kpi)
        if trouble:
            value = shown(cell.text if isinstance(cell, Fault) else cell)
            name = KpiRef(code) if kpi else Raw(code)
            self.findings.say(trouble, Level.WARN, self._place(row, column), value=value, measure=name, kpi=name)
            return None
        return read.value

    def _place(self, row: Row, column: int) -> Place:
        return self.sheet.place(row.number, column, str(self.months[column]))


def _trouble(value: Decimal, is_percent: bool, kpi: Kpi | None) -> str:
    """Why a number cannot be that KPI's actual; "" if it can."""
    if kpi is None:
        return ""
    if is_percent and kpi.unit is not Unit.RATIO:
        return "number_percent"
    if kpi.unit is Unit.RATIO and value > LARGEST_SHARE and not is_percent:
        return "scorecard_percent"
    if value < 0 and not may_be_negative(kpi):
        return "scorecard_negative"
    return ""


def may_be_negative(kpi: Kpi) -> bool:
    """Whether its formula allows a number below 0: something is taken off in it, or a measure of it may be negative.

    >>> may_be_negative(kpi_library()["cvr"]), may_be_negative(kpi_library()["cm3"])
    (False, True)
    """
    measures = kpi_library().measures
    terms = (*kpi.numerator, *kpi.denominator)
    return any(term.factor < 0 or measures[term.measure].may_be_negative for term in terms)


def _times_trouble(value: Decimal) -> str:
    whole = value == value.to_integral_value() and 0 <= value <= MOST_TIMES
    return "" if whole else "scorecard_times"
