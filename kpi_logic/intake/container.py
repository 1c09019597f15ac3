"""What kind of file the bytes are, whatever the name says."""

from enum import StrEnum

from kpi_logic.intake import limits
from kpi_logic.intake.file import ClientFile
from kpi_logic.intake.finding import refused, shown
from kpi_logic.model import Amount, Place, Unit

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_OTHERS = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"MZ", "EXE"),
    (b"{\\rtf", "RTF"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7Z"), (b"PAR1", "Parquet"), (b"ARROW1", "Arrow"),
    (b"BZh", "BZIP2"),
    (b"SQLite format 3", "SQLite"), (b"\x7fELF", "ELF"), (b"\x28\xb5\x2f\xfd", "ZSTD"), (b"\xfd7zXZ", "XZ"),
)  # fmt: skip


class Container(StrEnum):
    """The kinds that are read."""

    WORKBOOK = "workbook"
    TEXT = "text"
    JSON = "json"


def container(file: ClientFile) -> Container:
    """Workbook, text or JSON.

    Raises:
        Refused: empty, too large, an old or protected workbook, a web page, another kind of file.
    """
    place, head = Place(file=file.name), file.content[:4096]
    if not head.strip(b"\x00 \t\r\n") and not file.held.strip(b"\x00 \t\r\n"):
        raise refused("file_empty", place)
    refuse_large(file, limits.LINES_BYTES)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        refuse_large(file, limits.WORKBOOK_BYTES)
        return Container.WORKBOOK
    _refuse_known(head, file, place)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[{")):
        refuse_large(file, limits.JSON_BYTES)
        return Container.JSON
    return Container.TEXT


def refuse_large(file: ClientFile, most: int) -> None:
    """Raises Refused for a file above *most* bytes."""
    if len(file.content) > most:
        place = Place(file=file.name)
        raise refused("file_too_large", place, size=_megabytes(len(file.content)), limit=_megabytes(most))


def _refuse_known(head: bytes, file: ClientFile, place: Place) -> None:
    if head.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in file.content[: 1 << 20]
        raise refused("file_encrypted" if locked else "file_old_xls", place)
    for mark, kind in _OTHERS:
        if head.startswith(mark):
            raise refused("file_other_type", place, kind=shown(kind))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")) or b"<table" in start[:2048]:
        raise refused("file_html", place)
    if start.startswith(b"<?xml"):
        raise refused("file_other_type", place, kind=shown("XML"))


def _megabytes(size: int) -> Amount:
    return Amount(round(size / 1048576, 1), Unit.SCORE)
