"""The targets page at work: a year's target, its months, its people, and who has agreed."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from kpi_logic.model import Engagement, Person
from kpi_logic.store import Saved, Store
from kpi_logic.text import Language
from pages.shared import target_caching
from pages.shared.target_carriers import with_named
from tests.pages.conftest import engagement_in, sample_facts
from tests.pages.visitor import Visitor

PEOPLE, MONTHS, PERSONAL = range(3)
Enter = Callable[..., Visitor]
Plant = Callable[[Engagement], Saved]


@pytest.fixture
def at_work(enter: Enter, plant: Plant) -> tuple[Visitor, Saved]:
    """A visitor on the targets page of the complete engagement."""
    saved = plant(engagement_in("complete"))
    return enter("en", saved, "targets"), saved


def agreements(store: Store, saved: Saved) -> dict[str, Any]:
    return {one.person: one for one in store.open(saved.id).engagement.agreements}


def pills(visitor: Visitor) -> Any:
    return visitor.widget("button_group", ".t1.agreed")


def test_a_year_is_one_choice_and_starts_at_about_60_percent(at_work: tuple[Visitor, Saved], store: Store) -> None:
    visitor, saved = at_work
    visitor.widget("selectbox", ".t1.span").set_value(("2027-01", "2027-12")).run()
    [target] = [one for one in store.open(saved.id).engagement.targets if one.id == "t1"]
    assert (target.first, target.last, target.phases) == ("2027-01", "2027-12", ())
    assert target.probability == pytest.approx(0.6, abs=0.03)
    assert visitor.alerts() == []


def test_a_year_that_has_begun_tells_what_is_made(at_work: tuple[Visitor, Saved]) -> None:
    visitor, _ = at_work
    visitor.widget("selectbox", ".t1.span").set_value(("2026-01", "2026-12")).run()
    said = [text for text in visitor.reads() if "10 months of this period have happened" in text]
    assert len(said) == 1
    assert visitor.alerts() == []


def test_an_agreement_is_a_decision_on_the_numbers_of_the_table(at_work: tuple[Visitor, Saved], store: Store) -> None:
    visitor, saved = at_work
    visitor.turn("targets", PERSONAL)
    first = pills(visitor).options[0]
    pills(visitor).set_value([first]).run()
    found = agreements(store, saved)
    engagement = store.open(saved.id).engagement
    [target] = [one for one in engagement.targets if one.id == "t1"]
    [said] = found.values()
    person = next(person for person in engagement.organisation.people if person.id == said.person)
    share = next(s for plan in engagement.cascades if plan.target == "t1" for s in plan.people if s.to == person.id)
    assert (said.name, said.role, said.amount) == (person.name, person.role, share.amount)
    assert sum(Decimal(repr(month)) for month in said.months) == Decimal(repr(share.amount))
    assert len(target.phases) == 3  # what people agree to must not move with the next month of data
    assert visitor.say("page_targets.personal.state", of=3, agreed=1) in visitor.reads()


def test_taking_it_back_leaves_nobody_agreed(at_work: tuple[Visitor, Saved], store: Store) -> None:
    visitor, saved = at_work
    visitor.turn("targets", PERSONAL).press(".t1.agree_all")
    assert len(agreements(store, saved)) == 3
    pills(visitor).set_value([]).run()
    assert agreements(store, saved) == {}


def test_a_changed_number_asks_again_and_keeps_what_was_agreed(at_work: tuple[Visitor, Saved], store: Store) -> None:
    visitor, saved = at_work
    visitor.turn("targets", PERSONAL).press(".t1.agree_all")
    before = agreements(store, saved)
    visitor.turn("targets", MONTHS)
    month = visitor.widget("number_input", ".t1.month.0")
    month.set_value(month.value + 1000).run()
    visitor.turn("targets", PERSONAL)
    assert visitor.say("page_targets.personal.state_changed", of=3, agreed=0, changed=3) in visitor.reads()
    assert agreements(store, saved) == before
    visitor.press(".t1.agree_all")
    assert visitor.say("page_targets.personal.state", of=3, agreed=3) in visitor.reads()


def test_a_moved_target_is_followed_in_proportion_by_one_click(at_work: tuple[Visitor, Saved], store: Store) -> None:
    visitor, saved = at_work
    visitor.widget("number_input", ".t1.value").set_value(13_000_000.0).run()
    visitor.turn("targets", PERSONAL)
    assert visitor.say("page_targets.personal.gap") in visitor.reads()
    visitor.turn("targets", PEOPLE).press(".t1.follow")
    plan = next(plan for plan in store.open(saved.id).engagement.cascades if plan.target == "t1")
    assert sum(Decimal(repr(share.amount)) for share in plan.people) == 13_000_000
    assert visitor.alerts() == []


def test_people_are_named_on_the_page_where_nobody_is_yet(enter: Enter, plant: Plant, store: Store) -> None:
    saved = plant(engagement_in("real"))
    visitor = enter("zh", saved, "targets")
    visitor.widget("multiselect", ".t1.carriers").set_value(["Li Na / Sales"]).run()
    engagement = store.open(saved.id).engagement
    [person] = engagement.organisation.people
    assert (person.name, person.department, person.role) == ("Li Na", "Sales", "operations")
    assert engagement.organisation.departments == ("Sales",)
    [plan] = [plan for plan in engagement.cascades if plan.target == "t1"]
    assert [share.to for share in plan.people] == [person.id]
    assert visitor.alerts() == []


def test_a_shared_ratio_is_agreed_to_by_everybody_who_carries_it(at_work: tuple[Visitor, Saved], store: Store) -> None:
    visitor, saved = at_work
    ratio = next(one for one in store.open(saved.id).engagement.targets if one.kpi == "acos")
    visitor.widget("selectbox", ".target").set_value(ratio.id).run()
    visitor.turn("targets", PERSONAL)
    assert visitor.say("page_targets.personal.shared") in visitor.reads()
    visitor.press(f".{ratio.id}.agree_all")
    assert {one.months for one in agreements(store, saved).values()} == {(ratio.value,) * 3}


def test_removing_a_target_takes_its_agreements_along(at_work: tuple[Visitor, Saved], store: Store) -> None:
    visitor, saved = at_work
    visitor.turn("targets", PERSONAL).press(".t1.agree_all")
    visitor.unfold("target_settings").press(".t1.remove")
    assert agreements(store, saved) == {}


def test_those_who_are_known_keep_their_id() -> None:
    engagement, ids = with_named(engagement_in("complete"), ["new one", "new one"])
    assert len(set(ids)) == 1
    again, same = with_named(engagement, ids)
    assert again is engagement
    assert same == ids


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_the_files_hold_the_table_and_act_on_nobody(language: Language) -> None:
    hostile = '=HYPERLINK("http://x.example","a")'
    engagement = engagement_in("complete")
    people = tuple(
        person.model_copy(update={"name": hostile, "department": "@SUM(A1)"})
        for person in engagement.organisation.people
    )
    organisation = engagement.organisation.model_copy(update={"people": people})
    engagement = engagement.model_copy(update={"organisation": organisation})
    target, facts, day = engagement.targets[0], sample_facts("simulated"), date(2026, 11, 24)
    text = target_caching.personal_file(engagement, target, facts, language, "csv", day).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
    content = target_caching.personal_file(engagement, target, facts, language, "xlsx", day)
    assert content == target_caching.personal_file(engagement, target, facts, language, "xlsx", day)
    [sheet] = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    names = [cell for row in sheet.iter_rows() for cell in row if cell.value and hostile in str(cell.value)]
    assert names
    assert {cell.data_type for cell in names} == {"s"}
    sums = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(str(one).startswith("=SUM(") for one in sums)
    assert len(sums) == 5  # the company, the department, three people


def test_a_person_without_a_name_is_told_by_id() -> None:
    engagement, _ = with_named(engagement_in("real"), ["/ Sales"])
    assert [type(person) for person in engagement.organisation.people] == [Person]
    assert engagement.organisation.people[0].name


def test_a_number_that_was_meant_otherwise_is_asked_about_and_mended_by_one_click(
    at_work: tuple[Visitor, Saved], store: Store
) -> None:
    visitor, saved = at_work
    ratio = next(one for one in store.open(saved.id).engagement.targets if one.kpi == "acos")
    visitor.widget("selectbox", ".target").set_value(ratio.id).run()
    visitor.widget("number_input", f".{ratio.id}.value").set_value(3200.0).run()  # 32, typed as a percentage
    [button] = [one for one in visitor.app.button if f".{ratio.id}.read." in (one.key or "")]
    assert visitor.app.warning
    button.click().run()
    [mended] = [one for one in store.open(saved.id).engagement.targets if one.id == ratio.id]
    assert mended.value == pytest.approx(0.32)
    assert not [one for one in visitor.app.button if f".{ratio.id}.read." in (one.key or "")]


def test_a_split_by_potential_closes_like_any_other(at_work: tuple[Visitor, Saved], store: Store) -> None:
    visitor, saved = at_work
    visitor.press(".t1.split.potential")
    engagement = store.open(saved.id).engagement
    target = engagement.targets[0]
    plan = next(plan for plan in engagement.cascades if plan.target == target.id)
    assert sum(Decimal(repr(share.amount)) for share in plan.people) == Decimal(repr(target.value))
    assert visitor.alerts() == []
