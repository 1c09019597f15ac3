"""One sheet being written: texts as texts, numbers as numbers, formulas with the value they show."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from kpi_logic.text import Language

LONGEST = 32_000  # a cell holds 32,767 characters; more is cut in silence
ACCENT, INK, SOFT, RULE, INPUT, PALE, WARN = "1F4E79", "1D2733", "5F6B7A", "C8CFD8", "FFF8E1", "F2F5F8", "B2552B"
FONTS = {Language.ZH: "Microsoft YaHei", Language.EN: "Calibri"}
A4 = 9
TEXT = "@"


class Palette:
    """The styles of a workbook, made once: openpyxl compares them by value for every cell."""

    def __init__(self, language: Language) -> None:
        self.name = FONTS[language]

    @cached_property
    def fonts(self) -> dict[str, Font]:
        """Fonts by use."""
        return {
            "plain": Font(name=self.name, size=9, color=INK),
            "soft": Font(name=self.name, size=8, color=SOFT),
            "bold": Font(name=self.name, size=9, bold=True, color=INK),
            "head": Font(name=self.name, size=9, bold=True, color="FFFFFF"),
            "title": Font(name=self.name, size=15, bold=True, color=ACCENT),
        }

    @cached_property
    def fills(self) -> dict[str, PatternFill]:
        """Grounds by use."""
        colours = {"head": ACCENT, "input": INPUT, "pale": PALE}
        return {use: PatternFill("solid", start_color=colour, end_color=colour) for use, colour in colours.items()}

    @cached_property
    def border(self) -> Border:
        """A hairline all around."""
        side = Side(style="thin", color=RULE)
        return Border(left=side, right=side, top=side, bottom=side)


class Page:
    """One worksheet; ``values`` collects what each formula shows."""

    def __init__(self, sheet: Worksheet, palette: Palette) -> None:
        self.sheet, self.palette = sheet, palette
        self.values: dict[str, float | str] = {}
        sheet.sheet_view.showGridLines = False

    def text(
        self, cell: str, text: str, font: str = "plain", *, fill: str = "", align: str = "left", box: bool = True
    ) -> None:
        """A text, whatever it begins with; characters that XML cannot hold are left out."""
        target = self._styled(cell, font, fill, align, box)
        target.value = clean(text)
        target.data_type = "s"

    def number(
        self,
        cell: str,
        value: float | None,
        shape: str,
        *,
        given: bool = False,
        font: str = "plain",
        align: str = "right",
    ) -> None:
        """A number, or an empty place for one; *given* places are filled in by people."""
        target = self._styled(cell, font, "input" if given else "", align, True)
        target.value = value
        target.number_format = shape
        target.protection = Protection(locked=not given)

    def formula(
        self, cell: str, formula: str, value: float | str | None, shape: str = "General", *, font: str = "plain",
        fill: str = "", given: bool = False,
    ) -> None:  # fmt: skip
        """A formula and what it shows; None shows nothing.  *given*: people may write over it."""
        align = "center" if shape == TEXT else "right"
        target = self._styled(cell, font, "input" if given else fill, align, True)
        target.value = formula
        target.number_format = shape
        target.protection = Protection(locked=not given)
        self.values[cell] = "" if value is None or value != value else value

    def heads(self, row: int, columns: dict[str, str]) -> None:
        """The heads of a table."""
        for column, text in columns.items():
            self.text(f"{column}{row}", text, "head", fill="head", align="left" if column == "A" else "center")

    def join(self, area: str) -> None:
        """Several cells as one."""
        self.sheet.merge_cells(area)

    def widths(self, widths: dict[str, float]) -> None:
        """Widths of columns in characters."""
        for column, width in widths.items():
            self.sheet.column_dimensions[column].width = width

    def tall(self, first: int, last: int, height: float = 20) -> None:
        """The height of rows in points."""
        for row in range(first, last + 1):
            self.sheet.row_dimensions[row].height = height

    def for_paper(self, titles: str, client: str, version: str, *, fit: bool = True) -> None:
        """A4 across, as wide as the page where *fit*, heads repeated, client and page at the foot."""
        sheet = self.sheet
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
        sheet.sheet_properties.pageSetUpPr.fitToPage = fit
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.print_options.horizontalCentered = fit
        sheet.print_title_rows = titles
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom = 0.5, 0.7
        margins.header = margins.footer = 0.3
        sheet.oddFooter.left.text = _foot(client)
        sheet.oddFooter.center.text = "&P / &N"
        sheet.oddFooter.right.text = _foot(version)

    def new_page(self, row: int) -> None:
        """The row begins a new sheet of paper."""
        self.sheet.row_breaks.append(Break(id=row - 1))

    def guard(self) -> None:
        """Formulas cannot be changed by mistake; no password, so that the owner can."""
        protection = self.sheet.protection
        protection.sheet = True
        protection.formatColumns = protection.formatRows = False

    def _styled(self, cell: str, font: str, fill: str, align: str, box: bool) -> Any:
        target = self.sheet[cell]
        target.font = self.palette.fonts[font]
        target.alignment = Alignment(
            horizontal=align, vertical="center", wrap_text=align != "right" and box, indent=int(align == "left" and box)
        )
        if fill:
            target.fill = self.palette.fills[fill]
        if box:
            target.border = self.palette.border
        return target


def wide(values: Iterable[float | None], least: float, decimals: int = 0) -> float:
    """The width of a column, in characters, in which the largest of these numbers can be read.

    >>> wide([12.0, None], 9), wide([-123_456_789.0], 9, 2)
    (9, 14.1)
    """
    told = [abs(value) for value in values if value is not None and value == value]
    signs = max((len(f"{value:,.{decimals}f}") for value in told), default=0)
    return max(least, round(0.9 * (signs + 1) + 0.6, 1))


def clean(text: str) -> str:
    """What a cell can hold.

    >>> clean("a\\x00b")
    'ab'
    """
    whole = ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "ignore").decode()
    return whole[:LONGEST]


def _foot(text: str) -> str:
    """A person's words at the foot: ``&`` would begin a code there, and digits after a code would be a size."""
    plain = " ".join(re.sub(r"[\x00-\x1f]", " ", clean(text)).split())[:60]
    return " " + plain.replace("&", "&&")
