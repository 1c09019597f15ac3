"""The trail of releases and signatures: whatever is changed behind the program's back is seen."""

import hashlib
import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from kpi_logic.model import Engagement
from kpi_logic.store import NoSuchEngagement, TrailBroken, export_engagement, import_engagement
from kpi_logic.store.store import Store
from kpi_logic.store.tables import TRAIL, TRAIL_HEAD
from kpi_logic.store.trail import EMPTY, Trail, sealed

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
EDITS = 400


@pytest.fixture
def released(store: Store) -> str:
    """An engagement with five entries, two of them with files."""
    id = store.create(Engagement(name="Acme"), "", NOW).id
    for number in range(5):
        files = [f"paper {number}".encode()] if number % 2 else []
        store.record(id, "release", f'{{"version": "{number}"}}', files, NOW + timedelta(hours=number))
    return id


def unguarded(store: Store) -> None:
    """Take the triggers away, as somebody with the database in hands could."""
    with store.engine.begin() as connection:
        if store.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER trail_keeps_UPDATE"))
            connection.execute(text("DROP TRIGGER trail_keeps_DELETE"))
        else:
            connection.execute(text("DROP TRIGGER trail_keeps ON trail"))


def test_a_trail_is_kept_whole_with_its_files(store: Store, released: str) -> None:
    trail = store.trail(released)
    assert [entry.number for entry in trail.entries] == [1, 2, 3, 4, 5]
    assert trail.broken_at is None
    assert trail.entries[0].at == "2026-11-24T08:00:00.000000+00:00"
    assert store.file(trail.entries[1].files[0]) == b"paper 1"
    assert store.trails_with(hashlib.sha256(b"paper 1").hexdigest()) == (released,)
    assert store.trails_with("f" * 64) == ()


def test_nothing_released_is_an_empty_trail(store: Store) -> None:
    assert store.trail(store.create(Engagement(name="Acme"), "", NOW).id) == EMPTY
    with pytest.raises(NoSuchEngagement):
        store.record("nobody", "release", "{}", [], NOW)


@pytest.mark.parametrize("statement", [update(TRAIL).values(body="{}"), delete(TRAIL)], ids=["update", "delete"])
def test_the_database_refuses_to_change_an_entry(store: Store, released: str, statement) -> None:
    with pytest.raises(DBAPIError, match="only added to"), store.engine.begin() as connection:
        connection.execute(statement)
    assert store.trail(released).broken_at is None


def test_every_edit_behind_our_back_is_found(store: Store, released: str) -> None:
    unguarded(store)
    rng = random.Random(20261124)
    missed = []
    for number in range(EDITS):
        with store.engine.connect() as connection, connection.begin() as transaction:
            said = _tamper(connection, rng)
            from kpi_logic.store.trail_rows import trail

            if trail(connection, released).broken_at is None:
                missed.append((number, said))
            transaction.rollback()
    assert missed == []


def _tamper(connection, rng: random.Random) -> str:
    """One edit that changes what is stored: a field, a row, the order, the head."""
    row = rng.randint(1, 5)
    here = TRAIL.c.number == row
    match rng.choice(("field", "field", "field", "drop", "swap", "head", "resealed")):
        case "field":
            column = rng.choice(("at", "kind", "body", "files", "previous", "hash"))
            old = connection.execute(TRAIL.select().where(here)).one()._mapping[column]
            connection.execute(update(TRAIL).where(here).values({column: _flipped(old, rng)}))
            return f"{column} of {row}"
        case "drop":
            connection.execute(delete(TRAIL).where(here))
            return f"without {row}"
        case "swap":
            other = row % 5 + 1
            for before, after in ((row, 99), (other, row), (99, other)):
                connection.execute(update(TRAIL).where(TRAIL.c.number == before).values(number=after))
            return f"{row} and {other} changed places"
        case "head":
            connection.execute(update(TRAIL_HEAD).values(length=rng.choice((0, 1, 4, 6))))
            return "head"
    old = connection.execute(TRAIL.select().where(here)).one()
    resealed = sealed(None, NOW, old.kind, '{"version": "forged"}', ())
    connection.execute(update(TRAIL).where(here).values(body=resealed.body, hash=resealed.hash, at=resealed.at))
    return f"{row} sealed anew alone"


def _flipped(value: str, rng: random.Random) -> str:
    if not value:
        return "x"
    place = rng.randrange(len(value))
    return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]


def test_nothing_is_sealed_to_a_broken_trail(store: Store, released: str) -> None:
    unguarded(store)
    with store.engine.begin() as connection:
        connection.execute(delete(TRAIL).where(TRAIL.c.number == 3))
    with pytest.raises(TrailBroken) as broken:
        store.record(released, "sign", "{}", [], NOW)
    assert broken.value.message.facts == {"number": 3}


def test_a_trail_travels_with_its_engagement(store: Store, released: str) -> None:
    copy = import_engagement(store, export_engagement(store, released), NOW, "")
    assert store.trail(copy.id) == store.trail(released)
    assert store.trails_with(hashlib.sha256(b"paper 3").hexdigest()) == tuple(sorted((released, copy.id)))


def test_an_end_that_was_cut_off_is_seen() -> None:
    first = sealed(None, NOW, "release", "{}", ())
    second = sealed(first, NOW, "sign", "{}", ())
    assert Trail((first, second), 2, second.hash).broken_at is None
    assert Trail((first,), 2, second.hash).broken_at == 2
    assert Trail((first, second), 1, first.hash).broken_at == 2
