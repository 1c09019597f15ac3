"""A month as people write it, read as it stands: never shifted by a zone, never given a year, never guessed."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from kpi_logic.intake.folding import plain
from kpi_logic.intake.sheet import Cell, Fault
from kpi_logic.intake.words import cell_words, missing_marks
from kpi_logic.model import Month

_SERIALS = range(32874, 73051)  # days of 1990 to 2099 in Excel's count
FIRST_YEAR, LAST_YEAR = 1990, 2999


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A month cell as read.

    ``pair`` holds day and month in unknown order, with the year in ``year``; ``trouble`` is an issue code when
    nothing could be read; ``short_year`` says that the year stood there in two digits.
    """

    month: Month | None = None
    day: int | None = None
    partial: bool = False
    pair: tuple[int, int] | None = None
    year: int = 0
    trouble: str = ""
    short_year: bool = False
    serial: bool = False


def read_month(cell: Cell) -> MonthCell:
    """The month in *cell*.

    >>> read_month("2025-3").month
    Month(year=2025, month=3)
    >>> read_month("03/04/2025").pair, read_month("2025-13").trouble
    ((3, 4), 'month_impossible')
    """
    if cell is None:
        return MonthCell(trouble="month_missing")
    if isinstance(cell, dt.datetime):
        return MonthCell(Month(cell.year, cell.month), cell.day)
    if isinstance(cell, bool):
        return MonthCell(trouble="month_unclear")
    if isinstance(cell, Fault):
        return MonthCell(trouble="month_early_date" if cell.kind == "early_date" else "month_unclear")
    if isinstance(cell, int | float):
        return _of_number(cell)
    return _of_text(" ".join(plain(cell).casefold().split()))


def _of_number(number: float) -> MonthCell:
    if number == int(number):
        text = str(int(number))
        if len(text) in (6, 8) and text[:2] in ("19", "20", "21"):
            return _of_text(text)
        if int(number) in _SERIALS:
            day = dt.date(1899, 12, 30) + dt.timedelta(days=int(number))
            return MonthCell(Month(day.year, day.month), day.day, serial=True)
    return MonthCell(trouble="month_unclear")


@lru_cache(maxsize=65536)
def _of_text(text: str) -> MonthCell:
    if text in missing_marks() or not text:
        return MonthCell(trouble="month_missing")
    words = cell_words().month
    for pattern in (*words.whole, *(day + words.time for day in words.day)):
        match = re.fullmatch(pattern, text)
        if match:
            return _of_match(match.groupdict())
    return _with_remark(text)


def _with_remark(text: str) -> MonthCell:
    words = cell_words().month
    match = re.fullmatch(words.remark, text)
    base = _of_text(match["rest"]) if match and match["rest"] != text else MonthCell()
    if match and base.month and any(re.fullmatch(p, match["remark"]) for p in words.partial):
        return MonthCell(base.month, base.day, partial=True)
    if any(re.fullmatch(pattern, text) for pattern in words.other_period):
        return MonthCell(trouble="month_other_period")
    return MonthCell(trouble="month_unclear")


def _of_match(found: dict[str, str | None]) -> MonthCell:
    year = 2000 + int(found["short"] or 0) if found.get("short") else int(found["year"] or 0)
    if found.get("first"):
        return _of_pair(int(found["first"] or 0), int(found["second"] or 0), year)
    name = found.get("name")
    number = _named(name) if name else int(found["month"] or 0)
    day = int(found["day"] or 0) if found.get("day") else None
    if number is None:
        return MonthCell(trouble="month_unclear")
    if not _exists(year, number, day):
        return MonthCell(trouble="month_impossible")
    return MonthCell(Month(year, number), day, short_year=bool(found.get("short")))


def _of_pair(first: int, second: int, year: int) -> MonthCell:
    if not (_exists(year, second, first) or _exists(year, first, second)):
        return MonthCell(trouble="month_impossible")
    return MonthCell(pair=(first, second), year=year)


def ordered(cell: MonthCell, day_first: bool) -> MonthCell:
    """A cell whose day and month are now known apart.

    >>> ordered(read_month("13/02/2025"), day_first=True).month
    Month(year=2025, month=2)
    """
    if cell.pair is None:
        return cell
    day, month = cell.pair if day_first else cell.pair[::-1]
    if not _exists(cell.year, month, day):
        return MonthCell(trouble="month_impossible")
    return MonthCell(Month(cell.year, month), day)


def _named(name: str) -> int | None:
    words = cell_words().month
    short = "sep" if name == "sept" else name
    for names in (words.names, words.full_names):
        if short in names:
            return names.index(short) + 1
    return None


def _exists(year: int, month: int, day: int | None) -> bool:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return False
    return day is None or 1 <= day <= Month(year, month).days
