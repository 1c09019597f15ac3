"""Every situation of the store has its words in both languages, with what they need to be said."""

import re
import tomllib
from pathlib import Path

import pytest

from kpi_logic.model import Amount, Engagement, Message, Raw, Unit
from kpi_logic.store import EditConflict, NotAWorkbook, StoreFault
from kpi_logic.store.saved import Saved
from kpi_logic.text import catalog

ROOT = Path(__file__).resolve().parents[3]
ROOM = ROOT / "kpi_logic" / "store"
FACTS = {
    "where": Raw("kpi.db"),
    "place": Raw("profile.mood"),
    "digest": Raw("abc"),
    "stored": Raw("0002"),
    "known": Raw("0001"),
    "scheme": Raw("mysql"),
    "member": Raw("history.json"),
    "name": Raw("Acme"),
    "author": Raw("Wang"),
    "package": Raw("psycopg"),
    "number": 3,
    "theirs": 4,
    "base": 3,
    "limit": Amount(200, Unit.COUNT),
}


def keys(language: str) -> dict[str, str]:
    table = tomllib.loads((ROOT / "templates" / "text" / language / "store.toml").read_text(encoding="utf-8"))
    book = {f"store.book.{key}": text for key, text in table.pop("book").items()}
    return {f"store.{key}": text for key, text in table.items()} | book


def used() -> set[str]:
    """Every key that the room can give."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.glob("*.py")))
    reasons = set(re.findall(r'NotAWorkbook\(\s*"(\w+)"', code))
    return set(re.findall(r'"(store\.\w+)"', code)) | {f"store.book.{reason}" for reason in reasons}


def test_every_key_used_exists_and_none_is_left_over():
    spare = {"store.unknown_step"}  # for the pages: a step that another version recorded
    assert used() | spare == set(keys("en")) == set(keys("zh"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", sorted(keys("en")))
def test_every_text_can_be_said(language, key):
    said = catalog(language).say(Message(key, FACTS))
    assert said.strip()
    assert "{" not in said


def test_the_twins_have_the_same_places():
    for key, text in keys("en").items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", keys("zh")[key])), key


def test_every_fault_has_a_key_of_its_own():
    own = [fault for fault in StoreFault.__subclasses__() if fault.__module__ == StoreFault.__module__]
    named = [fault.key for fault in own if fault is not NotAWorkbook]
    assert len(set(named)) == len(named) == 19


def test_a_conflict_in_both_languages(at):
    theirs = Saved("x", Engagement(name="B"), 1204, False, at(0), at(1), "Wang")
    conflict = EditConflict(Engagement(name="A"), theirs, 1203)
    assert catalog("en").say(conflict.message) == (
        "You opened version 1,203; since then Wang has saved version 1,204. Nothing was overwritten and both versions "
        "are kept. Compare them and choose which changes to keep."
    )
    nobody = EditConflict(Engagement(name="A"), Saved("x", Engagement(name="B"), 2, False, at(0), at(1), " "), 1)
    assert catalog("en").say(nobody.message).startswith("You opened version 1; since then somebody else has saved")
