"""A column of numbers read in one go where nothing could be said about them; every other cell is named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.intake.sheet import Cell
from kpi_logic.intake.table import Column
from kpi_logic.model import Measure, OverTime, Unit

_PLAIN = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,9})?")
_BROKEN = (",,", ",.", "-.", ".,")
_THREE = re.compile(r"\.[0-9]{3},")
_TEN = re.compile(r"\.[0-9]{10}")
_LARGE = 1e13


@dataclass(frozen=True)
class PlainNumbers:
    """(rows,) ``values``, NaN where a cell is blank or odd; ``odd``: numbers of the cells that need a careful reader.

    ``point``: some cell proves a decimal point.  ``doubtful``: some cell can only be read where a point is proven.
    """

    values: np.ndarray
    odd: np.ndarray
    blank: np.ndarray | None
    point: bool
    doubtful: bool


def plain_numbers(cells: Sequence[str], column: Column, kind: Measure) -> PlainNumbers:
    """The numbers of *cells* (as written)."""
    joined, blank = _joined(cells), None
    digits = joined.isascii() and not joined.encode("ascii").translate(None, b"0123456789.-,")
    if not digits or any(mark in joined for mark in _BROKEN) or (_is_long(joined) and _TEN.search(joined)):
        blank = np.array([not cell or cell.isspace() for cell in cells])
        cells = [cell if _PLAIN.fullmatch(cell) else "nan" for cell in cells]
        joined = _joined(cells)
    long = _is_long(joined)
    doubtful = long and _THREE.search(joined) is not None
    point = "." in joined and (not doubtful or any(map(_proves, cells)))
    values, odd = _settled(_floats(cells), column, kind, long)
    return PlainNumbers(values, np.flatnonzero(odd if blank is None else odd & ~blank), blank, point, doubtful)


def plain_cells(cells: Sequence[Cell], column: Column, kind: Measure) -> PlainNumbers:
    """As ``plain_numbers``, for the cells of a workbook: numbers are taken, all else is blank or odd."""
    numbers = [cell if type(cell) is float or type(cell) is int else np.nan for cell in cells]
    blank = np.array([cell is None for cell in cells])
    values, odd = _settled(np.array(numbers, dtype=np.float64), column, kind, long=True)
    return PlainNumbers(values, np.flatnonzero(odd & ~blank), blank, point=False, doubtful=False)


def _joined(cells: Sequence[str]) -> str:
    return f",{','.join(cells)},"


def _is_long(joined: str) -> bool:
    """Whether any number has more than two decimals."""
    signs = np.frombuffer(f"{joined},,".encode(), np.uint8)
    points = np.flatnonzero(signs == ord("."))
    return not bool(np.all((signs[points + 2] == ord(",")) | (signs[points + 3] == ord(","))))


def _proves(cell: str) -> bool:
    return "." in cell and len(cell) - cell.index(".") != 4


def _floats(cells: Sequence[str]) -> np.ndarray:
    try:
        return np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:  # two points or minus signs in a cell
        return np.array([float(cell) if _PLAIN.fullmatch(cell) else np.nan for cell in cells])


def _settled(values: np.ndarray, column: Column, kind: Measure, long: bool) -> tuple[np.ndarray, np.ndarray]:
    """The values at the column's scale, and which of them something has to be said about."""
    odd = np.isnan(values) | (np.abs(values) >= _LARGE)
    if column.scale != 1:
        if long:
            return np.full(len(values), np.nan), np.ones(len(values), dtype=bool)
        values = np.round(values * 100) * column.scale / 100  # cents are whole numbers: exact
        odd |= np.abs(values) >= _LARGE
    if not kind.may_be_negative:
        odd |= values < 0
    if kind.unit is Unit.RATIO:
        odd |= values > 1
    if kind.unit is Unit.COUNT:
        values = values + 0.0
        if kind.over_time is OverTime.SUM:
            odd |= values != np.floor(values)
    return np.where(odd, np.nan, values), odd
