"""The rows of a plain worksheet, piece by piece: where the values of the cells stand in its XML, without making any of them.

Rows that are written alike (the same cells in the same order) are cut together; a row that is written in a way of its own
is set apart.  A worksheet that holds anything but plain cells is not cut here at all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from kpi_logic.intake import limits
from kpi_logic.intake.byte_cells import PAD, ByteCells, eights
from kpi_logic.intake.byte_signs import factor, mixed
from kpi_logic.intake.finding import Refused
from kpi_logic.intake.line_pieces import Uneven
from kpi_logic.intake.plain_sheet import CELL, NEVER, CellReader, PlainRows, unescaped
from kpi_logic.intake.sheet import Cell, Row, column_number

_ROW = int.from_bytes(b'<row r="', "little")
_VALUE_ENDS, _TEXT_ENDS = (np.uint64(int.from_bytes(mark, "little")) for mark in (b"</v></c>", b"</t></is"))
_TEXT_BEGINS = np.uint64(int.from_bytes(b"<is><t>\0", "little"))
_SEVEN_BYTES = np.uint64((1 << 56) - 1)
_DIGIT_SHIFT = np.uint64(0x3030303030303030)
_ABOVE_NINE, _HIGH = np.uint64(0x7676767676767676), np.uint64(0x8080808080808080)
_MOST_FORMS = 300
_TAGS = np.isin(np.arange(256), list(b"rcvit/"))
_VALUE, _TEXT, _EMPTY = 4, 6, 1
"""How many tags a cell with a value, with text of its own, and an empty one is made of."""


@dataclass(frozen=True)
class Strings:
    """The shared strings as bytes: where each begins, and its size."""

    data: np.ndarray
    start: np.ndarray
    size: np.ndarray

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Strings":
        """The strings in one piece."""
        written = [text.encode() for text in texts]
        size = np.array([len(text) for text in written], np.int64)
        data = np.frombuffer(b"".join([bytes(PAD), *written, bytes(PAD)]), np.uint8)
        return cls(data, PAD + np.cumsum(size) - size, size)


@dataclass(frozen=True)
class _CellForm:
    """How a cell of a row is written: its column, kind and style, its first tag as written, and its tags' place."""

    column: int
    kind: str
    style: int
    prefix: bytes
    suffix: bytes
    tags: int
    at: int


@dataclass
class SheetPiece:
    """Some rows of a worksheet; ``rows`` are their numbers, ``misfits`` those that are written in ways of their own.

    ``kinds``: by column the (kind, style) of its cells; the same in all rows of the sheet.
    """

    data: np.ndarray
    rows: np.ndarray
    starts: np.ndarray
    sizes: np.ndarray
    kinds: dict[int, tuple[str, int]]
    misfits: list[Row]
    strings: Strings
    make: CellReader
    texts: Callable[[int], Row]
    _cells: dict[int, ByteCells] = field(default_factory=dict)

    def cells(self, column: int) -> ByteCells:
        """A column of the table."""
        if column not in self._cells:
            self._cells[column] = self._made(column)
        return self._cells[column]

    def _made(self, column: int) -> ByteCells:
        kind, style = self.kinds.get(column, ("n", 0))
        start, size = self.starts[column], self.sizes[column]
        if kind == "s":
            return self._shared(start, size)
        if kind in ("inlineStr", "str"):
            return ByteCells(self.data, start, size, make=unescaped)
        return ByteCells(self.data, start, size, typed=True, make=lambda text: self._cell(kind, style, text))

    def _shared(self, start: np.ndarray, size: np.ndarray) -> ByteCells:
        index, filled = ByteCells(self.data, start, size).decimals(), size > 0
        if not (index.plain & (index.behind == 0))[filled].all():
            raise Uneven
        at = index.values[filled].astype(np.int64)
        if len(at) and not 0 <= int(at.min()) <= int(at.max()) < len(self.strings.start):
            raise Uneven
        starts, sizes = np.full(len(size), PAD), np.zeros(len(size), np.int64)
        starts[filled], sizes[filled] = self.strings.start[at], self.strings.size[at]
        return ByteCells(self.strings.data, starts, sizes)

    def _cell(self, kind: str, style: int, text: str) -> Cell:
        try:
            return self.make(kind, style, text)
        except (Refused, ValueError, IndexError, OverflowError):
            raise Uneven from None

    def row(self, at: int) -> Row:
        """A row as the careful way reads it."""
        return self.texts(at)

    def marks(self, live: np.ndarray) -> np.ndarray:
        """(live,) a mark for each row; equal rows have equal marks."""
        found = np.zeros(int(live.sum()), np.uint64)
        for column in self.kinds:
            found += mixed(ByteCells(self.data, self.starts[column][live], self.sizes[column][live]), 1000 * column)
        return found


