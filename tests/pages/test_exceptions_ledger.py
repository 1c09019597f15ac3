"""The exceptions ledger on the review page: recorded, approved by somebody else, told what it does; faults are named."""

from collections.abc import Callable

import pytest

from kpi_logic.model import Award, Engagement, Extra, Pilot, SchemeException
from kpi_logic.store import Saved, Store
from pages.shared.exception_changes import with_field
from tests.pages.conftest import engagement_in
from tests.pages.visitor import Visitor, unmarked


def ledger(visitor: Visitor) -> Visitor:
    visitor.app.session_state["tabs.review"] = visitor.say("page_review.tab.exceptions")
    visitor.app.run()
    return visitor


def said(visitor: Visitor) -> list[str]:
    return [unmarked(text) for text in visitor.reads()]


def test_an_exception_is_recorded_approved_and_its_effect_told(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = plant(engagement_in("complete"))
    own = saved.engagement.organisation.people[1]
    visitor = ledger(enter("en", saved, "review"))
    assert any(visitor.say("page_exceptions.none") in text for text in said(visitor))
    visitor.press("exceptions.add")
    assert any("has nobody's approval and no effect" in text for text in said(visitor))
    assert visitor.say("page_exceptions.no_effect") in said(visitor)
    visitor.widget("selectbox", "e1.rule").set_value("hold_harmless").run()
    visitor.widget("selectbox", "e1.person").set_value(own.id).run()
    visitor.widget("text_input", "e1.requester").set_value("The lead").run()
    visitor.widget("text_input", "e1.approver").set_value(f" {own.name} ").run()
    assert any("nobody approves their own" in text for text in said(visitor))
    assert visitor.say("page_exceptions.no_effect") in said(visitor)
    visitor.widget("text_input", "e1.approver").set_value("Ann").run()
    [event] = store.open(saved.id).engagement.exceptions
    assert (event.rule, event.requester, event.approver) == ("hold_harmless", "The lead", "Ann")
    assert not any("no effect." in text and "Exception 1" in text for text in said(visitor))
    assert visitor.say("page_exceptions.head.score_after") in said(visitor)
    visitor.press("e1.drop")
    assert store.open(saved.id).engagement.exceptions == ()


def test_two_that_contradict_each_other_are_told_as_a_fault(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved]
) -> None:
    month = "2026-09"
    start = SchemeException(
        id="e1", kind="leave", rule="exclude_month", first=month, last=month, person="p2", approver="Ann",
        requester="Bo", evidence="note",
    )  # fmt: skip
    pair = (start, start.model_copy(update={"id": "e2", "rule": "hold_harmless"}))
    saved = plant(engagement_in("complete").model_copy(update={"exceptions": pair}))
    visitor = ledger(enter("zh", saved, "review"))
    assert visitor.say("remark.level.error", count=1) in said(visitor)
    one = visitor.say("remark.exception_contradiction.fix")
    assert any(one in text for text in said(visitor))


@pytest.mark.parametrize(
    ("pilot", "key"), [(Pilot(), "not_scored"), (Pilot(first="2026-10", months=1), "answer_trial")]
)
def test_the_headline_counts_only_months_since_scoring_began(
    pilot: Pilot, key: str, enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved]
) -> None:
    event = SchemeException(
        id="e1", kind="leave", rule="hold_harmless", first="2026-09", last="2026-10", person="p2", approver="Ann",
        requester="Bo", evidence="note",
    )  # fmt: skip
    saved = plant(engagement_in("complete").model_copy(update={"exceptions": (event,), "pilot": pilot}))
    visitor = ledger(enter("en", saved, "review"))
    begins = {"not_scored": "The scheme scores no month yet", "answer_trial": "in the 1 months scored so far: 1."}
    assert any(begins[key] in text for text in said(visitor))
    assert visitor.say("page_exceptions.replayed") in said(visitor), "September is re-scored for comparison only"


def test_a_first_month_after_the_last_takes_it_along() -> None:
    event = SchemeException(id="e1", kind="other", rule="exclude_month", first="2026-01", last="2026-02")
    engagement = Engagement(name="x", exceptions=(event,))
    [later] = with_field("e1", "first")(engagement, "2026-04").exceptions
    [earlier] = with_field("e1", "last")(engagement, "2025-12").exceptions
    assert [(one.first, one.last) for one in (later, earlier)] == [("2026-04", "2026-04"), ("2025-12", "2025-12")]


def test_points_given_are_shown_with_their_kind(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved]
) -> None:
    engagement = engagement_in("complete")
    assert engagement.scheme is not None
    first, *rest = engagement.scheme.scorecards
    first = first.model_copy(update={"extras": (Extra(id="x1", kind="minus", name="Late report"),)})
    scheme = engagement.scheme.model_copy(update={"scorecards": (first, *rest)})
    award = Award(person=engagement.organisation.people[0].id, month="2026-01", extra="x1", reason="March")
    saved = plant(engagement.model_copy(update={"scheme": scheme, "awards": (award,)}))
    visitor = ledger(enter("en", saved, "review"))
    assert visitor.alerts() == []
    assert "March" in visitor.reads()
