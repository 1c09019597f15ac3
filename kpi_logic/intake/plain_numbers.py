"""A column of numbers read in one go where nothing could be said about them; every other cell is named."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.intake.byte_cells import ByteCells
from kpi_logic.intake.byte_numbers import Decimals
from kpi_logic.intake.sheet import Cell
from kpi_logic.intake.table import Column
from kpi_logic.model import Measure, OverTime, Unit

_CENTS, _THREE = 2, 3
_LARGE = 1e13


@dataclass(frozen=True)
class PlainNumbers:
    """(rows,) ``values``, NaN where a cell is blank or odd; ``odd``: numbers of the cells that need a careful reader.

    ``point``: some cell proves a decimal point.  ``doubtful``: some cell can only be read where a point is proven.
    """

    values: np.ndarray
    odd: np.ndarray
    point: bool
    doubtful: bool


def plain_numbers(cells: ByteCells, column: Column, kind: Measure) -> PlainNumbers:
    """The numbers of *cells* (as written)."""
    read = cells.decimals()
    blank = cells.size == 0
    if cells.typed:
        return _typed(cells, read, blank, column, kind)
    for i in np.flatnonzero(~read.plain & ~blank):
        blank[i] = cells[int(i)].isspace()
    behind = read.behind[read.plain]
    doubtful, long = bool((behind == _THREE).any()), bool((behind > _CENTS).any())
    point = bool(((behind > 0) & (behind != _THREE)).any())
    values, odd = _settled(np.where(read.plain, read.values, np.nan), column, kind, long)
    return PlainNumbers(values, np.flatnonzero(odd & ~blank), point, doubtful)


def _typed(cells: ByteCells, read: Decimals, blank: np.ndarray, column: Column, kind: Measure) -> PlainNumbers:
    """A workbook's own numbers, of as many digits as they have; dates among them are odd."""
    values = np.where(read.plain, read.values, np.nan)
    for i in np.flatnonzero(~read.plain & ~blank):
        cell = cells.cell(int(i))
        values[i] = cell if isinstance(cell, int | float) else np.nan
    if len(values) and not isinstance(cells.cell(int(np.argmax(~blank))), int | float | None):
        values[:] = np.nan
    values, odd = _settled(values, column, kind, long=True)
    return PlainNumbers(values, np.flatnonzero(odd & ~blank), point=False, doubtful=False)


def plain_cells(cells: Sequence[Cell], column: Column, kind: Measure) -> PlainNumbers:
    """As ``plain_numbers``, for the cells of a workbook: numbers are taken, all else is blank or odd."""
    numbers = [cell if type(cell) is float or type(cell) is int else np.nan for cell in cells]
    blank = np.array([cell is None for cell in cells])
    values, odd = _settled(np.array(numbers, dtype=np.float64), column, kind, long=True)
    return PlainNumbers(values, np.flatnonzero(odd & ~blank), point=False, doubtful=False)


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
