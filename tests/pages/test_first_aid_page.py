"""First aid on the page: the symptom, whom to go to, what was tried; and every widget of its and its neighbours' parts."""

import datetime
from collections.abc import Callable

import pytest

from kpi_logic.model import Attempt, ChangeReason, Engagement, Message
from kpi_logic.review import changes_due
from kpi_logic.store import Saved, Store
from tests.pages.conftest import engagement_in
from tests.pages.test_every_widget import _tried, names
from tests.pages.test_feedback_view import with_forms
from tests.pages.test_iterate_view import released_and_changed
from tests.pages.visitor import Visitor

Plant = Callable[..., Saved]
Enter = Callable[..., Visitor]


def tried_before() -> Engagement:
    attempts = (
        Attempt(id="a1", symptom="resistance", step="answer_all", who="Li", day="2027-01-11", helped=True),
        Attempt(id="a2", symptom="numbers", step="something_old", who="Wu", outcome="*nothing* {came}"),
    )
    return with_forms().model_copy(update={"attempts": attempts})


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("symptom", ["numbers", "resistance", "target", "leaders"])
def test_every_symptom_has_its_answer_and_its_steps(symptom: str, language: str, enter: Enter, plant: Plant) -> None:
    visitor = enter(language, plant(tried_before()), "first_aid")
    visitor.widget("button_group", "aid_symptom").set_value(symptom).run()
    assert visitor.alerts() == []
    said = " ".join(visitor.reads()).replace("\\", "")
    assert visitor.say(f"first_aid.symptom.{symptom}") in said
    assert visitor.say("page_first_aid.record", count=2) in said
    firsts = {
        "numbers": "find_numbers",
        "resistance": "read_pulse",
        "target": "against_history",
        "leaders": "carry_themselves",
    }
    steps = " ".join(one.value for one in visitor.app.markdown).replace("\\", "")
    assert [one for one, code in firsts.items() if visitor.say(f"first_aid.step.{code}.do") in steps] == [symptom]


def test_resistance_goes_to_small_groups_and_a_press_is_on_record(enter: Enter, plant: Plant, store: Store) -> None:
    saved = plant(with_forms())
    visitor = enter("en", saved, "first_aid")
    visitor.widget("button_group", "aid_symptom").set_value("resistance").run()
    said = " ".join(visitor.reads()).replace("\\", "")
    assert "small-group meetings" in said
    visitor.press("tried.small_group")
    assert visitor.alerts() == []
    (kept,) = store.open(saved.id).engagement.attempts
    assert (kept.symptom, kept.step, bool(kept.who), kept.helped) == ("resistance", "small_group", True, None)
    visitor.type_into_table(edited_rows={0: {"helped": "yes", "outcome": "they were heard", "day": "someday"}})
    (kept,) = store.open(saved.id).engagement.attempts
    assert (kept.helped, kept.outcome, kept.day) == (True, "they were heard", "")
    assert visitor.say("first_aid.step.small_group.do") in " ".join(visitor.reads()).replace("\\", "")


@pytest.mark.parametrize("tab", [2, 3])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_widget_of_feedback_and_changes_keeps_both_answers(
    tab: int, language: str, enter: Enter, plant: Plant, store: Store
) -> None:
    saved = released_and_changed(store, plant, tried_before())
    first = changes_due(store.at(saved.id, 1), saved.engagement)[0].path
    given = ChangeReason(place=first, base="1.0", reason="seen", feedback=("f1",))
    told = saved.engagement.model_copy(update={"reasons": (given,)})
    form = told.feedback[0].model_copy(update={"answer": "so", "answered_on": "2027-01-11"})
    told = told.model_copy(update={"feedback": (form, *told.feedback[1:])})
    saved = store.save(
        saved.id, told, saved.revision, Message("page_iterate.reason"), "", datetime.datetime.now(datetime.UTC)
    )
    visitor = enter(language, saved, "pilot").turn("pilot", tab)
    opened(visitor, saved, tab, first)
    found = [(kind, key) for (group, place), kind, key in names(visitor, saved) if (group, place) == ("pilot", tab)]
    assert len(found) > 3
    lost = []
    for kind, key in found:
        opened(visitor, saved, tab, first)
        if not any((one.key or "") == key for one in getattr(visitor.app, kind)):
            continue
        lost += _tried(visitor, saved, store, "pilot", kind, key)
        head = store.open(saved.id)
        store.restore(saved.id, saved.revision, head.revision, "", datetime.datetime.now(datetime.UTC))
        visitor.go("pilot")
        assert visitor.alerts() == [], key
    assert lost == []


def opened(visitor: Visitor, saved: Saved, tab: int, change: str) -> None:
    """The tab with a form and a change open."""
    visitor.turn("pilot", tab)
    for name, value in (("form_open", "f1"), ("remark_open", "f1"), ("change_shown", change)):
        for key in (f"{saved.id}.{name}", f"own.{saved.id}.{name}"):
            visitor.app.session_state[key] = value
    visitor.app.run()


def test_a_name_that_would_act_is_only_shown(enter: Enter, plant: Plant) -> None:
    engagement = engagement_in("complete")
    forms = with_forms().feedback
    loud = forms[0].model_copy(update={"words": "**bold** <b>x</b> {braces} $x$ [a](b)"})
    visitor = enter("en", plant(engagement.model_copy(update={"feedback": (loud, *forms[1:])})), "first_aid")
    assert visitor.alerts() == []
    shown = [text for text in visitor.reads() if "bold" in text]
    assert shown
    assert all("**bold**" not in text for text in shown)
