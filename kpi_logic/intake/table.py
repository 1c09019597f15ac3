"""Tables: where the headings of a sheet stand, and what each column is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kpi_logic.intake import limits
from kpi_logic.intake.columns import BESIDE, monthly_vocabulary
from kpi_logic.intake.file import NO_ANSWERS, Answers
from kpi_logic.intake.finding import Findings, refused, shown
from kpi_logic.intake.folding import folded_heading
from kpi_logic.intake.formats import KNOWN, LineFormat, line_formats
from kpi_logic.intake.month_cell import read_month
from kpi_logic.intake.sheet import Cell, Row, Sheet
from kpi_logic.intake.suggest import answered, general_vocabularies, near, tell_near
from kpi_logic.intake.vocabulary import Heading, Vocabulary
from kpi_logic.model import Level, Place

MONTHLY = "monthly"
SAMPLE_ROWS = 40


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
    """A heading row, its columns by field, and the rows below. ``form`` is None for a monthly table.

    ``body`` of a list of lines may be read from the file each time it is asked for. ``preamble``: text above the
    headings.
    """

    sheet: Sheet
    head: Row
    body: Iterable[Row]
    columns: Mapping[str, Column]
    form: LineFormat | None
    unknown: tuple[str, ...]
    width: int
    preamble: tuple[str, ...] = ()

    @property
    def platform(self) -> str:
        """Whose export it is; "" for a client's own table."""
        return self.form.platform if self.form else ""

    @property
    def rows(self) -> list[Row]:
        """The rows of a table that is kept whole."""
        assert isinstance(self.body, list)
        return self.body

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
        read = (heading.field for heading in self.found.values() if heading.trouble != "qualified")
        return frozenset(field for field in read if field != KNOWN)

    @property
    def likeness(self) -> tuple[int, int, bool]:
        """How well the headings fit: all that are known, those that are read, a list before a monthly table."""
        known = sum(h.field == KNOWN for h in self.found.values())
        return (known + len(self.fields), len(self.fields), self.form is not None)


def find_table(sheet: Sheet, answers: Answers = NO_ANSWERS) -> Table | None:
    """The table of *sheet*, or None if no format's headings stand there; *answers* name columns by hand.

    Raises:
        Refused: a heading stands twice, cannot be trusted, or the months are missing or run across.
    """
    head = [row for row in sheet.rows if any(cell is not None for cell in row.cells)][: limits.HEADING_SEARCH_ROWS]
    folded = [_folded(row) for row in head]
    known = [(form, answered(words, answers)) for form, words in general_vocabularies()]
    known += [(form, form.vocabulary) for form in line_formats() if form.platform]
    candidates = [_best(head, folded, form, words) for form, words in known]
    usable = [candidate for candidate in candidates if candidate and _is_usable(candidate)]
    if not usable:
        _refuse_months_across(sheet, head)
        return None
    chosen = max(usable, key=lambda candidate: candidate.likeness)
    return _table(sheet, head[chosen.position], chosen)


def _folded(row: Row) -> set[str]:
    return {folded_heading(cell) for cell in row.cells if isinstance(cell, str) and len(cell) < 200}


def _best(head: list[Row], folded: list[set[str]], form: LineFormat | None, words: Vocabulary) -> _Candidate | None:
    """The row that fits best; an export's headings are only looked at where two of them stand exactly."""
    exact = form is not None and bool(form.platform)
    found = [
        _Candidate(form, i, _headings(row, words))
        for i, row in enumerate(head)
        if not exact or (len(folded[i] & words.names.keys()) >= 2 and not _names_platforms(folded[i], words))
    ]
    return max(found, key=lambda candidate: (*candidate.likeness, -candidate.position), default=None)


def _names_platforms(headings: set[str], words: Vocabulary) -> bool:
    """Whether a column of platforms stands there: then it is a client's own table, however like an export it looks."""
    own = monthly_vocabulary().names
    return any(own.get(heading) == "platform" and heading not in words.names for heading in headings)


