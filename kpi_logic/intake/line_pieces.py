"""A list in a text file, piece by piece: where the cells of each line stand, without making any of them."""

import codecs
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np

from kpi_logic.intake import limits
from kpi_logic.intake.byte_cells import PAD, ByteCells
from kpi_logic.intake.byte_signs import mixed
from kpi_logic.intake.delimited import records
from kpi_logic.intake.sheet import Cell, Row
from kpi_logic.intake.spooled import STEP, Spooled
from kpi_logic.intake.text_file import TextFile

_QUOTE, _NEWLINE = ord('"'), ord("\n")
_PIECE = 4 << 20
_LONGEST_LINE = 1 << 20


class Uneven(Exception):
    """Something stands there that only the careful way can cut or tell."""


@dataclass(frozen=True)
class Piece:
    """Some lines of a list; ``rows`` (lines,) are their numbers.

    ``starts`` and ``sizes``: (wanted, lines) where the cells of the wanted columns stand in ``data``; ``line`` and
    ``length``: (lines,) whole lines. ``misfits``: rows with more or fewer cells than there are headings. ``last``: the
    number of the last row so far.
    """

    data: np.ndarray
    wanted: Sequence[int]
    starts: np.ndarray
    sizes: np.ndarray
    rows: np.ndarray
    line: np.ndarray
    length: np.ndarray
    doubled: bool
    text: TextFile
    last: int
    misfits: list[Row] = field(default_factory=list)
    _cells: dict[int, ByteCells] = field(default_factory=dict)

    def cells(self, column: int) -> ByteCells:
        """One of the wanted columns, by its place in the table."""
        if column not in self._cells:
            i = self.wanted.index(column)
            self._cells[column] = ByteCells(self.data, self.starts[i], self.sizes[i], self.doubled)
        return self._cells[column]

    def marks(self, live: np.ndarray) -> np.ndarray:
        """(live,) a mark for each line; equal lines have equal marks."""
        return mixed(ByteCells(self.data, self.line[live], self.length[live]))

    def row(self, at: int) -> Row:
        """A line as the careful way reads it."""
        return _row(self.data, int(self.line[at]), int(self.length[at]), int(self.rows[at]), self.text)


def _row(data: np.ndarray, start: int, size: int, number: int, text: TextFile) -> Row:
    line = data[start : start + size].tobytes().decode("utf-8")
    return Row(number, _cells(line, text))


def _cells(line: str, text: TextFile) -> list[Cell]:
    found = next(records(io.StringIO(line, newline=""), text.separator, text.name, limits.LINES), None)
    return found[1] if found else []


def pieces(text: TextFile, after: int, width: int, wanted: Sequence[int]) -> Iterator[Piece]:
    """The lines below row number *after*; *wanted* are the columns to be cut out, rising.

    Raises:
        Uneven: a quotation mark or line end that does not cut, a line of a length beyond all use.
    """
    if not text.separator.isascii():
        raise Uneven
    left, number = b"", 0
    with _utf8(text) as stream:
        stream.read(text.skipped)
        while chunk := stream.read(_PIECE):
            left, piece = _cut(left + chunk, text, number, after, width, wanted)
            if piece is not None:
                number = piece.last
                yield piece
        if left:
            left, piece = _cut(left + b"\n", text, number, after, width, wanted)
            if piece is not None:
                yield piece
    if left:
        raise Uneven


def _cut(
    body: bytes, text: TextFile, number: int, after: int, width: int, wanted: Sequence[int]
) -> tuple[bytes, Piece | None]:
    """The bytes that are left, and the whole lines before them; the lines up to row *after* are passed over."""
    if b"\r" in body:
        body = _without_returns(body)
    has_quotes = b'"' in body
    data = np.frombuffer(b"".join([bytes(PAD), body, bytes(PAD)]), np.uint8)
    inner = data[:-PAD]
    marks = (inner == ord(text.separator)) | (inner == _NEWLINE)
    if has_quotes:
        quotes = inner == _QUOTE
        marks &= ~np.bitwise_xor.accumulate(quotes)
    ends = np.flatnonzero(marks)
    lines = np.flatnonzero(inner[ends] == _NEWLINE)
    if not len(lines):
        if len(body) > _LONGEST_LINE:
            raise Uneven
        return body, None
    ends = ends[: lines[-1] + 1]
    last = int(ends[-1])
    if has_quotes:
        _refuse_stray(inner, quotes, ends, last)
    left = body[last + 1 - PAD :]
    if len(left) > _LONGEST_LINE:
        raise Uneven
    return left, _piece(data, ends, lines, text, number, after, width, wanted, has_quotes)