class SheetCutter:
    """Cuts pieces of a worksheet's rows, each beginning and ending with a row."""

    def __init__(self, width: int, strings: Strings, make: CellReader) -> None:
        self.width, self.strings, self.make = width, strings, make
        self.kinds: dict[int, tuple[str, int]] = {}
        self._plain = PlainRows(make)

    def pieces(self, parts: Iterable[bytes], after: int) -> Iterator[SheetPiece]:
        """The rows below row number *after*; raises Uneven where the sheet is not plain."""
        for part in parts:
            yield self._piece(part, after)

    def _piece(self, part: bytes, after: int) -> SheetPiece:
        data = np.frombuffer(b"".join([bytes(PAD), part, bytes(PAD)]), np.uint8)
        tags = np.flatnonzero(data == ord("<"))
        first = data[tags + 1]
        if not _TAGS[first].all() or not _is_plain_text(part, data):
            raise Uneven
        begins = np.flatnonzero(first == ord("r"))
        if not len(begins) or begins[0] != 0 or (eights(data)[tags[begins]] != _ROW).any():
            raise Uneven
        rows, digits = _row_numbers(data, tags[begins] + 8)
        below = np.flatnonzero(rows > after)
        starts = np.zeros((self.width, len(rows)), np.int64)
        sizes = np.zeros((self.width, len(rows)), np.int64)
        fits = np.zeros(len(rows), bool)
        ends = np.append(tags[begins[1:]], len(data) - PAD)
        counts = np.diff(np.append(begins, len(tags)))
        marks = self._row_marks(data, tags, first, begins)
        forms, of = np.unique(marks[below], return_inverse=True)
        if len(forms) > _MOST_FORMS:
            raise Uneven
        for number in range(len(forms)):
            same = below[of == number]
            form = self._form(data[tags[begins[same[0]]] : ends[same[0]]].tobytes())
            if form is None or int(counts[same[0]]) != form[-1].at + form[-1].tags + 1:
                continue
            fits[same] = self._fill(data, tags, begins[same], digits[same], form, starts, sizes, same)
        return self._made(data, rows, starts, sizes, below, fits, tags[begins], ends)

    def _made(
        self, data: np.ndarray, rows: np.ndarray, starts: np.ndarray, sizes: np.ndarray, below: np.ndarray,
        fits: np.ndarray, begin: np.ndarray, ends: np.ndarray,
    ) -> SheetPiece:  # fmt: skip
        def text(at: int) -> Row:
            try:
                found = self._plain.rows(data[begin[at] : ends[at]].tobytes())
            except (Refused, ValueError, IndexError, OverflowError):
                raise Uneven from None
            if found is None:
                raise Uneven
            return found[0] if found else Row(int(rows[at]), [])

        strange, good = below[~fits[below]], np.flatnonzero(fits)
        if len(strange) > limits.ODD_ROWS:
            raise Uneven
        misfits = [text(int(at)) for at in strange]
        return SheetPiece(
            data, rows[good], starts[:, good], sizes[:, good], self.kinds, misfits, self.strings, self.make,
            lambda at: text(int(good[at])),
        )  # fmt: skip

    @staticmethod
    def _row_marks(data: np.ndarray, tags: np.ndarray, first: np.ndarray, begins: np.ndarray) -> np.ndarray:
        """(rows,) a mark for the tags of each row and the columns of its cells."""
        is_cell = first == ord("c")
        one, two, three = (np.where(is_cell, data[tags + k], 0) for k in (6, 7, 8))
        if (is_cell & (two >= ord("A")) & (three >= ord("A"))).any():
            raise Uneven
        code = first.astype(np.uint64) | one.astype(np.uint64) << np.uint64(8)
        code |= np.where(two >= ord("A"), two, 0).astype(np.uint64) << np.uint64(16)
        place = np.arange(len(tags)) - np.repeat(begins, np.diff(np.append(begins, len(tags))))
        factors = np.array([factor(i) for i in range(int(place.max(initial=0)) + 1)], np.uint64)
        code *= factors[place]
        return np.add.reduceat(code ^ code >> np.uint64(33), begins)

    def _form(self, row: bytes) -> list[_CellForm] | None:
        """How the cells of a row are written; None where the row is not plain."""
        text = row.decode("utf-8")
        start, at, found = text.find(">") + 1, 1, list[_CellForm]()
        while not text.startswith("</row>", start):
            match = CELL.match(text, start)
            if match is None:
                return None
            column, kind = column_number(match[1]), match[3] or "n"
            tags = _VALUE if match[4] is not None else _TEXT if match[5] is not None else _EMPTY
            if column >= self.width or (found and column <= found[-1].column) or not _is_plain(kind, match[5]):
                return None
            end = text.index(">", start) + 1
            tag = text[start:end].encode()
            prefix = f'<c r="{match[1]}'.encode()
            suffix = tag[tag.index(b'"', len(prefix)) :]
            found.append(_CellForm(column, kind, int(match[2] or 0), prefix, suffix, tags, at))
            at, start = at + tags, match.end()
        return found or None

    def _fill(
        self, data: np.ndarray, tags: np.ndarray, begins: np.ndarray, digits: np.ndarray, form: Sequence[_CellForm],
        starts: np.ndarray, sizes: np.ndarray, rows: np.ndarray,
    ) -> np.ndarray:  # fmt: skip
        """Where the values of rows of one form stand; gives which rows are written that way to the last sign."""
        eight, good = eights(data), np.ones(len(rows), bool)
        for cell in form:
            tag = tags[begins + cell.at]
            length = len(cell.prefix) + digits + len(cell.suffix)
            good &= _begins_with(eight[tag], cell.prefix) & _ends_with(eight[tag + length - 8], cell.suffix)
            following = tags[begins + cell.at + cell.tags]
            if cell.tags == _EMPTY:
                good &= tag + length == following
                continue
            if self.kinds.setdefault(cell.column, (cell.kind, cell.style)) != (cell.kind, cell.style):
                return np.zeros(len(rows), bool)
            value = tag + length + (3 if cell.tags == _VALUE else 7)
            end = tags[begins + cell.at + (2 if cell.tags == _VALUE else 3)]
            good &= tags[begins + cell.at + 1] == tag + length
            if cell.tags == _VALUE:
                good &= (data[value - 1] == ord(">")) & (eight[end] == _VALUE_ENDS) & (following == end + 8)
            else:
                good &= (eight[value - 7] & _SEVEN_BYTES == _TEXT_BEGINS) & (eight[end] == _TEXT_ENDS)
                good &= following == end + 13
            starts[cell.column, rows], sizes[cell.column, rows] = value, end - value
        return good


