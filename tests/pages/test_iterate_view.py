"""Changing a released scheme on the page: reasons, before and after, presses, signatures."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kpi_logic.model import Engagement, Message
from kpi_logic.proposal.edition import Edition
from kpi_logic.release import Papers, Signature, release, sign
from kpi_logic.review import changes_due, without_reason
from kpi_logic.store import Saved, Store
from pages.shared.caching import facts as facts_of
from tests.pages.conftest import NOW, engagement_in, sample_facts
from tests.pages.test_feedback_view import with_forms
from tests.pages.visitor import Visitor

TAB = 3


def released_and_changed(store: Store, plant: Callable[..., Saved], engagement: Engagement) -> Saved:
    """Version 1.0 released and signed, then a weight moved from one line to the next."""
    saved = plant(engagement)
    made = Papers({"proposal-zh.pdf": b"%PDF"}, "a" * 64, ())
    mark = sample_facts("simulated").fingerprint
    entry = release(store, saved, made, Edition("1.0", draft=False), mark, "Chen", NOW)
    for item in ("targets", "cards"):
        body = Signature(release=entry.number, content="a" * 64, item=item, name="Li", role="owner", approves=True)
        sign(store, saved.id, body, NOW)
    return store.save(
        saved.id, heavier(engagement), saved.revision, Message("page_weights.weight"), "", NOW + timedelta(minutes=1)
    )


def heavier(engagement: Engagement) -> Engagement:
    assert engagement.scheme is not None
    first, *others = engagement.scheme.scorecards
    one, two, *rest = first.lines
    lines = (
        one.model_copy(update={"weight": one.weight + 10}),
        two.model_copy(update={"weight": two.weight - 10}),
        *rest,
    )
    cards = (first.model_copy(update={"lines": lines}), *others)
    return engagement.model_copy(update={"scheme": engagement.scheme.model_copy(update={"scorecards": cards})})


def at_iterate(enter: Callable[..., Visitor], saved: Saved, language: str = "en") -> Visitor:
    return enter(language, saved, "pilot").turn("pilot", TAB)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_before_a_release_the_evidence_alone(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved]
) -> None:
    visitor = at_iterate(enter, plant(with_forms()), language)
    assert visitor.alerts() == []
    assert visitor.say("page_iterate.not_released") in visitor.reads()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_change_says_who_gains_and_asks_for_its_reason(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = released_and_changed(store, plant, with_forms())
    visitor = at_iterate(enter, saved, language)
    assert visitor.alerts() == []
    said = " ".join(visitor.reads()).replace("\\", "")
    assert visitor.say("page_iterate.answer.bare", version="1.0", changes=2, bare=2) in said
    assert visitor.say("page_iterate.changes", count=2, bare=2) in said
    assert visitor.say("page_iterate.signing", anew=4, of=7) in said


def test_a_reason_is_kept_and_given_to_the_others_too(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = released_and_changed(store, plant, with_forms())
    visitor = at_iterate(enter, saved)
    first, second = (one.path for one in changes_due(store.at(saved.id, 1), saved.engagement))
    visitor.widget("text_area", f"reason.{first}.reason").set_value("Sales were out of reach").run()
    visitor.widget("selectbox", f"reason.{first}.source").set_value("feedback").run()
    visitor.press(f"reason.{first}.same")
    kept = store.open(saved.id).engagement
    assert {(one.place, one.base, one.source, one.reason) for one in kept.reasons} == {
        (place, "1.0", "feedback", "Sales were out of reach") for place in (first, second)
    }
    assert without_reason(store.at(saved.id, 1), kept, "1.0") == ()
    said = " ".join(visitor.reads()).replace("\\", "")
    assert visitor.say("page_iterate.answer.reasoned", version="1.0", changes=2) in said


def test_a_press_changes_and_writes_its_reason(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = released_and_changed(store, plant, with_forms())
    visitor = at_iterate(enter, saved)
    buttons = [button for button in visitor.app.button if ".advice." in (button.key or "")]
    assert buttons, "the forms complain of a KPI, so there is something to press"
    buttons[0].click().run()
    assert visitor.alerts() == []
    kept = store.open(saved.id).engagement
    assert kept.scheme != saved.engagement.scheme
    assert kept.reasons
    assert all(one.reason and one.base == "1.0" for one in kept.reasons)
    assert kept.scheme is not None
    assert all(sum(line.weight for line in card.lines) == 100 for card in kept.scheme.scorecards)


def test_the_facts_are_the_samples(plant: Callable[..., Saved]) -> None:
    saved = plant(engagement_in("complete"))
    found = facts_of(saved.engagement)
    assert found is not None
    assert found.fingerprint == sample_facts("simulated").fingerprint
