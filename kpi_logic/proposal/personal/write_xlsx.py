"""People by months as a workbook: one sheet, sums as formulas, a place to sign for everybody."""

from typing import Any

from kpi_logic.proposal.personal.rows import Sheet, agreed_of, name_of
from kpi_logic.targets.personal_lines import Of, PersonalLine
from kpi_logic.text import Catalog

HEAD = 4
NAME_WIDTH, AGREED_WIDTH, SIGN_WIDTH = 26.0, 20.0, 22.0


def personal_workbook(sheet: Sheet, words: Catalog) -> bytes:
    """One sheet on A4 across; equal input gives equal bytes.  Everybody's row sums itself, so that a reader can check."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    from kpi_logic.proposal.workbook.pack import packed
    from kpi_logic.proposal.workbook.page import Page, Palette

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    page = Page(book.create_sheet(words.say("personal.sheet")), Palette(words.language))
    page.text("A1", sheet.title(words), "title", box=False)
    page.text("A2", words.say("personal.subtitle", unit=sheet.unit(words)), "soft", box=False)
    heads = [*sheet.heads(words), words.say("personal.head.sign")]
    letters = [get_column_letter(n) for n in range(1, len(heads) + 1)]
    page.heads(HEAD, dict(zip(letters, heads, strict=True)))
    for row, line in enumerate(sheet.lines, start=HEAD + 1):
        _line(page, sheet, words, line, row, letters)
    last = HEAD + len(sheet.lines)
    _shape(page, sheet, letters, last)
    page.for_paper(f"{HEAD}:{HEAD}", sheet.client.text, sheet.day.isoformat())
    return packed(book, {1: page.values}, sheet.day)


def _line(page: Any, sheet: Sheet, words: Catalog, line: PersonalLine, row: int, letters: list[str]) -> None:
    person = line.of is Of.PERSON
    font, fill = ("plain", "") if person else ("bold", "pale")
    name = name_of(line, words)
    page.text(f"A{row}", f"\N{EM SPACE}{name}" if person and name else name, font, fill=fill)
    page.text(f"B{row}", sheet.rows(words)[row - HEAD - 1][1] or "", font, fill=fill)
    shape, (first, last) = sheet.number_format, (letters[3], letters[-3])
    if sheet.table.over_months:
        page.formula(f"C{row}", f"=SUM({first}{row}:{last}{row})", line.amount, shape, font=font, fill=fill)
    else:
        page.number(f"C{row}", line.amount, shape, font=font)
    for letter, value in zip(letters[3:-2], line.months, strict=True):
        page.number(f"{letter}{row}", value, shape, font=font)
    page.text(f"{letters[-2]}{row}", agreed_of(line, words), "soft", fill=fill)
    page.text(f"{letters[-1]}{row}", "", fill=fill)


def _shape(page: Any, sheet: Sheet, letters: list[str], last: int) -> None:
    from kpi_logic.proposal.workbook.page import wide

    widths = {"A": NAME_WIDTH, "B": 14.0, letters[-2]: AGREED_WIDTH, letters[-1]: SIGN_WIDTH}
    columns = zip(*(line.months for line in sheet.lines), strict=True)
    decimals = 2 if "." in sheet.number_format else 0
    widths |= {letter: wide(column, 10, decimals) for letter, column in zip(letters[3:-2], columns, strict=True)}
    widths["C"] = wide((line.amount for line in sheet.lines), 11, decimals)
    page.widths(widths)
    page.tall(HEAD, last)
    page.sheet.freeze_panes = f"D{HEAD + 1}"
