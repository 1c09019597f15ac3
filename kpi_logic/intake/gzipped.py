"""A gzip file, unpacked within bounds."""

import zlib
from dataclasses import replace

from kpi_logic.intake import limits
from kpi_logic.intake.file import ClientFile
from kpi_logic.intake.finding import refused
from kpi_logic.model import Amount, Place, Unit

MARK = b"\x1f\x8b"
_STEP = 1 << 20


def gunzipped(file: ClientFile) -> ClientFile:
    """The file inside, under the same name; sizes are counted while unpacking, since a header may lie.

    Raises:
        Refused: damaged, cut off, too large once unpacked, or packed again inside.
    """
    place = Place(file=file.name)
    try:
        content = _unpacked(file.held, place)
    except zlib.error as error:
        raise refused("file_damaged", place) from error
    if content.startswith((MARK, b"PK\x03\x04")):
        raise refused("zip_not_workbook", place)
    return replace(file, content=content)


def _unpacked(data: bytes, place: Place) -> bytes:
    machine = zlib.decompressobj(wbits=31)
    pieces, size, rest = [], 0, data
    while not machine.eof:
        piece = machine.decompress(rest, _STEP)
        rest = machine.unconsumed_tail
        size += len(piece)
        if size > limits.UNZIPPED_BYTES:
            limit = Amount(round(limits.UNZIPPED_BYTES / 1048576, 1), Unit.SCORE)
            raise refused("zip_too_large", place, size=limit, limit=limit)
        if not piece and not rest and not machine.eof:
            raise refused("file_damaged", place)
        pieces.append(piece)
    return b"".join(pieces)
