"""The zip directory of a workbook, looked at before anything is unpacked."""

import io
import re
import zipfile
import zlib

from kpi_logic.intake import limits
from kpi_logic.intake.file import ClientFile
from kpi_logic.intake.finding import Refused, refused, shown
from kpi_logic.model import Amount, Place, Unit

_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_WORKBOOK = "xl/workbook.xml"


def open_archive(file: ClientFile) -> dict[str, bytes]:
    """The XML parts of a workbook by name, each unpacked within bounds and with its checksum proven.

    Raises:
        Refused: damaged, no workbook, too large once unpacked, too many parts, a name twice, a name that climbs
            out of the folder, a document type declaration.
    """
    place = Place(file=file.name)
    try:
        with zipfile.ZipFile(io.BytesIO(file.held)) as archive:
            _check_directory(archive.infolist(), place)
            return _unpacked(archive, place)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise refused("file_damaged", place) from error


def _check_directory(parts: list[zipfile.ZipInfo], place: Place) -> None:
    names = [part.filename for part in parts]
    if len(parts) > limits.PARTS:
        raise refused("zip_too_many", place, number=len(parts), limit=limits.PARTS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.UNPACKED_BYTES:
        raise refused("zip_too_large", place, size=_megabytes(unpacked), limit=_megabytes(limits.UNPACKED_BYTES))
    if len({name.casefold() for name in names}) < len(names):
        raise refused("zip_twice", place, part=shown(_first_twice(names)))
    for name in names:
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
            raise refused("zip_unsafe_name", place, part=shown(name))
    if _WORKBOOK not in names or "[Content_Types].xml" not in names:
        raise refused("zip_not_workbook", place)
    if any(part.flag_bits & 1 for part in parts):
        raise refused("file_encrypted", place)


def _first_twice(names: list[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            return name
        seen.add(name.casefold())
    return ""


def _unpacked(archive: zipfile.ZipFile, place: Place) -> dict[str, bytes]:
    parts, left = {}, limits.UNPACKED_BYTES
    for info in archive.infolist():
        if not info.filename.endswith((".xml", ".rels")):
            continue
        data = _bounded(archive, info, left, place)
        left -= len(data)
        if _DTD.search(data.replace(b"\x00", b"") if b"\x00" in data[:64] else data):
            raise refused("zip_dtd", place, part=shown(info.filename))
        parts[info.filename] = data
    return parts


def _bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, place: Place) -> bytes:
    """The part's bytes; the directory's sizes may lie, so what comes out is counted."""
    with archive.open(info) as part:
        data = part.read(left + 1)
        if len(data) > left:
            raise _too_large(place)
        part.read(1)
    return data


def _too_large(place: Place) -> Refused:
    limit = _megabytes(limits.UNPACKED_BYTES)
    return refused("zip_too_large", place, size=limit, limit=limit)


def _megabytes(size: int) -> Amount:
    return Amount(round(size / 1048576, 1), Unit.SCORE)
