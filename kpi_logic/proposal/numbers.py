"""Numbers in a column: bare where the head says the unit, and standing on their decimal."""

import re
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from kpi_logic.model import Amount, Unit
from kpi_logic.proposal.fonts import widths
from kpi_logic.proposal.paragraph import BOX_ASCENT, Prose
from kpi_logic.proposal.tagging import PARAGRAPH, tagged
from kpi_logic.text.numbers import MISSING, grouped

_BARE = {
    Unit.RATIO: (100.0, 1),
    Unit.DAYS: (1.0, 1),
    Unit.TIMES: (1.0, 2),
    Unit.MONEY: (1.0, 0),
}  # factor, decimals
_NUMBER = re.compile(r"([+\u2212]?[^0-9+\u2212]{0,6}[+\u2212]?[0-9][0-9,]*)(\.[0-9]+)?([^0-9]{0,8})")


def bare(a: Amount) -> str:
    """An amount without its unit, for a column whose head says it; a missing value is an em dash.

    >>> bare(Amount(0.118, Unit.RATIO)), bare(Amount(-1234.5, Unit.MONEY, "USD", full=True))
    ('11.8', '−1,234.50')
    >>> bare(Amount(None, Unit.COUNT)), bare(Amount(0.021, Unit.RATIO, signed=True))
    ('—', '+2.1')
    """
    if a.value is None or a.value != a.value:
        return MISSING
    factor, decimals = _BARE.get(a.unit, (1.0, 0 if float(a.value).is_integer() else 1))
    text = grouped(a.value * factor, 2 if a.full else decimals)
    return f"+{text}" if a.signed and a.value > 0 else text


def parts(text: str) -> tuple[str, str, str] | None:
    """A number's whole part with its sign and currency, its decimals, and its unit; None where *text* is no number.

    >>> parts("\u2212$1,234.50"), parts("12.3%"), parts("n/a")
    (('−$1,234', '.50', ''), ('12', '.3', '%'), None)
    """
    match = _NUMBER.fullmatch(text)
    return (match[1], match[2] or "", match[3]) if match else None


def width_of(text: str, style: ParagraphStyle) -> float:
    """The width of *text* on one line."""
    known = widths(style.fontName)
    return float(sum(known[c] for c in text) * style.fontSize)


class Number(Flowable):
    """One number on one line, ending *inset* points before the right edge."""

    def __init__(self, text: str, style: ParagraphStyle, inset: float) -> None:
        super().__init__()
        self.text, self.style, self.inset = text, style, inset

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """One line of the column."""
        self.width, self.height = availWidth, self.style.leading
        return self.width, self.height

    def draw(self) -> None:
        """Put it on the canvas, on the same line as the text beside it."""
        style = self.style
        self.canv.setFont(style.fontName, style.fontSize)
        self.canv.setFillColor(style.textColor)
        baseline = self.height - (style.leading - style.fontSize) / 2 - BOX_ASCENT * style.fontSize
        with tagged(self.canv, PARAGRAPH):
            self.canv.drawRightString(self.width - self.inset, baseline, self.text)


def number_cells(texts: list[str], styles: list[ParagraphStyle], room: float) -> list[Any]:
    """The cells of one column.

    Numbers of one unit stand on their decimal; those of another unit in the same column form a group of their own.
    What is no number, or too wide for one line, is set as text from the right.
    """
    split = [parts(text) for text in texts]
    decimals: dict[str, float] = {}  # unit -> the widest decimals
    for found, style in zip(split, styles, strict=True):
        if found is not None:
            decimals[found[2]] = max(decimals.get(found[2], 0.0), width_of(found[1], style))
    cells: list[Any] = []
    for text, style, found in zip(texts, styles, split, strict=True):
        inset = decimals[found[2]] - width_of(found[1], style) if found else 0.0
        fits = found is not None and width_of(text, style) + inset <= room
        cells.append(Number(text, style, inset) if fits else Prose(escape(text), style))
    return cells
