"""A day, or a period of days, as a platform's export writes it: read as it stands, never shifted by a zone."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from kpi_logic.intake.folding import plain
from kpi_logic.intake.month_cell import MonthCell, ordered, read_month
from kpi_logic.intake.sheet import Cell
from kpi_logic.intake.words import INTAKE
from kpi_logic.library import read_toml
from kpi_logic.model import Month

_ISO_MOMENT = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9](?:[T ][0-9]{2}:[^~]*)?")


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    patterns: tuple[str, ...]
    range: str
    names: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Words:
    patterns: tuple[re.Pattern[str], ...]
    between: re.Pattern[str]
    months: dict[str, int]


@lru_cache(maxsize=1)
def _words() -> _Words:
    file = read_toml(INTAKE / "date_words.toml", _File)
    months = {name: int(number) for number, names in file.names.items() for name in names}
    # what follows a day is a time and a zone, in the writing of the country: it changes no day
    patterns = tuple(re.compile(pattern + r"(?![0-9]).*") for pattern in file.patterns)
    return _Words(patterns, re.compile(file.range), months)


def day_key(cell: Cell) -> Cell:
    """What is enough of *cell* to tell its day: many times of one day are read once.

    >>> day_key("2025-03-04 10:11:12")
    '2025-03-04'
    """
    if isinstance(cell, str):
        is_usual = len(cell) == 19 and cell[13] == ":" and cell[4] == "-" and cell[7] == "-" and cell[10] in " T"
        if is_usual or _ISO_MOMENT.fullmatch(cell):
            return cell[:10]
    return cell


def read_day(cell: Cell) -> MonthCell:
    """The day in *cell*; its order may be unknown (``pair``).

    >>> read_day("Sep 30, 2026 8:45:12 PM PDT").month, read_day("01/04/26").pair
    (Month(year=2026, month=9), (1, 4))
    """
    if not isinstance(cell, str):
        return read_month(cell)
    return _of_text(" ".join(plain(cell).casefold().split()))


@lru_cache(maxsize=65536)
def _of_text(text: str) -> MonthCell:
    words = _words()
    for pattern in words.patterns:
        match = pattern.fullmatch(text)
        found = _of_match(match.groupdict(), words) if match else None
        if found is not None:
            return found
    return read_month(text)


def _of_match(found: dict[str, str | None], words: _Words) -> MonthCell | None:
    short = found.get("short")
    year = 2000 + int(short) if short else int(found["year"] or 0)
    if found.get("first"):
        pair = (int(found["first"] or 0), int(found["second"] or 0))
        both = (ordered(MonthCell(pair=pair, year=year), order) for order in (True, False))
        return MonthCell(pair=pair, year=year) if any(cell.month for cell in both) else None
    number = words.months.get(found["name"] or "") if found.get("name") else int(found["month"] or 0)
    try:
        day = dt.date(year, number or 0, int(found["day"] or 0))
    except ValueError:
        return None
    return MonthCell(Month(day.year, day.month), day.day)


def ends_of(cell: Cell) -> tuple[Cell, Cell]:
    """The first and the last day of a period that stands in one cell; twice the cell where it is one day.

    >>> ends_of("Jul 06, 2026 - Jul 29, 2026")
    ('Jul 06, 2026', 'Jul 29, 2026')
    """
    if isinstance(cell, str) and len(cell) < 80:
        parts = _words().between.split(cell.strip())
        if len(parts) == 2 and all(read_day(part).month or read_day(part).pair for part in parts):
            return parts[0], parts[1]
    return cell, cell
