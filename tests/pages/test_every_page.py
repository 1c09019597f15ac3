"""Every page, in every state it can meet, in both languages, through the real frame."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kpi_logic.library.ledger import published
from kpi_logic.model import Raw
from kpi_logic.store import Saved
from pages.shared import frame
from tests.pages.conftest import STATES, sample_facts
from tests.pages.visitor import ENGLISH_SENTENCE, HAN, LATER, PAGES, STEPS, TEXT_KEY, TITLES, Visitor

NEEDS_FACTS = ("diagnosis", "targets", "weights", "proposal", *LATER)
LANGUAGES = ("zh", "en")


def test_the_list_of_pages_is_complete() -> None:
    assert {path.stem for path in Path(frame.FOLDER).glob("*.py")} == set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("page", PAGES)
def test_page(
    page: str, state: str, language: str, enter: Callable[..., Visitor], planted: Callable[[str], Saved | None]
) -> None:
    saved = planted(state)
    visitor = enter(language, saved, page)
    visitor.app.run()
    for leaf in visitor.leaves():
        assert visitor.alerts() == [], leaf
        _stands_in_the_frame(visitor, saved)
        _answers(visitor, page, state)
        _speaks_one_language(visitor, state, saved)


def _stands_in_the_frame(visitor: Visitor, saved: Saved | None) -> None:
    said = visitor.reads()
    assert f"**{visitor.say('frame.product')}**" in said
    assert visitor.say("frame.step.home") in said
    if saved is None:
        assert visitor.say("frame.no_engagement") in said
        return
    for number, step in enumerate(STEPS, start=1):
        assert any(f"{number} {visitor.say(f'frame.step.{step}')}" in text for text in said), step
    client = saved.engagement.profile.client or saved.engagement.name
    assert client in said
    start = visitor.say("frame.client_line", client=Raw("")).split(":")[0].split("：")[0]
    assert any(text.startswith(start) and client.split()[0].split("-")[0] in text for text in said)


def _answers(visitor: Visitor, page: str, state: str) -> None:
    """The page's question is its title; where something is missing, what unlocks it is told instead."""
    title = visitor.say(TITLES[page])
    titles = [element.value for element in visitor.app.title]
    if page in ("home", "verify") or state not in ("none", "empty"):
        assert titles == [title]
    elif state == "none":
        assert visitor.say("frame.need.open_one") in visitor.reads()
    elif page in NEEDS_FACTS:
        assert visitor.say("empty.files.title") in [element.value for element in visitor.app.subheader]


def _speaks_one_language(visitor: Visitor, state: str, saved: Saved | None) -> None:
    theirs = sorted(_client_words(saved, state), key=len, reverse=True)
    for text in visitor.reads():
        ours = text.replace("\\", "")
        assert not TEXT_KEY.match(ours) or ours in theirs, f"a raw text key on the screen: {ours}"
        for word in theirs:
            ours = ours.replace(word, "")
        ours = ours.replace(visitor.words.texts["frame.language_name.zh"], "")
        if visitor.language == "zh":
            assert not ENGLISH_SENTENCE.search(ours), f"English on a Chinese page: {text}"
        else:
            assert not HAN.search(ours), f"Chinese on an English page: {text}"


def _client_words(saved: Saved | None, state: str) -> set[str]:
    """Words that are the client's own, shown as they are in any language."""
    if saved is None:
        return set()
    found = set(_strings(saved.engagement.model_dump(mode="json")))
    found |= {line.source for line in published()}  # addresses and titles of documents
    if state != "empty":
        for shop in sample_facts("real" if state == "real" else "simulated").shops:
            found |= {shop.platform or "", shop.shop or "", shop.site or ""}
    return {word for word in found if len(word) > 1 and not re.fullmatch(r"[a-z0-9_. -]{1,6}", word)}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
