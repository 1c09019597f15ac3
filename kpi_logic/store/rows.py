"""Rows to values and back: the only place that speaks SQL about engagements."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kpi_logic.model import Engagement, Raw
from kpi_logic.store import documents, messages
from kpi_logic.store.faults import DocumentDamaged, DocumentTooNew, EditConflict, NoSuchEngagement, NoSuchRevision
from kpi_logic.store.messages import storable
from kpi_logic.store.saved import Entry, Revision, Saved, Summary
from kpi_logic.store.tables import BLOB, ENGAGEMENT, REVISION

_STEP = (REVISION.c.number, REVISION.c.created_at, REVISION.c.author, REVISION.c.what, REVISION.c.restored_from)
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def moment(now: datetime) -> str:
    """A time as it is stored; raises ValueError for one that does not say its zone.

    >>> moment(datetime(2026, 3, 1, 8, 30, tzinfo=UTC))
    '2026-03-01T08:30:00.000000+00:00'
    """
    if now.tzinfo is None:
        raise ValueError(f"a time must say its zone; got {now!r}")
    return now.astimezone(UTC).isoformat(timespec="microseconds")


def lock(connection: Connection, id: str) -> None:
    """Keep other writers off one engagement until the transaction ends; SQLite has locked the whole file already.

    A statement of its own: joined to the revisions, PostgreSQL would wait, then look for the new head in its old view.
    """
    connection.execute(select(ENGAGEMENT.c.id).where(ENGAGEMENT.c.id == id).with_for_update())


def head(connection: Connection, id: str) -> Saved:
    """The engagement as it stands; raises NoSuchEngagement."""
    row = connection.execute(_heads().where(ENGAGEMENT.c.id == id)).first()
    if row is None:
        raise NoSuchEngagement
    return Saved(
        id=row.id,
        engagement=documents.read(row.document),
        revision=row.head,
        archived=row.archived,
        created_at=datetime.fromisoformat(row.created_at),
        updated_at=datetime.fromisoformat(row.updated_at),
        author=row.author,
    )


def summaries(connection: Connection, include_archived: bool) -> tuple[Summary, ...]:
    """Every engagement, the latest touched first."""
    query = _heads().order_by(ENGAGEMENT.c.updated_at.desc(), ENGAGEMENT.c.id)
    if not include_archived:
        query = query.where(ENGAGEMENT.c.archived.is_(False))
    return tuple(map(_summary, connection.execute(query)))


def history(connection: Connection, id: str) -> tuple[Revision, ...]:
    """Every revision without its document, oldest first; raises NoSuchEngagement."""
    rows = connection.execute(select(*_STEP).where(REVISION.c.engagement_id == id).order_by(REVISION.c.number)).all()
    if not rows:
        raise NoSuchEngagement
    return tuple(map(_revision, rows))


def entries(connection: Connection, id: str) -> tuple[Entry, ...]:
    """Every revision with its document, oldest first; raises NoSuchEngagement."""
    query = select(*_STEP, REVISION.c.document).where(REVISION.c.engagement_id == id).order_by(REVISION.c.number)
    rows = connection.execute(query).all()
    if not rows:
        raise NoSuchEngagement
    return tuple(Entry(_revision(row), documents.read(row.document)) for row in rows)


def at(connection: Connection, id: str, number: int) -> Engagement:
    """The document of one revision; raises NoSuchRevision."""
    query = select(REVISION.c.document).where(REVISION.c.engagement_id == id, REVISION.c.number == number)
    document = connection.execute(query).scalar()
    if document is None:
        raise NoSuchRevision(number=number)
    return documents.read(document)


def add_engagement(connection: Connection, id: str, steps: Iterable[Entry], now: datetime) -> None:
    """A new engagement with its revisions, at least one; the last is its head."""
    steps = tuple(steps)
    last = steps[-1]
    values = {"id": id, "name": storable(last.engagement.name), "archived": False, "head": last.revision.number}
    connection.execute(insert(ENGAGEMENT).values(**values, created_at=moment(now), updated_at=moment(now)))
    connection.execute(insert(REVISION), [_row(id, step) for step in steps])


def append(connection: Connection, base: Saved, step: Entry) -> None:
    """One more revision on top of *base*; raises EditConflict if *base* is not the head any more.

    The head is moved only where it still stands on *base*, so that even without the lock nothing can be overwritten.
    """
    moved = connection.execute(
        update(ENGAGEMENT)
        .where(ENGAGEMENT.c.id == base.id, ENGAGEMENT.c.head == base.revision)
        .values(
            head=step.revision.number, name=storable(step.engagement.name), updated_at=moment(step.revision.created_at)
        )
    )
    if moved.rowcount != 1:
        raise EditConflict(step.engagement, head(connection, base.id), base.revision)
    connection.execute(insert(REVISION), [_row(base.id, step)])


def set_archived(connection: Connection, id: str, archived: bool) -> None:
    """Put an engagement away or bring it back; raises NoSuchEngagement."""
    done = connection.execute(update(ENGAGEMENT).where(ENGAGEMENT.c.id == id).values(archived=archived))
    if done.rowcount != 1:
        raise NoSuchEngagement


def add_blob(connection: Connection, digest: str, content: bytes) -> None:
    """Keep a file's bytes, once however often they come."""
    values = {"digest": digest, "bytes": content, "size": len(content)}
    connection.execute(_INSERTS[connection.dialect.name](BLOB).values(**values).on_conflict_do_nothing())


def blob(connection: Connection, digest: str) -> bytes | None:
    """A file's bytes, or None if they were never put."""
    content = connection.execute(select(BLOB.c.bytes).where(BLOB.c.digest == digest)).scalar()
    return None if content is None else bytes(content)


def _heads() -> Select[Any]:
    is_head = and_(REVISION.c.engagement_id == ENGAGEMENT.c.id, REVISION.c.number == ENGAGEMENT.c.head)
    return select(ENGAGEMENT, REVISION.c.document, REVISION.c.author).join(REVISION, is_head)


def _summary(row: Any) -> Summary:
    try:
        engagement = documents.read(row.document)
    except (DocumentTooNew, DocumentDamaged):
        engagement = None
    name = row.name if engagement is None else engagement.name
    return Summary(row.id, name, row.head, row.archived, datetime.fromisoformat(row.updated_at), engagement)


def _revision(row: Any) -> Revision:
    try:
        what = messages.read(row.what)
    except ValueError as error:
        raise DocumentDamaged(place=Raw("what")) from error
    return Revision(row.number, datetime.fromisoformat(row.created_at), row.author, what, row.restored_from)


def _row(id: str, step: Entry) -> dict[str, Any]:
    revision = step.revision
    return {
        "engagement_id": id,
        "number": revision.number,
        "created_at": moment(revision.created_at),
        "author": storable(revision.author),
        "what": messages.written(revision.what),
        "document": documents.written(step.engagement),
        "restored_from": revision.restored_from,
    }
