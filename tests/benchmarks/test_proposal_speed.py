"""How fast a proposal is made, as ratios to floors measured in the same run; printed, never asserted.

Floor: the time of the same charts' SVGs plus the time ReportLab takes for the same words and drawings with its stock
Paragraph and Table and nothing else (no kinsoku, glyph check, bookmarks, running heads).  Run with ``-s`` to see them.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO, StringIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Stock
from reportlab.platypus import Table as StockTable

from kpi_logic.proposal import Bullets, Callout, Figure, KeyFigures, Paragraph, Proposal, Table, charts, fingerprint
from kpi_logic.proposal.assemble import assemble
from kpi_logic.proposal.fonts import REGULAR, register
from kpi_logic.proposal.look import look
from kpi_logic.proposal.paragraph import Prose
from kpi_logic.proposal.render import render_pdf
from kpi_logic.proposal.style import paper_look
from kpi_logic.proposal.words import Words
from kpi_logic.proposal.workbook import scorecard_workbook
from kpi_logic.text import Language
from tests.kpi_logic.proposal.example import proposal, words

ROWS = 12  # rows of the appendix that make the example ten pages and a cover


def seconds(*works: Callable[[], Any], rounds: int = 7) -> list[float]:
    """The median time of each, taken turn by turn after one round that warms up, so that all meet the same machine."""
    for work in works:
        work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def specs(language: str) -> list[dict[str, Any]]:
    """The charts as the renderer lays them out."""
    paper, measure = paper_look(), look(language).measure
    figures = [b for s in proposal(ROWS).sections for b in s.blocks if isinstance(b, Figure)]
    return [
        charts._sized(
            f.specs[language],
            round(measure / paper.chart.scale),
            round((f.height or paper.chart.height) * mm / paper.chart.scale),
        )
        for f in figures
    ]


def plain_pdf(example: Proposal, language: str, drawn: list[str]) -> bytes:
    """The same words, tables and charts with stock ReportLab and svglib."""
    from svglib.svglib import svg2rlg

    word = words(language).word
    style = ParagraphStyle("stock", fontName=REGULAR, fontSize=10, leading=15, wordWrap="CJK")
    pictures = iter(drawn)
    story: list[Any] = []
    for section in example.sections:
        story += [PageBreak(), Stock(word(section.title), style)]
        for block in section.blocks:
            match block:
                case Paragraph() | Callout():
                    story.append(Stock(word(block.text), style))
                case Bullets():
                    story += [Stock(word(item), style) for item in block.items]
                case KeyFigures():
                    story += [Stock(word(said), style) for f in block.figures for said in (f.label, f.value, f.note)]
                case Table():
                    rows = [[column.head for column in block.columns], *block.rows]
                    cells = [[Stock(word(cell) if cell is not None else "", style) for cell in row] for row in rows]
                    story.append(StockTable(cells, repeatRows=1))
                case Figure():
                    drawing = svg2rlg(StringIO(next(pictures)))
                    assert drawing is not None
                    drawing.scale(0.74, 0.74)
                    drawing.width, drawing.height = drawing.width * 0.74, drawing.height * 0.74
                    story += [Stock(word(block.title), style), drawing, Spacer(0, 10)]
    out = BytesIO()
    SimpleDocTemplate(out, invariant=1, initialFontName=REGULAR).build(story)
    return out.getvalue()


@pytest.fixture(scope="module")
def example() -> Proposal:
    register()
    return proposal(ROWS)


def fresh(example: Proposal, language: str) -> bytes:
    """A proposal none of whose charts was drawn before."""
    charts._drawings.clear()
    return render_pdf(example, words(language), fingerprint=fingerprint(example))


def both(example: Proposal) -> None:
    charts._drawings.clear()
    for language in ("zh", "en"):
        render_pdf(example, words(language), fingerprint=fingerprint(example))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_proposal_against_its_floor(benchmark, example, language):
    drawn = [charts.svg(spec) for spec in specs(language)]
    svg, stock, ours, again = seconds(
        lambda: [charts.svg(spec) for spec in specs(language)],
        lambda: plain_pdf(example, language, drawn),
        lambda: fresh(example, language),
        lambda: render_pdf(example, words(language), fingerprint=fingerprint(example)),
    )
    benchmark.pedantic(fresh, args=(example, language), rounds=3)
    print(
        f"\n{language}: {ours * 1000:.0f} ms = {ours / (svg + stock):.2f} x floor (SVG {svg * 1000:.0f} + stock"
        f" {stock * 1000:.0f} ms); with its charts drawn before {again * 1000:.0f} ms"
    )


ALONE = """
import sys, time
from tests.kpi_logic.proposal.example import proposal, words
from kpi_logic.proposal import render_pdf
example = proposal({rows})
start = time.perf_counter()
for language in sys.argv[1:]:
    render_pdf(example, words(language))
