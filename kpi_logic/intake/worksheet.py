"""One worksheet part, streamed into a Sheet."""

import datetime as dt
import re
from xml.parsers import expat

from kpi_logic.intake import limits
from kpi_logic.intake.archive import LargePart
from kpi_logic.intake.finding import Refused, refused
from kpi_logic.intake.plain_sheet import plain_rows, span_of_rows
from kpi_logic.intake.sheet import Cell, Fault, Row, Sheet, column_number, letters
from kpi_logic.intake.sheet_body import LargeSheetBody, SheetBody

LARGE_SHEET = 1 << 21
"""Of plain rows of so many bytes only the first are read at once."""
HEAD_ROWS = 80
FORMULAS = 20_000  # places that are kept; our own workbooks hold fewer
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class WorksheetReader:
    """Fills *sheet* from the XML of a worksheet.

    ``strings``: the shared strings. ``dates``: style numbers that show dates. ``epoch``: what serial 0 means.
    """

    def __init__(self, sheet: Sheet, strings: list[str], dates: frozenset[int], epoch: dt.datetime) -> None:
        self.sheet, self.strings, self.dates, self.epoch = sheet, strings, dates, epoch
        self.depth = 0
        self.row: Row | None = None
        self.next_row, self.next_column = 1, 0
        self.column = 0
        self.kind, self.style = "n", 0
        self.text: list[str] = []
        self.taking = False
        self.phonetic = False
        self.value: str | None = None
        self.formula = False
        self.hidden_columns: set[int] = set()

    def read(self, data: bytes, *, may_wait: bool = True) -> None:
        """Read the part; raises Refused beyond the limits, ExpatError when it is not XML."""
        span = span_of_rows(data)
        if may_wait and span is not None and span[1] - span[0] >= LARGE_SHEET and self._read_head(data, *span):
            return
        rows = None if span is None else self._plain_rows(data, *span)
        if span is None or rows is None:
            self._stream(data)
            return
        self._stream(data[: span[0]] + data[span[1] :])
        self.sheet.rows = rows

    def read_large(self, part: LargePart) -> None:
        """Read the first rows of a part that is unpacked piece by piece; all of it at once where it is not plain.

        Raises:
            Refused: as ``read``; it is not plain and too large to be read otherwise.
        """
        head = b""
        for piece in part.pieces():
            head += piece
            if len(head) >= LARGE_SHEET:
                break
        start = head.find(b"<sheetData>") + len(b"<sheetData>")
        end = head.rfind(b"</row>") + len(b"</row>")
        closed = head[: max(start, end)] + b"</sheetData></worksheet>"
        span = span_of_rows(closed)
        if span is None or end < start or not self._read_head(closed, *span):
            self.read(part.held())
            return
        self.sheet.body = LargeSheetBody(self, part)

    def _read_head(self, data: bytes, start: int, end: int) -> bool:
        """Of a large plain sheet only the first rows, and what stands around them; False where it is not plain."""
        last = start
        for _ in range(HEAD_ROWS):
            last = data.find(b"</row>", last, end) + len(b"</row>")
            if last < len(b"</row>"):
                return False
        rows = self._plain_rows(data, start, last)
        if rows is None:
            return False
        self._stream(data[:start] + data[end:])
        self.sheet.rows, self.sheet.body = rows, SheetBody(self, data, start, end)
        return True

    def plain(self, kind: str, style: int, value: str) -> Cell:
        """A cell of its writing; raises Refused, ValueError, IndexError or OverflowError for one that is none."""
        return self._plain(kind, style, value)

    def read_all(self, data: bytes, start: int, end: int) -> None:
        """All rows after all, one by one if need be."""
        rows = self._plain_rows(data, start, end)
        self.sheet.rows = [] if rows is None else rows
        if rows is None:
            self._stream(data[start - len(b"<sheetData>") : end + len(b"</sheetData>")])

    def _plain_rows(self, data: bytes, start: int, end: int) -> list[Row] | None:
        """All rows at once; None where they have to be streamed, which also says what is wrong with them and where."""
        try:
            return plain_rows(data, start, end, self._plain)
        except (Refused, ValueError, IndexError, OverflowError):
            return None

    def _plain(self, kind: str, style: int, value: str) -> Cell:
        if kind == "n" and style not in self.dates:
            return int(value) if value.lstrip("-").isdecimal() and len(value) < 19 else float(value)
        self.kind, self.style, self.value = kind, style, value
        return self._cell()

    def _stream(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(data, True)
        self.sheet.hidden_columns = frozenset(self.hidden_columns)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > limits.XML_DEPTH:
            raise refused("xml_too_deep", self.sheet.place())
        tag = tag.rsplit(":", 1)[-1]
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self.taking, self.text = not self.phonetic, []
        elif tag == "f":
            self.formula = True
            if self.row is not None and len(self.sheet.formulas) < FORMULAS:
                self.sheet.formulas.add((self.row.number, self.column))
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes["max"]), limits.COLUMNS)
            self.hidden_columns.update(range(int(attributes["min"]) - 1, last))

    def _end(self, tag: str) -> None:
        self.depth -= 1
        tag = tag.rsplit(":", 1)[-1]
        if tag == "c":
            self._end_cell()
        elif tag in ("v", "t"):
            if self.taking:
                self.value = (self.value or "") + "".join(self.text) if tag == "t" else "".join(self.text)
            self.taking = False
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "row" and self.row is not None:
            if any(cell is not None for cell in self.row.cells):
                self._keep(self.row)
            self.row = None

    def _characters(self, text: str) -> None:
        if self.taking:
            self.text.append(text)

    def _keep(self, row: Row) -> None:
        self.sheet.rows.append(row)
        if len(self.sheet.rows) > limits.ROWS:
            raise refused("too_many_rows", self.sheet.place(), limit=limits.ROWS)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.next_row))
        self.row = Row(number, [], attributes.get("hidden") in ("1", "true"))
        self.next_row, self.next_column = number + 1, 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_number(match[1]) if match else self.next_column
        self.next_column = self.column + 1
        self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s", "0"))
        self.value, self.formula = None, False

    def _end_cell(self) -> None:
        cell = self._cell()
        if cell is None or self.row is None:
            return
        if self.column >= limits.COLUMNS:
            self.sheet.far_cell = f"{letters(self.column)}{self.row.number}"
            return
        cells = self.row.cells
        cells.extend([None] * (self.column + 1 - len(cells)))
        if cells[self.column] is not None:
            raise refused("file_damaged", self.sheet.place(self.row.number, self.column))
        cells[self.column] = cell

    def _cell(self) -> Cell:
        value = self.value
        if value is None or (value == "" and self.formula and self.kind != "str"):
            return Fault("uncalculated", "") if self.formula else None
        if self.kind == "s":
            return self._bounded(self.strings[int(value)])
        if self.kind in ("inlineStr", "str"):
            return self._bounded(value)
        if self.kind == "e":
            return Fault("error", value)
        if self.kind == "b":
            return value in ("1", "true")
        if self.kind == "d":
            return value
        return self._number(value)

    def _bounded(self, text: str) -> str | None:
        if len(text) > limits.CELL_CHARACTERS:
            row = self.row.number if self.row else None
            raise refused(
                "cell_too_long", self.sheet.place(row, self.column), number=len(text), limit=limits.CELL_CHARACTERS
            )
        return text if text.strip() else None

    def _number(self, value: str) -> Cell:
        if value == "":
            return None
        number = int(value) if value.lstrip("-").isdecimal() and len(value) < 19 else float(value)
        if self.style in self.dates:
            return _moment(number, self.epoch)
        return number

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        one, two = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if one is None or two is None:
            return
        self.sheet.merged.append((int(one[2]), int(two[2]), column_number(one[1]) + 1, column_number(two[1]) + 1))
        if len(self.sheet.merged) > limits.MERGED_RANGES:
            raise refused("merged_too_many", self.sheet.place(), limit=limits.MERGED_RANGES)


def _moment(serial: float, epoch: dt.datetime) -> Cell:
    """The instant of a serial, never rounded up; serials before March 1900 name days that never were."""
    if epoch.year == 1899 and serial < 61:
        return Fault("early_date", f"{serial:g}")
    try:
        whole = int(serial // 1)
        return epoch + dt.timedelta(days=whole, seconds=int((serial - whole) * 86400))
    except OverflowError:
        return Fault("early_date", f"{serial:g}")
