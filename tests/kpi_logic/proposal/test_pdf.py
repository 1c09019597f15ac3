"""The bytes: text, fonts, bookmarks, pages; the same twice."""

import re
import shutil
import subprocess
from dataclasses import replace
from functools import lru_cache
from io import BytesIO

import pypdf
import pytest

from kpi_logic.model import Raw
from kpi_logic.proposal import Bullets, Paragraph, Role, Section, fingerprint, render_pdf
from kpi_logic.proposal.outline import Contents, Figure, Table
from kpi_logic.proposal.words import Words
from tests.kpi_logic.proposal.example import figure, proposal, say, words

LANGUAGES = ("zh", "en")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@lru_cache(maxsize=2)
def made(language: str) -> bytes:
    example = proposal()
    return render_pdf(example, words(language), fingerprint=fingerprint(example))


@lru_cache(maxsize=2)
def reader(language: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(made(language)))


@lru_cache(maxsize=2)
def pages(language: str) -> tuple[str, ...]:
    return tuple(page.extract_text() for page in reader(language).pages)


def joined(language: str) -> str:
    return re.sub(r"\s", "", "".join(pages(language)))


def plain(language: str, said) -> str:
    return re.sub(r"\s", "", Words(words(language)).plain(said))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_caption_and_title_can_be_read_out(language):
    text = joined(language)
    for section in proposal().sections:
        said = [section.title]
        for block in section.blocks:
            match block:
                case Paragraph(role=Role.HEADING):
                    said.append(block.text)
                case Table(caption=caption) if caption is not None:
                    said.append(caption)
                case Figure():
                    said += [block.title, block.subtitle]
        assert [s for s in said if plain(language, s) not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_paragraphs_can_be_read_out(language):
    text = joined(language)
    paragraphs = [b.text for s in proposal().sections for b in s.blocks if isinstance(b, Paragraph)]
    items = [item for s in proposal().sections for b in s.blocks if isinstance(b, Bullets) for item in b.items]
    assert [said for said in (*paragraphs, *items) if plain(language, said) not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_in_charts_are_text(language):
    assert "11.8%" in joined(language)
    assert plain(language, say("s_th")) in joined(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_bytes_twice(language):
    example = proposal()
    assert render_pdf(example, words(language), fingerprint=fingerprint(example)) == made(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_is_embedded(language):
    names = set()
    for page in reader(language).pages:
        for font in page["/Resources"]["/Font"].values():
            description = font.get_object().get("/FontDescriptor")
            used = f"{font.get_object()['/Name']} " in page.get_contents().get_data().decode("latin1")
            if used or description is not None:
                names.add(font["/BaseFont"].split("+")[-1])
                assert description is not None and "/FontFile2" in description.get_object(), font["/BaseFont"]
    assert names == {"/NotoSansSC-Regular", "/NotoSansSC-Bold"} or names == {"NotoSansSC-Regular", "NotoSansSC-Bold"}


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler's pdffonts is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pdffonts_agrees(language, tmp_path):
    (tmp_path / "p.pdf").write_bytes(made(language))
    listed = subprocess.run(["pdffonts", tmp_path / "p.pdf"], capture_output=True, text=True, check=True).stdout
    rows = listed.splitlines()[2:]
    assert rows and all(re.search(r"\byes yes yes\b", row) for row in rows), listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_metadata_and_language(language):
    info = reader(language).metadata
    say_plain = Words(words(language)).plain
    assert (info.title, info.author, info.subject) == (
        say_plain(say("title")), "Lianxing Consulting", "Northwind Trading (Shenzhen)",
    )  # fmt: skip
    assert reader(language).trailer["/Root"]["/Lang"] == {"zh": "zh-CN", "en": "en"}[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_bookmarks_lead_to_the_pages_of_the_sections(language):
    say_plain = Words(words(language)).plain
    found = [
        (entry.title, reader(language).get_destination_page_number(entry))
        for entry in reader(language).outline
        if not isinstance(entry, list)
    ]
    assert [title for title, _ in found] == [say_plain(section.title) for section in proposal().sections]
    for title, page in found:
        assert title.replace(" ", "") in pages(language)[page].replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_name_the_pages(language):
    listed = next(page for page in pages(language) if plain(language, say("contents")) in re.sub(r"\s", "", page))
    assert str(len([1 for p in pages(language)])) in listed
    contents = next(s for s in proposal().sections if any(isinstance(b, Contents) for b in s.blocks))
    number = [s.key for s in proposal().sections].index(contents.key) + 2
    links = reader(language).pages[number - 1]["/Annots"]
    assert len(links) >= 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_head_and_foot_of_every_page_but_the_cover(language):
    total = len(pages(language))
    mark = fingerprint(proposal())[:12]
    assert mark not in pages(language)[0]
    for number, page in enumerate(pages(language)[1:], start=2):
        assert f"{number} / {total}" in page
        assert mark in page
        assert "Northwind Trading (Shenzhen)" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_table_repeats_its_heads(language):
    appendix = [page for page in pages(language) if plain(language, say("d_report")) in re.sub(r"\s", "", page)]
    assert len(appendix) >= 2
    assert "".join(appendix).count("40") >= 1


def test_source_and_date_stand_under_every_chart():
    text = joined("en")
    charts = sum(isinstance(b, Figure) for s in proposal().sections for b in s.blocks)
    tables = sum(isinstance(b, Table) and b.as_of is not None for s in proposal().sections for b in s.blocks)
    assert text.count("DataasofDec2025") == charts + tables


def test_a_draft_says_so_on_every_page():
    draft = pypdf.PdfReader(BytesIO(render_pdf(proposal(draft=True), words("en"))))
    assert all("DRAFT" in page.extract_text() for page in draft.pages)
    assert "DRAFT" not in joined("en")


def test_chart_data_at_an_address_is_refused():
    spec = {"layer": [{"data": {"url": "file:///etc/passwd"}, "mark": "bar"}]}
    fetched = replace(figure("f1"), specs={"en": spec, "zh": spec})
    with pytest.raises(ValueError) as refused:
        render_pdf(proposal(sections=(Section("s", Raw("x"), (fetched,)),)), words("en"))
    assert str(refused.value) == ("a chart's data must stand in its specification; got an address: file:///etc/passwd")