print(time.perf_counter() - start)
"""


def first_time(*languages: str) -> float:
    """Seconds in a process of its own, as the command line has it: libraries, fonts and charts are new to it."""
    code = ALONE.format(rows=ROWS)
    done = subprocess.run([sys.executable, "-c", code, *languages], capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_both_languages_against_one(benchmark, example):
    one, pair = seconds(lambda: fresh(example, "zh"), lambda: both(example))
    alone = [(first_time("zh"), first_time("zh", "en")) for _ in range(5)]
    first_one, first_pair = (statistics.median(times) for times in zip(*alone, strict=True))
    benchmark.pedantic(both, args=(example,), rounds=3)
    print(f"\nzh and en in a fresh process: {first_pair * 1000:.0f} ms = {first_pair / first_one:.2f} x one")
    print(f"zh and en, all loaded, no chart drawn before: {pair * 1000:.0f} ms = {pair / one:.2f} x one")


def test_a_paragraph_against_stock(benchmark, example):
    said = next(b.text for s in example.sections for b in s.blocks if isinstance(b, Paragraph) and s.key == "diagnosis")
    markup = Words(words("zh")).say(said, 4000)
    stock_style = ParagraphStyle("stock", fontName=REGULAR, fontSize=10.2, leading=15, wordWrap="CJK")
    ours_style = look("zh")["body"]
    stock, ours = seconds(
        lambda: [Stock(markup, stock_style).wrap(482, 9999) for _ in range(100)],
        lambda: [Prose(markup, ours_style).wrap(482, 9999) for _ in range(100)],
    )
    benchmark.pedantic(lambda: Prose(markup, ours_style).wrap(482, 9999), rounds=100)
    print(f"\nparagraph: {ours * 10:.3f} ms = {ours / stock:.2f} x ReportLab's CJK ({stock * 10:.3f} ms)")


def test_a_long_appendix_is_linear(benchmark):
    """What one page more costs, from 15 to 30 pages of appendix and from 30 to 60; linear where the two are equal."""
    made = [proposal(rows) for rows in (320, 640, 1280)]
    works = [lambda one=one: render_pdf(one, words("zh"), fingerprint=fingerprint(one)) for one in made]
    pages = [len(PdfReader(BytesIO(work())).pages) for work in works]
    times = seconds(*works, rounds=3)
    benchmark.pedantic(works[0], rounds=3)
    steps = zip(pairwise(pages), pairwise(times), strict=True)
    more = [
        f"{few} to {many} pages {(later - sooner) * 1000 / (many - few):.1f}" for (few, many), (sooner, later) in steps
    ]
    print(f"\nmilliseconds for a page more: {', '.join(more)}")


def test_click_to_file(benchmark):
    """The bundled client's whole paper in one language: no chart drawn before, then with its charts drawn."""
    from tests.kpi_logic.release.conftest import case_of_client

    case = case_of_client()
    made = assemble(case)
    whole, fresh_paper, again, book = seconds(
        lambda: assemble(case),
        lambda: fresh(made, "zh"),
        lambda: render_pdf(made, words("zh"), fingerprint=fingerprint(made)),
        lambda: scorecard_workbook(case, Language.ZH),
        rounds=3,
    )
    benchmark.pedantic(lambda: fresh(made, "zh"), rounds=2)
    print(
        f"\nassembled in {whole * 1000:.0f} ms; PDF {fresh_paper * 1000:.0f} ms (charts drawn before: {again * 1000:.0f});"
        f" workbook {book * 1000:.0f} ms"
    )
