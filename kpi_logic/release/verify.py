"""Whether a file in hand is a version that was released, and unaltered."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from kpi_logic.model import Message
from kpi_logic.release.carried import carried_into, still_signed
from kpi_logic.release.digital import DigitalSignature, signatures_in
from kpi_logic.release.record import Release, ReleasedFile, Signature
from kpi_logic.release.register import Register, register
from kpi_logic.store import Store

_MARK = re.compile(rb"content:([0-9a-f]{64})")


class Finding(StrEnum):
    """What a file is, from best to worst."""

    RELEASED = "released"  # byte for byte
    EXTENDED = "extended"  # the released bytes, and something added after them: a signature, a filled field, a note
    DRAFT = "draft"  # made here, and never released
    ALTERED = "altered"  # says that it is a released version, and is not
    UNKNOWN = "unknown"  # nothing in it says where it comes from


@dataclass(frozen=True)
class Verdict:
    """What a file is; for a released one the engagement, the entry and the release it is, when, and who signed.

    ``carried``: signatures of an earlier release that still count, as sentences.
    ``digital``: the digital signatures that were added to it.  ``broken_at``: the first entry of the trail that was
    tampered with; then nothing that the trail says can be trusted.
    """

    finding: Finding
    digest: str
    engagement: str = ""
    number: int = 0
    released_at: str = ""
    release: Release | None = None
    file: ReleasedFile | None = None
    signatures: tuple[Signature, ...] = ()
    broken_at: int | None = None
    digital: tuple[DigitalSignature, ...] = ()
    carried: tuple[Message, ...] = ()


def verify(content: bytes, store: Store) -> Verdict:
    """Look a file up among everything that was released from the store; raises StoreFault."""
    digest = hashlib.sha256(content).hexdigest()
    for id in store.trails_with(digest):
        found = _look_up(register(store, id), id, digest, Finding.RELEASED, digest)
        if found is not None:
            return found
    mark = _mark(content)
    if not mark:
        return Verdict(Finding.UNKNOWN, digest)
    for id, known, number, release in _releases_of(store, mark):
        for file in release.files:
            if len(content) > file.size and hashlib.sha256(content[: file.size]).hexdigest() == file.sha256:
                found = _verdict(known, id, number, file, Finding.EXTENDED, digest)
                return replace(found, digital=signatures_in(content))
        return _verdict(known, id, number, None, Finding.ALTERED, digest)
    return Verdict(Finding.DRAFT, digest)


def _look_up(known: Register, id: str, digest: str, finding: Finding, given: str) -> Verdict | None:
    for number, release in known.releases.items():
        for file in release.files:
            if file.sha256 == digest:
                return _verdict(known, id, number, file, finding, given)
    return None


def _releases_of(store: Store, mark: str) -> Iterator[tuple[str, Register, int, Release]]:
    """Every release of a proposal with that fingerprint."""
    for summary in store.list(include_archived=True):
        known = register(store, summary.id)
        for number, release in known.releases.items():
            if release.content == mark:
                yield summary.id, known, number, release


def _verdict(
    known: Register, id: str, number: int, file: ReleasedFile | None, finding: Finding, digest: str
) -> Verdict:
    signatures = tuple(known.signatures_of(number).values())
    at = known.trail.entries[number - 1].at
    carried = tuple(still_signed(known, entry) for entry in carried_into(known, number))
    broken = known.trail.broken_at
    return Verdict(finding, digest, id, number, at, known.releases[number], file, signatures, broken, carried=carried)


def _mark(content: bytes) -> str:
    """The proposal's fingerprint that our PDFs carry in their keywords; "" where there is none."""
    found = _MARK.search(content)
    return found[1].decode() if found else ""
