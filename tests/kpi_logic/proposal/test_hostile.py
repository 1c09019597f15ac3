"""Sixty hostile texts: printed as the words they are, doing nothing."""

from io import BytesIO

import pypdf
import pytest

from kpi_logic.model import Raw
from kpi_logic.proposal import Bullets, Callout, Column, Paragraph, Section, Table, render_pdf
from kpi_logic.proposal.glyphs import clean, printable
from kpi_logic.proposal.kinsoku import spaced
from kpi_logic.proposal.words import NAME
from tests.kpi_logic.proposal.example import proposal, say, words

TAGS = [
    '<img src="/etc/hostname"/>',
    '<img src="file:///etc/passwd" width="10" height="10"/>',
    '<img src="http://127.0.0.1/x.png"/>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="http://evil.example">x</a>',
    '<link href="http://evil.example">x</link>',
    '<font color="white">x</font>',
    '<font size="1">x</font>',
    "<font color=\"[[[getattr(pow,Word('__globals__'))['os'].system('true') for Word in [1]]]]\">x</font>",
    "<b>bold</b>",
    "</b>",
    "<b>",
    "<i>x",
    "<u>x</u>",
    "<para>x</para>",
    "</para>",
    "<br/>",
    "<seq id='a'/>",
    "<onDraw name='x'/>",
    "<unichar code='65'/>",
    "<super>2</super>",
    "<!-- x -->",
    "<![CDATA[x]]>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE x>",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "&lt;b&gt;x&lt;/b&gt;",
    "&amp;",
    "&#60;b&#62;",
    "&nbsp;",
    "&xxe;",
    "A & B <C> shop",
    "<",
    ">",
    "&",
    "<<>>",
    "<b",
    "a<b>c</B>",
]
BRACES = [
    "{client}",
    "{0}",
    "{}",
    "{{x}}",
    "{client.__class__}",
    "{client!r}",
    "%s %d %(x)s",
    "${x}",
    "#{x}",
    "{% x %}",
    "{",
]
SIGNS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "(a) Tj ET",
    ") Tj ET Q",
    "\\) \\( \\\\",
    "/URI (http://evil.example)",
    "endstream endobj",
]
LONG = ["A" * 200_000, "x " * 100_000, "<" * 5_000, "\u202eevil\u202c\u200b \x00\x07name\ufeff"]
PAYLOADS = [*TAGS, *BRACES, *SIGNS, *LONG]


def printed(payload: str) -> str:
    """What the paper should say: the cleaned source, set as our paragraphs set it."""
    return spaced(printable(clean(payload, NAME)))


def paper(payload: str) -> pypdf.PdfReader:
    """A payload at every place where people's words come in."""
    raw = Raw(payload)
    table = Table((Column(raw), Column("n")), ((raw, raw),), caption=raw, source=raw, as_of=raw)
    blocks = (Paragraph(raw), Bullets((raw,)), Callout(raw, raw), table)
    hostile = proposal(
        client=raw,
        author=raw,
        version=payload,
        subtitle=raw,
        confidentiality=raw,
        sections=(Section("s", raw, blocks),),
    )
    return pypdf.PdfReader(BytesIO(render_pdf(hostile, words("en"), fingerprint="ab" * 32)))


def test_there_are_sixty():
    assert len(PAYLOADS) >= 60


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_hostile_text_is_only_text(payload):
    reader = paper(payload)
    joined = "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")
    wanted = printed(payload).replace(" ", "")
    assert joined.count(wanted) >= 8 if wanted else True
    for page in reader.pages:
        assert list(page.images) == []
        actions = [note.get_object().get("/A", {}) for note in page.get("/Annots") or ()]
        assert [action for action in actions if "/URI" in action or "/JS" in action] == []


def test_braces_in_a_name_stay_braces():
    section = Section("s", say("card_of", role=Raw("{person}"), person=Raw("{role}")), ())
    reader = pypdf.PdfReader(BytesIO(render_pdf(proposal(sections=(section,)), words("en"))))
    assert "{person}: {role}" in reader.pages[1].extract_text()
