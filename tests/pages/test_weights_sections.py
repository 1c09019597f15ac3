"""The sections below the desk: each is drawn only while it is open, in both languages, and keeps what is decided in it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from kpi_logic.model import Award, Engagement, Extra, Judgement, Line, Panel, Scenario, Vote
from kpi_logic.scheme import NOTICE
from kpi_logic.store import Saved, Store
from pages.shared import awards_view, extras_view, scheme_sections
from pages.shared.faders.payload import moved
from tests.pages.conftest import engagement_in
from tests.pages.test_every_page import _speaks_one_language
from tests.pages.test_every_widget import _tried, names
from tests.pages.visitor import Visitor, unmarked

SECTIONS = tuple(scheme_sections.SECTIONS)


def turned_to(visitor: Visitor, section: str) -> Visitor:
    """The page with one section open."""
    visitor.app.session_state["tabs.weights"] = visitor.say(f"page_weights.section.{section}")
    visitor.app.run()
    return visitor


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("state", ["complete", "real"])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_drawn(
    section: str, state: str, language: str, enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved]
) -> None:
    saved = plant(engagement_in(state))
    visitor = turned_to(enter(language, saved, "weights"), section)
    assert visitor.alerts() == []
    _speaks_one_language(visitor, state, saved)


@pytest.mark.parametrize("section", ["scenarios", "elicitation", "votes", "roll_out"])
def test_every_widget_of_a_section_keeps_both_answers(
    section: str, enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = plant(with_everything(engagement_in("complete")))
    visitor = turned_to(enter("en", saved, "weights"), section)
    lost = []
    mine = [one for one in names(visitor, saved) if one[0] == ("weights", SECTIONS.index(section))]
    assert mine
    for (group, place), kind, key in mine:
        visitor.turn(group, place)
        lost += _tried(visitor, saved, store, "weights", kind, key)
        head = store.open(saved.id)
        store.restore(saved.id, 1, head.revision, "", datetime.datetime.now(datetime.UTC))
        visitor.go("weights")
        assert visitor.alerts() == [], key
    assert lost == []


def with_everything(engagement: Engagement) -> Engagement:
    """A scenario, answers by every method, and a panel of which one has voted."""
    assert engagement.scheme is not None
    card = engagement.scheme.scorecards[0]
    best, *_, worst = kpis = [line.kpi for line in card.lines]
    weights = {line.kpi: line.weight for line in card.lines}
    judgements = (
        Judgement(role=card.role, method="swing", answers={best: 100.0}),
        Judgement(role=card.role, method="ahp", answers={f"{kpis[0]}:{kpis[1]}": 9.0, f"{kpis[1]}:{kpis[2]}": 9.0}),
        Judgement(role=card.role, method="bwm", best=best, worst=worst, answers={f"{best}:{worst}": 5.0}),
    )
    panel = Panel(voters=("Ann", "Bob"), votes=(Vote(role=card.role, voter="Bob", weights=weights, cast=True),))
    scenario = Scenario(id="s1", name="Bold", scheme=engagement.scheme, by="client")
    said = {"judgements": judgements, "panel": panel, "scenarios": (scenario,)}
    return engagement.model_copy(update=said)


def card_of(store: Store, saved: Saved) -> dict[str, int]:
    """The weights of the first card as they are kept."""
    scheme = store.open(saved.id).engagement.scheme
    assert scheme is not None
    return {line.kpi: line.weight for line in scheme.scorecards[0].lines}


def test_a_method_is_adopted_and_its_contradiction_mended(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = plant(with_everything(engagement_in("complete")))
    visitor = turned_to(enter("en", saved, "weights"), "elicitation")
    before = card_of(store, saved)
    visitor.widget("button_group", "elicit_method").set_value("ahp").run()
    assert any(text.startswith("Three answers do not go together") for text in _said(visitor))
    visitor.press("ahp.repair")
    assert not any(text.startswith("Three answers do not go together") for text in _said(visitor))
    visitor.press("ahp.adopt")
    after = card_of(store, saved)
    assert (sum(after.values()), after == before) == (100, False)


def test_votes_stay_hidden_until_all_have_voted(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = plant(with_everything(engagement_in("complete")))
    visitor = turned_to(enter("en", saved, "weights"), "votes")
    assert not any(text.startswith("Consensus") for text in visitor.reads())
    assert visitor.say("page_votes.progress", cast=1, all=2, who="Bob") in _said(visitor)
    visitor.press("0.cast")  # Ann leaves everything equal
    assert any(text.startswith("Consensus") for text in visitor.reads())
    visitor.press(".adopt")
    weights = card_of(store, saved)
    assert sum(weights.values()) == 100
    assert max(weights.values()) < 35  # between Bob's 35 and an equal 20


def test_a_scenario_pays_nobody_until_it_is_adopted(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = plant(with_everything(engagement_in("complete")))
    visitor = turned_to(enter("en", saved, "weights"), "rules")
    before = card_of(store, saved)
    visitor.widget("button_group", "scheme_subject").set_value("s1").run()
    first = next(iter(before))
    visitor.widget("number_input", f"{first}.weight").set_value(before[first] + 20).run()
    assert card_of(store, saved) == before
    turned_to(visitor, "scenarios").press("scenario.s1.adopt")
    assert card_of(store, saved)[first] == before[first] + 20


def test_plus_and_minus_points_are_agreed_and_given() -> None:
    engagement = engagement_in("complete")
    assert engagement.scheme is not None
    card = engagement.scheme.scorecards[0]
    rows = [{"kind": "plus", "name": "New supplier", "points": 3.0, "added": "k.0"}, {"kind": None, "name": "half"}]
    changed = extras_view._with_extras(engagement, card, rows)
    assert changed.scheme is not None
    [extra] = changed.scheme.scorecards[0].extras
    assert extra == Extra(id=extra.id, kind="plus", name="New supplier", points=3.0)
    given = [
        {"person": "p1", "month": "2026-01", "extra": extra.id, "times": None, "approver": "Ann"},
        {"person": "p1"},
    ]
    awarded = awards_view._with_awards(changed, given)
    assert awarded.awards == (Award(person="p1", month="2026-01", extra=extra.id, approver="Ann"),)


def test_a_confirmed_point_of_the_legal_checklist_is_kept(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    saved = plant(engagement_in("complete"))
    visitor = turned_to(enter("zh", saved, "weights"), "roll_out")
    assert visitor.words.say(NOTICE) in _said(visitor)
    visitor.widget("toggle", "legal.wages").set_value(True).run()
    scheme = store.open(saved.id).engagement.scheme
    assert scheme is not None
    assert scheme.roll_out.legal == ("wages",)


def test_a_kpi_that_the_catalogue_does_not_know_says_why_it_has_no_levels(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved]
) -> None:
    engagement = engagement_in("complete")
    assert engagement.scheme is not None
    first, *rest = engagement.scheme.scorecards
    strange = first.model_copy(update={"lines": (Line(kpi="attitude **", weight=20), *first.lines)})
    scheme = engagement.scheme.model_copy(update={"scorecards": (strange, *rest)})
    visitor = turned_to(enter("en", plant(engagement.model_copy(update={"scheme": scheme})), "weights"), "rules")
    assert visitor.alerts() == []
    assert "attitude **" in visitor.reads()
    assert visitor.say("page_weights.levels.unknown") in _said(visitor)


def test_a_click_mends_a_finding(
    enter: Callable[..., Visitor], plant: Callable[[Engagement], Saved], store: Store
) -> None:
    engagement = engagement_in("complete")
    assert engagement.scheme is not None
    cliffs = tuple(
        card.model_copy(update={"lines": tuple(line.model_copy(update={"cliff": True}) for line in card.lines)})
        for card in engagement.scheme.scorecards
    )
    scheme = engagement.scheme.model_copy(update={"scorecards": cliffs})
    saved = plant(engagement.model_copy(update={"scheme": scheme}))
    visitor = turned_to(enter("en", saved, "weights"), "lint")
    next(button for button in visitor.app.button if (button.key or "").endswith(".mend")).click().run()
    assert visitor.alerts() == []
    assert store.open(saved.id).engagement.scheme != scheme


@pytest.mark.parametrize(
    "told",
    [
        None,
        "x",
        {},
        {"weights": {"nothing": 100}, "locked": []},
        {"weights": {"cm3": 1e9}, "locked": []},
        {"weights": [], "locked": {}},
    ],
)
def test_what_a_forged_message_tells_is_not_believed(told: Any) -> None:
    scheme = engagement_in("complete").scheme
    assert scheme is not None
    assert moved(told, scheme.scorecards[0]) is None


def _said(visitor: Visitor) -> list[str]:
    return [unmarked(text) for text in visitor.reads()]
