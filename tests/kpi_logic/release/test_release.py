"""A version is frozen: an edit makes a new one, the released one stays; a file in hand is told for what it is."""

import json
import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from kpi_logic.proposal.edition import Edition
from kpi_logic.release import (
    AlreadyReleased,
    Finding,
    Signature,
    edition_of,
    register,
    release,
    sign,
    verify,
)
from kpi_logic.release.words import told
from kpi_logic.store import Saved
from kpi_logic.store.store import Store
from kpi_logic.text import Language, catalog
from tests.kpi_logic.release.conftest import NOW, client, released_papers

FLIPS = 1000
FACTS = client()[1].fingerprint


@pytest.fixture
def first(store: Store, saved: Saved) -> int:
    """Version 0.1, released."""
    return release(store, saved, released_papers("0.1"), Edition("0.1", draft=False), FACTS, "Chen", NOW).number


def test_before_a_release_everything_is_a_draft(edition: Edition) -> None:
    assert edition == Edition("0.1", draft=True)


def test_the_release_is_what_the_engagement_prints_until_something_changes(store: Store, saved: Saved, first: int):
    assert edition_of(store, saved, FACTS) == Edition("0.1", draft=False)
    target = saved.engagement.targets[0]
    changed = saved.engagement.model_copy(
        update={"targets": (target.model_copy(update={"value": target.value * 2}), *saved.engagement.targets[1:])}
    )
    from kpi_logic.model import Message

    later = store.save(saved.id, changed, saved.revision, Message("store.created"), "", NOW)
    now = edition_of(store, later, FACTS)
    assert (now.version, now.draft, now.since) == ("0.2", True, "0.1")
    assert [message.key for message in now.changes] == ["change.set"]
    back = store.restore(saved.id, saved.revision, later.revision, "", NOW)
    assert edition_of(store, back, FACTS) == Edition("0.1", draft=False)


def test_other_data_is_a_change_too(store: Store, saved: Saved, first: int) -> None:
    now = edition_of(store, saved, "other")
    assert now.draft
    assert [catalog("en").say(message) for message in now.changes] == ["Client data: changed"]


def test_the_record_holds_bytes_decisions_data_and_method(store: Store, saved: Saved, first: int) -> None:
    known = register(store, saved.id)
    number, record = known.newest or (0, None)
    assert record is not None
    assert (number, record.version, record.revision, record.facts, record.by) == (1, "0.1", 1, FACTS, "Chen")
    assert [file.name for file in record.files] == ["proposal-zh.pdf", "scorecards-zh.xlsx"]
    for file in record.files:
        assert store.file(file.sha256) == released_papers("0.1").files[file.name]
    assert known.time_of(1) == NOW
    assert known.trail.broken_at is None


def test_a_version_is_released_once(store: Store, saved: Saved, first: int) -> None:
    with pytest.raises(AlreadyReleased) as again:
        release(store, saved, released_papers("0.1"), Edition("0.1", draft=False), FACTS, "", NOW)
    assert "0.1" in catalog("en").say(again.value.message)


def test_signatures_belong_to_a_release_and_its_content(store: Store, saved: Saved, first: int) -> None:
    content = released_papers("0.1").content
    yes = Signature(release=first, content=content, item="targets", name="Wang", role="Owner", approves=True)
    no = yes.model_copy(update={"item": "pay", "approves": False, "note": "Q4 only"})
    sign(store, saved.id, yes, NOW)
    sign(store, saved.id, no, NOW)
    assert register(store, saved.id).signatures_of(first) == {2: yes, 3: no}
    with pytest.raises(KeyError):
        sign(store, saved.id, yes.model_copy(update={"content": "f" * 64}), NOW)
    with pytest.raises(KeyError):
        sign(store, saved.id, yes.model_copy(update={"release": 9}), NOW)
    verdict = verify(released_papers("0.1").files["proposal-zh.pdf"], store)
    assert verdict.signatures == (yes, no)
    said = [catalog(Language.EN).say(message) for message in told(verdict)]
    assert said[0] == (
        "This is version 0.1 exactly as it was released on 2026-11-24 08:00 UTC; not a byte was changed."
    )
    assert any("Wang (Owner) has a reservation" in line and "Q4 only" in line for line in said)


def test_what_a_file_in_hand_is(store: Store, saved: Saved, first: int) -> None:
    pdf = released_papers("0.1").files["proposal-zh.pdf"]
    assert verify(pdf, store).finding is Finding.RELEASED
    assert verify(released_papers("0.1").files["scorecards-zh.xlsx"], store).finding is Finding.RELEASED
    assert verify(pdf + b"\n1 0 obj << /Sig >> endobj", store).finding is Finding.EXTENDED
    assert verify(pdf[:-1], store).finding is Finding.ALTERED
    assert verify(released_papers("9.9").files["proposal-zh.pdf"], store).finding is Finding.DRAFT
    assert verify(b"%PDF-1.7 something else", store).finding is Finding.UNKNOWN
    assert verify(b"", store).finding is Finding.UNKNOWN


def test_every_flipped_byte_is_found(store: Store, saved: Saved, first: int) -> None:
    pdf = released_papers("0.1").files["proposal-zh.pdf"]
    rng = random.Random(20261124)
    passed = []
    for _ in range(FLIPS):
        place = rng.randrange(len(pdf))
        altered = bytearray(pdf)
        altered[place] ^= 1 << rng.randrange(8)
        if verify(bytes(altered), store).finding in (Finding.RELEASED, Finding.EXTENDED):
            passed.append(place)
    assert passed == []


def test_a_record_that_was_tampered_with_is_told(store: Store, saved: Saved, first: int) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER trail_keeps_UPDATE"))
        body = json.loads(connection.execute(text("SELECT body FROM trail")).scalar_one())
        connection.execute(text("UPDATE trail SET body = :body"), {"body": json.dumps(body | {"by": "Somebody"})})
    verdict = verify(released_papers("0.1").files["proposal-zh.pdf"], store)
    assert verdict.broken_at == 1
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE trail SET body = '{'"))
    assert register(store, saved.id).releases == {}
    assert register(store, saved.id).trail.broken_at == 1


def test_times_must_say_their_zone(store: Store, saved: Saved) -> None:
    with pytest.raises(ValueError, match="zone"):
        release(
            store, saved, released_papers("0.1"), Edition("0.1", draft=False), FACTS, "",
            datetime(2026, 11, 24, tzinfo=UTC).replace(tzinfo=None),
        )  # fmt: skip


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("finding", Finding)
def test_every_finding_has_words(finding: Finding, language: Language) -> None:
    facts = {"version": "1.0", "time": "2026-11-24 08:00 UTC"}
    assert catalog(language).say(f"verify.{finding}", **facts)
