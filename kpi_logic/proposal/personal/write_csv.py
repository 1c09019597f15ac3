"""People by months as a CSV."""

import csv
import io
import re

from kpi_logic.model import Unit
from kpi_logic.proposal.personal.rows import Cell, Sheet
from kpi_logic.text import Catalog

BOM = "\N{BYTE ORDER MARK}"  # without it Excel takes Chinese for another encoding
_ACTS = re.compile(r"^[\s\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def personal_csv(sheet: Sheet, words: Catalog) -> bytes:
    """Heads and rows, UTF-8 with a mark for Excel; numbers are bare, with a dot.

    A spreadsheet runs a text that begins with = + - or @ as a formula, whatever the quotes around it, so such a text
    gets an apostrophe in front.  Source: OWASP, CSV injection.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(head) for head in [*sheet.heads(words), words.say("personal.head.unit")]])
    ratio = sheet.table.kpi.unit is Unit.RATIO
    unit = harmless(words.say("personal.unit_ratio") if ratio else sheet.unit(words))
    for row in sheet.rows(words):
        writer.writerow([_cell(cell) for cell in [*row, unit]])
    return (BOM + out.getvalue()).encode("utf-8", "ignore")


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    return "" if cell is None else f"{cell:.10g}" if abs(cell) < 1 else repr(cell)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Li Na")
    ("'=1+1", 'Li Na')
    """
    plain = _CONTROL.sub(" ", text)
    return f"'{plain}" if _ACTS.match(plain) else plain
