"""A table on paper: horizontal rules only, heads repeated on every page, numbers on their decimal."""

from typing import Any
from xml.sax.saxutils import unescape

from reportlab.platypus import Table as Grid

from kpi_logic.model import Amount
from kpi_logic.proposal.look import Look
from kpi_logic.proposal.numbers import bare, number_cells
from kpi_logic.proposal.origins import Cited
from kpi_logic.proposal.outline import Align, Column, Said, Table
from kpi_logic.proposal.paragraph import Prose
from kpi_logic.proposal.tagging import table_tags
from kpi_logic.proposal.words import Words

_PADDING = 3.2  # points above and below a cell's text
_GUTTER = 5.0  # points at each side of a cell; the outer edges stand on the margin


def grid(table: Table, source: Prose | None, words: Words, look: Look) -> Grid:
    """The table over the whole measure, without its caption; its source is a last row that stays with the one above."""
    widths = _widths(table.columns, look.measure)
    rows = [*table.rows, *([table.total] if table.total else [])]
    columns = [
        _column(column, [row[i] for row in rows], _room(i, widths), bool(table.total), words, look)
        for i, column in enumerate(table.columns)
    ]
    heads = [Prose(_head(column, words), look["head" + _side(column)]) for column in table.columns]
    cells = [heads, *(list(row) for row in zip(*columns, strict=True))]
    style = _rules(look, len(cells) - 1, bool(table.total))
    if source is not None:
        cells.append([source, *[""] * (len(widths) - 1)])
        style += [
            ("SPAN", (0, -1), (-1, -1)),
            ("LEFTPADDING", (0, -1), (0, -1), 0),
            ("NOSPLIT", (0, -2), (-1, -1)),
        ]
    return Grid(
        cells,
        colWidths=widths,
        repeatRows=1,
        style=style,
        spaceBefore=2,
        spaceAfter=9,
        hAlign="LEFT",
        renderCB=table_tags,
    )


def _widths(columns: tuple[Column, ...], measure: float) -> list[float]:
    whole = sum(column.width for column in columns)
    return [measure * column.width / whole for column in columns]


def _room(index: int, widths: list[float]) -> float:
    """What a cell's text may fill; the outermost cells have no gutter at the margin."""
    outer = (index == 0) + (index == len(widths) - 1)
    return widths[index] - _GUTTER * (2 - outer)


def _side(column: Column) -> str:
    return "_right" if column.align is Align.NUMBER else ""


def _head(column: Column, words: Words) -> str:
    """The head with its unit said once."""
    if column.unit is None:
        return words.say(column.head)
    origins = column.head.origins if isinstance(column.head, Cited) else ()
    head, unit = words.plain(column.head), words.plain(column.unit)
    return words.own("head_with_unit", head=head, unit=unit) + words.mark(origins)


def _column(
    column: Column, cells: list[Said | None], room: float, has_total: bool, words: Words, look: Look
) -> list[Any]:
    side = _side(column)
    names = ["cell"] * (len(cells) - has_total) + ["total"] * has_total
    styles = [look[name + side] for name in names]
    texts = [_text(cell, column, words) for cell in cells]
    if column.align is Align.NUMBER:
        return number_cells([unescape(text) for text in texts], styles, room)
    return [Prose(text, style) for text, style in zip(texts, styles, strict=True)]


def _text(cell: Said | None, column: Column, words: Words) -> str:
    if isinstance(cell, Amount) and column.unit is not None:
        return words.say(bare(cell))
    return words.say(cell)


def _rules(look: Look, last: int, has_total: bool) -> list[tuple[Any, ...]]:
    """Horizontal rules only; *last* is the row of the last cells, the source's row comes after it."""
    ink, rule = look.colour("ink"), look.colour("rule")
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _GUTTER),
        ("RIGHTPADDING", (0, 0), (-1, -1), _GUTTER),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), _PADDING),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _PADDING),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, ink),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, ink),
        ("LINEBELOW", (0, 1), (-1, last), 0.3, rule),
        ("FONT", (0, 0), (-1, -1), look["cell"].fontName, look["cell"].fontSize),
    ]
    if has_total:
        commands += [
            ("LINEABOVE", (0, last), (-1, last), 0.6, ink),
            ("BACKGROUND", (0, last), (-1, last), look.colour("pale")),
            ("LINEBELOW", (0, last), (-1, last), 0.9, ink),
            ("NOSPLIT", (0, last - 1), (-1, last)),
        ]
    return commands
