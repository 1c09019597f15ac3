"""The roll-out kit: everybody has a page, nobody's pay stands where all can read it, and the numbers are the scheme's."""

import datetime
import io
from dataclasses import replace

import pypdf
import pytest

from kpi_logic.model import Engagement, Feedback, Message, Month, Pilot, Task
from kpi_logic.proposal import Proposal, render_pdf
from kpi_logic.proposal.assemble import Case
from kpi_logic.proposal.kit import briefing, counted_from, kpi_cards, person_cards, tasks
from kpi_logic.proposal.outline import Table
from kpi_logic.proposal.style import Sheet
from kpi_logic.review import review_calendar
from kpi_logic.scheme import kpis_of
from kpi_logic.text import catalog
from tests.kpi_logic.proposal.cases import complete, empty, no_bonus, nobody

LANGUAGES = ("zh", "en")


def with_decisions(case: Case, **decisions: object) -> Case:
    return replace(case, engagement=case.engagement.model_copy(update=decisions))


def read(sheets: Proposal, language: str, sheet: Sheet = Sheet.PAPER) -> list[str]:
    paper = pypdf.PdfReader(io.BytesIO(render_pdf(sheets, catalog(language), sheet=sheet)))
    return ["".join(page.extract_text().split()) for page in paper.pages]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_briefing_is_one_slide_a_message_and_holds_nobodys_pay(language: str) -> None:
    case = complete()
    sheets = briefing(case)
    pages = read(sheets, language, Sheet.SLIDES)
    assert len(pages) == 1 + len(sheets.sections)
    words = catalog(language)
    for bonus in {person.bonus for person in case.engagement.organisation.people}:
        said = "".join(words.money(bonus, "CNY", full=True).split())
        assert not any(said in page for page in pages), said


def test_slides_are_sixteen_to_nine_and_paper_is_a4() -> None:
    sizes = {}
    for sheet in Sheet:
        paper = pypdf.PdfReader(io.BytesIO(render_pdf(briefing(complete()), catalog("en"), sheet=sheet)))
        sizes[sheet] = [round(float(side)) for side in paper.pages[0].mediabox[2:]]
    assert sizes == {Sheet.PAPER: [595, 842], Sheet.SLIDES: [842, 473]}


def test_every_scored_kpi_has_its_card_and_every_person_a_page() -> None:
    case = complete()
    known = [section.key.removeprefix("kpi_") for section in kpi_cards(case).sections]
    assert sorted(known) == sorted(kpis_of(case.scheme))
    assert [section.key for section in person_cards(case).sections] == [
        f"person_{person.id}" for person in case.engagement.organisation.people
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_for_one_names_nobody_elses_pay(language: str) -> None:
    case = complete()
    whole = "".join(read(person_cards(case, "p3"), language))
    words = catalog(language)
    paid = {p.id: "".join(words.money(p.bonus, "CNY", full=True).split()) for p in case.engagement.organisation.people}
    assert paid["p3"] in whole
    assert paid["p2"] not in whole


def test_what_a_score_pays_is_the_engines() -> None:
    section = next(one for one in person_cards(complete()).sections if one.key == "person_p2")
    paid = [block for block in section.blocks if isinstance(block, Table)][-1].rows[1]
    assert [cell.value for cell in paid[1:]] == [0.0, 4000.0, 8000.0, 8800.0, 9600.0]


def test_without_a_bonus_the_share_alone_is_told() -> None:
    section = person_cards(no_bonus()).sections[0]
    assert len([block for block in section.blocks if isinstance(block, Table)][-1].rows) == 1
    assert Message("kit.no_bonus") in [getattr(block, "text", None) for block in section.blocks]


def test_feedback_is_told_without_names_and_only_where_it_was_answered() -> None:
    said = (
        Feedback(
            id="f1",
            person="p3",
            words="The stretch is too far",
            topic="target",
            answer="Lowered to 110 %",
            answered_by="p1",
        ),
        Feedback(id="f2", person="p4", words="No answer yet"),
        Feedback(id="f3", person="p5", clear=5),
    )
    sheet = next(
        one for one in briefing(with_decisions(complete(), feedback=said)).sections if one.key == "briefing_listened"
    )
    table = next(block for block in sheet.blocks if isinstance(block, Table))
    assert [[str(getattr(cell, "text", getattr(cell, "key", cell))) for cell in row] for row in table.rows] == [
        ["kit.topic.target", "The stretch is too far", "Lowered to 110 %"]
    ]


def test_it_counts_from_the_month_after_the_pilot() -> None:
    case = complete()  # a pilot of December and January
    assert counted_from(case) == Month(2027, 2)
    assert counted_from(empty()) is None


def test_steps_are_suggested_until_they_are_decided() -> None:
    decided = Task(step="cards", owner="p4", due="2027-01-20", done=True)
    found = {task.step: task for task in tasks(with_decisions(complete(), tasks=(decided,)))}
    assert found["cards"] == decided
    assert found["brief"] == Task(step="brief", owner="p1", due="2027-01-18")


@pytest.mark.parametrize("pilot", [None, Pilot()], ids=["pilot", "no_pilot"])
def test_the_first_review_is_on_the_day_of_the_calendar(pilot) -> None:
    case = complete() if pilot is None else with_decisions(complete(), pilot=pilot)
    engagement = case.engagement.model_copy(update={"scheme": case.scheme})
    meetings = review_calendar(engagement, case.latest, datetime.date(2026, 11, 1))
    [due] = [task.due for task in tasks(case) if task.step == "review"]
    assert due == str(next(one.due for one in meetings if "regular" in one.on))


@pytest.mark.parametrize("make", [briefing, kpi_cards, person_cards])
@pytest.mark.parametrize("case", [empty, nobody], ids=["empty", "nobody"])
def test_what_has_only_begun_prints(make, case) -> None:
    for language in LANGUAGES:
        assert render_pdf(make(case()), catalog(language))[:5] == b"%PDF-"


def test_tasks_survive_the_store_as_json() -> None:
    engagement = Engagement(name="A", tasks=(Task(step="bi", due="2027-01-29"),))
    assert Engagement.model_validate_json(engagement.model_dump_json()) == engagement


def test_without_a_pilot_it_counts_after_the_months_of_trial() -> None:
    case = with_decisions(complete(), pilot=Pilot())
    assert case.scheme is not None
    assert case.scheme.trial_months == 2
    assert counted_from(case) == Month(2027, 1)
