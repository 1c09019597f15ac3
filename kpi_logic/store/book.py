"""The portable file (.kpibook): a zip of a fixed set of members, each with its size and SHA-256 in a manifest.

``pack`` makes equal bytes from equal contents.  ``unpack`` trusts nothing: not the names, not the stated sizes, not the
count, and inflates no more than it has checked.
"""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kpi_logic.model import Amount, Raw, Unit
from kpi_logic.store.faults import NotAWorkbook

FORMAT_VERSION = 1
MANIFEST, ENGAGEMENT, HISTORY, FILES = "manifest.json", "engagement.json", "history.json", "files/"
TRAIL = "trail.json"  # only where something was released

MB = 1_000_000
MAX_PACKED = 200 * MB
MAX_UNPACKED = 300 * MB
MAX_MEMBERS = 2_000
# JSON grows some forty-fold when it becomes objects; a large engagement is 0.1 MB, and a thousand revisions are 10 MB.
MAX_MEMBER = {MANIFEST: 1 * MB, ENGAGEMENT: 2 * MB, HISTORY: 32 * MB, TRAIL: 8 * MB}
MAX_FILE = 210 * MB  # a little above the largest upload

_FILE_NAME = re.compile(r"files/[0-9a-f]{64}")
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: equal contents give equal bytes
_END, _ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _LOCATOR_SIZE, _LONGEST_ENTRY = 22, 20, 200
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
)  # zipfile promises no single exception for what is wrong inside


class Member(BaseModel):
    """Size in bytes and SHA-256 of one member."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    size: int


class Manifest(BaseModel):
    """What the file says of itself; ``schema_version`` is the database version it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["kpi-workbook"] = "kpi-workbook"
    format_version: int = Field(ge=1)
    schema_version: str = Field(pattern=r"^[0-9]{4}$")
    members: dict[str, Member]


def pack(members: Mapping[str, bytes], schema_version: str) -> bytes:
    """The bytes of a portable file; *members* by name, without the manifest."""
    manifest = Manifest(
        format_version=FORMAT_VERSION, schema_version=schema_version, members={n: _seal(members[n]) for n in members}
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in ((MANIFEST, manifest.model_dump_json(indent=1).encode()), *members.items()):
            archive.writestr(_entry(name), content)
    return packed.getvalue()


def unpack(packed: bytes, known_schemas: tuple[str, ...]) -> dict[str, bytes]:
    """The members by name, without the manifest; every size, name and hash was checked.

    Raises:
        NotAWorkbook: it is not such a file, is damaged, is newer than what is known here, or is too large.
    """
    if len(packed) > MAX_PACKED:
        raise NotAWorkbook("too_large", limit=megabytes(MAX_PACKED))
    _check_end(packed)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            _check_entries(archive.infolist())
            contents = {entry.filename: _inflate(archive, entry) for entry in archive.infolist()}
    except _UNREADABLE as error:
        raise NotAWorkbook("damaged", member=Raw("zip")) from error
    _check_manifest(contents, known_schemas)
    return {name: content for name, content in contents.items() if name != MANIFEST}


def limit_of(name: str) -> int:
    """How many bytes a member may have when unpacked."""
    return MAX_MEMBER.get(name, MAX_FILE)


def megabytes(size: int) -> Amount:
    """A limit as people read it; the text adds the unit."""
    return Amount(size / MB, Unit.COUNT)


def _seal(content: bytes) -> Member:
    return Member(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIXED_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the same on every platform
    entry.external_attr = 0o600 << 16
    return entry


def _check_end(packed: bytes) -> None:
    """Refuse a directory that would be large just to read, before ``zipfile`` reads it."""
    end = packed[-_END_SIZE:]
    if len(end) < _END_SIZE or end[:4] != _END or not packed.startswith(b"PK"):
        raise NotAWorkbook("foreign")
    directory_size = struct.unpack_from("<L", end, 12)[0]
    has_zip64 = packed[-_END_SIZE - _LOCATOR_SIZE :].startswith(_ZIP64_LOCATOR)
    if has_zip64 or directory_size > MAX_MEMBERS * _LONGEST_ENTRY:
        raise NotAWorkbook("too_many", limit=MAX_MEMBERS)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.orig_filename for entry in entries]
    if not {MANIFEST, ENGAGEMENT, HISTORY} <= set(names):
        raise NotAWorkbook("foreign")
    if len(names) > MAX_MEMBERS:
        raise NotAWorkbook("too_many", limit=MAX_MEMBERS)
    for entry in entries:
        _check_entry(entry)
    if len(set(names)) < len(names):
        raise NotAWorkbook("damaged", member=Raw("zip"))
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise NotAWorkbook("too_large", limit=megabytes(MAX_UNPACKED))


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if name not in MAX_MEMBER and not _FILE_NAME.fullmatch(name):
        raise NotAWorkbook("strange_member", member=Raw(name[:80]))
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotAWorkbook("damaged", member=Raw(name))
    if entry.file_size > limit_of(name):
        raise NotAWorkbook("too_large", limit=megabytes(limit_of(name)))


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A member's bytes; asks for one more than stated, and never for more: a stated size may lie."""
    try:
        with archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
    except _UNREADABLE as error:
        raise NotAWorkbook("damaged", member=Raw(entry.filename)) from error
    if len(content) != entry.file_size:
        raise NotAWorkbook("damaged", member=Raw(entry.filename))
    return content


def _check_manifest(contents: Mapping[str, bytes], known_schemas: tuple[str, ...]) -> None:
    manifest = _read_manifest(contents[MANIFEST])
    if manifest.format_version > FORMAT_VERSION or manifest.schema_version > known_schemas[-1]:
        raise NotAWorkbook("newer")
    if manifest.schema_version not in known_schemas or manifest.members.keys() != contents.keys() - {MANIFEST}:
        raise NotAWorkbook("damaged", member=Raw(MANIFEST))
    for name, member in manifest.members.items():
        if _seal(contents[name]) != member:
            raise NotAWorkbook("damaged", member=Raw(name))


def _read_manifest(content: bytes) -> Manifest:
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        raise NotAWorkbook("damaged", member=Raw(MANIFEST)) from error
