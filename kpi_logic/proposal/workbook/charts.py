"""Bars that the spreadsheet program draws itself from the summary's cells."""

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from kpi_logic.proposal.workbook.page import ACCENT

WIDTH, HEIGHT = 15.5, 7.0  # centimetres


def bars(sheet: Worksheet, title: str, first: tuple[str, str], number: int, *, across: bool) -> Any:
    """One series of bars in one colour, so that nothing needs a legend.

    Args:
        first: the cells of the first label and of the first value.
        number: how many values; they lie *across* one row, else down one column.
    """
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth = ("col" if across else "bar"), 10, 60
    chart.title, chart.legend = title, None
    labels, values = (_area(sheet, cell, number, across) for cell in first)
    chart.add_data(values, titles_from_data=False, from_rows=across)
    chart.set_categories(labels)
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    chart.y_axis.number_format, chart.y_axis.crosses = "#,##0", "autoZero" if across else "max"
    chart.y_axis.scaling.min, chart.y_axis.majorGridlines = 0, None
    # openpyxl hides both axes in newer programs unless told otherwise.
    chart.x_axis.delete = chart.y_axis.delete = False
    if not across:
        chart.x_axis.scaling.orientation = "maxMin"
    chart.width, chart.height = WIDTH, HEIGHT
    return chart


def _area(sheet: Worksheet, cell: str, number: int, across: bool) -> Reference:
    row, column = coordinate_to_tuple(cell)
    last = (column + number - 1, row) if across else (column, row + number - 1)
    return Reference(sheet, min_col=column, min_row=row, max_col=last[0], max_row=last[1])
