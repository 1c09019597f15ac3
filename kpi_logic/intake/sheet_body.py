"""The rows of a large plain worksheet, which stay in its XML until somebody knows what they are."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpi_logic.intake import limits

if TYPE_CHECKING:
    import numpy as np

    from kpi_logic.intake.archive import LargePart
    from kpi_logic.intake.byte_cells import ByteCells
    from kpi_logic.intake.sheet_pieces import SheetCutter, SheetPiece
    from kpi_logic.intake.worksheet import WorksheetReader

_PIECE = 4 << 20
_BEGIN, _ROW_END, _END = b"<sheetData>", b"</row>", b"</sheetData>"


class SheetBody:
    """All rows between *start* and *end* of a worksheet's XML."""

    def __init__(self, reader: "WorksheetReader", data: bytes, start: int, end: int) -> None:
        self.reader, self._data, self._start, self._end = reader, data, start, end

    def pieces(self, after: int, width: int) -> Iterator["SheetPiece"]:
        """The rows below row number *after*; raises Uneven where they are not plain."""
        return self.cutter(width).pieces(self._parts(_PIECE), after)

    def columns(self, after: int, width: int) -> "tuple[list[ByteCells], np.ndarray] | None":
        """All cells below row number *after* by column, and the rows' numbers; None where some rows are not plain."""
        from kpi_logic.intake.line_pieces import Uneven

        try:
            found = list(self.cutter(width).pieces(self._parts(self._end - self._start), after))
            cells = [found[0].cells(column) for column in range(width)]
        except (Uneven, ValueError):
            return None
        is_whole = len(found) == 1 and not found[0].misfits and len(found[0].rows) <= limits.ROWS
        return (cells, found[0].rows) if is_whole else None

    def read_all(self) -> None:
        """Put all rows into the sheet, as of any other."""
        self.reader.sheet.body = None
        self.reader.read_all(self._data, self._start, self._end)

    def cutter(self, width: int) -> "SheetCutter":
        """What cuts the rows."""
        from kpi_logic.intake.sheet_pieces import SheetCutter, Strings

        return SheetCutter(width, Strings.of(self.reader.strings), self.reader.plain)

    def _parts(self, size: int) -> Iterator[bytes]:
        start = self._start
        while start < self._end:
            last = self._data.rfind(_ROW_END, start, min(start + size, self._end)) + len(_ROW_END)
            if last < start + len(_ROW_END):
                return
            yield self._data[start:last]
            start = last


class LargeSheetBody(SheetBody):
    """As ``SheetBody``, of a part that is unpacked while it is read."""

    def __init__(self, reader: "WorksheetReader", part: "LargePart") -> None:
        super().__init__(reader, b"", 0, 0)
        self._part = part

    def columns(self, after: int, width: int) -> "tuple[list[ByteCells], np.ndarray] | None":
        """As of a smaller sheet, where it is not too large to be held."""
        if self._part.size > limits.UNPACKED_BYTES:
            return None
        self._data = self._part.held()
        self._start, self._end = self._data.find(_BEGIN) + len(_BEGIN), self._data.rfind(_END)
        found = super().columns(after, width)
        self._refuse_merged(self._data[self._end :])
        return found

    def read_all(self) -> None:
        """Put all rows into the sheet; raises Refused where they are too many."""
        self.reader.sheet.body = None
        self.reader.sheet.rows = []
        self.reader.read(self._part.held(), may_wait=False)

    def _parts(self, size: int) -> Iterator[bytes]:
        """Whole rows; what stands behind them is read at the end, since it may say that cells are merged."""
        if self._data:
            yield from super()._parts(size)
            return
        left, is_begun = b"", False
        for piece in self._part.pieces():
            left += piece
            if not is_begun:
                start = left.find(_BEGIN)
                if start < 0:
                    continue
                left, is_begun = left[start + len(_BEGIN) :], True
            last = left.rfind(_ROW_END) + len(_ROW_END)
            if last >= len(_ROW_END) and _END not in left[:last]:
                yield left[:last]
                left = left[last:]
        self._refuse_merged(left)

    def _refuse_merged(self, rest: bytes) -> None:
        """Raises Uneven where anything but the end of the sheet's rows stands there, or cells are merged."""
        from kpi_logic.intake.line_pieces import Uneven

        if not rest.lstrip().startswith(_END) or b"mergeCell " in rest:
            raise Uneven
