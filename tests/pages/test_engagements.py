"""The start page: new, examples, rename, duplicate, archive, export and import, undo and any revision."""

from collections.abc import Callable

import pytest

from kpi_logic.model import Engagement, Raw
from kpi_logic.store import Saved, Store, export_engagement
from pages.shared.samples import SAMPLES
from tests.pages.conftest import engagement_in
from tests.pages.visitor import Visitor, unmarked


def _press(visitor: Visitor, label: str, nth: int = 0) -> None:
    [button for button in visitor.app.button if button.label == label][nth].click().run()


def _titles(visitor: Visitor) -> list[str]:
    return [element.value for element in visitor.app.title]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_engagement_opens_its_first_page(language: str, enter: Callable[..., Visitor], store: Store) -> None:
    visitor = enter(language)
    assert visitor.say("home.empty") in visitor.reads()
    visitor.app.text_input[0].set_value("  Acme  ")
    _press(visitor, visitor.say("home.create"))
    assert visitor.alerts() == []
    assert [summary.name for summary in store.list()] == ["Acme"]
    assert _titles(visitor) == [visitor.say("page_intake.title")]
    assert visitor.app.query_params["e"] == store.list()[0].id


def test_a_new_engagement_needs_a_name(enter: Callable[..., Visitor], store: Store) -> None:
    visitor = enter("en")
    visitor.app.text_input[0].set_value("   ")
    _press(visitor, visitor.say("home.create"))
    assert [warning.value for warning in visitor.app.warning] == [visitor.say("home.name_needed")]
    assert store.list() == ()


@pytest.mark.parametrize("number", range(len(SAMPLES)))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_example_is_one_click_away(language: str, number: int, enter: Callable[..., Visitor], store: Store) -> None:
    visitor = enter(language)
    _press(visitor, visitor.say("home.open_example"), number)
    assert visitor.alerts() == []
    assert _titles(visitor) == [visitor.say("page_intake.title")]
    assert [summary.name for summary in store.list()] == [visitor.say(SAMPLES[number].name)]


def test_rename(enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store) -> None:
    saved = plant(Engagement(name="old-name"))
    visitor = enter("en").unfold(f"more.{saved.id}")
    for name in ("New name", "Newer name"):
        visitor.widget("text_input", f"name.{saved.id}").set_value(name)
        visitor.press(f"rename.{saved.id}")
        assert store.open(saved.id).engagement.name == name
    visitor.widget("text_input", f"name.{saved.id}").set_value("  ")
    visitor.press(f"rename.{saved.id}")
    assert store.open(saved.id).engagement.name == "Newer name"
    assert visitor.alerts() == []


def test_duplicate(enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store) -> None:
    saved = plant(engagement_in("complete"))
    visitor = enter("en").unfold(f"more.{saved.id}")
    visitor.press(f"copy.{saved.id}")
    copy = next(summary for summary in store.list() if summary.id != saved.id)
    assert copy.name == visitor.say("home.copy_name", name=Raw(saved.engagement.name))
    assert store.open(copy.id).engagement == saved.engagement.model_copy(update={"name": copy.name})


def test_archive_and_back(enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store) -> None:
    saved = plant(Engagement(name="put-away"))
    visitor = enter("en").unfold(f"more.{saved.id}")
    visitor.press(f"archive.{saved.id}")
    assert store.list() == ()
    assert "put-away" not in visitor.reads()
    visitor.app.toggle(key="show_archived").set_value(True).run()
    assert "put-away" in visitor.reads()
    visitor.unfold(f"more.{saved.id}").press(f"archive.{saved.id}")
    assert [summary.name for summary in store.list()] == ["put-away"]


def test_an_exported_file_comes_back(enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store) -> None:
    saved = plant(engagement_in("complete"))
    book = export_engagement(store, saved.id)
    visitor = enter("en")
    visitor.app.file_uploader[0].set_value(("back.kpibook", book, "application/zip")).run()
    assert visitor.alerts() == []
    assert _titles(visitor) == [visitor.say("page_intake.title")]
    again = next(summary for summary in store.list() if summary.id != saved.id)
    assert store.open(again.id).engagement == saved.engagement
    assert store.open(again.id).revision == saved.revision + 1  # that it was imported is a step too


def test_a_strange_file_is_refused_with_a_reason(enter: Callable[..., Visitor], store: Store) -> None:
    visitor = enter("en")
    visitor.app.file_uploader[0].set_value(("holiday.kpibook", b"not a zip", "application/zip")).run()
    assert [unmarked(error.value) for error in visitor.app.error] == [visitor.say("store.book.foreign")]
    assert store.list() == ()


def test_undo_and_redo_walk_the_whole_way(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(Engagement(name="many-steps"))
    visitor = enter("en", saved, "intake").turn("intake", 1)

    def client() -> str:
        assert visitor.widget("text_input", "profile.client").value == store.open(saved.id).engagement.profile.client
        return store.open(saved.id).engagement.profile.client

    for name in ("One", "Two", "Three"):
        visitor.widget("text_input", "profile.client").set_value(name).run()
    seen = []
    for button in ("undo", "undo", "redo", "undo", "undo"):
        visitor.press(button)
        seen.append(client())
    assert seen == ["Two", "One", "Two", "One", ""]
    assert visitor.widget("button", "undo").disabled
    assert store.open(saved.id).revision == 9


def test_any_revision_can_be_brought_back(
    enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(Engagement(name="many-steps"))
    visitor = enter("zh", saved, "intake").turn("intake", 1)
    for name in ("One", "Two", "Three"):
        visitor.widget("text_input", "profile.client").set_value(name).run()
    visitor.unfold("history").press("restore.2")
    assert visitor.widget("text_input", "profile.client").value == "One"
    assert [unmarked(toast.value) for toast in visitor.app.toast] == [visitor.say("frame.restored", number=2)]


def test_a_second_tab_sees_it(enter: Callable[..., Visitor], plant: Callable[..., Saved]) -> None:
    saved = plant(Engagement(name="two-tabs"))
    first = enter("en", saved, "intake").turn("intake", 1)
    first.widget("text_input", "profile.client").set_value("Shared Ltd").run()
    assert enter("en", saved, "intake").turn("intake", 1).widget("text_input", "profile.client").value == "Shared Ltd"


def test_the_language_switch_changes_every_page(enter: Callable[..., Visitor], plant: Callable[..., Saved]) -> None:
    saved = plant(engagement_in("half"))
    visitor = enter("zh", saved, "diagnosis")
    visitor.app.button_group(key="language_switch").set_value("en").run()
    assert _titles(visitor) == [visitor.say("page_diagnosis.title")]
    assert (visitor.language, visitor.app.query_params["lang"]) == ("en", "en")
    visitor.go("home").go("intake")
    assert (visitor.language, _titles(visitor)) == ("en", [visitor.say("page_intake.title")])


def test_an_address_that_names_nothing_says_so(enter: Callable[..., Visitor], store: Store) -> None:
    visitor = enter("en")
    visitor.app.query_params["e"] = "0" * 32
    visitor.go("targets")
    assert visitor.alerts() == []
    assert visitor.say("frame.need.open_one") in visitor.reads()
