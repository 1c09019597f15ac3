"""Each block of the outline as what ReportLab can lay out."""

from collections.abc import Callable
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import PageBreak as Break
from reportlab.platypus import Spacer
from reportlab.platypus import Table as Grid

from kpi_logic.proposal import outline
from kpi_logic.proposal.charts import chart
from kpi_logic.proposal.contents import ContentsLine, Entry, Heading, entries, inner_entry, section_entry
from kpi_logic.proposal.look import Look
from kpi_logic.proposal.outline import Proposal, Section
from kpi_logic.proposal.paragraph import Prose
from kpi_logic.proposal.signing import sign_off
from kpi_logic.proposal.tables import grid
from kpi_logic.proposal.tagging import layout_tags
from kpi_logic.proposal.words import PARAGRAPH, Words

_INSET = 12.0  # points from a callout's edge to its text
_LONG_CALLOUT = 400.0  # points; a lower one is never parted by the end of a page


class Maker:
    """Makes the flowables of one proposal in one language."""

    def __init__(self, proposal: Proposal, words: Words, look: Look, fingerprint: str) -> None:
        self.proposal, self.words, self.look, self.fingerprint = proposal, words, look, fingerprint
        self._make: dict[type, Callable[[Any], list[Any]]] = {
            outline.Paragraph: self._paragraph,
            outline.OwnWords: self._own_words,
            outline.Bullets: self._bullets,
            outline.KeyFigures: self._key_figures,
            outline.Table: self._table,
            outline.Figure: self._figure,
            outline.Callout: self._callout,
            outline.PageBreak: lambda block: [Break()],
            outline.Contents: self._contents,
            outline.SignOff: lambda block: sign_off(block, proposal, words, look, fingerprint),
        }

    def section(self, section: Section) -> list[Any]:
        """A section's title and blocks."""
        story: list[Any] = [self._heading(section_entry(section), "section", self.words.mark(section.origins))]
        for n, block in enumerate(section.blocks):
            if isinstance(block, outline.Paragraph) and block.role is outline.Role.HEADING:
                story.append(self._heading(inner_entry(section, n, block), "heading"))
            elif n == 0 and isinstance(block, outline.Paragraph):
                story += [_keeping(part) for part in self._paragraph(block)]
            else:
                story += self._make[type(block)](block)
        return story

    def _heading(self, entry: Entry, style: str, mark: str = "") -> Heading:
        return Heading(self.words.say(entry.title) + mark, self.look[style], entry, self.words.plain(entry.title))

    def _paragraph(self, block: outline.Paragraph) -> list[Any]:
        return [Prose(self.words.say(block.text, PARAGRAPH), self.look[block.role.value])]

    def _own_words(self, block: outline.OwnWords) -> list[Any]:
        parts = block.said.get(self.words.language, "").splitlines()
        return [Prose(self.words.say(part, PARAGRAPH), self.look["lead"]) for part in parts if part.strip()]

    def _bullets(self, block: outline.Bullets) -> list[Any]:
        marks = [self.words.own("number_form", n=n) if block.numbered else "\N{BULLET}" for n in
                 range(1, len(block.items) + 1)]  # fmt: skip
        items = [
            Prose(self.words.say(item, PARAGRAPH), self.look["bullet"], mark)
            for item, mark in zip(block.items, marks, strict=True)
        ]
        return [*items, Spacer(0, 5)]

    def _key_figures(self, block: outline.KeyFigures) -> list[Any]:
        cells = [self._key_figure(figure) for figure in block.figures]
        width = self.look.measure / len(cells)
        gap = 10.0
        style: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            self._font(),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), gap),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
        last = len(cells) - 1
        for i in range(len(cells)):
            style.append(("LINEABOVE", (i, 0), (i, 0), 1.2, self.look.colour("accent" if i == 0 else "rule")))
        style.append(("RIGHTPADDING", (last, 0), (last, 0), 0))
        return [Grid([cells], colWidths=[width] * len(cells), style=style, spaceBefore=4, spaceAfter=12,
                     renderCB=layout_tags)]  # fmt: skip

    def _font(self) -> tuple[Any, ...]:
        """Said for every grid, else ReportLab names Helvetica, which is not embedded."""
        return ("FONT", (0, 0), (-1, -1), self.look["cell"].fontName, self.look["cell"].fontSize)

    def _key_figure(self, figure: outline.KeyFigure) -> list[Any]:
        parts = [(figure.label, "figure_label"), (figure.value, "figure_value"), (figure.note, "figure_note")]
        return [Prose(self.words.say(said), self.look[style]) for said, style in parts if said is not None]

    def _table(self, block: outline.Table) -> list[Any]:
        table = grid(block, self._source(block.source, block.as_of), self.words, self.look)
        table.keepWithNext = int(block.stays)
        if block.caption is None:
            return [table]
        return [Prose(self.words.say(block.caption), self.look["caption"]), table]

    def _figure(self, block: outline.Figure) -> list[Any]:
        height = (block.height or self.look.paper.chart.height) * mm
        story: list[Any] = [Prose(self.words.say(block.title), self.look["chart_title"])]
        if block.subtitle is not None:
            story.append(Prose(self.words.say(block.subtitle), self.look["chart_subtitle"]))
        self.words.say(block.alt, PARAGRAPH)  # read aloud, not printed, and held to the same check
        alt = self.words.plain(block.alt)
        story.append(chart(block.specs[self.words.language], self.look.measure, height, self.look.paper, alt))
        return [*story, self._source(block.source, block.as_of) or Spacer(0, 12)]

    def _source(self, source: outline.Said | None, as_of: outline.Said | None) -> Prose | None:
        said = []
        if source is not None:
            said.append(self.words.own("source", source=source))
        if as_of is not None:
            said.append(self.words.own("as_of", as_of=as_of))
        return Prose(self.words.own("source_join").join(said), self.look["source"]) if said else None

    def _callout(self, block: outline.Callout) -> list[Any]:
        parts = [Prose(self.words.say(block.text, PARAGRAPH), self.look["callout"])]
        inner = self.look.measure - 2 * _INSET
        if block.title is not None:
            parts.insert(0, Prose(self.words.say(block.title), self.look["callout_title"]))
        style: list[tuple[Any, ...]] = [
            self._font(),
            ("BACKGROUND", (0, 0), (-1, -1), self.look.colour("pale")),
            ("LINEBEFORE", (0, 0), (0, -1), 2.4, self.look.colour("accent")),
            ("LEFTPADDING", (0, 0), (-1, -1), _INSET),
            ("RIGHTPADDING", (0, 0), (-1, -1), _INSET),
            ("TOPPADDING", (0, 0), (0, 0), 8),
            ("BOTTOMPADDING", (0, -1), (0, -1), 9),
            ("TOPPADDING", (0, 1), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -2), 1),
        ]
        long = sum(part.wrap(inner, 0)[1] for part in parts) > _LONG_CALLOUT
        if not long:
            style.append(("NOSPLIT", (0, 0), (-1, -1)))
        box = Grid([[part] for part in parts], colWidths=[self.look.measure], style=style, spaceBefore=6,
                   spaceAfter=12, splitInRow=int(long), renderCB=layout_tags)  # fmt: skip
        return [box]

    def _contents(self, block: outline.Contents) -> list[Any]:
        styles = (self.look["contents"], self.look["contents_inner"])
        return [
            ContentsLine(entry, Prose(self.words.say(entry.title), styles[entry.level]), self.look)
            for entry in entries(self.proposal)
        ]


def _keeping(lead: Prose) -> Prose:
    """A section's first paragraph stays with what follows: a title and one line say nothing at the foot of a page."""
    lead.keepWithNext = 1
    return lead
