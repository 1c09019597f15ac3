"""The months of a whole column: the order of day and month is one question, answered once."""

from collections.abc import Sequence

from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, refused, shown
from kpi_logic.intake.month_cell import MonthCell, ordered, read_month
from kpi_logic.intake.sheet import Cell, Row
from kpi_logic.intake.table import Table
from kpi_logic.model import Level, Message

DATE_ORDERS = ("dmy", "mdy")


def read_months(table: Table, rows: Sequence[Row], field: str, answers: Answers, findings: Findings) -> list[MonthCell]:
    """The month of each row; rows without one carry their trouble.

    Raises:
        Refused: day and month cannot be told apart (level ASK), or both orders stand in one column.
    """
    cells = [read_month(_cell(table, row, field)) for row in rows]
    pairs = [(cell.pair, row) for cell, row in zip(cells, rows, strict=True) if cell.pair]
    if pairs:
        day_first = _day_first(table, field, pairs, answers, findings)
        cells = [ordered(cell, day_first) for cell in cells]
    _tell_spellings(table, field, rows, cells, findings)
    return cells


def _cell(table: Table, row: Row, field: str) -> Cell:
    cell = table.cell(row, field)
    if cell is None or "year" not in table.columns:
        return cell
    year, month = table.cell(row, "year"), str(cell).strip()
    return f"{str(year).strip()}-{month}" if month.isdecimal() and len(month) <= 2 else cell


def _day_first(
    table: Table, field: str, pairs: list[tuple[tuple[int, int], Row]], answers: Answers, findings: Findings
) -> bool:
    day = next((row for (first, _), row in pairs if first > 12), None)
    month = next((row for (_, second), row in pairs if second > 12), None)
    place = table.place(pairs[0][1].number, field)
    if day and month:
        raise refused("date_order_mixed", table.place(month.number, field), first=day.number, second=month.number)
    if day or month:
        order = "dmy" if day else "mdy"
        value = shown(table.cell(day or month or pairs[0][1], field))
        findings.say("date_order_proven", Level.NOTE, place, order=Message(f"intake_words.{order}"), value=value)
        return bool(day)
    if answers.get("date_order") in DATE_ORDERS:
        return answers["date_order"] == "dmy"
    raise refused("date_order", place, Level.ASK, value=shown(table.cell(pairs[0][1], field)))


def _tell_spellings(table: Table, field: str, rows: Sequence[Row], cells: list[MonthCell], findings: Findings) -> None:
    for code, is_so in (("month_short_year", "short_year"), ("month_serial", "serial")):
        hit = next(((row, cell) for row, cell in zip(rows, cells, strict=True) if getattr(cell, is_so)), None)
        if hit:
            row, cell = hit
            value = shown(table.cell(row, field))
            findings.say(code, Level.NOTE, table.place(row.number, field), value=value, month=str(cell.month))


def rows_with_month(
    table: Table, rows: Sequence[Row], months: Sequence[MonthCell], field: str, findings: Findings
) -> tuple[list[Row], list[MonthCell]]:
    """The rows whose month is known; the others are left out, each told at its cell.

    Raises:
        Refused: no row is left.
    """
    kept = [(row, month) for row, month in zip(rows, months, strict=True) if month.month and not month.partial]
    if not kept:
        _refuse_empty(table, rows, months, field)
    for row, month in zip(rows, months, strict=True):
        if month.partial or month.month is None:
            code = "month_partial" if month.partial else month.trouble
            value, place = shown(_value(table.cell(row, field))), table.place(row.number, field)
            findings.say(code, Level.WARN, place, value=value, month=str(month.month or ""))
    return [row for row, _ in kept], [month for _, month in kept]


def _value(cell: Cell) -> str:
    return "" if cell is None else str(getattr(cell, "text", cell))


def _refuse_empty(table: Table, rows: Sequence[Row], months: Sequence[MonthCell], field: str) -> None:
    if not rows:
        raise refused("no_rows", table.sheet.place(table.head.number))
    code = months[0].trouble or "month_partial"
    value = shown(_value(table.cell(rows[0], field)))
    raise refused(code, table.place(rows[0].number, field), value=value, month=str(months[0].month or ""))
