"""The assembled proposal on paper: headings, fonts, the same bytes, and the numbers of the workbook and the engine."""

import io
import re
from functools import lru_cache

import openpyxl
import pypdf
import pytest

from kpi_logic.proposal import PageBreak, Paragraph, Role, Section, fingerprint, render_pdf, unprintable
from kpi_logic.proposal.assemble import assemble
from kpi_logic.proposal.assemble.example import examples
from kpi_logic.proposal.outline import Proposal, Table
from kpi_logic.proposal.words import Words
from kpi_logic.proposal.workbook import scorecard_workbook
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases

LANGUAGES = ("zh", "en")
MAIN = 12  # pages from the summary to the sign-off
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@lru_cache(maxsize=8)
def proposal(name: str) -> Proposal:
    return assemble(getattr(cases, name)())


@lru_cache(maxsize=8)
def paper(name: str, language: str) -> bytes:
    made = proposal(name)
    return render_pdf(made, catalog(language), fingerprint=fingerprint(made))


@lru_cache(maxsize=8)
def pages(name: str, language: str) -> tuple[str, ...]:
    return tuple(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper(name, language))).pages)


def joined(name: str, language: str) -> str:
    return re.sub(r"\s", "", "".join(pages(name, language)))


def plain(language: str, said) -> str:
    return re.sub(r"\s", "", Words(catalog(language)).plain(said))


def headings(section: Section) -> list:
    inner = [b.text for b in section.blocks if isinstance(b, Paragraph) and b.role is Role.HEADING]
    return [section.title, *inner, *(b.caption for b in section.blocks if isinstance(b, Table) and b.caption)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["empty", "half", "complete", "hostile"])
def test_every_heading_can_be_read_out(name, language):
    text = joined(name, language)
    said = [heading for section in proposal(name).sections for heading in headings(section)]
    assert [heading for heading in said if plain(language, heading) not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_bytes_twice_and_every_font_embedded(language):
    again = assemble(cases.complete())
    assert render_pdf(again, catalog(language), fingerprint=fingerprint(again)) == paper("complete", language)
    for page in pypdf.PdfReader(io.BytesIO(paper("complete", language))).pages:
        contents = page.get_contents().get_data().decode("latin1")
        for font in (font.get_object() for font in page["/Resources"]["/Font"].values()):
            if f"{font['/Name']} " in contents:
                assert "/FontFile2" in font["/FontDescriptor"].get_object(), font["/BaseFont"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_is_one_page_and_the_main_part_short(language):
    reader = pypdf.PdfReader(io.BytesIO(paper("complete", language)))
    titles = {
        entry.title: reader.get_destination_page_number(entry)
        for entry in reader.outline
        if not isinstance(entry, list)
    }
    starts = [titles[Words(catalog(language)).plain(section.title)] for section in proposal("complete").sections]
    keys = [section.key for section in proposal("complete").sections]
    assert starts[0] == 1 and starts[keys.index("diagnosis")] == 2
    assert starts[keys.index("levels")] - starts[0] <= MAIN


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_on_paper_are_the_workbooks_and_the_engines(language):
    case, words = cases.complete(), catalog(language)
    text = joined("complete", language)
    book = openpyxl.load_workbook(io.BytesIO(scorecard_workbook(case, language)), data_only=True)
    past = book.worksheets[2]
    last = 5 + len(case.replay.months)
    for place in range(len(case.replay.people)):
        paid = past.cell(last, 2 + place).value
        assert paid == case.replay.payout_totals[place]
        assert plain(language, words.money(paid, "CNY", full=True)) in text
    total = past.cell(last, 2 + len(case.replay.people)).value
    assert total == case.replay.total_cost and plain(language, words.money(total, "CNY", full=True)) in text
    for shown in examples(case.replay):
        row = case.replay.people.index(shown.person)
        month = case.replay.months.index(shown.month)
        assert past.cell(5 + month, 2 + row).value == shown.payout
        assert plain(language, words.money(shown.payout, "CNY", full=True)) in text
    for plan in case.engagement.cascades:
        for share in (*plan.departments, *plan.people):
            assert plain(language, words.money(share.amount, "CNY", full=True)) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_words_are_printed_and_never_act(language):
    reader = pypdf.PdfReader(io.BytesIO(paper("hostile", language)))
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots") or ()]
    assert not [link for link in links if "/A" in link and "/URI" in link["/A"]]
    assert plain(language, cases.HOSTILE[4]) in joined("hostile", language)


def test_our_own_words_can_all_be_printed():
    for language in LANGUAGES:
        assert unprintable(proposal("complete"), catalog(language)) == ()


def test_no_section_begins_with_an_empty_page():
    assert not [b for section in proposal("complete").sections for b in section.blocks if isinstance(b, PageBreak)]
    assert all(len(text.strip()) > 80 for text in pages("complete", "en"))
