"""A ReportLab paragraph that breaks lines as Chinese typesetting asks and never parses markup."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any
from xml.sax.saxutils import unescape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from kpi_logic.proposal.fonts import BOLD, REGULAR, widths
from kpi_logic.proposal.kinsoku import Line, break_lines, spaced, squeezes
from kpi_logic.proposal.style import paper_look
from kpi_logic.proposal.tagging import role_of, tagged

# People's words hold no control characters, so these are ours: bold on and off, a mark's ids on and off.
_BOLD_ON, _BOLD_OFF, _IDS_ON, _IDS_OFF = "\x02", "\x03", "\x04", "\x05"
_TOGGLE = re.compile("[\x02-\x05]")
_TOGGLES = {"<b>": _BOLD_ON, "</b>": _BOLD_OFF, "<n>": _IDS_ON, "</n>": _IDS_OFF}
_IDS_SIZE, _IDS_SMALLEST, _IDS_LARGEST = 0.62, 5.4, 7.0  # of the type beside them; points
_CAP = 0.74  # height of a capital in ems: ids end where capitals do
_CLINGING = "\u00b0"  # narrow, and never the first sign of a line: what ids are taken for when lines are broken
_WIDEST_STRETCH = 0.095  # ems; readers of PDF take a wider gap for a space, and eyes see it
# An ideograph's box reaches 0.88 em above the baseline and 0.12 below; text is centred in its line by that box.
BOX_ASCENT = 0.88
_FIRST_WIDE = "\u2e80"

Span = tuple[int, int, str]  # from, to, and the toggle that began it


class Prose(Paragraph):
    """Text with ``<b>`` and ``<n>`` as its only markup, on kinsoku-correct lines.

    ``markup`` is what ``Words.say`` gives: ``& < >`` escaped.  It is split at ``<b>``, ``<n>`` and their ends and then
    taken literally, so no tag, link, image or colour in it can act.  What stands in ``<n>`` is set small, raised and
    grey, and never parted from what stands before it.  ``bullet`` stands before the first line.
    """

    def __init__(self, markup: str, style: ParagraphStyle, bullet: str = "") -> None:
        text, spans = _runs(markup)
        self._take(text, spans, style, bullet)

    def _take(self, text: str, spans: list[Span], style: ParagraphStyle, bullet: str) -> None:
        self._setup(text, style, None, [], None)
        self.bullet = bullet
        self._spans = spans
        self._squeezes = squeezes(text)
        self._lines: list[Line] = []
        self._measure = -1.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Break the lines for this width; the size taken."""
        style = self.style
        self.width = availWidth
        measure = availWidth - style.leftIndent - style.rightIndent
        if measure != self._measure:
            self._measure = measure
            self._lines = break_lines(self._breakable(), self._advances(), measure, style.fontSize)
        self.height = len(self._lines) * style.leading
        return availWidth, self.height

    def minWidth(self) -> float:
        """The width of two characters: narrower columns are a mistake of the caller."""
        return float(2 * self.style.fontSize + self.style.leftIndent + self.style.rightIndent)

    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        """Two paragraphs of at least two lines each, or nothing if that cannot be."""
        self.wrap(availWidth, availHeight)
        above = int((availHeight + 1e-6) / self.style.leading)
        count = len(self._lines)
        if above >= count:
            return [self]
        above = min(above, count - 2)
        if above < 2:
            return []
        return [self._part(0, above, self.bullet), self._part(above, count, "")]

    def draw(self) -> None:
        """Put the lines on the canvas."""
        with tagged(self.canv, role_of(self.style.name)):
            self._draw_lines(self.canv)

    def _draw_lines(self, canvas: Any) -> None:
        style = self.style
        tx = canvas.beginText()
        tx.setFillColor(style.textColor)
        baseline = self.first_baseline()
        if self.bullet:
            tx.setTextOrigin(style.bulletIndent, baseline)
            tx.setFont(style.fontName, style.fontSize)
            tx.textOut(self.bullet)
        for line in self._lines:
            free = self._measure - line.width
            tx.setTextOrigin(style.leftIndent - line.lead + _shift(style.alignment, free), baseline)
            self._draw_line(tx, line, self._stretch(line, free))
            baseline -= style.leading
        canvas.drawText(tx)

    def first_baseline(self) -> float:
        """The first line's baseline above the lower edge; after ``wrap``."""
        style = self.style
        return float(self.height - (style.leading - style.fontSize) / 2 - BOX_ASCENT * style.fontSize)

    def getPlainText(self, identify: Any = None) -> str:
        """The text as it is set, without markup."""
        return str(self.text)

    def _part(self, first: int, stop: int, bullet: str) -> "Prose":
        """Some of the lines as a paragraph of its own, broken where they are broken now."""
        lines = self._lines[first:stop]
        start, end = lines[0].start, lines[-1].end
        spans = [(max(a - start, 0), min(b, end) - start, k) for a, b, k in self._spans if a < end and b > start]
        part = object.__new__(type(self))
        part._take(self.text[start:end], spans, self.style, bullet)
        part._lines = [replace(line, start=line.start - start, end=line.end - start) for line in lines]
        part._measure = self._measure
        return part

    def _advances(self) -> list[float]:
        """The width of every character."""
        size, regular = self.style.fontSize, widths(self.style.fontName)
        advances = [regular[c] * size for c in self.text]
        for start, end, kind in self._spans:
            font, points, _ = self._set_in(kind)
            known = widths(font)
            advances[start:end] = [known[c] * points for c in self.text[start:end]]
        for i, ems in self._squeezes.items():
            advances[i] -= ems * size
        return advances

    def _breakable(self) -> str:
        """The text as it may be broken: ids cling to what they follow."""
        text = str(self.text)
        for start, end, kind in self._spans:
            if kind == _IDS_ON:
                text = text[:start] + _CLINGING * (end - start) + text[end:]
        return text

    def _set_in(self, kind: str) -> tuple[str, float, float]:
        """Font, size and rise of a piece."""
        size = self.style.fontSize
        if kind == _IDS_ON:
            small = min(max(size * _IDS_SIZE, _IDS_SMALLEST), _IDS_LARGEST)
            return REGULAR, small, _CAP * (size - small)
        return (BOLD if kind == _BOLD_ON else self.style.fontName), size, 0.0

    def _stretch(self, line: Line, free: float) -> float:
        """What each giving character of a justified line is widened by."""
        if self.style.alignment != TA_JUSTIFY or line.last or free <= 0:
            return 0.0
        giving = sum(map(_gives, self.text[line.start : line.end - 1]))
        each = free / giving if giving else 0.0
        return each if each <= _WIDEST_STRETCH * self.style.fontSize else 0.0

    def _draw_line(self, tx: Any, line: Line, stretch: float) -> None:
        squeezed = self._squeezes.keys() & set(range(line.start, line.end)) if self._squeezes else ()
        for start, end, kind in self._pieces(line):
            font, size, rise = self._set_in(kind)
            tx.setFont(font, size)
            if rise:
                _raised(tx, self.text[start:end], rise, self.style.textColor)
                continue
            if not stretch and not squeezed:
                tx.textOut(self.text[start:end])
                continue
            for run, space in self._spaced_runs(start, end, stretch):
                tx.setCharSpace(space)
                tx.textOut(run)
            tx.setCharSpace(0)

    def _spaced_runs(self, start: int, end: int, stretch: float) -> Iterator[tuple[str, float]]:
        """Runs of characters with the space that follows each of them."""
        size, text, shrunk = self.style.fontSize, self.text, self._squeezes

        def space(i: int) -> float:
            return (stretch if _gives(text[i]) else 0.0) - shrunk.get(i, 0.0) * size

        for width, places in groupby(range(start, end), space):
            run = list(places)
            yield text[run[0] : run[-1] + 1], width

    def _pieces(self, line: Line) -> list[Span]:
        """The line cut where bold and ids begin and end."""
        pieces: list[Span] = []
        at = line.start
        for start, end, kind in self._spans:
            a, b = max(start, at), min(end, line.end)
            if a < b:
                if at < a:
                    pieces.append((at, a, ""))
                pieces.append((a, b, kind))
                at = b
        if at < line.end:
            pieces.append((at, line.end, ""))
        return pieces


