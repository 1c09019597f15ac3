"""The sheets: cover, running heads and feet, bookmarks; and the bytes."""

from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate

from kpi_logic.model import Issue, Message
from kpi_logic.proposal.accent import accent_of
from kpi_logic.proposal.blocks import Maker
from kpi_logic.proposal.contents import Heading, entries
from kpi_logic.proposal.cover import cover, draw_cover, draw_small
from kpi_logic.proposal.fonts import BOLD, REGULAR, register
from kpi_logic.proposal.look import Look, look
from kpi_logic.proposal.numbers import width_of
from kpi_logic.proposal.outline import Proposal
from kpi_logic.proposal.signing import HASH_SHOWN
from kpi_logic.proposal.style import Sheet
from kpi_logic.proposal.tagging import Tags, decoration
from kpi_logic.proposal.together import Together
from kpi_logic.proposal.words import Words
from kpi_logic.text import Catalog

_LANGUAGE_TAG = {"zh": "zh-CN", "en": "en"}


def build(proposal: Proposal, catalog: Catalog, fingerprint: str, logo: bytes | None, sheet: Sheet) -> bytes:
    """See ``render.render_pdf``."""
    register()
    words = Words(catalog, proposal.ids)
    style = look(words.language, sheet, accent_of(proposal.brand))
    story = _story(proposal, words, style, fingerprint)
    out = BytesIO()
    document = _Document(out, proposal, words, style, fingerprint, logo)
    document.build(story, canvasmaker=_Canvas)
    return out.getvalue()


def told(proposal: Proposal, catalog: Catalog) -> tuple[Issue, ...]:
    """See ``render.unprintable``."""
    register()
    words = Words(catalog, proposal.ids)
    style = look(words.language)
    cover(proposal, words, style)
    _story(proposal, words, style, "")
    return tuple(words.issues)


def _story(proposal: Proposal, words: Words, style: Look, fingerprint: str) -> list[Any]:
    """Every word is said, and so checked, before anything is laid out."""
    make = Maker(proposal, words, style, fingerprint)
    story: list[Any] = [NextPageTemplate("body")]
    for i, section in enumerate(proposal.sections):
        if section.new_page or i == 0:
            story.append(PageBreak())
        story += make.section(section)
    return story


class _Canvas(Canvas):
    """A canvas that fills the forms holding page numbers, and hangs up the tree, just before the file is written."""

    fill: Any = None

    def __init__(self, *places: Any, **options: Any) -> None:
        self.tags = Tags()
        super().__init__(*places, **options)

    def showPage(self) -> None:
        super().showPage()
        self.tags.next_page()

    def save(self) -> None:
        if self.fill is not None:
            self.fill(self)
        if self._code:
            self.showPage()
        self.tags.write(self)
        super().save()


class _Document(BaseDocTemplate):
    """A cover, and running heads and feet on every other page."""

    def __init__(
        self,
        out: BytesIO,
        proposal: Proposal,
        words: Words,
        style: Look,
        fingerprint: str,
        logo: bytes | None,
    ) -> None:
        self.proposal, self.words, self.look = proposal, words, style
        self.fingerprint = fingerprint
        self.logo = ImageReader(BytesIO(logo)) if logo is not None else None
        self.logo_alt = words.plain(Message("proposal_brand.logo_alt", {"client": proposal.client}))
        self.begun: dict[str, int] = {}  # an entry's key -> its page
        self.running: dict[int, str] = {}  # page -> the section that begins there
        self.section = ""
        self.cover = cover(proposal, words, style)
        self.client = words.plain(proposal.client)
        self.feet = _foot(proposal, words, fingerprint)
        self.watermark = words.plain(words.own("draft")) if proposal.draft else ""
        super().__init__(
            out,
            keepTogetherClass=Together,
            pagesize=(style.width, style.height),
            leftMargin=style.margin,
            rightMargin=style.margin,
            topMargin=style.margin,
            bottomMargin=style.margin,
            title=words.plain(proposal.title),
            author=words.plain(proposal.author),
            subject=words.plain(proposal.client),
            creator="",
            keywords=f"content:{fingerprint}" if fingerprint else "",
            invariant=1,
            lang=_LANGUAGE_TAG[words.language],
            initialFontName=REGULAR,
            displayDocTitle=True,
        )
        frame = Frame(
            style.margin,
            style.margin,
            style.measure,
            style.height - 2 * style.margin,
            leftPadding=0,
            rightPadding=0,
            topPadding=4 * mm,
            bottomPadding=2 * mm,
            id="body",
        )
        self.addPageTemplates(
            [
                PageTemplate("cover", [frame], onPage=_cover_page),
                PageTemplate("body", [frame], onPage=_watermark, onPageEnd=_running),
            ]
        )

    def beforeDocument(self) -> None:
        """Let the canvas fill the page numbers at the end."""
        self.canv.fill = self._fill

    def afterFlowable(self, flowable: Any) -> None:
        """A heading stands: bookmark it."""
        if isinstance(flowable, Heading):
            entry = flowable.entry
            self.begun[entry.key] = self.page
            if entry.level == 0:
                self.section = flowable.plain
                self.running.setdefault(self.page, flowable.plain)
            self.canv.bookmarkHorizontal(entry.key, 0, 0)
            self.canv.addOutlineEntry(flowable.plain, entry.key, level=entry.level, closed=entry.level == 0)

    def _fill(self, canvas: Canvas) -> None:
        """The page numbers, now that all pages are known; right-aligned on the place where each form was put."""
        style = self.look["running"]
        for page in range(2, self.page + 1):
            text = self.words.plain(self.words.own("page", page=page, pages=self.page))
            _form(canvas, folio(page), text, style.fontName, style.fontSize, self.look.colour("soft"))
        for entry in entries(self.proposal):
            number = str(self.begun[entry.key])
            inner = self.look["contents_inner" if entry.level else "contents"]
            _form(canvas, entry.form, number, inner.fontName, inner.fontSize, inner.textColor)


