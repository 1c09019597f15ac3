"""Single cells and lists of the client workbook, safe whatever the text."""

from typing import TYPE_CHECKING, Any

from kpi_logic.model import Unit

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def cell_value(value: Any, unit: Unit | None) -> Any:
    """A key as text, a number as it is, nothing for a missing one."""
    if unit is None:
        return str(value) or None
    if value != value:
        return None
    return int(value) if unit is Unit.COUNT and float(value).is_integer() else value


def put(sheet: "Worksheet", row: int, column: int, value: Any, font: Any = None) -> Any:
    """Write one cell; a text is written as text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(row, column)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if value is not None and value != "":
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def choices(sheet: "Worksheet", where: str, options: list[str] | str, *, strict: bool = True) -> None:
    """A list to choose from; *options* is a list or a range. Not strict: other entries are allowed."""
    from openpyxl.worksheet.datavalidation import DataValidation

    formula = (
        options if isinstance(options, str) else '"' + ",".join(option.replace(",", " ") for option in options) + '"'
    )
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    sheet.add_data_validation(rule)
    rule.add(where)
