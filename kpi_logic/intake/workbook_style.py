"""How the client workbook looks: one place for colours, fonts, widths and print."""

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
INK, NEEDED, OPTIONAL, QUIET, ANSWER = "1F2A37", "FFE9A8", "E6EAEE", "6B7684", "FFFBEC"
_HAIR = Side(style="thin", color="C9D0D8")
BORDER = Border(bottom=_HAIR)


class Style:
    """The fonts and fills of one language."""

    def __init__(self, language: str) -> None:
        name = FONTS[language]
        self.title = Font(name=name, size=16, bold=True, color=INK)
        self.body = Font(name=name, size=10, color=INK)
        self.bold = Font(name=name, size=10, bold=True, color=INK)
        self.quiet = Font(name=name, size=9, color=QUIET)

    def heading(self, cell: Any, needed: bool) -> None:
        """A column heading: yellow where an answer is needed, grey elsewhere."""
        cell.font = self.bold
        cell.fill = PatternFill("solid", start_color=NEEDED if needed else OPTIONAL)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = BORDER

    def note(self, cell: Any) -> None:
        """A quiet remark."""
        cell.font = self.quiet
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def text(self, cell: Any) -> None:
        """A cell of words."""
        cell.font = self.body
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)

    def answer(self, cell: Any) -> None:
        """A cell to be filled in."""
        self.text(cell)
        cell.fill = PatternFill("solid", start_color=ANSWER)
        cell.border = BORDER


def widths(sheet: Worksheet, sizes: Sequence[float]) -> None:
    """Set the widths of the first columns."""
    for number, size in enumerate(sizes, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = size


def print_set_up(sheet: Worksheet, footer: str, *, landscape: bool, title_rows: str | None = None) -> None:
    """A4, one page wide, headings on every page, page numbers below."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = footer
    sheet.print_title_rows = title_rows
    sheet.sheet_view.showGridLines = False
