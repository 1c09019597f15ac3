"""Every number of the paper rests on something: each statement with a number names an origin, and each origin is listed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO

import pypdf
import pytest

from kpi_logic.model import KpiRef, MeasureRef, Message, Month, Raw, RoleRef, Segment
from kpi_logic.proposal import (
    Bullets,
    Callout,
    Figure,
    KeyFigures,
    Paragraph,
    Proposal,
    Role,
    Section,
    Table,
    fingerprint,
    render_pdf,
)
from kpi_logic.proposal.assemble import assemble
from kpi_logic.proposal.assemble.listing import EMPTY
from kpi_logic.proposal.edition import Edition
from kpi_logic.proposal.origins import Cited, OriginKind, cite, in_order, mark, named_in
from kpi_logic.proposal.paragraph import Prose
from kpi_logic.proposal.words import Words
from kpi_logic.text import catalog
from tests.kpi_logic.proposal import cases

LANGUAGES = ("zh", "en")
SAMPLES = ("complete", "real")
NO_STATEMENTS = ("sign", EMPTY.key)  # what is signed, and the list itself
NAMES = (Raw, KpiRef, MeasureRef, RoleRef, Segment, Month, date)
MONTHS = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@lru_cache(maxsize=2)
def proposal(sample: str) -> Proposal:
    return assemble(getattr(cases, sample)())


def bare(said):
    """Without names, months and origins: what is left of digits are numbers."""
    match said:
        case Cited():
            return bare(said.said)
        case Message():
            return Message(said.key, {name: bare(fact) for name, fact in said.facts.items()})
        case None:
            return ""
        case _ if isinstance(said, NAMES):
            return "x"
        case _ if type(said) in (tuple, list):
            return tuple(map(bare, said))
    return said


def has_number(said, language: str) -> bool:
    return bool(re.search(r"\d", MONTHS.sub("", catalog(language).word(bare(said)))))


def is_cited(*said) -> bool:
    return any(True for one in said for _ in named_in(one))


def statements(section: Section) -> Iterator[tuple[object, tuple[object, ...]]]:
    """Everything said, with where its ids may stand."""
    for block in section.blocks:
        match block:
            case Paragraph(role=Role.HEADING):
                pass  # it counts what stands below it
            case Paragraph():
                yield block.text, (block.text,)
            case Bullets():
                yield from ((item, (item,)) for item in block.items)
            case Callout():
                yield block.text, (block.text, block.title)
            case KeyFigures():
                yield from (((f.label, f.value, f.note), (f.value,)) for f in block.figures)
            case Figure():
                yield (block.title, block.subtitle), (block.title, block.source)
            case Table():
                yield from rows(block)


def rows(table: Table) -> Iterator[tuple[object, tuple[object, ...]]]:
    """The cells of a row that are numbers, and those that are words, each with the row, its head and the whole table."""
    whole = (table.caption, table.source)
    for row in (*table.rows, *([table.total] if table.total else [])):
        for column, cell in zip(table.columns, row, strict=True):
            yield cell, (*whole, *row, column.head)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_number_names_its_origin(sample, language):
    made = proposal(sample)
    without = [
        (section.key, catalog(language).word(bare(said)))
        for section in made.sections
        if section.key not in NO_STATEMENTS and not section.origins
        for said, places in statements(section)
        if has_number(said, language) and not is_cited(*places)
    ]
    assert without == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_each_id_resolves_and_each_listed_one_is_used(sample):
    made = proposal(sample)
    listed = {
        row[0] for section in made.sections if section.key == EMPTY.key
        for block in section.blocks if isinstance(block, Table) for row in block.rows
    }  # fmt: skip
    used = {made.ids[origin.key] for section in made.sections for origin in named_in(section)}
    assert used == listed == set(made.ids.values())
    kinds = {kind: sum(origin.kind is kind for origin in made.origins) for kind in OriginKind}
    assert sorted(listed) == sorted(f"{kind.value}{n}" for kind, count in kinds.items() for n in range(1, count + 1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_ids_are_printed(sample, language):
    made = proposal(sample)
    reader = pypdf.PdfReader(BytesIO(render_pdf(made, catalog(language), fingerprint=fingerprint(made))))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert [id for id in made.ids.values() if not re.search(rf"\b{id}\b", text)] == []


def test_the_same_case_has_the_same_ids_and_a_change_elsewhere_leaves_them():
    case = cases.complete()
    assert assemble(case).ids == proposal("complete").ids
    later = replace(case, edition=Edition("1.1", since="1.0", changes=(Message("release.new_data"),)))
    found = assemble(later).ids
    assert {key: found[key] for key in proposal("complete").ids} == proposal("complete").ids


def test_a_decision_shows_its_day_where_it_is_known():
    case = replace(cases.complete(), edition=Edition("1.0", decided=(("scheme", "2026-11-20"),)))
    listed = next(section for section in assemble(case).sections if section.key == EMPTY.key)
    text = " ".join(Words(catalog("en")).plain(cell) for block in listed.blocks if isinstance(block, Table)
                    for row in block.rows for cell in row if cell is not None)  # fmt: skip
    assert text.count("2026-11-20") == 1 and "decision record, taken into version 1.0" in text
    assert "as stated in version 1.0" in text


def test_the_file_and_sheet_of_a_number_are_named():
    listed = next(section for section in proposal("real").sections if section.key == EMPTY.key)
    data = next(block for block in listed.blocks if isinstance(block, Table))
    assert {catalog("en").word(row[-1]) for row in data.rows} == {"online_retail_monthly.csv"}


def test_ids_cling_to_what_they_follow_and_are_no_part_of_names():
    some = in_order([cite("x", *proposal("complete").origins[:1])])
    words = Words(catalog("en"), proposal("complete").ids)
    said = cite(Raw("a word and some more words"), *some)
    shown = mark(some, proposal("complete").ids)
    assert words.say(said).endswith(f"<n>{shown}</n>") and words.plain(said) == "a word and some more words"
    from kpi_logic.proposal.look import look

    for width in range(30, 200):
        prose = Prose(words.say(said), look("en")["body"])
        prose.wrap(float(width), 1e6)
        assert all(not prose.text[line.start : line.end].strip().startswith(shown) for line in prose._lines)


def test_nobodys_words_become_an_id():
    assert "<n>" not in Words(catalog("en")).say(Raw("<n>D1</n>"))
