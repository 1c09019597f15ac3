"""Which rows of a list count: no blanks, descriptions, totals or cancelled orders, and each kind left out is told."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kpi_logic.intake.finding import Findings, refused, shown
from kpi_logic.intake.folding import cleaned, folded
from kpi_logic.intake.formats import Values
from kpi_logic.intake.sheet import Cell, Row
from kpi_logic.intake.table import Table
from kpi_logic.intake.words import cell_words, missing_marks, total_row
from kpi_logic.model import Level

Test = Callable[[Cell], bool]
_ANY = "?*"
_MOST_KNOWN = 50_000


def matcher(values: Values) -> Test:
    """A test for cells that hold one of *values*; "abc*" is a beginning, "?*" anything that is not missing.

    >>> matcher(("Refund", "ware*"))("Warehouse"), matcher(("Refund",))("Order")
    (True, False)
    """
    plain = frozenset(folded(value) for value in values if not value.endswith("*"))
    starts = tuple(folded(value[:-1]) for value in values if value.endswith("*") and value != _ANY)
    anything, known = _ANY in values, dict[str, bool]()

    def test(cell: Cell) -> bool:
        if cell is None:
            return False
        written = cell if isinstance(cell, str) else str(cell)
        if written not in known:
            if len(known) > _MOST_KNOWN:
                known.clear()
            text = folded(written)
            found = text in plain or bool(starts and text.startswith(starts))
            known[written] = found or (anything and bool(text) and text not in missing_marks())
        return known[written]

    return test


class Sieve:
    """The rows of a list that count, as often as they are asked for; ``counts`` says what the last round left out.

    ``sums`` are the summary rows, which hold the total of all others.
    """

    def __init__(self, table: Table) -> None:
        assert table.form is not None
        self.table, form = table, table.form
        self.counts: Counter[str] = Counter()
        self.first: dict[str, Row] = {}
        self.sums: list[Row] = []
        at = {field: column.index for field, column in table.columns.items()}
        words = form.cancelled or cell_words().cancelled.names
        self.tests: list[tuple[str, int, Test]] = [
            ("row_described", at[field], matcher(values)) for field, values in form.file.skip.items() if field in at
        ]
        if "status" in at:
            self.tests.append(("lines_cancelled", at["status"], matcher(tuple(words))))
        total = form.file.total.get("field", "")
        if total in at:
            self.tests.append(("row_sum", at[total], matcher((_ANY,))))
        self._carry = [at[field] for field in form.file.carry if field in at]
        self._order = at.get("order", -1)
        self._totals = matcher_of_totals() if form.platform else None

    def rows(self) -> Iterator[Row]:
        """Each row that counts.

        Raises:
            Refused: a row with more cells than there are headings.
        """
        self.counts.clear()
        self.sums.clear()
        width, is_text = self.table.width, self.table.sheet.is_text
        rows = self._carried(self.table.body) if self._carry else self.table.body
        for row in rows:
            cells = row.cells
            if is_text and len(cells) > width and any(cell is not None for cell in cells[width:]):
                raise refused("row_long", self.table.sheet.place(row.number), number=len(cells), wanted=width)
            reason = self._reason(cells)
            if reason is None:
                yield row
            elif reason:
                self.counts[reason] += 1
                self.first.setdefault(reason, row)
                if reason == "row_sum":
                    self.sums.append(row)

    def _reason(self, cells: list[Cell]) -> str | None:
        """Why the row does not count; "" for an empty one, None if it does."""
        for reason, index, test in self.tests:
            if index < len(cells) and test(cells[index]):
                return reason
        if self._totals is not None and self._totals(next((cell for cell in cells if cell is not None), None)):
            return "row_total"
        return None if cells and (cells[0] is not None or any(cell is not None for cell in cells)) else ""

    def _carried(self, body: Iterable[Row]) -> Iterator[Row]:
        """Rows with what only the first line of their order holds."""
        order, kept = None, dict[int, Cell]()
        for row in body:
            cells = row.cells
            mine = cells[self._order] if self._order < len(cells) else None
            if mine != order:
                order, kept = mine, {i: cells[i] if i < len(cells) else None for i in self._carry}
            cells.extend([None] * (max(self._carry) + 1 - len(cells)))
            for i, cell in kept.items():
                cells[i] = cells[i] if cells[i] is not None else cell
            yield row

    def tell(self, findings: Findings) -> None:
        """Tell what the last round left out."""
        for reason, number in self.counts.items():
            first = self.first[reason]
            place = self.table.sheet.place(first.number)
            if reason == "lines_cancelled":
                place = self.table.place(self.table.head.number, "status")
                findings.say("lines_cancelled", Level.NOTE, place, number=number)
            elif reason == "row_described":
                findings.say("row_described", Level.NOTE, place, number=number)
            elif reason == "row_total":
                findings.say("row_total", Level.NOTE, place, value=shown(first_text(first)))


def matcher_of_totals() -> Test:
    """A test for the first cell of a total row."""
    known: dict[Cell, bool] = {}

    def test(cell: Cell) -> bool:
        if not isinstance(cell, str) or len(cell) > 20:
            return False
        if cell not in known:
            if len(known) > _MOST_KNOWN:
                known.clear()
            known[cell] = bool(total_row().fullmatch(folded(cell)))
        return known[cell]

    return test


def first_text(row: Row) -> str:
    """The first text of a row."""
    return next((cell for cell in row.cells if isinstance(cell, str)), "")


def order_in(cell: Cell) -> str:
    """An order number as text, "" where there is none."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.isalnum() and cell.isascii():
        return cell
    return cleaned(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell))
