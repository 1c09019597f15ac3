"""The register of an engagement: every version released, and who signed what of it."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from pydantic import ValidationError

from kpi_logic.model import Engagement, Message, Raw
from kpi_logic.proposal.changes import changes
from kpi_logic.proposal.edition import Edition, next_version
from kpi_logic.release.papers import Papers
from kpi_logic.release.record import RELEASED, SIGNED, Release, ReleasedFile, Signature
from kpi_logic.store import Saved, Store, StoreFault, Trail
from kpi_logic.store.trail import Entry

Body = TypeVar("Body", Release, Signature)


class AlreadyReleased(StoreFault):
    """A version of that name was released before, and what was released cannot change."""

    key = "release.already"


@dataclass(frozen=True)
class Register:
    """The trail, read: releases and signatures by the number of their entry, oldest first."""

    trail: Trail

    @cached_property
    def releases(self) -> dict[int, Release]:
        """Every version that was released."""
        return dict(self._read(RELEASED, Release))

    @cached_property
    def signatures(self) -> dict[int, Signature]:
        """Everything that was signed."""
        return dict(self._read(SIGNED, Signature))

    def signatures_of(self, release: int) -> dict[int, Signature]:
        """What was signed of one release."""
        return {number: signature for number, signature in self.signatures.items() if signature.release == release}

    def time_of(self, number: int) -> datetime:
        """When an entry was sealed, in UTC."""
        return datetime.fromisoformat(self.trail.entries[number - 1].at)

    @property
    def versions(self) -> frozenset[str]:
        """The versions that are taken."""
        return frozenset(release.version for release in self.releases.values())

    @property
    def newest(self) -> tuple[int, Release] | None:
        """The release that counts now."""
        return max(self.releases.items(), default=None)

    def _read(self, kind: str, body: type[Body]) -> Iterator[tuple[int, Body]]:
        """The bodies of a kind; one that was tampered with until it cannot be read is told by ``broken_at`` alone."""
        for entry in self.trail.entries:
            if entry.kind == kind:
                with suppress(ValidationError):
                    yield entry.number, body.model_validate_json(entry.body)


def register(store: Store, id: str) -> Register:
    """What was released and signed of an engagement."""
    return Register(store.trail(id))


def document_digest(engagement: Engagement) -> str:
    """SHA-256 of the decisions."""
    return hashlib.sha256(engagement.model_dump_json().encode("utf-8", "backslashreplace")).hexdigest()


def edition_of(store: Store, saved: Saved, facts: str) -> Edition:
    """Which edition the engagement as it stands would print.

    It is the newest release itself as long as neither the decisions nor the data (``facts``, their fingerprint) changed
    since; otherwise a draft under the next free version, with what changed since that release in words.
    """
    known = register(store, saved.id)
    version = saved.engagement.proposal.version
    if known.newest is None:
        return Edition(version)
    _, newest = known.newest
    if (newest.document, newest.facts) == (document_digest(saved.engagement), facts):
        return Edition(newest.version, draft=False)
    told = changes(store.at(saved.id, newest.revision), saved.engagement)
    if newest.facts != facts:
        told = (*told, Message("release.new_data"))
    return Edition(next_version(version, known.versions), since=newest.version, changes=told)


def release(store: Store, saved: Saved, made: Papers, edition: Edition, facts: str, by: str, now: datetime) -> Entry:
    """Freeze a version: bytes, decisions, data and method are sealed together, and cannot change any more.

    Args:
        made: the papers of *edition* with ``draft`` off, of the revision *saved*.
        by: who releases it.

    Raises:
        AlreadyReleased: there is a release of that version.
        StoreFault: as ``Store.record``.
    """
    if edition.version in register(store, saved.id).versions:
        raise AlreadyReleased(version=Raw(edition.version))
    digests = made.digests
    files = tuple(
        ReleasedFile(name=name, sha256=digests[name], size=len(content)) for name, content in made.files.items()
    )
    body = Release(
        version=edition.version,
        revision=saved.revision,
        document=document_digest(saved.engagement),
        facts=facts,
        content=made.content,
        method=method_version(),
        by=by,
        files=files,
    )
    return store.record(saved.id, RELEASED, body.model_dump_json(), tuple(made.files.values()), now)


def sign(store: Store, id: str, signature: Signature, now: datetime) -> Entry:
    """Record that somebody approves, or has a reservation to, a part of a release.

    Raises:
        KeyError: there is no release of that number with that content.
        StoreFault: as ``Store.record``.
    """
    signed = register(store, id).releases[signature.release]
    if signed.content != signature.content:
        raise KeyError(signature.content)
    return store.record(id, SIGNED, signature.model_dump_json(), (), now)


def method_version() -> str:
    """The versions of what computes the numbers."""
    from kpi_logic.targets import METHOD_VERSION

    return METHOD_VERSION
