"""The cover: client, title, version, date, confidentiality, and the logo where there is one."""

from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kpi_logic.model import Message
from kpi_logic.proposal.look import Look
from kpi_logic.proposal.outline import Proposal, Said
from kpi_logic.proposal.paragraph import Prose
from kpi_logic.proposal.tagging import FIGURE, decoration, tagged
from kpi_logic.proposal.words import PARAGRAPH, Words

_ROOM = 1e4  # points: a flowable on the cover takes the height it needs


@dataclass(frozen=True)
class Cover:
    """What the cover says, ready to be drawn."""

    title: Prose
    subtitle: Prose | None
    facts: list[tuple[Prose, Prose]]
    notice: Prose


def cover(proposal: Proposal, words: Words, look: Look) -> Cover:
    """The words of the cover, said and so checked before anything is drawn."""
    notice = proposal.confidentiality or Message("paper.confidential", {"client": proposal.client})
    subtitle = proposal.subtitle
    return Cover(
        Prose(words.say(proposal.title), look["cover"]),
        Prose(words.say(subtitle), look["cover_subtitle"]) if subtitle is not None else None,
        _facts(proposal, words, look),
        Prose(words.say(notice, PARAGRAPH), look["note"]),
    )


def _facts(proposal: Proposal, words: Words, look: Look) -> list[tuple[Prose, Prose]]:
    said: list[tuple[str, Said | None]] = [
        ("cover_client", proposal.client),
        ("cover_prepared_by", proposal.author),
        ("cover_version", proposal.version),
        ("cover_date", proposal.date),
        ("cover_as_of", proposal.as_of),
    ]
    return [
        (Prose(words.own(key), look["cover_label"]), Prose(words.say(value), look["cover_value"]))
        for key, value in said
        if value is not None
    ]


def draw_cover(canvas: Canvas, made: Cover, look: Look, logo: ImageReader | None, alt: str) -> None:
    """Logo above, title a third down under one short rule, facts in the lower third, confidentiality at the foot."""
    if logo is not None:
        _draw_logo(canvas, look, logo, alt)
    y = look.height - look.paper.page.cover_title * mm
    with decoration(canvas):
        canvas.saveState()
        canvas.setFillColor(look.colour("accent"))
        canvas.rect(look.margin, y, 18 * mm, 1.1 * mm, stroke=0, fill=1)
        canvas.restoreState()
    width = look.measure * 0.86
    y = _put(canvas, made.title, look.margin, y - 9 * mm, width)
    if made.subtitle is not None:
        _put(canvas, made.subtitle, look.margin, y - 4 * mm, width)
    _draw_facts(canvas, made, look)
    _draw_notice(canvas, made, look)


def _draw_facts(canvas: Canvas, made: Cover, look: Look) -> None:
    y = look.paper.page.cover_facts * mm
    for label, value in made.facts:
        below = _put(canvas, value, look.margin + 32 * mm, y, look.measure - 32 * mm)
        _put(canvas, label, look.margin, y - 0.8, 30 * mm)
        y = below - 1.6 * mm


def _draw_notice(canvas: Canvas, made: Cover, look: Look) -> None:
    _, height = made.notice.wrap(look.measure, look.height)
    made.notice.drawOn(canvas, look.margin, look.margin)
    with decoration(canvas):
        canvas.setStrokeColor(look.colour("rule"))
        canvas.setLineWidth(0.4)
        canvas.line(look.margin, look.margin + height + 6, look.width - look.margin, look.margin + height + 6)


def _put(canvas: Canvas, flowable: Any, x: float, top: float, width: float) -> float:
    """Draw it with its upper edge at *top*; where it ends."""
    _, height = flowable.wrap(width, _ROOM)
    flowable.drawOn(canvas, x, top - height)
    return float(top - height)


def _draw_logo(canvas: Canvas, look: Look, logo: ImageReader, alt: str) -> None:
    """At most 50 by 18 mm, its upper left corner on the margins."""
    width, height = _within(logo, 50 * mm, 18 * mm)
    top = look.height - look.margin
    with tagged(canvas, FIGURE, alt):
        canvas.drawImage(logo, look.margin, top - height, width, height, mask="auto")


def draw_small(canvas: Canvas, logo: ImageReader, left: float, baseline: float) -> float:
    """The logo of a running head, at most 24 by 6 mm beside the client's name; the room it takes."""
    width, height = _within(logo, 24 * mm, 6 * mm)
    canvas.drawImage(logo, left, baseline - 2 + max(0.0, (9 - height) / 2), width, height, mask="auto")
    return width + 6


def _within(logo: ImageReader, width: float, height: float) -> tuple[float, float]:
    wide, high = logo.getSize()
    scale = min(width / wide, height / high)
    return wide * scale, high * scale
