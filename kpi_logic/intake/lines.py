"""Order lines and the like as records: summed into months, orders counted once, returns apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kpi_logic.intake.currency_column import Shop, read_currencies
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, refused, shown
from kpi_logic.intake.folding import cleaned, folded
from kpi_logic.intake.formats import Gives
from kpi_logic.intake.measure_cell import read_cell, table_marks
from kpi_logic.intake.merged import fill_keys
from kpi_logic.intake.month_cell import MonthCell
from kpi_logic.intake.month_column import read_months, rows_with_month
from kpi_logic.intake.monthly import shop_of
from kpi_logic.intake.number_cell import Marks
from kpi_logic.intake.records import Number, Record, Spellings
from kpi_logic.intake.sheet import Row
from kpi_logic.intake.table import Table
from kpi_logic.intake.unfinished import without_unfinished
from kpi_logic.intake.words import cell_words, missing_marks
from kpi_logic.library import kpi_library
from kpi_logic.model import Level, Month, Unit

Key = tuple[Month, str, str, str, str]
Dates = Mapping[str, MonthCell]
"""Order number -> the month of the order."""


@dataclass
class _Bucket:
    """What gathers in one month of one shop."""

    row: int
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    orders: set[str] = field(default_factory=set)


def order_dates(table: Table, answers: Answers, findings: Findings) -> Dates:
    """The month of each order in a list of orders; cancelled ones are left out and counted.

    Raises:
        Refused: see ``read_months``; an order stands there with two months.
    """
    rows = _live_rows(table, findings)
    months = read_months(table, rows, "date", answers, findings)
    rows, months = rows_with_month(table, rows, months, "date", findings)
    dates: dict[str, MonthCell] = {}
    for row, month in zip(rows, months, strict=True):
        order = _order(table, row)
        if order in dates and dates[order].month != month.month:
            raise refused("order_twice", table.place(row.number, "order"), order=shown(order))
        dates[order] = month
    return dates


def read_lines(
    table: Table, answers: Answers, spellings: Spellings, findings: Findings, dates: Dates | None = None
) -> list[Record]:
    """The records of a table of lines; *dates* where the months stand in another table.

    Raises:
        Refused: a number that cannot be read (a sum with a hole is no sum), months or currencies that cannot.
    """
    rows = _live_rows(table, findings)
    if dates is None:
        months = read_months(table, rows, "date", answers, findings)
        rows, months = rows_with_month(table, rows, months, "date", findings)
    else:
        rows, months = _joined(table, rows, dates, findings)
    rows, months = without_unfinished(table, rows, months, answers, findings)
    shops = [shop_of(table, row, spellings, findings) for row in rows]
    currencies = read_currencies(table, rows, shops, answers, findings)
    _tell_identical(table, rows, findings)
    buckets = _summed(table, rows, months, list(zip(shops, currencies, strict=True)))
    return _records(table, buckets, findings)


def _order(table: Table, row: Row) -> str:
    cell = table.cell(row, "order")
    return (
        cleaned(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)) if cell is not None else ""
    )


def _live_rows(table: Table, findings: Findings) -> list[Row]:
    fill_keys(table, findings)
    rows = [row for row in table.body if any(cell is not None for cell in row.cells)]
    if not rows:
        raise refused("no_rows", table.sheet.place(table.head.number))
    for row in rows:
        if table.sheet.is_text and any(cell is not None for cell in row.cells[table.width :]):
            raise refused("row_long", table.sheet.place(row.number), number=len(row.cells), wanted=table.width)
    cancelled = frozenset(map(folded, cell_words().cancelled.names))
    live = [row for row in rows if folded(str(table.cell(row, "status") or "")) not in cancelled]
    if len(live) < len(rows):
        findings.say(
            "lines_cancelled", Level.NOTE, table.place(table.head.number, "status"), number=len(rows) - len(live)
        )
    if any(row.hidden for row in live):
        first = next(row.number for row in live if row.hidden)
        findings.say("rows_hidden", Level.WARN, table.sheet.place(first), number=sum(row.hidden for row in live))
    return live


def _joined(table: Table, rows: list[Row], dates: Dates, findings: Findings) -> tuple[list[Row], list[MonthCell]]:
    lost = [row for row in rows if _order(table, row) not in dates]
    if lost:
        place = table.place(lost[0].number, "order")
        findings.say("lines_without_order", Level.WARN, place, number=len(lost), order=shown(_order(table, lost[0])))
    kept = [row for row in rows if _order(table, row) in dates]
    unmet = len(dates) - len({_order(table, row) for row in kept})
    if unmet:
        findings.say("orders_without_lines", Level.WARN, table.place(table.head.number, "order"), number=unmet)
    return kept, [dates[_order(table, row)] for row in kept]


def _tell_identical(table: Table, rows: Sequence[Row], findings: Findings) -> None:
    seen: set[int] = set()
    again = 0
    for row in rows:
        mark = hash(tuple(map(str, row.cells)))
        again += mark in seen
        seen.add(mark)
    if again and table.form and table.form.has_order:
        findings.say("lines_identical", Level.NOTE, table.place(table.head.number), number=again)


def _summed(
    table: Table, rows: Sequence[Row], months: Sequence[MonthCell], shops: Sequence[tuple[Shop, str]]
) -> dict[Key, _Bucket]:
    assert table.form is not None
    rules = table.form.rules(frozenset(table.columns))
    used = [table.columns[name] for name in table.form.numbers if name in table.columns]
    marks = table_marks(table, rows, used)
    buckets: dict[Key, _Bucket] = {}
    for row, month, (names, currency) in zip(rows, months, shops, strict=True):
        assert month.month is not None
        key = (month.month, *names, currency)
        bucket = buckets.setdefault(key, _Bucket(row.number))
        numbers = {column.field: _number(table, row, column.field, marks) for column in used}
        _add(bucket, rules, numbers, _order(table, row))
    return buckets


def _number(table: Table, row: Row, name: str, marks: Marks) -> Decimal | None:
    cell = table.cell(row, name)
    if isinstance(cell, str) and folded(cell) in missing_marks():
        return None
    read = read_cell(cell, marks)
    if read.trouble:
        raise refused("line_number", table.place(row.number, name), value=shown(getattr(cell, "text", cell)))
    scale = table.columns[name].scale
    return None if read.value is None else read.value * scale


def _add(bucket: _Bucket, rules: Sequence[Gives], numbers: Mapping[str, Decimal | None], order: str) -> None:
    is_return = any((number or 0) < 0 for name, number in numbers.items() if name != "profit")
    for rule in rules:
        if rule.distinct:
            if order and not is_return:
                bucket.orders.add(order)
            continue
        value = Decimal(1) if rule.lines else _product(rule, numbers)
        if value is None:
            continue
        if value < 0 and not rule.signed and rule.returns:
            bucket.sums[rule.returns] -= value
        else:
            bucket.sums[rule.measure] += value


def _product(rule: Gives, numbers: Mapping[str, Decimal | None]) -> Decimal | None:
    product = Decimal(1)
    for name in rule.sum:
        number = numbers.get(name)
        if number is None:
            return None
        product *= number
    return product


def _records(table: Table, buckets: Mapping[Key, _Bucket], findings: Findings) -> list[Record]:
    library = kpi_library().measures
    counts_orders = any(rule.distinct for rule in table.form.rules(frozenset(table.columns))) if table.form else False
    records, returned = [], Decimal(0)
    for key, bucket in buckets.items():
        values: dict[str, Number] = {
            code: int(v) if library[code].unit is Unit.COUNT and v == int(v) else float(v)
            for code, v in bucket.sums.items()
        }
        if counts_orders:
            values["orders"] = len(bucket.orders)
        returned += bucket.sums.get("refund_amt", Decimal(0))
        records.append(Record(*key, values, bucket.row))
    if returned:
        findings.say("lines_returned", Level.NOTE, table.place(table.head.number))
    return records
