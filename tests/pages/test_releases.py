"""From a draft to a released version, a signature under it, and the file told for what it is."""

from collections.abc import Callable

import pytest

from kpi_logic.model import Message
from kpi_logic.release import Finding, register, verify
from kpi_logic.store import Saved, Store
from tests.pages.conftest import NOW, engagement_in
from tests.pages.visitor import Visitor


@pytest.mark.parametrize("language", ["zh", "en"])
def test_release_sign_change_release(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(engagement_in("complete"))
    visitor = enter(language, saved, "proposal")
    assert visitor.say("page_release.is_draft", version="0.1") in visitor.reads()

    visitor.press(".release")
    assert visitor.alerts() == []
    assert visitor.say("page_release.is_released", version="0.1") in [alert.value for alert in visitor.app.success]
    known = register(store, saved.id)
    (number, first) = known.newest
    paper = store.file(first.files[0].sha256)
    assert verify(paper, store).finding is Finding.RELEASED

    label = visitor.say("page_release.sign.name")
    next(box for box in visitor.app.text_input if box.label == label).set_value("Wang *Lei*")
    _record(visitor)
    assert visitor.alerts() == []
    (signature,) = register(store, saved.id).signatures_of(number).values()
    assert (signature.name, signature.approves, signature.content) == ("Wang *Lei*", True, first.content)

    target = saved.engagement.targets[0]
    changed = target.model_copy(update={"value": target.value * 2})
    engagement = saved.engagement.model_copy(update={"targets": (changed, *saved.engagement.targets[1:])})
    store.save(saved.id, engagement, saved.revision, Message("store.created"), "", NOW)
    visitor.go("proposal")
    assert visitor.say("page_release.is_draft", version="0.2") in visitor.reads()
    assert visitor.say("page_release.changes", since="0.1", count=1) in visitor.reads()
    assert verify(paper, store).finding is Finding.RELEASED

    visitor.press(".release")
    assert [one.version for one in register(store, saved.id).releases.values()] == ["0.1", "0.2"]


def _record(visitor: Visitor) -> None:
    label = visitor.say("page_release.sign.record")
    next(button for button in visitor.app.button if button.label == label).click().run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_signature_needs_a_name(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    saved = plant(engagement_in("complete"))
    visitor = enter(language, saved, "proposal")
    visitor.press(".release")
    _record(visitor)
    assert [alert.value for alert in visitor.app.warning] == [visitor.say("page_release.sign.nameless")]
    assert register(store, saved.id).signatures == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_tells_what_a_file_is(
    language: str, enter: Callable[..., Visitor], plant: Callable[..., Saved], store: Store
) -> None:
    visitor = enter(language, None, "verify")
    visitor.app.file_uploader[0].upload("strange.pdf", b"%PDF-1.4 strange", "application/pdf").run()
    assert visitor.alerts() == []
    assert visitor.say("verify.unknown") in visitor.reads()
