"""A last month that order lines do not fill: it looks like a collapse and is left out, unless the reader keeps it."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings
from kpi_logic.intake.month_cell import MonthCell
from kpi_logic.intake.sheet import Row
from kpi_logic.intake.table import Table
from kpi_logic.model import Level


def without_unfinished(
    table: Table, rows: Sequence[Row], months: Sequence[MonthCell], answers: Answers, findings: Findings
) -> tuple[list[Row], list[MonthCell]]:
    """The lines without those of an unfinished last month.

    The last month is unfinished when more days are missing at its end than ever passed between two days with orders.
    """
    days = sorted({day for month in months if (day := _day(month))})
    if answers.get("unfinished") == "keep" or len(days) < 2 or not _is_unfinished(days):
        return list(rows), list(months)
    last = days[-1]
    kept = [
        (r, m)
        for r, m in zip(rows, months, strict=True)
        if (d := _day(m)) is None or (d.year, d.month) != (last.year, last.month)
    ]
    place = table.place(table.head.number, "date")
    findings.say(
        "month_unfinished",
        Level.WARN,
        place,
        month=f"{last:%Y-%m}",
        day=f"{last:%Y-%m-%d}",
        number=len(rows) - len(kept),
    )
    return [row for row, _ in kept], [month for _, month in kept]


def _day(month: MonthCell) -> dt.date | None:
    return dt.date(*month.month, month.day) if month.month and month.day else None


def _is_unfinished(days: Sequence[dt.date]) -> bool:
    last = days[-1]
    month_end = (last.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    longest = max((later - earlier).days for earlier, later in pairwise(days))
    return (month_end - last).days > max(longest, 2) and (last.year, last.month) != (days[0].year, days[0].month)
