"""The trail's rows to values and back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kpi_logic.store.faults import TrailBroken
from kpi_logic.store.messages import storable
from kpi_logic.store.tables import TRAIL, TRAIL_HEAD
from kpi_logic.store.trail import EMPTY, Entry, Trail, sealed


def trail(connection: Connection, id: str) -> Trail:
    """Every entry of an engagement, oldest first."""
    rows = connection.execute(select(TRAIL).where(TRAIL.c.engagement_id == id).order_by(TRAIL.c.number)).all()
    head = connection.execute(select(TRAIL_HEAD).where(TRAIL_HEAD.c.engagement_id == id)).first()
    length, hash = (head.length, head.hash) if head else (EMPTY.length, EMPTY.head)
    return Trail(tuple(map(_entry, rows)), length, hash)


def append(connection: Connection, id: str, new: tuple[datetime, str, str, list[str]]) -> Entry:
    """Seal one more entry; raises TrailBroken rather than sealing what was tampered with."""
    known = trail(connection, id)
    if known.broken_at is not None:
        raise TrailBroken(number=known.broken_at)
    at, kind, body, files = new
    entry = sealed(known.entries[-1] if known.entries else None, at, kind, storable(body), files)
    connection.execute(insert(TRAIL), [_row(id, entry)])
    _move_head(connection, id, entry)
    return entry


def adopt(connection: Connection, id: str, known: Trail) -> None:
    """Keep a whole trail from elsewhere."""
    if known.entries:
        connection.execute(insert(TRAIL), [_row(id, entry) for entry in known.entries])
        _move_head(connection, id, known.entries[-1])


def engagements_with(connection: Connection, digest: str) -> tuple[str, ...]:
    """The engagements whose trail names a file of that SHA-256."""
    query = select(TRAIL.c.engagement_id).where(TRAIL.c.files.contains(digest, autoescape=True)).distinct()
    return tuple(sorted(connection.execute(query).scalars()))


def _move_head(connection: Connection, id: str, entry: Entry) -> None:
    values = {"length": entry.number, "hash": entry.hash}
    moved = connection.execute(update(TRAIL_HEAD).where(TRAIL_HEAD.c.engagement_id == id).values(**values))
    if moved.rowcount == 0:
        connection.execute(insert(TRAIL_HEAD).values(engagement_id=id, **values))


def _row(id: str, entry: Entry) -> dict[str, Any]:
    return {
        "engagement_id": id,
        "number": entry.number,
        "at": entry.at,
        "kind": entry.kind,
        "body": entry.body,
        "files": " ".join(entry.files),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _entry(row: Any) -> Entry:
    files = tuple(row.files.split(" ")) if row.files else ()
    return Entry(row.number, row.at, row.kind, row.body, files, row.previous, row.hash)
