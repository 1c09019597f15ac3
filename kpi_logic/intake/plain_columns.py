"""A text table cut into columns in one go; a table that is not even is left to the careful way."""

import csv
import io
from collections.abc import Sequence
from itertools import islice
from operator import methodcaller
from typing import Any

from kpi_logic.intake import limits
from kpi_logic.intake.text_file import TextFile

Columns = list[Sequence[Any]]


def plain_columns(text: TextFile, after: int, width: int) -> Columns | None:
    """The cells below row number *after*, column by column, as written; None unless each row has *width* cells."""
    if not isinstance(text.content, str) or width < 2 or width > limits.COLUMNS:
        return None
    content = text.content[text.skipped :]
    if content.count("\r") != content.count("\r\n"):
        return None
    return (_quoted if '"' in content else _bare)(content, text.separator, after, width)


def _bare(content: str, separator: str, after: int, width: int) -> Columns | None:
    *head, body = content.replace("\r\n", "\n").split("\n", after)
    body = body.rstrip("\n")
    lines = body.split("\n")
    if len(head) < after or _too_long(len(lines) + after) or max(map(len, lines)) > limits.CELL_CHARACTERS:
        return None
    if set(map(methodcaller("count", separator), lines)) != {width - 1}:
        return None
    cells = body.replace("\n", separator).split(separator)
    return [cells[i::width] for i in range(width)]


def _quoted(content: str, separator: str, after: int, width: int) -> Columns | None:
    csv.field_size_limit(limits.CELL_CHARACTERS)
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
        rows = list(islice(reader, after, limits.ROWS + 2000))
    except csv.Error:
        return None
    while rows and not rows[-1]:
        rows.pop()
    if not rows or _too_long(len(rows) + after) or set(map(len, rows)) != {width}:
        return None
    return list(zip(*rows, strict=True))


def _too_long(rows: int) -> bool:
    return rows > limits.ROWS