def _is_plain_text(part: bytes, data: np.ndarray) -> bool:
    """Whether nothing stands there that XML forbids or hides: see ``plain_sheet``."""
    if b' hidden="' in part or b"]]>" in part or (b"&" in part and b"&#" in part):
        return False
    if int(np.count_nonzero(data < 32)) != 2 * PAD and len(part) != len(part.translate(None, NEVER)):
        return False
    try:
        return part.isascii() or bool(part.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _is_plain(kind: str, text: str | None) -> bool:
    return kind == "inlineStr" if text is not None else kind in ("n", "s", "str")


def _row_numbers(data: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of rows, and how many digits they have."""
    signs = eights(data)[start] ^ _DIGIT_SHIFT
    strange = ((signs & ~_HIGH) + _ABOVE_NINE | signs) & _HIGH
    lowest = strange & (~strange + np.uint64(1))
    digits = (np.bitwise_count(lowest - np.uint64(1)) >> 3).astype(np.int64)
    if (strange == 0).any() or (digits == 0).any() or (data[start + digits] != ord('"')).any():
        raise Uneven
    return ByteCells(data, start, digits).decimals().values.astype(np.int64), digits


def _begins_with(signs: np.ndarray, mark: bytes) -> np.ndarray:
    kept = np.uint64((1 << 8 * min(len(mark), 8)) - 1)
    return np.asarray(signs & kept == np.uint64(int.from_bytes(mark[:8], "little")))


def _ends_with(signs: np.ndarray, mark: bytes) -> np.ndarray:
    shift = np.uint64(8 * max(8 - len(mark), 0))
    return np.asarray(signs >> shift == np.uint64(int.from_bytes(mark[-8:], "little")))
