"""The outline file: order, switches, appendices; and the consultant's own words at the head of a section."""

import dataclasses

import pytest

from kpi_logic.library import TEMPLATES, TemplateError
from kpi_logic.model import Message, ProposalChoice, Prose
from kpi_logic.proposal import OwnWords, fingerprint
from kpi_logic.proposal.assemble import assemble
from kpi_logic.proposal.assemble.order import order, ordered, read_order
from kpi_logic.proposal.blocks import Maker
from kpi_logic.proposal.look import look
from kpi_logic.proposal.outline import Section
from kpi_logic.proposal.words import Words
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases

SHIPPED = (TEMPLATES / "proposal" / "outline.toml").read_text("utf-8")


def changed(tmp_path, old: str, new: str):
    path = tmp_path / "outline.toml"
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    return read_order(path)


def some(*keys: str) -> tuple[Section, ...]:
    return tuple(Section(key, Message("proposal.pay.title"), ()) for key in keys)


def test_sections_stand_as_the_file_has_them_whatever_order_they_come_in():
    found = ordered(some("trust", "sign", "basis", "summary"), order())
    assert [section.key for section in found] == ["summary", "sign", "basis", "trust"]
    assert [section.title.key for section in found[2:]] == ["proposal.appendix"] * 2
    assert [section.title.facts["number"] for section in found[2:]] == [1, 2]
    assert [section.new_page for section in found] == [True, True, True, False]  # the appendix begins a page


def test_a_section_can_be_switched_off_or_moved_to_the_appendix(tmp_path):
    off = changed(
        tmp_path,
        'key = "fees"\npart = "main"\npage = "run_on"\non = true',
        'key = "fees"\npart = "main"\npage = "run_on"\non = false',
    )
    assert [section.key for section in ordered(some("fees", "sign"), off)] == ["sign"]
    assert "fees" not in [section.key for section in assemble(cases.nobody(), by=off).sections]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('key = "fees"', 'key = "pay"', "each section stands once; got never or twice: fees, pay"),
        ('part = "main"', 'part = "middle"', "section.0.part: Input should be 'main' or 'appendix'"),
        ('part = "main"', 'part = "appendix"', "the appendix comes after the main part"),
        ("on = true", "on = true\ncolour = 1", "section.0.colour: Extra inputs are not permitted"),
    ],
)
def test_a_broken_outline_is_refused_by_key(tmp_path, old, new, says):
    with pytest.raises(TemplateError) as fault:
        changed(tmp_path, old, new)
    assert says in str(fault.value)


def with_words(*prose: Prose):
    case = cases.half()
    return dataclasses.replace(
        case, engagement=case.engagement.model_copy(update={"proposal": ProposalChoice(prose=prose)})
    )


def test_own_words_stand_first_in_their_language_only_and_never_act():
    plain = assemble(cases.half())
    made = assemble(
        with_words(Prose(section="targets", en="Ours <b>bold</b> & {x}\nsecond"), Prose(section="nowhere", zh="x"))
    )
    targets = next(section for section in made.sections if section.key == "targets")
    assert targets.blocks[0] == OwnWords({"zh": "", "en": "Ours <b>bold</b> & {x}\nsecond"})
    assert fingerprint(made) != fingerprint(plain)
    drawn = {}
    for language in ("zh", "en"):
        words = Words(catalog(language))
        drawn[language] = Maker(made, words, look(language), "")._own_words(targets.blocks[0])
    assert drawn["zh"] == [] and len(drawn["en"]) == 2
    assert words.say("Ours <b>bold</b>") == "Ours &lt;b&gt;bold&lt;/b&gt;"


def test_empty_words_change_nothing():
    assert fingerprint(assemble(with_words(Prose(section="targets", zh=" ")))) == fingerprint(assemble(cases.half()))
