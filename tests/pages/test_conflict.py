"""Somebody else saves in between: both versions are shown, neither is lost, and both choices work."""

from collections.abc import Callable

import pytest

from kpi_logic.model import Engagement, Message
from kpi_logic.store import Saved, Store
from tests.pages.conftest import NOW
from tests.pages.visitor import Visitor, unmarked

START = Engagement(name="contested")


@pytest.fixture
def contested(enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store) -> tuple[Visitor, Saved]:
    """A visitor who has just typed a name into a screen that was drawn before somebody else saved."""
    saved = plant(START)
    visitor = enter("en", saved, "intake").turn("intake", 1)
    _somebody_else_saves(store, saved)
    visitor.widget("text_input", "profile.client").set_value("Mine Ltd").run()
    return visitor, saved


def _somebody_else_saves(store: Store, saved: Saved) -> None:
    profile = saved.engagement.profile.model_copy(update={"client": "Theirs Ltd", "team_size": 5})
    theirs = saved.engagement.model_copy(update={"profile": profile})
    store.save(saved.id, theirs, saved.revision, Message("page_intake.client"), "", NOW)


def test_both_versions_are_shown_and_nothing_is_overwritten(contested: tuple[Visitor, Saved], store: Store) -> None:
    visitor, saved = contested
    assert visitor.alerts() == []
    said = visitor.reads()
    assert f"**{visitor.say('frame.conflict.title')}**" in said
    assert {"Mine Ltd", "Theirs Ltd"} <= set(said)
    head = store.open(saved.id)
    assert (head.revision, head.engagement.profile.client) == (2, "Theirs Ltd")


@pytest.mark.parametrize(
    ("choice", "client", "revision"), [("keep_theirs", "Theirs Ltd", 2), ("keep_mine", "Mine Ltd", 3)]
)
def test_either_choice_ends_it(
    contested: tuple[Visitor, Saved], store: Store, choice: str, client: str, revision: int
) -> None:
    visitor, saved = contested
    label = visitor.say(f"frame.conflict.{choice}")
    next(button for button in visitor.app.button if button.label == label).click().run()
    head = store.open(saved.id)
    assert (head.revision, head.engagement.profile.client) == (revision, client)
    assert f"**{visitor.say('frame.conflict.title')}**" not in visitor.reads()
    assert visitor.widget("text_input", "profile.client").value == client
    visitor.widget("text_input", "profile.client").set_value("Later Ltd").run()
    assert store.open(saved.id).engagement.profile.client == "Later Ltd"


def test_mine_on_top_of_theirs_keeps_their_version_in_the_history(
    contested: tuple[Visitor, Saved], store: Store
) -> None:
    visitor, saved = contested
    label = visitor.say("frame.conflict.keep_mine")
    next(button for button in visitor.app.button if button.label == label).click().run()
    assert store.at(saved.id, 2).profile.client == "Theirs Ltd"


def test_an_undo_against_a_newer_revision_is_told_and_not_done(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(START)
    visitor = enter("en", saved, "intake").turn("intake", 1)
    visitor.widget("text_input", "profile.client").set_value("Mine Ltd").run()
    _somebody_else_saves(store, store.open(saved.id))
    visitor.press("undo")
    assert [unmarked(toast.value) for toast in visitor.app.toast] == [visitor.say("frame.moved_on")]
    assert store.open(saved.id).revision == 3


def test_the_panel_stays_until_it_is_answered(contested: tuple[Visitor, Saved]) -> None:
    visitor, _ = contested
    visitor.go("home").go("intake")
    assert f"**{visitor.say('frame.conflict.title')}**" in visitor.reads()
