"""Tables: where the headings of a sheet stand, and what each column is."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi_logic.intake import limits
from kpi_logic.intake.columns import KEY_FIELDS, monthly_vocabulary
from kpi_logic.intake.finding import refused, shown
from kpi_logic.intake.formats import LineFormat, line_formats
from kpi_logic.intake.month_cell import read_month
from kpi_logic.intake.sheet import Cell, Row, Sheet
from kpi_logic.intake.vocabulary import Heading, Vocabulary
from kpi_logic.model import Place

MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read: ``index`` from 0, the heading as written, and what it says."""

    field: str
    index: int
    heading: str
    scale: int
    currency: str


@dataclass(frozen=True)
class Table:
    """A heading row, its columns by field, and the rows below. ``form`` is None for a monthly table."""

    sheet: Sheet
    head: Row
    body: list[Row]
    columns: Mapping[str, Column]
    form: LineFormat | None
    unknown: tuple[str, ...]
    width: int

    @property
    def code(self) -> str:
        """The format's code."""
        return self.form.code if self.form else MONTHLY

    def place(self, row: int | None = None, field: str | None = None) -> Place:
        """A place in the table by row number and field."""
        column = self.columns.get(field) if field else None
        if column is None:
            return self.sheet.place(row)
        return self.sheet.place(row, column.index, column.heading)

    def cell(self, row: Row, field: str) -> Cell:
        """The cell of a field, None where there is none."""
        column = self.columns.get(field)
        return row.cells[column.index] if column is not None and column.index < len(row.cells) else None


@dataclass(frozen=True)
class _Candidate:
    form: LineFormat | None
    position: int
    found: dict[int, Heading]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(heading.field for heading in self.found.values() if heading.trouble != "qualified")


def find_table(sheet: Sheet) -> Table | None:
    """The table of *sheet*, or None if no format's headings stand there.

    Raises:
        Refused: a heading stands twice, cannot be trusted, or the months are missing or run across.
    """
    head = [row for row in sheet.rows if any(cell is not None for cell in row.cells)][: limits.HEADING_SEARCH_ROWS]
    forms = [(form, form.vocabulary) for form in line_formats()]
    candidates = [_best(head, form, words) for form, words in ((None, monthly_vocabulary()), *forms)]
    usable = [candidate for candidate in candidates if candidate and _is_usable(candidate)]
    if not usable:
        _refuse_months_across(sheet, head)
        return None
    chosen = max(usable, key=lambda candidate: (len(candidate.fields), candidate.form is not None))
    return _table(sheet, head[chosen.position], chosen)


def _best(head: list[Row], form: LineFormat | None, words: Vocabulary) -> _Candidate | None:
    found = [_Candidate(form, i, _headings(row, words)) for i, row in enumerate(head)]
    return max(found, key=lambda candidate: (len(candidate.fields), -candidate.position), default=None)


def _headings(row: Row, words: Vocabulary) -> dict[int, Heading]:
    read = {i: words.read(cell) for i, cell in enumerate(row.cells) if isinstance(cell, str) and len(cell) < 200}
    return {i: heading for i, heading in read.items() if heading}


def _is_usable(candidate: _Candidate) -> bool:
    if candidate.form is not None:
        return candidate.form.is_complete(candidate.fields) or candidate.form.is_head(candidate.fields)
    measures = candidate.fields - {*KEY_FIELDS, "year"}
    return bool(measures) and len(candidate.fields) >= 2


def _refuse_months_across(sheet: Sheet, head: list[Row]) -> None:
    for row in head:
        if sum(_is_month(cell) for cell in row.cells) >= 3:
            raise refused("months_across", sheet.place(row.number))


def _is_month(cell: Cell) -> bool:
    return not isinstance(cell, int | float) and cell is not None and read_month(cell).month is not None


def _table(sheet: Sheet, head: Row, chosen: _Candidate) -> Table:
    position = sheet.rows.index(head)
    filled = [i for i, cell in enumerate(head.cells) if cell is not None]
    columns = _columns(sheet, head, chosen)
    if chosen.form is None and "month" not in columns:
        _refuse_months_across(sheet, [head])
        raise refused("month_column_missing", sheet.place(head.number))
    unknown = tuple(str(head.cells[i]) for i in filled if i not in {column.index for column in columns.values()})
    return Table(sheet, head, sheet.rows[position + 1 :], columns, chosen.form, unknown, filled[-1] + 1)


def _columns(sheet: Sheet, head: Row, chosen: _Candidate) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for index, heading in chosen.found.items():
        text = str(head.cells[index]).strip()
        place = sheet.place(head.number, index, text)
        if heading.trouble in ("lookalike", "cumulative"):
            raise refused(f"heading_{heading.trouble}", place, heading=shown(text), field=heading.field)
        if heading.trouble == "qualified":
            continue
        if heading.field in columns:
            first = sheet.place(head.number, columns[heading.field].index).cell or ""
            raise refused("column_twice", place, heading=shown(text), first=first, second=place.cell or "")
        columns[heading.field] = Column(heading.field, index, text, heading.scale, heading.currency)
    return columns
