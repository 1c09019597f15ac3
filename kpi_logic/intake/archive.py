"""The zip directory of a workbook, looked at before anything is unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from kpi_logic.intake import limits
from kpi_logic.intake.file import ClientFile
from kpi_logic.intake.finding import Refused, refused, shown
from kpi_logic.model import Amount, Place, Unit

_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_WORKBOOK = "xl/workbook.xml"
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_PIECE = 4 << 20


class LargePart:
    """A worksheet that is unpacked piece by piece each time it is read, its checksum proven at the end."""

    def __init__(self, file: ClientFile, name: str, size: int) -> None:
        self._file, self._name, self.size = file, name, size

    def pieces(self) -> Iterator[bytes]:
        """Its bytes; raises Refused where they are damaged, more than was told, or declare a document type."""
        place, left, last = Place(file=self._file.name), self.size, b""
        try:
            with zipfile.ZipFile(io.BytesIO(self._file.held)) as archive, archive.open(self._name) as part:
                while piece := part.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise _too_large(place)
                    if _DTD.search(last + piece[:16]) or (b"<!" in piece and _DTD.search(piece)):
                        raise refused("zip_dtd", place, part=shown(self._name))
                    last = piece[-16:]
                    yield piece
        except _DAMAGES as error:
            raise refused("file_damaged", place) from error

    def held(self) -> bytes:
        """All of it, where that is not too much."""
        if self.size > limits.UNPACKED_BYTES:
            raise _too_large(Place(file=self._file.name))
        return b"".join(self.pieces())


def open_archive(file: ClientFile) -> dict[str, bytes | LargePart]:
    """The XML parts of a workbook by name, each unpacked within bounds and with its checksum proven.

    A large worksheet is not unpacked yet.

    Raises:
        Refused: damaged, no workbook, too large once unpacked, too many parts, a name twice, a name that climbs
            out of the folder, a document type declaration.
    """
    place = Place(file=file.name)
    try:
        with zipfile.ZipFile(io.BytesIO(file.held)) as archive:
            _check_directory(archive.infolist(), place)
            return _unpacked(archive, file, place)
    except _DAMAGES as error:
        raise refused("file_damaged", place) from error


def _check_directory(parts: list[zipfile.ZipInfo], place: Place) -> None:
    names = [part.filename for part in parts]
    if len(parts) > limits.PARTS:
        raise refused("zip_too_many", place, number=len(parts), limit=limits.PARTS)
    unpacked = sum(part.file_size for part in parts)
    streamed = sum(part.file_size for part in parts if _is_streamed(part))
    if unpacked - streamed > limits.UNPACKED_BYTES or streamed > limits.SHEET_BYTES:
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


def _is_streamed(part: zipfile.ZipInfo) -> bool:
    """Whether a part is a large worksheet that may be read piece by piece: not one that is packed beyond belief."""
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    return is_sheet and limits.STREAMED_BYTES < part.file_size <= limits.MOST_PACKED * part.compress_size


def _first_twice(names: list[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            return name
        seen.add(name.casefold())
    return ""


def _unpacked(archive: zipfile.ZipFile, file: ClientFile, place: Place) -> dict[str, bytes | LargePart]:
    parts: dict[str, bytes | LargePart] = {}
    left = limits.UNPACKED_BYTES
    for info in archive.infolist():
        if not info.filename.endswith((".xml", ".rels")):
            continue
        if _is_streamed(info):
            parts[info.filename] = LargePart(file, info.filename, info.file_size)
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
