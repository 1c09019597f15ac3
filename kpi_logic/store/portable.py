"""One engagement as one file: its decisions, its whole history and the client's files; and back."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter, ValidationError

from kpi_logic.model import Engagement, FileRef, Message, Raw
from kpi_logic.store import book, documents, messages
from kpi_logic.store.faults import NotAWorkbook, TooLargeToExport
from kpi_logic.store.saved import Entry, Revision, Saved
from kpi_logic.store.trail import EMPTY, Trail

if TYPE_CHECKING:
    from kpi_logic.store.store import Store


class _Step(BaseModel):
    """One entry of history.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    created_at: AwareDatetime
    author: str
    what: dict[str, Any]
    restored_from: int | None
    document: Engagement


_STEPS = TypeAdapter(tuple[_Step, ...])
_TRAIL = TypeAdapter(Trail)


def export_engagement(store: "Store", id: str) -> bytes:
    """The portable file (.kpibook) of an engagement; equal contents give equal bytes.

    Raises:
        NoSuchEngagement, NoSuchFile, FileDamaged: there is nothing whole to export.
        TooLargeToExport: import would refuse it; a duplicate, whose history starts anew, can be exported.
    """
    entries, trail = store.entries(id), store.trail(id)
    digests = sorted(_digests(entries, trail))
    members = {
        book.ENGAGEMENT: documents.written(entries[-1].engagement).encode(),
        book.HISTORY: _STEPS.dump_json(tuple(map(_step, entries))),
    }
    if trail.entries:
        members[book.TRAIL] = _TRAIL.dump_json(trail)
    members |= {f"{book.FILES}{digest}": store.file(digest) for digest in digests}
    _check_sizes(members)
    packed = book.pack(members, _known_versions()[-1])
    if len(packed) > book.MAX_PACKED:
        raise TooLargeToExport(limit=book.megabytes(book.MAX_PACKED))
    return packed


def import_engagement(store: "Store", packed: bytes, now: datetime, author: str) -> Saved:
    """Keep the engagement of a portable file under a new id, its history too, with the import as one more step.

    Raises:
        NotAWorkbook: the file is foreign, damaged, newer or too large; nothing of it was kept.
    """
    contents = book.unpack(packed, _known_versions())
    entries = _entries(contents)
    trail = _trail(contents)
    files = _files(contents, entries, trail)
    head = entries[-1]
    imported = Revision(head.revision.number + 1, now, author, Message("store.imported"))
    return store.adopt((*entries, Entry(imported, head.engagement)), files, now, trail)


def _known_versions() -> tuple[str, ...]:
    from kpi_logic.store.migrate import known_versions

    return known_versions()


def _step(entry: Entry) -> _Step:
    revision = entry.revision
    return _Step(
        number=revision.number,
        created_at=revision.created_at,
        author=revision.author,
        what=messages.plain(revision.what),
        restored_from=revision.restored_from,
        document=entry.engagement,
    )


def _check_sizes(members: Mapping[str, bytes]) -> None:
    """Hold an export to the limits of an import."""
    exceeded = [book.limit_of(name) for name, content in members.items() if len(content) > book.limit_of(name)]
    if sum(map(len, members.values())) > book.MAX_UNPACKED - book.limit_of(book.MANIFEST):
        exceeded.append(book.MAX_UNPACKED)
    if exceeded or len(members) >= book.MAX_MEMBERS:
        raise TooLargeToExport(limit=book.megabytes(min(exceeded, default=book.MAX_UNPACKED)))


def _entries(contents: Mapping[str, bytes]) -> tuple[Entry, ...]:
    """The history, checked to be one: numbered from 1, restoring only what came before, ending in the head."""
    try:
        head = Engagement.model_validate_json(contents[book.ENGAGEMENT])
    except ValidationError as error:
        raise _refusal(error, book.ENGAGEMENT) from error
    try:
        entries = tuple(map(_entry, _STEPS.validate_json(contents[book.HISTORY])))
    except ValidationError as error:
        raise _refusal(error, book.HISTORY) from error
    except ValueError as error:
        raise NotAWorkbook("damaged", member=Raw(book.HISTORY)) from error
    if not _is_history(entries) or entries[-1].engagement != head:
        raise NotAWorkbook("damaged", member=Raw(book.HISTORY))
    return entries


def _refusal(error: ValidationError, member: str) -> NotAWorkbook:
    return NotAWorkbook("newer") if documents.is_newer(error) else NotAWorkbook("damaged", member=Raw(member))


def _entry(step: _Step) -> Entry:
    what = messages.from_plain(step.what)
    return Entry(Revision(step.number, step.created_at, step.author, what, step.restored_from), step.document)


def _is_history(entries: tuple[Entry, ...]) -> bool:
    revisions = [entry.revision for entry in entries]
    in_order = [revision.number for revision in revisions] == list(range(1, len(revisions) + 1))
    sources = [(revision.restored_from, revision.number) for revision in revisions]
    return bool(revisions) and in_order and all(source is None or 1 <= source < number for source, number in sources)


def _trail(contents: Mapping[str, bytes]) -> Trail:
    """What was released and signed, checked to be whole."""
    if book.TRAIL not in contents:
        return EMPTY
    try:
        trail = _TRAIL.validate_json(contents[book.TRAIL])
    except ValidationError as error:
        raise _refusal(error, book.TRAIL) from error
    if trail.broken_at is not None:
        raise NotAWorkbook("damaged", member=Raw(book.TRAIL))
    return trail


def _files(contents: Mapping[str, bytes], entries: tuple[Entry, ...], trail: Trail) -> dict[str, bytes]:
    """The client's and the released files by digest: each is what it is called, each is used, and none is missing."""
    files = {name.removeprefix(book.FILES): data for name, data in contents.items() if name.startswith(book.FILES)}
    for digest, content in files.items():
        if hashlib.sha256(content).hexdigest() != digest:
            raise NotAWorkbook("damaged", member=Raw(f"{book.FILES}{digest}"))
    for digest in sorted(files.keys() ^ _digests(entries, trail)):
        raise NotAWorkbook("damaged", member=Raw(f"{book.FILES}{digest}"))
    return files


def _files_of(engagement: Engagement) -> Iterator[FileRef]:
    yield from engagement.data.files
    yield from engagement.data.filled
    if engagement.proposal.brand.logo is not None:
        yield engagement.proposal.brand.logo


def _digests(entries: tuple[Entry, ...], trail: Trail) -> set[str]:
    read = {file.digest for entry in entries for file in _files_of(entry.engagement)}
    return read | {digest for entry in trail.entries for digest in entry.files}
