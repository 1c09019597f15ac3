"""A column of cells that stay where they were written: places in the bytes of a file, judged all at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np

from kpi_logic.intake.byte_numbers import LONGEST, Decimals, decimals
from kpi_logic.intake.sheet import Cell

PAD = 32
"""So many bytes stand before the first cell and behind the last, so that one may look beyond them."""
_LONGEST_NAME = 400
_WORD = 8
_STEP = 1 << 15
"""So many cells at a time fit into the processor's own memory."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_KEPT = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)


@dataclass(frozen=True)
class Words:
    """The distinct writings in the order in which they are met, the row of the first of each, and each row's word."""

    words: list[Any]
    first: np.ndarray
    codes: np.ndarray


@dataclass(frozen=True, eq=False)
class ByteCells(Sequence[str]):
    """Cells as ``start`` and ``size`` (rows,) in ``data`` (uint8, UTF-8).

    ``doubled``: quotation marks stand twice. ``typed``: a workbook's numbers. ``make``: what makes a cell of its writing.
    """

    data: np.ndarray
    start: np.ndarray
    size: np.ndarray
    doubled: bool = False
    typed: bool = False
    make: Callable[[str], Cell] | None = None

    def __len__(self) -> int:
        return len(self.start)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """The text of one cell, or of several."""
        if isinstance(at, slice):
            return [self[i] for i in range(len(self))[at]]
        text = self.written(at).decode("utf-8")
        return text.replace('""', '"') if self.doubled else text

    def cell(self, at: int) -> Cell:
        """A cell as the careful way reads it, None where it is blank."""
        text = self[at]
        if self.make is not None:
            return self.make(text) if text else None
        return text if text.strip() else None

    def written(self, at: int) -> bytes:
        """The bytes of a cell."""
        start = int(self.start[at])
        return self.data[start : start + int(self.size[at])].tobytes()

    @cached_property
    def longest(self) -> int:
        """The size of the longest cell."""
        return int(self.size.max(initial=0))

    @cached_property
    def shortest(self) -> int:
        """The size of the shortest cell."""
        return int(self.size.min(initial=0))

    def words(self) -> Words | None:
        """Each distinct writing; None where some are too long for names."""
        if self.longest > _LONGEST_NAME:
            return None
        marks = self.size.astype(np.uint64)
        for at in range(0, self.longest, _WORD):
            marks = (marks ^ self.eight(at)) * _MIX
            marks ^= marks >> np.uint64(29)
        first, codes = firsts(marks)
        if not self._same(first[codes]):
            return None  # two writings with one mark: it never happens, and would be wrong
        make = self.cell if self.make is not None else self.__getitem__
        return Words([make(int(i)) for i in first], first, codes)

    def eight(self, at: int) -> np.ndarray:
        """Eight bytes of each cell from its byte *at* on, 0 behind its end."""
        if at not in self._eights:
            self._eights[at] = self._eight(at)
        return self._eights[at]

    @cached_property
    def _eights(self) -> dict[int, np.ndarray]:
        return {}

    def _eight(self, at: int) -> np.ndarray:
        place = self.start + at if at else self.start
        if at > PAD - _WORD:
            place = np.minimum(place, len(self.data) - _WORD)
        if at + _WORD <= self.shortest:
            return eights(self.data)[place]
        left = np.clip(np.arange(self.longest + 1) - at, 0, _WORD)
        return eights(self.data)[place] & _KEPT[left][self.size]

    def _same(self, other: np.ndarray) -> bool:
        """Whether each cell is written as the cell *other* of its row."""
        if not np.array_equal(self.size, self.size[other]):
            return False
        signs = (self.eight(at) for at in range(0, self.longest, _WORD))
        return all(np.array_equal(each, each[other]) for each in signs)

    def decimals(self) -> Decimals:
        """The cells as numbers; exactly what ``float`` makes of each text."""
        found = Decimals.of_size(len(self))
        for at in range(0, len(self), _STEP):
            part = slice(at, at + _STEP)
            found.put(part, decimals(self.data, eights(self.data), self.start[part].astype(np.int64), self.size[part]))
        for i in np.flatnonzero((self.size > LONGEST) & (self.size <= 2 * LONGEST)):
            found.put_text(int(i), self[int(i)])
        return found


def eights(data: np.ndarray) -> np.ndarray:
    """The eight bytes from each byte on, the first of them as the lowest."""
    return np.ndarray((len(data) - _WORD + 1,), "<u8", buffer=data, strides=(1,))


def firsts(marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(distinct,) the row of the first of each distinct mark, in order; (rows,) which of them a row has."""
    runs = np.flatnonzero(np.concatenate(([True], marks[1:] != marks[:-1])))
    distinct, inverse = np.unique(marks[runs], return_inverse=True)
    first = np.empty(len(distinct), np.int64)
    first[inverse[::-1]] = runs[::-1]
    order = np.argsort(first)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    each = place[inverse]
    return first[order], each if len(runs) == len(marks) else np.repeat(each, np.diff(runs, append=len(marks)))
