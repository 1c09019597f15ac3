"""A table of exchange rates among the client's files, recognised by its four headings."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from kpi_logic.intake.file import Source
from kpi_logic.intake.finding import refused, shown
from kpi_logic.intake.folding import folded, folded_heading
from kpi_logic.intake.measure_cell import read_cell
from kpi_logic.intake.month_cell import read_month
from kpi_logic.intake.number_cell import Marks, marks_of
from kpi_logic.intake.sheet import Cell, Row, Sheet
from kpi_logic.intake.words import INTAKE, currencies
from kpi_logic.library import read_toml
from kpi_logic.model import Month, Rate

FORMAT = "exchange_rates"
_SEARCHED = 20


class _Names(BaseModel):
    """rates.toml: the headings of each column."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    month: tuple[str, ...] = Field(min_length=1)
    source: tuple[str, ...] = Field(min_length=1)
    target: tuple[str, ...] = Field(min_length=1)
    rate: tuple[str, ...] = Field(min_length=1)


@lru_cache(maxsize=1)
def _fields() -> Mapping[str, str]:
    """Folded heading -> column."""
    names = read_toml(INTAKE / "rates.toml", _Names)
    return {folded_heading(name): field for field in type(names).model_fields for name in getattr(names, field)}


def rates_in(sheet: Sheet) -> list[Rate]:
    """The rates of a sheet whose headings are month, from, to and rate; empty for any other sheet.

    Raises:
        Refused: a cell that cannot be read, or two rates for one month and pair.
    """
    at, head = _columns(sheet)
    if head is None:
        return []
    body = [row for row in sheet.rows if row.number > head.number and any(cell is not None for cell in row.cells)]
    marks = marks_of(str(cell) for row in body if isinstance(cell := _cell(row, at["rate"]), str))
    found: dict[tuple[str, str, str], Rate] = {}
    for row in body:
        rate = _rate(sheet, row, at, marks)
        kept = found.setdefault((rate.month, rate.source, rate.target), rate)
        if kept.rate != rate.rate:
            pair = shown(f"{rate.source} → {rate.target}")
            raise refused("rate_twice", sheet.place(row.number, at["rate"]), month=rate.month, pair=pair)
    if not found:
        raise refused("rate_none", sheet.place(head.number))
    return list(found.values())


def rate_source(sheet: Sheet, rates: Sequence[Rate]) -> Source:
    """What the sheet was taken for."""
    months = sorted(Month.parse(rate.month) for rate in rates)
    pairs = tuple(dict.fromkeys(f"{rate.source} → {rate.target}" for rate in rates))
    return Source(sheet.file, sheet.name, FORMAT, len(rates), months[0], months[-1], pairs, ())


def _columns(sheet: Sheet) -> tuple[dict[str, int], Row | None]:
    for row in sheet.rows[:_SEARCHED]:
        at: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            field = _fields().get(folded_heading(cell)) if isinstance(cell, str) and len(cell) < 60 else None
            if field is not None:
                at.setdefault(field, index)
        if len(at) == len(_Names.model_fields):
            return at, row
    return {}, None


def _rate(sheet: Sheet, row: Row, at: Mapping[str, int], marks: Marks) -> Rate:
    month = read_month(_cell(row, at["month"]))
    if month.month is None or month.trouble:
        raise refused("rate_month", sheet.place(row.number, at["month"]), value=_quoted(row, at["month"]))
    source, target = (_currency(sheet, row, at[field]) for field in ("source", "target"))
    number = read_cell(_cell(row, at["rate"]), marks)
    if number.value is None or number.trouble or number.is_percent or not 0 < number.value < 10**9:
        raise refused("rate_number", sheet.place(row.number, at["rate"]), value=_quoted(row, at["rate"]))
    return Rate(month=str(month.month), source=source, target=target, rate=float(number.value))


def _currency(sheet: Sheet, row: Row, index: int) -> str:
    cell = _cell(row, index)
    code = currencies()[0].get(folded(str(cell))) if cell is not None else None
    if code is None:
        raise refused("rate_currency", sheet.place(row.number, index), value=_quoted(row, index))
    return code


def _cell(row: Row, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None


def _quoted(row: Row, index: int) -> object:
    cell = _cell(row, index)
    return shown("" if cell is None else getattr(cell, "text", cell))
