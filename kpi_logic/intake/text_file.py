"""A text file that can be read again from its beginning, line by line, without ever standing in memory as cells."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from kpi_logic.intake import limits
from kpi_logic.intake.delimited import hinted, records, separator_of
from kpi_logic.intake.finding import refused
from kpi_logic.intake.sheet import Row, Sheet
from kpi_logic.intake.spooled import Spooled
from kpi_logic.model import Place

HEAD_ROWS = 80


@dataclass
class TextFile:
    """A delimited text: its content as text, or as bytes of one encoding."""

    name: str
    content: str | bytes | Spooled
    encoding: str = "utf-8"
    separator: str = ","
    skipped: int = 0
    open_end: bool = False

    def __post_init__(self) -> None:
        head = self._open().read(1 << 18)
        text, separator = hinted(head)
        self.skipped = len(head) - len(text)
        self.separator = separator or separator_of(text)
        self.open_end = not self._tail().endswith(("\n", "\r"))

    def rows(self, after: int = 0, most: int = limits.LINES) -> Iterator[Row]:
        """The rows behind row number *after*.

        Raises:
            Refused: a quotation mark that never closes, a cell, row or column number beyond the limits.
        """
        csv.field_size_limit(limits.FILE_BYTES)
        stream = self._open()
        stream.read(self.skipped)
        for number, cells in records(stream, self.separator, self.name, most):
            if number > after:
                yield Row(number, cells)

    def sheet(self, most: int | None = None) -> Sheet:
        """The text as a sheet of all rows, or of its first rows.

        Raises:
            Refused: as ``rows``; nothing in the file; more rows than are read of a table that is kept whole.
        """
        rows = []
        for row in self.rows(most=limits.ROWS + 1000 if most is None else limits.LINES):
            rows.append(row)
            if most is not None and len(rows) >= most:
                break
        if not any(cell for row in rows for cell in row.cells):
            raise refused("file_empty", Place(file=self.name))
        return Sheet(self.name, None, rows, last_line_open=self.open_end, semicolons=self.separator == ";")

    def _open(self) -> io.TextIOBase:
        if isinstance(self.content, str):
            return io.StringIO(self.content, newline="")
        source = self.content.open() if isinstance(self.content, Spooled) else io.BytesIO(self.content)
        return io.TextIOWrapper(source, self.encoding, newline="")

    def _tail(self) -> str:
        if isinstance(self.content, str):
            return self.content[-1:]
        return self.content[-4:].decode(self.encoding, "replace")[-1:]


@dataclass(frozen=True)
class Lines:
    """The rows of a text file below its headings, as often as they are asked for."""

    file: TextFile
    after: int

    def __iter__(self) -> Iterator[Row]:
        return self.file.rows(self.after)
