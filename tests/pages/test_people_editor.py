"""The table of people: typing, adding and deleting rows, each kept at once."""

from collections.abc import Callable
from typing import Any

from kpi_logic.model import Duty, Engagement, Organisation, Person
from kpi_logic.store import Saved, Store
from pages.shared import editing, people
from tests.pages.conftest import engagement_in
from tests.pages.visitor import Visitor

ANN = Person(id="p1", name="Ann", department="Sales", role="operations", shops=("North",), bonus=1000.0)
BEN = Person(id="p2", name="Ben", department="Ads", role="advertising")
TWO = Engagement(name="two-people", organisation=Organisation(departments=("Sales", "Ads"), people=(ANN, BEN)))


def edited(engagement: Engagement, **edits: Any) -> Organisation:
    rows = [people._row(person) for person in engagement.organisation.people] or [{}]
    return people._with_people(engagement, editing.edited(rows, edits, "people.0")).organisation


def test_a_finished_cell_changes_one_person() -> None:
    assert edited(TWO, edited_rows={1: {"name": "Benno", "bonus": 500.0, "shops": ["South", "North"]}}).people == (
        ANN,
        BEN.model_copy(update={"name": "Benno", "bonus": 500.0, "shops": ("South", "North")}),
    )


def test_a_second_edit_of_the_same_cell_counts() -> None:
    once = TWO.model_copy(update={"organisation": edited(TWO, edited_rows={"0": {"department": "Design"}})})
    twice = edited(once, edited_rows={"0": {"department": "Brand"}})
    assert [person.department for person in twice.people] == ["Brand", "Ads"]
    assert twice.departments == ("Brand", "Ads")


def test_a_row_without_a_name_is_nobody_yet() -> None:
    assert edited(TWO, added_rows=[{"department": "Sales"}]).people == (ANN, BEN)


def test_an_added_row_is_a_person_with_an_id_of_their_own() -> None:
    made = edited(TWO, added_rows=[{"name": " Cai ", "role": "lead", "leads": True}]).people[2]
    assert (made.name, made.role, made.leads, made.department, made.shops, made.bonus) == (
        "Cai", "lead", True, "", (), None,
    )  # fmt: skip
    assert made.id not in ("", "p1", "p2")


def test_a_deleted_row_is_gone_and_the_others_stay() -> None:
    assert edited(TWO, deleted_rows=[0]) == Organisation(departments=("Ads",), people=(BEN,))


def test_edits_additions_and_deletions_at_once() -> None:
    made = edited(
        TWO, edited_rows={1: {"leads": True}}, added_rows=[{"name": "Cai", "department": "Ads"}], deleted_rows=[0]
    )
    assert [(person.name, person.leads) for person in made.people] == [("Ben", True), ("Cai", False)]


def test_the_first_person_is_typed_into_an_empty_table() -> None:
    fresh = Engagement(name="nobody-yet")
    assert [p.name for p in edited(fresh, edited_rows={0: {"name": "Ann"}}).people] == ["Ann"]
    assert edited(fresh, edited_rows={0: {"department": "Sales"}}) == Organisation()


def test_a_cleared_name_takes_the_person_out() -> None:
    assert edited(TWO, edited_rows={0: {"name": None}}).people == (BEN,)


def test_the_editor_shows_the_people_and_keeps_what_is_typed(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(engagement_in("complete"))
    visitor = enter("zh", saved, "intake").turn("intake", 2)
    rows = len(visitor.app.data_editor[0].value)
    visitor.type_into_table(edited_rows={"0": {"name": "Ann"}})
    visitor.type_into_table(edited_rows={"0": {"name": "Anna", "bonus": 700}})
    # The table stays the same one, so that the cursor stays too: the browser reports all edits made in it so far.
    visitor.type_into_table(edited_rows={"0": {"name": "Anna", "bonus": 700}}, added_rows=[{"name": "Newcomer"}])
    visitor.go("home").go("intake")
    assert visitor.alerts() == []
    table = visitor.app.data_editor[0].value
    assert (len(table), table["name"].iloc[0], table["bonus"].iloc[0]) == (rows + 1, "Anna", 700)
    kept = store.open(saved.id)
    assert (kept.revision, kept.engagement.organisation.people[-1].name) == (4, "Newcomer")
    assert kept.engagement.organisation.people[1:-1] == saved.engagement.organisation.people[1:]


def test_the_same_name_twice_is_two_people(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(TWO)
    visitor = enter("en", saved, "intake").turn("intake", 2)
    visitor.type_into_table(added_rows=[{"name": "Ann"}])
    people_now = store.open(saved.id).engagement.organisation.people
    assert [person.name for person in people_now] == ["Ann", "Ben", "Ann"]
    assert len({person.id for person in people_now}) == 3


def test_what_the_table_does_not_show_stays_when_a_cell_changes() -> None:
    both = BEN.model_copy(
        update={"duties": (Duty(role="lead", share=0.25),), "joined": "2026-01-15", "left": "2026-06-30"}
    )
    team = TWO.model_copy(update={"organisation": Organisation(departments=("Sales", "Ads"), people=(ANN, both))})
    assert edited(team, edited_rows={1: {"name": "Benno"}}).people == (ANN, both.model_copy(update={"name": "Benno"}))


def test_the_first_and_the_last_day_are_typed() -> None:
    made = edited(TWO, edited_rows={0: {"joined": "2026-02-01"}, 1: {"left": "2026-05-31"}})
    assert [(person.joined, person.left) for person in made.people] == [("2026-02-01", ""), ("", "2026-05-31")]
