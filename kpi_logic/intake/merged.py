"""Merged cells: a key that spans rows belongs to each of them; a figure that spans cells belongs to none for sure."""

from kpi_logic.intake.columns import KEY_FIELDS
from kpi_logic.intake.finding import Findings, refused
from kpi_logic.intake.sheet import Row
from kpi_logic.intake.table import Column, Table
from kpi_logic.model import Level


def fill_keys(table: Table, findings: Findings) -> None:
    """Give the month, shop and other keys of a merged cell to every row it covers, and say so.

    Raises:
        Refused: the merged ranges overlap, as no spreadsheet program writes them.
    """
    rows = {row.number: row for row in table.rows}
    filled = 0
    for column in table.columns.values():
        if column.field not in (*KEY_FIELDS, "category", "date"):
            continue
        for first, last, left, right in table.sheet.merged:
            if left <= column.index + 1 <= right and last > first in rows:
                filled += _fill(rows, column, first, min(last, table.rows[-1].number))
                findings.say("cells_merged", Level.NOTE, table.place(first, column.field))
            if filled > len(rows) * len(KEY_FIELDS):
                raise refused("merged_too_many", table.sheet.place(first), limit=len(rows))


def _fill(rows: dict[int, Row], column: Column, first: int, last: int) -> int:
    top = rows[first].cells[column.index] if column.index < len(rows[first].cells) else None
    for number in range(first + 1, last + 1):
        row = rows.get(number)
        if row is not None:
            row.cells.extend([None] * (column.index + 1 - len(row.cells)))
            row.cells[column.index] = top
    return last - first


def merged_figures(table: Table) -> frozenset[tuple[int, int]]:
    """Row number and column (from 0) of figures that stand in a cell spanning several."""
    return frozenset(
        (first, left - 1) for first, last, left, right in table.sheet.merged if last > first or right > left
    )
