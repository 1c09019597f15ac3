"""Every character printed is there, and every character that is not there is told."""

import pytest

from kpi_logic.model import Amount, Level, Message, Raw, RoleRef, Segment, Unit
from kpi_logic.proposal import GlyphMissing, render_pdf, unprintable
from kpi_logic.proposal.fonts import coverage
from kpi_logic.proposal.glyphs import clean, missing, printable, stood_in
from kpi_logic.proposal.style import glyph_rules
from kpi_logic.proposal.words import Words
from kpi_logic.text import Catalog, Language, catalog
from tests.kpi_logic.proposal.example import proposal, words

GETA = glyph_rules().replacement


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_of_ours_can_be_printed(language):
    absent = {key: missing(stood_in(text).replace("\n", "")) for key, text in catalog(language).texts.items()}
    assert {key: characters for key, characters in absent.items() if characters} == {}


def test_the_replacement_and_the_stand_ins_can_be_printed():
    rules = glyph_rules()
    assert missing(rules.replacement + "".join(rules.stand_in.values())) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "currency",
    [
        "CNY",
        "USD",
        "EUR",
        "GBP",
        "JPY",
        "SGD",
        "MYR",
        "THB",
        "VND",
        "PHP",
        "IDR",
        "INR",
        "KRW",
        "BRL",
        "MXN",
        "TRY",
        "PLN",
        "TWD",
        "AUD",
    ],
)
def test_money_of_every_market_can_be_printed(language, currency):
    said = Words(catalog(language)).say(Amount(1234.5, Unit.MONEY, currency, full=True))
    assert missing(said) == ""
    assert said.endswith("1,234.50")


def test_a_missing_glyph_of_ours_names_the_text_and_the_characters():
    broken = Catalog({**words("en").texts, "paper.confidential": "Secret \U0001f512 \u0e01"}, Language.EN)
    with pytest.raises(GlyphMissing) as refused:
        render_pdf(proposal(), broken)
    assert str(refused.value) == (
        "the fonts of the paper have no glyph for U+1F512, U+0E01 (\U0001f512\u0e01) in: Secret \U0001f512 \u0e01"
    )


def test_characters_beyond_the_basic_plane_count_as_missing():
    assert "\U00020000" not in coverage()
    assert printable("a\U00020000b") == f"a{GETA}b"


def test_a_hostile_name_does_not_stop_the_proposal_and_is_told():
    named = proposal(client=Raw("Caf\u00e9 \U0001f600\ufe0f Shop \u0e01"))
    (issue,) = unprintable(named, words("en"))
    assert (issue.code, issue.level) == ("glyph_replaced", Level.NOTE)
    assert issue.facts == {
        "text": Raw("Caf\u00e9 \U0001f600\ufe0f Shop \u0e01"),
        "characters": "U+1F600, U+FE0F, U+0E01",
    }
    assert render_pdf(named, words("en")).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("\u20ab5", "VND 5"),
        ("\ufb01t", "fit"),
        ("\U0001d400cme", "Acme"),
        ("\u2764\ufe0f", GETA),
        ("e\u0301", "e"),
    ],
)
def test_printable_says_as_much_as_it_can(given, shown):
    assert printable(given) == shown


@pytest.mark.parametrize(
    ("given", "limit", "cleaned"),
    [
        ("a\u202eb\u200bc", 9, "abc"),
        ("e\u0301", 9, "\u00e9"),
        ("a\r\nb\tc\x00", 9, "a b c"),
        ("\ud800a\ue000", 9, "a"),
        ("abcdef", 3, "ab\u2026"),
        ("  ", 3, ""),
    ],
)
def test_clean(given, limit, cleaned):
    assert clean(given, limit) == cleaned


def test_people_reach_the_paper_only_through_the_one_door():
    say = Words(catalog("en")).say
    for said in (Raw("<b>x</b>&"), "<b>x</b>&", Segment(shop="<b>x</b>&"), RoleRef("<b>x</b>&")):
        assert say(said) == "&lt;b&gt;x&lt;/b&gt;&amp;"
    inside = Message("paper.source", {"source": (Raw("<i>"), Message("paper.header", {"client": "<i>"}))})
    assert say(inside) == "Source: &lt;i&gt;, &lt;i&gt;"


def test_drawn_and_told_agree_with_nothing_to_tell():
    assert unprintable(proposal(), words("zh")) == ()
