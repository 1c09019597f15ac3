"""The order numbers of a list's lines: counted once in each bucket, exactly; the first line of each order found."""

from collections.abc import Sequence

import numpy as np

from kpi_logic.intake.byte_cells import PAD, ByteCells
from kpi_logic.intake.byte_signs import factor

_WORD = 8


class Orders:
    """Order numbers as they lie in memory, eight bytes in a number; the group (or for single rows the bucket) of each."""

    def __init__(self, *, keeps_rows: bool) -> None:
        self.keeps_rows = keeps_rows
        self._words: list[list[np.ndarray]] = []
        self._groups: list[np.ndarray] = []
        self._rows: list[np.ndarray] = []
        self._counts: list[np.ndarray] = []

    @property
    def groups(self) -> np.ndarray:
        """(lines,) the group of each line that is kept."""
        return np.concatenate(self._groups) if self._groups else np.zeros(0, np.int32)

    def add(self, cells: ByteCells, lines: np.ndarray, group: np.ndarray, rows: np.ndarray, counts: np.ndarray) -> None:
        """Add the orders of these *lines* among the cells; *counts*: whether a line makes its order count."""
        counts = counts & (cells.size[lines] > 0)
        keep = np.ones(len(lines), bool) if self.keeps_rows else counts
        kept = lines[keep]
        self._words.append([cells.eight(at)[kept] for at in range(0, max(cells.longest, 1), _WORD)])
        self._groups.append(group[keep].astype(np.int32))
        if self.keeps_rows:
            self._rows.append(rows)
            self._counts.append(counts)

    def add_text(
        self, orders: Sequence[str], group: Sequence[int], rows: Sequence[int], counts: Sequence[bool]
    ) -> None:
        """Add the orders of single rows."""
        if not orders:
            return
        data = [order.encode() for order in orders]
        size = np.array([len(each) for each in data])
        start = PAD + np.cumsum(size) - size
        joined = np.frombuffer(b"".join([bytes(PAD), *data, bytes(PAD)]), np.uint8)
        cells, lines = ByteCells(joined, start, size), np.arange(len(orders))
        self.add(cells, lines, np.array(group), np.array(rows), np.array(counts, bool))

    def distinct(self, bucket_of: np.ndarray) -> np.ndarray:
        """How many different orders each bucket has; *bucket_of* (groups,), -1 for none."""
        found = np.zeros(int(bucket_of.max(initial=-1)) + 1, np.int64)
        if not self._groups:
            return found
        buckets, words = bucket_of[np.concatenate(self._groups)], self._all_words()
        keep = buckets >= 0
        if self.keeps_rows:
            keep &= np.concatenate(self._counts)
        where = np.flatnonzero(keep)
        small = np.uint16 if len(found) < 1 << 16 else np.int32  # few enough to be sorted by counting
        where = where[np.argsort(buckets[where].astype(small), kind="stable")]
        size, start = np.bincount(buckets[where], minlength=len(found)), 0
        for bucket, count in enumerate(size):
            part = where[start : start + int(count)]
            found[bucket] = _different([word[part] for word in words])
            start += int(count)
        return found

    def first_lines(self, bucket_of: np.ndarray) -> np.ndarray:
        """(lines,) whether a line is the first of its order, or has none; a line without a bucket is no first one."""
        words, rows = self._all_words(), np.concatenate(self._rows)
        told = bucket_of[np.concatenate(self._groups)] >= 0
        where = np.flatnonzero(told & (words[0] != 0))
        where = where[np.lexsort((rows[where], *(word[where] for word in words)))]
        same = np.logical_and.reduce([word[where][1:] == word[where][:-1] for word in words])
        first = told & (words[0] == 0)
        first[where] = np.concatenate(([True], ~same))[: len(where)]
        return first

    def _all_words(self) -> list[np.ndarray]:
        height = max(map(len, self._words))
        return [
            np.concatenate([w[i] if i < len(w) else np.zeros(len(w[0]), np.uint64) for w in self._words])
            for i in range(height)
        ]


def _marks(words: Sequence[np.ndarray]) -> np.ndarray:
    marks = words[0].copy()
    for i, word in enumerate(words[1:]):
        marks += word * factor(i)
    return marks


def _different(words: Sequence[np.ndarray]) -> int:
    """How many of these numbers of several words differ."""
    marks = _marks(words)
    if len(words) == 1 or len(marks) < 2:
        marks.sort()
        return len(marks) and 1 + int((marks[1:] != marks[:-1]).sum())
    order = np.argsort(marks)
    marks = marks[order]
    same = marks[1:] == marks[:-1]
    if any((word[order][1:] != word[order][:-1])[same].any() for word in words):
        return len(np.unique(np.stack(words, axis=1), axis=0))  # two orders with one mark: told apart the long way
    return 1 + int((~same).sum())
