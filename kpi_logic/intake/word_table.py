"""The words met in some columns of a list, however many pieces it comes in: each combination of words has one number."""

from collections.abc import Callable, Sequence

import numpy as np

from kpi_logic.intake.byte_cells import ByteCells
from kpi_logic.intake.byte_signs import factor
from kpi_logic.intake.line_pieces import Uneven

_WORD, _APART = 8, 1000


class WordTable:
    """Numbers the combinations of words; *met* is told the columns and the line of each new one, in order."""

    def __init__(self, longest: int, most: int, met: Callable[[Sequence[ByteCells], int], None]) -> None:
        self._longest, self._most, self._met = longest, most, met
        self._marks, self._ids = np.zeros(0, np.uint64), np.zeros(0, np.int64)
        self._written: dict[int, np.ndarray] = {}

    def __len__(self) -> int:
        return len(self._marks)

    def numbers(self, columns: Sequence[ByteCells], count: int) -> np.ndarray:
        """(lines,) the number of each line's words; raises Uneven where there are too many of them."""
        written = self._signs(columns)
        marks = np.zeros(count, np.uint64)
        for place, signs in written.items():
            marks += signs * factor(place)
        at = self._find(marks)
        if (strange := np.flatnonzero(at < 0)).size:
            _, first = np.unique(marks[strange], return_index=True)
            self._learn(columns, written, marks, np.sort(strange[first]))
            at = self._find(marks)
        ids = self._ids[at]
        if not all(np.array_equal(signs, self._written[place][ids]) for place, signs in written.items()):
            raise Uneven  # two words with one mark: it never happens, and would be wrong
        return ids

    def _signs(self, columns: Sequence[ByteCells]) -> dict[int, np.ndarray]:
        """By column and place in it: the sizes, and each eight bytes."""
        found = {}
        for i, cells in enumerate(columns):
            found[i * _APART] = cells.size.astype(np.uint64)
            found |= {i * _APART + at + 1: cells.eight(at) for at in range(0, min(cells.longest, self._longest), _WORD)}
        return found

    def _find(self, marks: np.ndarray) -> np.ndarray:
        """Where the marks stand among the known ones, -1 where they are new."""
        if not len(self._marks):
            return np.full(len(marks), -1)
        at = np.minimum(np.searchsorted(self._marks, marks), len(self._marks) - 1)
        return np.where(self._marks[at] == marks, at, -1)

    def _learn(
        self, columns: Sequence[ByteCells], written: dict[int, np.ndarray], marks: np.ndarray, lines: np.ndarray
    ) -> None:
        known = len(self)
        if known + len(lines) > self._most:
            raise Uneven
        for place in written.keys() | self._written.keys():
            before = self._written.get(place, np.zeros(known, np.uint64))
            now = written[place][lines] if place in written else np.zeros(len(lines), np.uint64)
            self._written[place] = np.concatenate([before, now])
        ids = np.concatenate([self._ids, np.arange(known, known + len(lines))])
        joined = np.concatenate([self._marks, marks[lines]])
        order = np.argsort(joined)
        self._marks, self._ids = joined[order], ids[order]
        for line in lines:
            self._met(columns, int(line))