def _headings(row: Row, words: Vocabulary) -> dict[int, Heading]:
    read = {i: words.read(cell) for i, cell in enumerate(row.cells) if isinstance(cell, str) and len(cell) < 200}
    return {i: heading for i, heading in read.items() if heading}


def _is_usable(candidate: _Candidate) -> bool:
    if candidate.form is not None:
        return candidate.form.is_complete(candidate.fields) or candidate.form.is_head(candidate.fields)
    measures = candidate.fields - {*BESIDE}
    return bool(measures) and len(candidate.fields) >= 2


def tell_likeness(sheet: Sheet, answers: Answers, findings: Findings) -> bool:
    """Propose what the columns of an unknown table may be, if enough of them are nearly known."""
    head = [row for row in sheet.rows if any(cell is not None for cell in row.cells)][: limits.HEADING_SEARCH_ROWS]
    best: tuple[int, Row, Vocabulary, dict[int, Heading]] | None = None
    for form, words in general_vocabularies():
        for row in head:
            found = _headings(row, answered(words, answers))
            texts = {i: cell for i, cell in enumerate(row.cells) if isinstance(cell, str) and i not in found}
            close = {i: Heading(field) for i, text in texts.items() if (field := near(text, words))}
            candidate = _Candidate(form, 0, found | close)
            whole = _is_usable(candidate) and (form is not None or "month" in candidate.fields)
            if close and whole and len(candidate.fields) >= 3 and (best is None or len(candidate.found) > best[0]):
                best = (len(candidate.found), row, words, found)
    if best is None:
        return False
    _, row, words, found = best
    headings = {str(cell).strip(): sheet.place(row.number, i, str(cell).strip()) for i, cell in enumerate(row.cells)
                if isinstance(cell, str) and i not in found}  # fmt: skip
    taken = {heading.field for heading in found.values()}
    return tell_near(headings, words, taken, answers, findings, Level.ASK) > 0


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
    read = {column.index for column in columns.values()} | chosen.found.keys()
    unknown = tuple(str(head.cells[i]) for i in filled if i not in read or chosen.found[i].trouble == "qualified")
    preamble = tuple(str(cell) for row in sheet.rows[:position] for cell in row.cells if isinstance(cell, str))
    body = sheet.rows[position + 1 :]
    return Table(sheet, head, body, columns, chosen.form, unknown, filled[-1] + 1, preamble)


def _columns(sheet: Sheet, head: Row, chosen: _Candidate) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    form = chosen.form if chosen.form is not None and chosen.form.platform else None
    for index, heading in _in_order(sheet, head, chosen.found, form):
        text = str(head.cells[index]).strip()
        place = sheet.place(head.number, index, text)
        if heading.trouble in ("lookalike", "cumulative"):
            raise refused(f"heading_{heading.trouble}", place, heading=shown(text), field=heading.field)
        if heading.trouble == "qualified" or heading.field == KNOWN or (form and heading.field in columns):
            continue
        if heading.field in columns and heading.field == "category":
            continue  # the widest stands first
        if heading.field in columns:
            first = sheet.place(head.number, columns[heading.field].index).cell or ""
            raise refused("column_twice", place, heading=shown(text), first=first, second=place.cell or "")
        columns[heading.field] = Column(heading.field, index, text, heading.scale, heading.currency)
    return columns


def _in_order(
    sheet: Sheet, head: Row, found: Mapping[int, Heading], form: LineFormat | None
) -> Collection[tuple[int, Heading]]:
    """The headings from left to right; of an export the ones it prefers first, empty columns last."""
    if form is None:
        return found.items()
    rank, last = form.rank, len(form.names)
    below = [row.cells for row in sheet.rows if row.number > head.number][:SAMPLE_ROWS]
    empty = {i: all(i >= len(cells) or cells[i] is None for cells in below) for i in found}
    return sorted(found.items(), key=lambda i: (empty[i[0]], rank.get(folded_heading(str(head.cells[i[0]])), last)))
