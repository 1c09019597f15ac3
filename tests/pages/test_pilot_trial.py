"""The pilot's design and verdict on the page: the answer first, sealed before the start, judged after the last month."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kpi_logic.model import Data, Engagement, FileRef, Message, Month, Pilot, SuccessRule
from kpi_logic.release import freeze_pilot, sealed_pilots
from kpi_logic.store import Saved, Store
from pages.shared import samples
from tests.pages.conftest import engagement_in, sample_facts
from tests.pages.visitor import Visitor

LATER = "simulated_next_months.csv"
DESIGN, VERDICT = 0, 4
BEFORE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PILOT = Pilot(
    shops=("Nestwell US",), compared_shops=("Nestwell MY", "Nestwell TT US"), first="2026-12", months=2,
    success_rule="Better or not at all.", rule=SuccessRule(kpi="cvr", at_least=0.05, guards=("return_rate",)),
)  # fmt: skip


def piloted(pilot: Pilot = PILOT) -> Engagement:
    return engagement_in("complete").model_copy(update={"pilot": pilot})


def with_later_months(store: Store, saved: Saved) -> Saved:
    """The months of the pilot delivered, through the same intake as ever."""
    content = (samples.FOLDER / LATER).read_bytes()
    ref: FileRef = store.put_file(content, LATER)
    known = store.open(saved.id)
    data: Data = known.engagement.data.model_copy(update={"files": (*known.engagement.data.files, ref)})
    later = known.engagement.model_copy(update={"data": data})
    return store.save(saved.id, later, known.revision, Message("store.created"), "", BEFORE)


def opened(enter: Callable[..., Visitor], language: str, saved: Saved, tab: int) -> Visitor:
    visitor = enter(language, saved, "pilot").turn("pilot", tab)
    assert visitor.alerts() == []
    return visitor


def text(visitor: Visitor) -> str:
    """All that is read, without the signs that make words harmless."""
    return "\n".join(visitor.reads()).replace("\\", "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_pilot_can_show_is_the_first_word(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved]
) -> None:
    visitor = opened(enter, language, plant(piloted()), DESIGN)
    first = next(one.value for one in visitor.app.markdown if "Nestwell US" in one.value)
    assert "16%" in first.replace("\\", "")
    assert visitor.say("page_pilot_rule.seal.title") in text(visitor)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_rule_is_sealed_with_a_name(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(piloted())
    visitor = opened(enter, language, saved, DESIGN)
    by = next(box for box in visitor.app.text_input if box.label == visitor.say("page_pilot_rule.seal.by"))
    press(visitor, "page_pilot_rule.seal.do", by, " ")
    assert visitor.say("page_pilot_rule.seal.nameless") in text(visitor)
    assert sealed_pilots(store.trail(saved.id)) == ()
    by = next(box for box in visitor.app.text_input if box.label == visitor.say("page_pilot_rule.seal.by"))
    press(visitor, "page_pilot_rule.seal.do", by, "Lin *Ruochuan*")
    (sealed,) = sealed_pilots(store.trail(saved.id))
    assert sealed.seal.by == "Lin *Ruochuan*"
    assert visitor.say("page_pilot_rule.seal.unchanged") in text(visitor)
    assert sealed.seal.sha256 in text(visitor)


def press(visitor: Visitor, key: str, box: object, value: str) -> None:
    box.set_value(value)  # type: ignore[attr-defined]
    next(one for one in visitor.app.button if one.label == visitor.say(key)).click().run()
    assert visitor.alerts() == []


def test_a_rule_changed_after_the_seal_is_told_and_the_seal_counts(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(piloted())
    freeze_pilot(store, saved, sample_facts("simulated"), "Lin", BEFORE)
    visitor = opened(enter, "en", saved, DESIGN)
    visitor.widget("number_input", "trial.at_least").set_value(1).run()
    said = text(visitor)
    assert visitor.say("page_pilot_rule.seal.changed", fields="least improvement") in said
    assert visitor.say("pilot.finding.changed.message", fields="least improvement") in said
    assert sealed_pilots(store.trail(saved.id))[0].seal.plan.pilot.rule.at_least == 0.05


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("tab", [DESIGN, VERDICT])
def test_a_changed_scheme_alone_is_told_and_nothing_is_sealed_anew(
    tab: int, language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(piloted())
    freeze_pilot(store, saved, sample_facts("simulated"), "Lin", BEFORE)
    assert saved.engagement.scheme is not None
    saved = changed(store, saved, scheme=saved.engagement.scheme.model_copy(update={"trial_months": 3}))
    visitor = opened(enter, language, saved, tab)
    assert visitor.say("page_pilot_rule.seal.scheme_only") in text(visitor)
    assert seal_buttons(visitor) == 0
    bent = PILOT.model_copy(update={"rule": PILOT.rule.model_copy(update={"at_least": 0.01})})
    visitor = opened(enter, language, changed(store, saved, pilot=bent), tab)  # both: the page stood still with it
    fields = visitor.say("pilot.field.rule_at_least"), visitor.say("pilot.field.scheme")
    said = visitor.say("page_pilot_rule.seal.changed", fields=visitor.say("word.list_separator").join(fields))
    assert said in text(visitor)


def test_nothing_is_sealed_once_the_pilots_numbers_are_there_and_the_verdict_stays(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(piloted())
    freeze_pilot(store, saved, sample_facts("simulated"), "Lin", BEFORE)
    bent = PILOT.model_copy(update={"rule": PILOT.rule.model_copy(update={"at_least": 0.01})})
    saved = changed(store, with_later_months(store, saved), pilot=bent)
    visitor = opened(enter, "en", saved, DESIGN)
    assert seal_buttons(visitor) == 0
    assert "nothing is sealed any more" in text(visitor)
    assert visitor.say("page_pilot_rule.seal.smallest", smallest="16%") in text(visitor)
    freeze_pilot(store, saved, sample_facts("simulated"), "Lin", BEFORE)
    visitor = opened(enter, "en", saved, VERDICT)
    assert [box.value for box in visitor.app.success if "16.4" in box.value]


def changed(store: Store, saved: Saved, **update: object) -> Saved:
    """The engagement with other decisions."""
    later = saved.engagement.model_copy(update=update)
    return store.save(saved.id, later, saved.revision, Message("store.created"), "", BEFORE)


def seal_buttons(visitor: Visitor) -> int:
    return sum(one.label == visitor.say("page_pilot_rule.seal.do") for one in visitor.app.button)


def test_without_shops_no_rule_is_suggested(enter: Callable[..., Visitor], plant: Callable[..., Saved]) -> None:
    visitor = opened(enter, "en", plant(piloted(Pilot(first="2026-12"))), DESIGN)
    assert visitor.say("page_pilot_rule.no_suggestion") not in text(visitor)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_verdict_by_the_sealed_rule(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(piloted())
    freeze_pilot(store, saved, sample_facts("simulated"), "Lin", BEFORE)
    pending = opened(enter, language, saved, VERDICT)
    last = pending.words.month(Month(2027, 1))
    waiting = pending.say("pilot.verdict.pending", months=2, delivered=0, last=last)
    assert waiting in text(pending)
    visitor = opened(enter, language, with_later_months(store, saved), VERDICT)
    (verdict,) = [box.value for box in visitor.app.success if "Nestwell US" in box.value]
    assert "16.4%" in verdict.replace("\\", "")
    said = text(visitor)
    assert visitor.say("page_pilot_rule.reasons") in said
    assert "Better or not at all." in said
    assert "14.4%" in said and "1.7%" in said, "the shops' own changes lead to the effect"


def test_without_a_seal_there_is_no_verdict(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    visitor = opened(enter, "en", with_later_months(store, plant(piloted())), VERDICT)
    assert len(visitor.app.success) == 0
    assert "the rule was not sealed beforehand" in text(visitor)


def test_a_suggested_rule_and_a_comparison_are_one_press_away(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(piloted(Pilot(shops=("Nestwell US",), compared_shops=("Nestwell MY",), first="2026-12")))
    visitor = opened(enter, "zh", saved, DESIGN)
    visitor.press("trial.take")
    assert store.open(saved.id).engagement.pilot.rule.kpi != ""
    visitor.press("trial.compare.1")
    assert store.open(saved.id).engagement.pilot.compared_shops == ("Nestwell MY", "Nestwell TT US")


@pytest.mark.parametrize("tab", [DESIGN, VERDICT])
@pytest.mark.parametrize("state", ["complete", "real"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_in_whatever_state(
    language: str, state: str, tab: int, enter: Callable[..., Visitor], plant: Callable[..., Saved]
) -> None:
    opened(enter, language, plant(engagement_in(state)), tab)
