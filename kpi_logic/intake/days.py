"""The days of a list: each distinct writing read once; the order of day and month is told by the dates or the marketplace."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi_logic.intake.day_cell import ends_of, read_day
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, refused, shown
from kpi_logic.intake.month_cell import MonthCell, ordered
from kpi_logic.intake.month_column import DATE_ORDERS
from kpi_logic.intake.sheet import Cell
from kpi_logic.intake.survey import DayKey, Survey
from kpi_logic.intake.table import Table
from kpi_logic.model import Level, Message, Month, Place


@dataclass(frozen=True, slots=True)
class Days:
    """A month and the days of it that a row covers; no days where only the month is written."""

    month: Month
    days: tuple[int, ...] = ()

    @property
    def last(self) -> int:
        """The last of the days, 0 where only the month is known."""
        return self.days[-1] if self.days else 0


def read_days(
    table: Table, survey: Survey, day_first: bool | None, answers: Answers, findings: Findings
) -> Mapping[DayKey, Days]:
    """What each writing of a day means; what cannot be read is told and not in the result.

    day_first: how the marketplace writes dates, None where that is not known.

    Raises:
        Refused: day and month cannot be told apart (level ASK), both orders stand in one column, or no day is left.
    """
    cells = {key: _ends(key) for key in survey.days}
    pairs = [(cell, key) for key, both in cells.items() for cell in both if cell.pair]
    if pairs:
        order = _day_first(table, survey, pairs, day_first, answers, findings)
        cells = {key: (ordered(a, order), ordered(b, order)) for key, (a, b) in cells.items()}
    found = {key: days for key, both in cells.items() if (days := _days(*both)) is not None}
    for start, end in cells.values():
        if start.month and end.month and start.month != end.month:
            survey.torn |= {start.month, end.month}
    _tell_lost(table, survey, cells, found, findings)
    return found


def _ends(key: DayKey) -> tuple[MonthCell, MonthCell]:
    start, end = key
    if end is None:
        start, end = ends_of(start)
    return read_day(start), read_day(end)


def _days(start: MonthCell, end: MonthCell) -> Days | None:
    if start.month is None or start.month != end.month or start.partial:
        return None
    if start.day is None or end.day is None:
        return Days(start.month)
    return Days(start.month, tuple(range(start.day, end.day + 1))) if start.day <= end.day else None


def _day_first(
    table: Table, survey: Survey, pairs: Sequence[tuple[MonthCell, DayKey]], told: bool | None, answers: Answers,
    findings: Findings,
) -> bool:  # fmt: skip
    day = next((key for cell, key in pairs if cell.pair and cell.pair[0] > 12), None)
    month = next((key for cell, key in pairs if cell.pair and cell.pair[1] > 12), None)
    row = survey.days[pairs[0][1]]
    place = table.place(row.number, "date")
    if day and month:
        first, second = survey.days[day].number, survey.days[month].number
        raise refused("date_order_mixed", table.place(second, "date"), first=first, second=second)
    if day or month:
        _tell(findings, "date_order_proven", place, bool(day), (day or month or pairs[0][1])[0])
        return bool(day)
    answer = answers.get(f"date_order:{table.sheet.file}", answers.get("date_order", ""))
    if answer in DATE_ORDERS:
        return answer == "dmy"
    if told is not None:
        _tell(findings, "date_order_by_site", place, told, pairs[0][1][0])
        return told
    raise refused("date_order", place, Level.ASK, value=shown(pairs[0][1][0]))


def _tell(findings: Findings, code: str, place: Place, day_first: bool, value: Cell) -> None:
    order = Message(f"intake_words.{'dmy' if day_first else 'mdy'}")
    findings.say(code, Level.NOTE, place, order=order, value=shown(value))


def _tell_lost(
    table: Table, survey: Survey, cells: Mapping[DayKey, tuple[MonthCell, MonthCell]], found: Mapping[DayKey, Days],
    findings: Findings,
) -> None:  # fmt: skip
    lost = [key for key in cells if key not in found]
    for key in lost:
        code, row = _trouble(*cells[key]), survey.days[key]
        place = table.place(row.number, "date")
        facts: dict[str, Any] = {"value": shown(_text(key)), "month": str(cells[key][0].month or "")}
        if len(lost) == len(cells):
            raise refused(code, place, **facts)
        findings.say(code, Level.WARN, place, **facts)
    rows = sum(survey.often[key] for key in lost)
    if rows > len(lost):
        findings.say("lines_without_day", Level.WARN, table.place(table.head.number, "date"), number=rows)


def _trouble(start: MonthCell, end: MonthCell) -> str:
    if start.partial:
        return "month_partial"
    if start.trouble or end.trouble:
        return start.trouble or end.trouble
    return "period_across" if start.month != end.month else "month_unclear"


def _text(key: DayKey) -> str:
    written = [f"{cell:%Y-%m-%d}" if isinstance(cell, dt.datetime) else str(getattr(cell, "text", cell))
               for cell in key if cell is not None]  # fmt: skip
    return " - ".join(dict.fromkeys(written))
