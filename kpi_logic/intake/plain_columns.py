"""A text table cut into columns in one go; a table that is not even is left to the careful way."""

import numpy as np

from kpi_logic.intake import limits
from kpi_logic.intake.byte_cells import PAD, ByteCells
from kpi_logic.intake.text_file import TextFile

_QUOTE, _NEWLINE = ord('"'), ord("\n")


def plain_columns(text: TextFile, after: int, width: int) -> list[ByteCells] | None:
    """The cells below row number *after*, column by column, as written; None unless each row has *width* cells.

    A table with a line end or a lone quotation mark inside a cell is not even.
    """
    content = text.content
    if not isinstance(content, bytes) or not 2 <= width <= limits.COLUMNS or not text.separator.isascii():
        return None
    content = content[text.skipped :]
    if b"\r" in content:
        if content.count(b"\r") != content.count(b"\r\n"):
            return None
        content = content.replace(b"\r\n", b"\n")
    data = np.frombuffer(b"".join([bytes(PAD), content.rstrip(b"\n"), b"\n", bytes(PAD)]), np.uint8)
    ends = _ends(data[:-PAD], ord(text.separator), after, width)
    if ends is None:
        return None
    starts = np.empty_like(ends)
    starts[0, 0] = _place_behind(content, after) + PAD
    starts[0, 1:] = ends[-1, :-1] + 1
    starts[1:] = ends[:-1] + 1
    sizes = ends - starts
    if int(sizes.max()) > limits.CELL_CHARACTERS:
        return None
    if b'"' in content:
        return _unquoted(data, starts, sizes)
    return [ByteCells(data, start, size) for start, size in zip(starts, sizes, strict=True)]


def _place_behind(content: bytes, lines: int) -> int:
    place = 0
    for _ in range(lines):
        place = content.index(b"\n", place) + 1
    return place


def _ends(data: np.ndarray, separator: int, after: int, width: int) -> np.ndarray | None:
    """(width, rows) where the cells end; None where rows have more or fewer cells."""
    marks = (data == separator) | (data == _NEWLINE)
    quotes = data == _QUOTE
    inside = np.bitwise_xor.accumulate(quotes) if quotes.any() else None
    if inside is not None:
        if inside[-1] or (inside & (data == _NEWLINE)).any():
            return None
        marks &= ~inside
    ends = np.flatnonzero(marks)
    is_line = data[ends] == _NEWLINE
    lines = int(np.count_nonzero(is_line))
    if not after < lines <= limits.ROWS:
        return None
    skipped = int(np.flatnonzero(is_line[: 1 << 16])[after - 1]) + 1 if after else 0
    if len(ends) - skipped != (lines - after) * width or not is_line[skipped:][width - 1 :: width].all():
        return None
    return np.ascontiguousarray(ends[skipped:].astype(np.int32).reshape(-1, width).T)


def _unquoted(data: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> list[ByteCells] | None:
    """The cells without the quotation marks around them; None where one stands anywhere but around or doubled within."""
    around = (data[starts] == _QUOTE) & (sizes >= 2)
    around &= data[starts + sizes - 1] == _QUOTE
    outer = np.concatenate([starts[around], (starts + sizes)[around] - 1])
    begin = int(starts[0, 0])
    left = data[begin:-PAD] == _QUOTE
    left[outer - begin] = False
    inner = np.flatnonzero(left) + begin
    if len(inner) and not _is_doubled(inner, starts.T.ravel(), around.T.ravel()):
        return None
    starts, sizes = starts + around, sizes - 2 * around
    return [ByteCells(data, start, size, bool(len(inner))) for start, size in zip(starts, sizes, strict=True)]


def _is_doubled(inner: np.ndarray, starts: np.ndarray, around: np.ndarray) -> bool:
    """Whether all inner quotation marks stand in pairs, in cells with marks around them."""
    if len(inner) % 2 or not np.all(inner[1::2] - inner[::2] == 1):
        return False
    return bool(around[np.searchsorted(starts, inner, side="right") - 1].all())
