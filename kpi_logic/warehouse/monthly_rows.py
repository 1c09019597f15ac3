"""What an engine gave, as the CSV of a monthly upload, with everything that has to be said about it."""

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from kpi_logic.model import Issue, Level, Month
from kpi_logic.warehouse.lines_mapping import KEYS
from kpi_logic.warehouse.link_faults import LinkFault, link_issue
from kpi_logic.warehouse.monthly_expression import COLUMNS, SCALE

MEASURES = ("sales", "refund_amt", "orders", "units", "returned_units", "gross_profit")
_SCALED = frozenset(MEASURES) - {"orders"}
USUAL_PAUSE = 2
"""So many days without an order at a month's edge prove nothing."""
Row = dict[str, Any]


def monthly_rows(found: Sequence[Sequence[Any]]) -> tuple[list[Row], list[Issue]]:
    """The rows that can be used, in order, and what must be told.

    Raises:
        LinkFault: no line at all, no date that can be read, two spellings of one shop.
    """
    rows = [_row(values) for values in found]
    lines = sum(row["counted_lines"] for row in rows)
    if not lines:
        raise LinkFault("link_no_lines")
    lost = sum(row["counted_lines"] for row in rows if row["month"] is None)
    if lost == lines:
        raise LinkFault("link_months", number=lines)
    issues = [link_issue("link_days_lost", Level.WARN, number=lost)] if lost else []
    fine = sum(row["fine_lines"] or 0 for row in rows)
    issues += [link_issue("link_rounded", Level.WARN, number=fine)] if fine else []
    dated = sorted((row for row in rows if row["month"] is not None), key=_key)
    _refuse_spellings(dated)
    whole, partial = _without_parts(dated)
    return whole, [*issues, *partial, *_currencies(whole)]


def _row(values: Sequence[Any]) -> Row:
    row = dict(zip(COLUMNS, values, strict=True))
    number = row["month"]
    row["month"] = None if number is None else Month(int(number) // 100, int(number) % 100)
    for name in MEASURES:
        value = row[name]
        row[name] = None if value is None else Decimal(int(value)) / SCALE if name in _SCALED else int(value)
    return row


def _key(row: Row) -> tuple[Any, ...]:
    return (row["month"], *(row[key] for key in KEYS))


def _refuse_spellings(rows: Sequence[Row]) -> None:
    """Two spellings of one name would be two rows of one month, and their orders cannot be added exactly."""
    for key in KEYS:
        met: dict[str, str] = {}
        for row in rows:
            name = row[key]
            kept = met.setdefault(" ".join(unicodedata.normalize("NFKC", name).casefold().split()), name)
            if kept != name:
                raise LinkFault("link_spellings", first=kept, second=name)


def _without_parts(rows: Sequence[Row]) -> tuple[list[Row], list[Issue]]:
    """The rows without a first or last month that the lines hold only in part, where a whole one is left."""
    days: dict[Month, list[int]] = defaultdict(list)
    for row in rows:
        days[row["month"]] += [int(row["first_day"]), int(row["last_day"])]
    first, last = min(days), max(days)
    parts: dict[Month, str] = {}
    if last.days - max(days[last]) > USUAL_PAUSE:
        parts[last] = "link_month_unfinished"
    if min(days[first]) - 1 > USUAL_PAUSE and first != last:
        parts[first] = "link_month_begun"
    if len(parts) >= len(days):
        return list(rows), []
    day = {"link_month_unfinished": max, "link_month_begun": min}
    told = [link_issue(code, Level.WARN, month=str(month), day=day[code](days[month])) for month, code in parts.items()]
    return [row for row in rows if row["month"] not in parts], told


def _currencies(rows: Sequence[Row]) -> Iterator[Issue]:
    held = sorted({row["currency"] for row in rows})
    if held == [""]:
        yield link_issue("link_no_currency", Level.WARN)
    elif len(held) > 1:
        yield link_issue("link_currencies", Level.WARN, currencies=", ".join(code or "?" for code in held))


def csv_of(rows: Sequence[Row]) -> bytes:
    """The rows as a UTF-8 CSV with the workbook's own headings; a missing number is an empty cell."""
    held = [name for name in MEASURES if any(row[name] is not None for row in rows)]
    keys = [key for key in KEYS if any(row[key] for row in rows)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["month", *keys, *held])
    for row in rows:
        writer.writerow([str(row["month"]), *(row[key] for key in keys), *(_cell(row[name]) for name in held)])
    return out.getvalue().encode()


def _cell(value: Decimal | int | None) -> str:
    if value is None:
        return ""
    text = format(value, "f")
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole
