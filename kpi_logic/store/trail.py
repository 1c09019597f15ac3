"""The trail: what was released and who signed it, each entry sealed to the one before it.

A hash covers the entry and the hash before it, so that an entry that was changed, put in, taken out or moved breaks the
chain; the head kept beside it shows a tail that was cut off.  Somebody who may rewrite the whole database can make a
new chain: against that stands the receipt, which carries the head's hash and lies with the client.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One sealed entry: ``body`` is JSON text, ``files`` the SHA-256 of the bytes kept with it.

    ``at`` is the time as it was sealed, ISO 8601 in UTC: as text, because two writings of one time seal differently.
    """

    number: int
    at: str
    kind: str
    body: str
    files: tuple[str, ...]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Trail:
    """Every entry of an engagement, oldest first, and how many there were and the last hash when one was last added."""

    entries: tuple[Entry, ...]
    length: int
    head: str

    @property
    def broken_at(self) -> int | None:
        """The number of the first entry that does not agree with what was sealed; None for a trail that is whole.

        >>> whole = sealed(None, datetime(2026, 3, 1, tzinfo=UTC), "release", "{}", ())
        >>> Trail((whole,), 1, whole.hash).broken_at, Trail((), 1, whole.hash).broken_at
        (None, 1)
        """
        previous = GENESIS
        for number, entry in enumerate(self.entries, start=1):
            if (entry.number, entry.previous, entry.hash) != (number, previous, _hash(entry)):
                return number
            previous = entry.hash
        if (len(self.entries), previous) != (self.length, self.head):
            return min(len(self.entries), self.length) + 1
        return None


EMPTY = Trail((), 0, GENESIS)


def sealed(before: Entry | None, at: datetime, kind: str, body: str, files: Sequence[str]) -> Entry:
    """The entry that follows *before*; raises ValueError for a time that does not say its zone."""
    if at.tzinfo is None:
        raise ValueError(f"a time must say its zone; got {at!r}")
    number, previous = (before.number + 1, before.hash) if before else (1, GENESIS)
    entry = Entry(number, at.astimezone(UTC).isoformat(timespec="microseconds"), kind, body, tuple(files), previous, "")
    return replace(entry, hash=_hash(entry))


def _hash(entry: Entry) -> str:
    """SHA-256 of everything in the entry but its hash; the JSON list keeps the parts apart."""
    parts = [entry.number, entry.at, entry.kind, entry.body, entry.files, entry.previous]
    written = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
