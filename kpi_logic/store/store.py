"""The store: engagements, every revision of each, and the files they read."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from kpi_logic.model import Engagement, FileRef, Message, Raw
from kpi_logic.store import rows, trail_rows
from kpi_logic.store.connect import engine_for, reading, writing
from kpi_logic.store.faults import EditConflict, FileDamaged, NoSuchFile
from kpi_logic.store.migrate import migrate
from kpi_logic.store.publish import Row, published, replace_published
from kpi_logic.store.saved import Entry, Revision, Saved, Summary
from kpi_logic.store.trail import EMPTY, Trail
from kpi_logic.store.trail import Entry as TrailEntry

ID_BYTES = 16  # 128 bits cannot be guessed; in hex it is one word in a URL and on a command line


def open_store(url: str) -> "Store":
    """The store at a database address (see ``default_url``), made or brought up to date first.

    Raises:
        StoreFault: the address is unknown, or the database is newer, foreign, damaged, busy, full or out of reach.
    """
    engine = engine_for(url)
    migrate(engine)
    return Store(engine)


class Store:
    """One database of engagements; safe to share between threads.

    Times are given by the caller (aware; stored in UTC), and so is the author: this room has no clock.  Every method
    may raise a ``StoreFault`` that says why the database could not be used.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def create(self, engagement: Engagement, author: str, now: datetime) -> Saved:
        """Keep a new engagement as its first revision; raises NotStorable."""
        return self.adopt((_first(engagement, Message("store.created"), author, now),), {}, now)

    def open(self, id: str) -> Saved:
        """The engagement as it stands; raises NoSuchEngagement."""
        with reading(self.engine) as connection:
            return rows.head(connection, id)

    def save(
        self, id: str, engagement: Engagement, expected_revision: int, what: Message, author: str, now: datetime
    ) -> Saved:
        """Keep *engagement* as the next revision; none is made if it equals the newest one.

        Raises:
            EditConflict: somebody saved since ``expected_revision``; it holds both versions and nothing was written.
            NotStorable: the engagement cannot be written and read back unchanged.
        """
        with writing(self.engine) as connection:
            return _advance(connection, id, engagement, expected_revision, (what, author, now, None))

    def history(self, id: str) -> tuple[Revision, ...]:
        """Who did what and when, oldest first; raises NoSuchEngagement."""
        with reading(self.engine) as connection:
            return rows.history(connection, id)

    def at(self, id: str, number: int) -> Engagement:
        """The engagement as it was at a revision; raises NoSuchRevision."""
        with reading(self.engine) as connection:
            return rows.at(connection, id, number)

    def entries(self, id: str) -> tuple[Entry, ...]:
        """The whole history with its documents, oldest first; raises NoSuchEngagement."""
        with reading(self.engine) as connection:
            return rows.entries(connection, id)

    def restore(self, id: str, number: int, expected_revision: int, author: str, now: datetime) -> Saved:
        """Bring back an earlier revision as a new one: undo, and redo too, since nothing is ever lost.

        Raises:
            NoSuchRevision: there is none of that number.
            EditConflict: as in ``save``.
        """
        what = Message("store.restored", {"number": number})
        with writing(self.engine) as connection:
            earlier = rows.at(connection, id, number)
            return _advance(connection, id, earlier, expected_revision, (what, author, now, number))

    def rename(self, id: str, name: str, author: str, now: datetime) -> Saved:
        """Give another name, as a revision; only the name is touched, so it needs no expected revision."""
        what = Message("store.renamed", {"name": Raw(name)})
        with writing(self.engine) as connection:
            rows.lock(connection, id)
            head = rows.head(connection, id)
            renamed = head.engagement.model_copy(update={"name": name})
            return _advance(connection, id, renamed, head.revision, (what, author, now, None))

    def duplicate(self, id: str, name: str, author: str, now: datetime) -> Saved:
        """A new engagement under *name* with the same decisions and a history of its own."""
        original = self.open(id).engagement
        what = Message("store.duplicated", {"name": Raw(original.name)})
        return self.adopt((_first(original.model_copy(update={"name": name}), what, author, now),), {}, now)

    def archive(self, id: str) -> None:
        """Put an engagement away: it is left out of the list and can be opened and brought back at any time."""
        with writing(self.engine) as connection:
            rows.set_archived(connection, id, True)

    def unarchive(self, id: str) -> None:
        """Bring an archived engagement back into the list."""
        with writing(self.engine) as connection:
            rows.set_archived(connection, id, False)

    def list(self, include_archived: bool = False) -> tuple[Summary, ...]:
        """Every engagement with its newest document, the latest touched first."""
        with reading(self.engine) as connection:
            return rows.summaries(connection, include_archived)

    def put_file(self, content: bytes, name: str) -> FileRef:
        """Keep a file's bytes under their SHA-256; *name* is only how people know the file."""
        digest = hashlib.sha256(content).hexdigest()
        with writing(self.engine) as connection:
            rows.add_blob(connection, digest, content)
        return FileRef(name=name, digest=digest, size=len(content))

    def file(self, digest: str) -> bytes:
        """The bytes that were put under a digest, checked against it.

        Raises:
            NoSuchFile: none were.
            FileDamaged: they have changed since.
        """
        with reading(self.engine) as connection:
            content = rows.blob(connection, digest)
        if content is None:
            raise NoSuchFile(digest=Raw(digest[:12]))
        if hashlib.sha256(content).hexdigest() != digest:
            raise FileDamaged(digest=Raw(digest[:12]))
        return content

    def publish(self, id: str, tables: Mapping[str, Sequence[Row]], now: datetime) -> int:
        """Put rows where BI tools read them (``bi.snapshot``), in the place of the engagement's former ones.

        Args:
            tables: rows by the name of the view: ``v_monthly_kpi``, ``v_targets``, ``v_scores``, ``v_score_lines``.

        Returns:
            The engagement's revision they are published as.

        Raises:
            NoSuchEngagement: there is none of that id.
        """
        with writing(self.engine) as connection:
            return replace_published(connection, id, tables, now)

    def published(self, id: str, view: str) -> tuple[dict[str, Any], ...]:
        """The rows of one view for one engagement, as a BI tool sees them; none where nothing was published."""
        with reading(self.engine) as connection:
            return published(connection, view, id)

    def record(self, id: str, kind: str, body: str, files: Sequence[bytes], now: datetime) -> TrailEntry:
        """Seal one more entry, and the files that belong to it, to the end of an engagement's trail.

        Raises:
            NoSuchEngagement: there is none of that id.
            TrailBroken: the trail was tampered with; nothing more is sealed to it.
        """
        digests = [hashlib.sha256(content).hexdigest() for content in files]
        with writing(self.engine) as connection:
            rows.lock(connection, id)
            rows.head(connection, id)
            for digest, content in zip(digests, files, strict=True):
                rows.add_blob(connection, digest, content)
            return trail_rows.append(connection, id, (now, kind, body, digests))

    def trail(self, id: str) -> Trail:
        """Everything that was released and signed; an engagement that nobody released has an empty one."""
        with reading(self.engine) as connection:
            return trail_rows.trail(connection, id)

    def trails_with(self, digest: str) -> tuple[str, ...]:
        """The engagements whose trail holds a file of that SHA-256."""
        with reading(self.engine) as connection:
            return trail_rows.engagements_with(connection, digest)

    def adopt(self, steps: Sequence[Entry], files: Mapping[str, bytes], now: datetime, trail: Trail = EMPTY) -> Saved:
        """A new engagement with a history, files (by digest) and a trail from elsewhere: all is kept, or nothing."""
        id = secrets.token_hex(ID_BYTES)
        with writing(self.engine) as connection:
            for digest, content in files.items():
                rows.add_blob(connection, digest, content)
            rows.add_engagement(connection, id, steps, now)
            trail_rows.adopt(connection, id, trail)
            return rows.head(connection, id)


def _first(engagement: Engagement, what: Message, author: str, now: datetime) -> Entry:
    return Entry(Revision(1, now, author, what), engagement)


def _advance(
    connection: Connection,
    id: str,
    engagement: Engagement,
    expected_revision: int,
    step: tuple[Message, str, datetime, int | None],
) -> Saved:
    """The next revision, or the head unchanged if there is nothing new; raises EditConflict."""
    rows.lock(connection, id)
    head = rows.head(connection, id)
    if engagement == head.engagement:
        return head
    if head.revision != expected_revision:
        raise EditConflict(engagement, head, expected_revision)
    what, author, now, restored_from = step
    rows.append(connection, head, Entry(Revision(head.revision + 1, now, author, what, restored_from), engagement))
    return rows.head(connection, id)
