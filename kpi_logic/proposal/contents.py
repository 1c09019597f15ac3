"""Headings that are found again: in the bookmarks, in the running head and in the list of contents."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from kpi_logic.proposal.look import Look
from kpi_logic.proposal.outline import Contents, Paragraph, Proposal, Role, Said, Section
from kpi_logic.proposal.paragraph import Prose
from kpi_logic.proposal.tagging import decoration


@dataclass(frozen=True)
class Entry:
    """One heading: its place in the file, its title, 0 for a section's and 1 for one inside a section."""

    key: str
    title: Said
    level: int

    @property
    def form(self) -> str:
        """The name of the form that holds its page number."""
        return f"page-of-{self.key}"


def entries(proposal: Proposal) -> Iterator[Entry]:
    """Every heading that the list of contents names, in order; the list does not name itself."""
    for section in proposal.sections:
        if not any(isinstance(block, Contents) for block in section.blocks):
            yield section_entry(section)
        for n, block in enumerate(section.blocks):
            if isinstance(block, Paragraph) and block.role is Role.HEADING:
                yield inner_entry(section, n, block)


def section_entry(section: Section) -> Entry:
    """The entry of a section's title."""
    return Entry(section.key, section.title, 0)


def inner_entry(section: Section, n: int, block: Paragraph) -> Entry:
    """The entry of a heading, the section's block number *n*."""
    return Entry(f"{section.key}.{n}", block.text, 1)


class Heading(Prose):
    """A title whose page the document notes."""

    def __init__(self, markup: str, style: Any, entry: Entry, plain: str) -> None:
        super().__init__(markup, style)
        self.entry, self.plain = entry, plain


class ContentsLine(Flowable):
    """One entry and its page; the number is filled in when the page is known."""

    def __init__(self, entry: Entry, title: Prose, look: Look) -> None:
        super().__init__()
        self.entry, self.title, self.look = entry, title, look
        self.above = 9.0 if entry.level == 0 else 1.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """A line of the list."""
        self.width = availWidth
        self.height = self.title.wrap(availWidth - 14 * mm, availHeight)[1] + self.above + 2
        return self.width, self.height

    def draw(self) -> None:
        """The title, the page's number as a form to be filled, a hairline over a section, and a link over it all."""
        canvas = self.canv
        if self.entry.level == 0:
            with decoration(canvas):
                canvas.setStrokeColor(self.look.colour("rule"))
                canvas.setLineWidth(0.4)
                canvas.line(0, self.height - 4, self.width, self.height - 4)
        self.title.drawOn(canvas, 0, 2)
        canvas.saveState()
        canvas.translate(self.width, 2 + self.title.first_baseline())
        canvas.doForm(self.entry.form)
        canvas.restoreState()
        canvas.linkRect("", self.entry.key, (0, 0, self.width, self.height), relative=1, thickness=0)