def folio(page: int) -> str:
    """The name of the form that holds "page x / y"."""
    return f"folio-{page}"


def _form(canvas: Canvas, name: str, text: str, font: str, size: float, colour: Any) -> None:
    canvas.beginForm(name, -200, -20, 20, 40)
    canvas.setFont(font, size)
    canvas.setFillColor(colour)
    canvas.drawRightString(0, 0, text)
    canvas.endForm()


def _foot(proposal: Proposal, words: Words, fingerprint: str) -> str:
    """The left of every foot."""
    parts = [words.plain(words.own("footer", version=proposal.version))]
    if fingerprint:
        parts.append(words.plain(words.own("footer_hash", hash=fingerprint[:HASH_SHOWN])))
    return " \N{MIDDLE DOT} ".join(parts)


def _cover_page(canvas: Canvas, document: _Document) -> None:
    _watermark(canvas, document)
    draw_cover(canvas, document.cover, document.look, document.logo, document.logo_alt)


def _watermark(canvas: Canvas, document: _Document) -> None:
    """The word for a draft, across the page, under everything."""
    if not document.watermark:
        return
    with decoration(canvas):
        _draw_watermark(canvas, document)


def _draw_watermark(canvas: Canvas, document: _Document) -> None:
    canvas.saveState()
    canvas.setFont(BOLD, 110)
    canvas.setFillColor(document.look.colour("watermark"))
    canvas.translate(document.look.width / 2, document.look.height / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -38, document.watermark)
    canvas.restoreState()


def _running(canvas: Canvas, document: _Document) -> None:
    """Head: client and section. Foot: version, hash, page."""
    with decoration(canvas):
        _draw_running(canvas, document)


def _draw_running(canvas: Canvas, document: _Document) -> None:
    style, page = document.look["running"], document.look.paper.page
    left, right = document.look.margin, document.look.width - document.look.margin
    canvas.saveState()
    canvas.setFont(style.fontName, style.fontSize)
    canvas.setFillColor(style.textColor)
    top = document.look.height - page.header * mm
    section = document.running.get(document.page, document.section)
    half = document.look.measure / 2 - 8
    beside = draw_small(canvas, document.logo, left, top) if document.logo is not None else 0.0
    canvas.drawString(left + beside, top, _fitted(document.client, half - beside, style))
    canvas.drawRightString(right, top, _fitted(section, half, style))
    foot = page.footer * mm
    canvas.drawString(left, foot, _fitted(document.feet, half * 1.5, style))
    canvas.translate(right, foot)
    canvas.doForm(folio(document.page))
    canvas.restoreState()
    canvas.saveState()
    canvas.setStrokeColor(document.look.colour("rule"))
    canvas.setLineWidth(0.4)
    canvas.line(left, top - 5, right, top - 5)
    canvas.restoreState()


def _fitted(text: str, room: float, style: Any) -> str:
    """*text*, cut with an ellipsis where it is wider than *room*."""
    if width_of(text, style) <= room:
        return text
    while text and width_of(text + "\N{HORIZONTAL ELLIPSIS}", style) > room:
        text = text[:-1]
    return text + "\N{HORIZONTAL ELLIPSIS}"
