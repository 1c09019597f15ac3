"""What all figures share: colours, sizes, titles, axes whose labels the catalogue writes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi_logic.model import Amount, Unit
from kpi_logic.text import Catalog

if TYPE_CHECKING:
    import altair as alt

FONT = "Noto Sans SC"
WIDTH = 640  # CSS pixels; the page stretches it, the paper scales it

# One accent, one warning colour, greys. Teal and rust differ in lightness, so they hold in grey print and for the
# colour-blind (contrast on white 7.4 and 5.0).
INK, SOFT, GREY, PALE, GRID = "#1d2b33", "#5d6b73", "#9aa7ad", "#d5dde0", "#e9eef0"
ACCENT, WARN = "#0b5c6b", "#b4521a"
TITLE_SIZE, SUBTITLE_SIZE, LABEL_SIZE = 15, 12, 12


def titled(chart: Any, title: str, subtitle: str, height: int | None = None, width: int = WIDTH) -> Any:
    """*chart* with its message on top, measure and unit below it, in the house's type."""
    import altair as alt

    heading = alt.TitleParams(
        text=wrapped(title, width / TITLE_SIZE),
        subtitle=wrapped(subtitle, width / SUBTITLE_SIZE),
        anchor="start",
        frame="group",
        fontSize=TITLE_SIZE,
        fontWeight="bold",
        color=INK,
        subtitleFontSize=SUBTITLE_SIZE,
        subtitleColor=SOFT,
        lineHeight=20,
        subtitleLineHeight=17,
        offset=14,
        subtitlePadding=4,
    )
    size = {"width": width} if height is None else {"width": width, "height": height}
    return chart.properties(title=heading, config=_house(), **size)  # at once: each change copies the whole chart


def configured(chart: Any) -> Any:
    """*chart* with font, axes and frame of the house."""
    return chart.properties(config=_house())


def _house() -> "alt.Config":
    """Font, axes and frame."""
    import altair as alt

    return alt.Config(
        font=FONT,
        padding=6,
        background="white",
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFontSize=LABEL_SIZE,
            titleFontSize=LABEL_SIZE,
            labelColor=INK,
            titleColor=SOFT,
            titleFontWeight="normal",
            gridColor=GRID,
            domainColor=PALE,
            tickColor=PALE,
            labelAngle=0,
            labelLimit=260,
        ),
        text=alt.MarkConfig(fontSize=LABEL_SIZE, color=INK),
    )


def wrapped(text: str, room: float) -> list[str]:
    """*text* in lines of at most *room* Han widths; a Latin word is never broken, nor Han before a stop.

    >>> wrapped("ab cd ef", 3)
    ['ab cd', 'ef']
    """
    lines, line, used = [], "", 0.0
    for piece in _pieces(text):
        wide = width_of(piece)
        if used + width_of(piece.rstrip()) > room and line:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + piece, used + wide
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def width_of(text: str) -> float:
    """Rough width of a text in Han characters."""
    return sum(1.0 if _is_wide(sign) else 0.56 for sign in text)


def shortened(text: str, room: float) -> str:
    """*text*, cut with an ellipsis where it is wider than *room* Han characters.

    >>> shortened("Conversion rate", 5)
    'Convers…'
    """
    if width_of(text) <= room:
        return text
    while text and width_of(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def ticks(low: float, high: float, unit: Unit, currency: str | None, words: Catalog, count: int = 5) -> dict[str, Any]:
    """Axis ``values``, and the expression that shows them as the catalogue does (Vega does not know ten thousands)."""
    step = _nice((high - low) / max(count - 1, 1))
    first, last = np.floor(low / step), np.ceil(high / step)
    values = [float(round(i * step, 10)) for i in range(int(first), int(last) + 1)]
    labels = [words.amount(Amount(value, unit, currency)) for value in values]
    return {"values": values, "labelExpr": label_expression(values, labels)}


def label_expression(values: Sequence[float], labels: Sequence[str]) -> str:
    """A Vega expression that says the nearest of *values* by its label."""
    listed = ", ".join(f"'{label}'" for label in (label.replace("'", "’") for label in labels))
    if len(values) < 2:
        return f"[{listed}][0]"
    step = values[1] - values[0]
    return f"[{listed}][round((datum.value - ({values[0]!r})) / {step!r})]"


def month_axis(months: Sequence[str], most: int = 9) -> dict[str, Any]:
    """A horizontal axis of months ("2025-01") that names every few of them."""
    every = max(1, -(-len(months) // most))
    shown = [month for i, month in enumerate(reversed(months)) if i % every == 0]
    return {"values": shown, "title": None, "labelAngle": 0, "grid": False, "labelOverlap": True}


def above(title: str) -> dict[str, Any]:
    """Axis options that put a vertical axis' title above it, upright."""
    return {"title": title, "titleAngle": 0, "titleAnchor": "end", "titleAlign": "left", "titleX": 0, "titleY": -10}


def encode_months(field: str = "month", months: Sequence[str] = (), **options: Any) -> "alt.X":
    """The x channel of months."""
    import altair as alt

    return alt.X(f"{field}:O", sort=list(months), axis=alt.Axis(**month_axis(months)), **options)


def arrow(change: float | None) -> str:
    """The sign of a change that needs no colour."""
    if change is None or change == 0:
        return ""
    return "\N{BLACK UP-POINTING TRIANGLE}" if change > 0 else "\N{BLACK DOWN-POINTING TRIANGLE}"


def _is_wide(sign: str) -> bool:
    return ord(sign) >= 0x2E80


def _pieces(text: str) -> list[str]:
    """Words with the space after them; each Han sign alone, with the stop that follows it."""
    pieces: list[str] = []
    for sign in text:
        joins = pieces and (
            (not _is_wide(sign) and not _is_wide(pieces[-1][-1]) and not pieces[-1].endswith(" "))
            or (_is_wide(sign) and _is_stop(sign))
            or sign == " "
        )
        if joins:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _is_stop(sign: str) -> bool:
    return 0x3001 <= ord(sign) <= 0x3002 or ord(sign) in (0xFF0C, 0xFF1A, 0xFF1B, 0xFF09, 0xFF1F, 0x201D)


def _nice(step: float) -> float:
    """The round step (1, 2, 2.5, 5 times a power of ten) at or above *step*."""
    if not np.isfinite(step) or step <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(step))
    return float(next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= step * 0.999))