def _without_returns(body: bytes) -> bytes:
    """Line ends of Windows as plain ones; one at the very end may be half of it."""
    ending = b"\r" if body.endswith(b"\r") else b""
    body = body.removesuffix(ending)
    if body.count(b"\r") != body.count(b"\r\n"):
        raise Uneven
    return body.replace(b"\r\n", b"\n") + ending


def _refuse_stray(data: np.ndarray, quotes: np.ndarray, ends: np.ndarray, last: int) -> None:
    """Raises Uneven where a quotation mark stands anywhere but around a cell, or doubled within."""
    starts = np.concatenate(([PAD], ends[:-1] + 1))
    around = (data[starts] == _QUOTE) & (data[ends - 1] == _QUOTE) & (ends - starts >= 2)
    left = quotes[: last + 1].copy()
    left[starts[around]] = left[ends[around] - 1] = False
    inner = np.flatnonzero(left)
    if len(inner):
        cell = np.searchsorted(starts, inner, side="right") - 1
        if len(inner) % 2 or (inner[1::2] - inner[::2] != 1).any() or not around[cell].all():
            raise Uneven


def _piece(
    data: np.ndarray, ends: np.ndarray, lines: np.ndarray, text: TextFile, number: int, after: int, width: int,
    wanted: Sequence[int], has_quotes: bool,
) -> Piece:  # fmt: skip
    rows = np.arange(number + 1, number + 1 + len(lines))
    before = np.concatenate(([-1], lines[:-1]))
    line = np.concatenate(([PAD], ends[lines[:-1]] + 1))
    length = ends[lines] - line
    if rows[-1] > limits.LINES or int(length.max()) > limits.CELL_CHARACTERS:
        raise Uneven
    below = rows > after
    fits = below & (lines - before == width)
    strange = np.flatnonzero(below & ~fits)
    if len(strange) > limits.ODD_ROWS:
        raise Uneven
    misfits = [_row(data, int(line[i]), int(length[i]), int(rows[i]), text) for i in strange]
    if fits.all():
        table = ends.reshape(-1, width)
        stops = np.stack([table[:, i] for i in wanted])
        starts = np.stack([table[:, i - 1] + 1 if i else line for i in wanted])
    else:
        rows, line, length, place = rows[fits], line[fits], length[fits], before[fits] + 1
        stops = np.stack([ends[place + i] for i in wanted])
        starts = np.stack([ends[place + i - 1] + 1 if i else line for i in wanted])
    sizes = stops - starts
    if has_quotes:
        around = (data[starts] == _QUOTE) & (sizes >= 2)
        starts, sizes = starts + around, sizes - 2 * around
    return Piece(data, wanted, starts, sizes, rows, line, length, has_quotes, text, number + len(lines), misfits)


def _utf8(text: TextFile) -> BinaryIO:
    """The file's own bytes where they are UTF-8 already; else in UTF-8."""
    content = text.content
    if isinstance(content, str):
        return io.BytesIO(content.encode())
    source = content.open() if isinstance(content, Spooled) else io.BytesIO(content)
    if text.encoding == "utf-8-sig":
        source.read(len(codecs.BOM_UTF8))
    return source if text.encoding in ("utf-8", "utf-8-sig") else io.BufferedReader(_Transcoded(source, text.encoding))


class _Transcoded(io.RawIOBase):
    """A stream of an older encoding, read as UTF-8."""

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        self._source, self._decoder = source, codecs.getincrementaldecoder(encoding)()
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        while not self._ready:
            piece = self._source.read(STEP)
            if not piece:
                return 0
            self._ready = self._decoder.decode(piece).encode()
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count
