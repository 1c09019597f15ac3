"""The style file as ReportLab's paragraph styles, for one language."""

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from kpi_logic.proposal.fonts import BOLD, REGULAR
from kpi_logic.proposal.style import PaperLook, Sheet, paper_look


@dataclass(frozen=True)
class Look:
    """Styles by name, colours, and the measure of the page in points."""

    paper: PaperLook
    styles: dict[str, ParagraphStyle]

    def __getitem__(self, name: str) -> ParagraphStyle:
        return self.styles[name]

    def colour(self, name: str) -> Color:
        """A named colour of the style file."""
        return HexColor(getattr(self.paper.colour, name))

    @property
    def margin(self) -> float:
        """The margin of the page."""
        return self.paper.page.margin * mm

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def width(self) -> float:
        """The width of the sheet."""
        return self.paper.page.width * mm

    @property
    def height(self) -> float:
        """The height of the sheet."""
        return self.paper.page.height * mm


def look(language: str, sheet: Sheet = Sheet.PAPER, accent: str = "") -> Look:
    """The look for ``zh`` (justified, open lines) or ``en`` (ragged right, closer lines).

    ``accent``: the client's colour (#RRGGBB) in place of the style file's, if any.
    """
    paper = paper_look(sheet)
    if accent:
        paper = paper.model_copy(update={"colour": paper.colour.model_copy(update={"accent": accent})})
    return Look(paper, {style.name: style for style in _styles(paper, language)})


def _styles(paper: PaperLook, language: str) -> list[ParagraphStyle]:
    size, leading, colour = paper.size, paper.leading, paper.colour
    running = getattr(leading, language)
    block = TA_JUSTIFY if language == "zh" else TA_LEFT

    def style(name: str, points: float, lines: float, ink: str = colour.ink, **more: object) -> ParagraphStyle:
        base = {"fontName": REGULAR, "alignment": TA_LEFT, "allowWidows": 0, "allowOrphans": 0}
        return ParagraphStyle(
            name, fontSize=points, leading=round(points * lines, 2), textColor=HexColor(ink), **(base | more)
        )

    heading: dict[str, Any] = {"fontName": BOLD, "keepWithNext": 1}
    bullet: dict[str, Any] = {"leftIndent": size.body * 1.5, "bulletIndent": size.body * 0.25}
    return [
        style("cover", size.cover, leading.heading, fontName=BOLD),
        style("cover_subtitle", size.heading + 1.5, running, colour.soft),
        style("cover_label", size.small + 0.5, running, colour.soft),
        style("cover_value", size.body + 0.3, running),
        style("section", size.section, leading.heading, colour.accent, spaceBefore=16, spaceAfter=9, **heading),
        style("heading", size.heading, leading.heading, spaceBefore=12, spaceAfter=4.5, **heading),
        style(
            "subheading",
            size.subheading,
            leading.heading,
            colour.accent,
            spaceBefore=9,
            spaceAfter=3,
            **heading,
        ),
        style("lead", size.lead, running, spaceAfter=9),
        style("body", size.body, running, spaceAfter=6.5, alignment=block),
        style("note", size.small, running, colour.soft, spaceAfter=5),
        style("bullet", size.body, running, spaceAfter=3, alignment=block, **bullet),
        style("figure_label", size.small + 0.5, leading.table, colour.soft),
        style("figure_value", size.figure, 1.35, colour.accent, fontName=BOLD),
        style("figure_note", size.small, leading.table, colour.soft),
        style("chart_title", size.subheading, leading.heading, spaceBefore=8, spaceAfter=1, **heading),
        style("chart_subtitle", size.small + 0.3, leading.table, colour.soft, spaceAfter=3, keepWithNext=1),
        style("caption", size.subheading, leading.heading, spaceBefore=9, spaceAfter=4, **heading),
        style("source", size.small, leading.table, colour.soft, spaceBefore=3, spaceAfter=14),
        style("head", size.small + 0.3, leading.table, colour.soft, fontName=BOLD),
        style("head_right", size.small + 0.3, leading.table, colour.soft, fontName=BOLD, alignment=TA_RIGHT),
        style("cell", size.table, leading.table),
        style("cell_right", size.table, leading.table, alignment=TA_RIGHT),
        style("total", size.table, leading.table, fontName=BOLD),
        style("total_right", size.table, leading.table, fontName=BOLD, alignment=TA_RIGHT),
        style("callout_title", size.subheading, running, colour.accent, fontName=BOLD),
        style("callout", size.body, running, alignment=block),
        style("contents", size.body, running, fontName=BOLD),
        style("contents_inner", size.table, running, colour.soft, leftIndent=12),
        style("running", size.small, 1.2, colour.soft),
    ]
