"""Feedback on the page: a tablet that goes round, remarks that are answered, and one truth for the roll-out switch."""

from collections.abc import Callable

import pytest

from kpi_logic.model import Engagement, Feedback
from kpi_logic.store import Saved, Store
from tests.pages.conftest import engagement_in
from tests.pages.visitor import Visitor

TAB = 2  # design, actuals, feedback, iterate, verdict


def with_forms(answered: bool = False) -> Engagement:
    engagement = engagement_in("complete")
    people = engagement.organisation.people
    forms = tuple(
        Feedback(id=f"f{n}", person=person.id, day="2026-12-28", clear=4, fair=2 if n < 4 else 4, doable=3)
        for n, person in enumerate(people[:6], start=1)
    )
    card = engagement.scheme.scorecards[0] if engagement.scheme else None
    remark = forms[0].model_copy(
        update={
            "words": "ACoS depends on head office",
            "topic": "kpi",
            "kpi": card.lines[0].kpi if card else "",
            "answer": "We lower the weight" if answered else "",
            "answered_by": people[0].id if answered else "",
        }
    )
    return engagement.model_copy(update={"feedback": (remark, *forms[1:])})


def at_feedback(enter: Callable[..., Visitor], saved: Saved, language: str = "en") -> Visitor:
    return enter(language, saved, "pilot").turn("pilot", TAB)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_answer_comes_first_and_nobody_is_given_away(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved]
) -> None:
    saved = plant(with_forms())
    visitor = at_feedback(enter, saved, language)
    assert visitor.alerts() == []
    said = " ".join(visitor.reads()).replace("\\", "")
    assert visitor.say("page_feedback.answer.open", open=1) in said
    assert visitor.say("pulse.question.fair") in said
    small = {person.department for person in saved.engagement.organisation.people}
    heads = [str(column) for frame in visitor.app.dataframe for column in frame.value.columns]
    assert len([head for head in heads if head in small]) <= 1


def test_one_person_after_the_other_on_the_tablet(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(engagement_in("complete"))
    visitor = at_feedback(enter, saved)
    visitor.widget("toggle", "form_tablet").set_value(True).run()
    visitor.press("feedback.begin")
    visitor.widget("button_group", "feedback.f1.fair").set_value(2).run()
    visitor.widget("text_area", "feedback.f1.words").set_value("too hard").run()
    visitor.press("feedback.next")
    assert not any("too hard" in text for text in visitor.reads())
    assert not any((widget.key or "").endswith("feedback.f1.fair") for widget in visitor.app.button_group)
    visitor.widget("button_group", "feedback.f2.fair").set_value(5).run()
    kept = store.open(saved.id).engagement.feedback
    assert [(one.id, one.fair, one.words) for one in kept] == [("f1", 2, "too hard"), ("f2", 5, "")]
    visitor.widget("toggle", "form_tablet").set_value(False).run()
    visitor.widget("toggle", "form_tablet").set_value(True).run()
    assert not any("too hard" in text for text in visitor.reads())
    assert visitor.alerts() == []


def test_a_remark_is_answered_by_somebody_on_a_day(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(with_forms())
    visitor = at_feedback(enter, saved)
    visitor.widget("text_area", "feedback.f1.answer").set_value("We lower its weight").run()
    assert visitor.say("page_feedback.nameless") in visitor.reads()
    leader = next(person.id for person in saved.engagement.organisation.people if person.leads)
    visitor.widget("selectbox", "feedback.f1.answered_by").set_value(leader).run()
    kept = store.open(saved.id).engagement.feedback[0]
    assert (kept.answer, kept.answered_by) == ("We lower its weight", leader)
    assert kept.answered_on
    assert visitor.say("page_feedback.answer.none_open") in " ".join(visitor.reads()).replace("\\", "")
    assert visitor.alerts() == []


def test_collected_forms_take_the_place_of_the_switch(
    enter: Callable[..., Visitor], plant: Callable[..., Saved]
) -> None:
    asked = plant(with_forms(answered=True))
    visitor = enter("en", asked, "weights")
    visitor.app.session_state["tabs.weights"] = visitor.say("page_weights.section.roll_out")
    visitor.app.run()
    assert not any((box.key or "").endswith("roll_out.feedback") for box in visitor.app.selectbox)
    assert any(visitor.say("page_roll_out.asked.answered") in text for text in visitor.reads())