def _runs(markup: str) -> tuple[str, list[Span]]:
    """The characters to set, and the ranges of them that are bold or ids."""
    for tag, toggle in _TOGGLES.items():
        markup = markup.replace(tag, toggle)
    marked = spaced(unescape(markup))
    text: list[str] = []
    spans: list[Span] = []
    on: list[str] = []
    at, length, began = 0, 0, 0
    for match in _TOGGLE.finditer(marked):
        text.append(marked[at : match.start()])
        length += match.start() - at
        if on and began < length:
            spans.append((began, length, on[-1]))
        began, at = length, match.end()
        if match.group() in (_BOLD_ON, _IDS_ON):
            on.append(match.group())
        elif on:
            on.pop()
    return "".join([*text, marked[at:]]), spans


def _raised(tx: Any, text: str, rise: float, colour: Any) -> None:
    """Put ids on the line, and come back to it."""
    tx.setFillColor(HexColor(paper_look().colour.soft))
    tx.setRise(rise)
    tx.textOut(text)
    tx.setRise(0)
    tx.setFillColor(colour)


def _gives(char: str) -> bool:
    """Where a justified line may give: after wide characters and at spaces; Latin words keep their spacing."""
    return char == " " or char >= _FIRST_WIDE


def _shift(alignment: int, free: float) -> float:
    """How far a line starts from the left."""
    if alignment == TA_RIGHT:
        return free
    return free / 2 if alignment == TA_CENTER else 0.0
