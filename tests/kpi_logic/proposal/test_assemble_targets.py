"""What the paper says of targets: months, people, who agreed, together, looking back, from below."""

import io
import re
from functools import lru_cache

import pypdf
import pytest

from kpi_logic.model import Message
from kpi_logic.proposal import Figure, Section, Table, render_pdf
from kpi_logic.proposal.assemble import Case, assemble
from kpi_logic.proposal.assemble.personal import personal
from kpi_logic.proposal.origins import Cited
from kpi_logic.targets.assent import agreed
from kpi_logic.targets.personal import personal_months
from kpi_logic.text import catalog
from tests.kpi_logic.proposal.cases import case_of, complete, half, hostile, nobody, simulated_facts


@lru_cache(maxsize=1)
def agreed_case() -> Case:
    """The complete engagement where two of three agreed to the sales, one of them to other numbers than there are now."""
    case = complete()
    target, view, _ = case.outlooks[0]
    plan = case.engagement.cascades[0]
    table = personal_months(target, view, case.engagement.organisation, plan)
    assert table is not None
    first, second = (agreed(table, row, "2026-11-24") for row in table.rows[:2])
    second = second.model_copy(update={"amount": second.amount + 1.0})
    engagement = case.engagement.model_copy(update={"agreements": (first, second)})
    return case_of(engagement, simulated_facts())


def section(case: Case, key: str) -> Section:
    return next(one for one in assemble(case).sections if one.key == key)


def keys(part: Section) -> list[str]:
    """Every message key in a section, headings and bullets and what is inside them."""
    found: list[str] = []

    def walk(said: object) -> None:
        said = said.said if isinstance(said, Cited) else said
        if isinstance(said, Message):
            found.append(said.key)
            for fact in said.facts.values():
                walk(fact)
        elif isinstance(said, tuple):
            for one in said:
                walk(one)

    for block in part.blocks:
        for value in vars(block).values():
            walk(value)
    return found


def test_the_main_part_tells_together_and_events_the_appendix_below_and_who_agreed() -> None:
    told = keys(section(agreed_case(), "targets"))
    for key in ("goals.together_of", "goals.events_of"):
        assert key in told, key
    told = keys(section(agreed_case(), "personal"))
    for key in ("goals.bottom_of", "personal.paper.counts"):
        assert key in told, key
    assert {"personal.paper.count", "personal.paper.count_changed"} <= set(told)


def test_the_appendix_on_trust_has_the_look_back_the_opinion_and_the_pool() -> None:
    part = section(complete(), "trust")
    assert sum(isinstance(block, Figure) for block in part.blocks) == 2
    told = keys(part)
    for key in ("goals.back_of", "goals.opinion_of", "goals.reliability.lead"):
        assert key in told, key


def test_people_by_month_close_on_paper_to_the_cent() -> None:
    case = agreed_case()
    tables = [block for block in section(case, "personal").blocks if isinstance(block, Table)]
    months, by_person = tables[0], tables[1]
    assert [row[0] for row in months.rows] == ["2026-11", "2026-12", "2027-01"]
    for row in by_person.rows:
        _, company, *people = [getattr(cell, "value", None) for cell in row]
        assert round(sum(people), 2) == company  # type: ignore[arg-type]
    for column in zip(*by_person.rows, strict=True):
        *parts, whole = [getattr(cell, "value", 0.0) for cell in column]
        assert round(sum(parts), 2) == whole


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_day_of_the_yes_is_printed_and_a_changed_number_is_asked_again(language: str) -> None:
    words = catalog(language)
    content = render_pdf(assemble(agreed_case()), words, fingerprint="0" * 64)
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))
    assert "2026-11-24" in text
    for state in ("state_changed", "state_open"):
        assert re.sub(r"\s", "", words.say(f"personal.paper.{state}")) in text


def test_without_targets_or_months_there_is_no_such_appendix() -> None:
    assert personal(nobody()) is None
    assert personal(half()) is None  # one target of one month, and nobody named


def test_hostile_names_are_words() -> None:
    assert personal(hostile()) is not None
