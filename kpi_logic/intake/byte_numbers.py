"""Numbers out of bytes, eight digits at a time: every operation below does the same to all cells of a column."""

from dataclasses import dataclass

import numpy as np

LONGEST = 16
"""Cells of so many bytes are read at once; the longest plain number has 24."""
_BEFORE, _BEHIND = 13, 9
_EXACT = 10**15
"""Integers below it, and their quotients by a power of ten, are the same numbers as their decimal writing."""
_TENS = 10 ** np.arange(LONGEST + 1, dtype=np.int64)


def _each(byte: int) -> np.uint64:
    return np.uint64(int.from_bytes(bytes([byte] * 8), "little"))


_ZERO, _HIGH, _LOW, _ABOVE_NINE, _POINT = (
    _each(ord("0")),
    _each(0x80),
    _each(0x7F),
    _each(0x76),
    _each(ord(".") ^ ord("0")),
)
_SEVEN, _EIGHT, _FULL = np.uint64(7), np.uint64(8), np.uint64(0xFF)
_LAST = np.array([((1 << 64) - 1) << 8 * (8 - size) & (1 << 64) - 1 for size in range(9)], np.uint64)
_LAST_EIGHT = np.concatenate([_LAST, np.repeat(_LAST[8:], LONGEST - 8)])
_EIGHT_BEFORE = np.concatenate([np.repeat(_LAST[:1], 8), _LAST])
"""By the size of a cell: which of its last eight bytes, and of the eight before them, are its own."""


@dataclass(frozen=True)
class Decimals:
    """(rows,) ``values``, right where ``plain``: -1234.5678 with at most 13 digits before the point and 9 behind it.

    ``behind``: how many digits stand behind the point.
    """

    values: np.ndarray
    plain: np.ndarray
    behind: np.ndarray

    @classmethod
    def of_size(cls, count: int) -> "Decimals":
        """Numbers to be filled in."""
        return cls(np.empty(count), np.zeros(count, bool), np.zeros(count, np.int64))

    def put(self, part: slice, other: "Decimals") -> None:
        """Fill in a part."""
        self.values[part], self.plain[part], self.behind[part] = other.values, other.plain, other.behind

    def put_text(self, at: int, text: str) -> None:
        """Fill in a number of very many digits."""
        whole, point, part = text.removeprefix("-").partition(".")
        is_plain = 1 <= len(whole) <= _BEFORE and len(part) <= _BEHIND and bool(part) == bool(point)
        self.plain[at] = is_plain = is_plain and text.isascii() and (whole + part).isdecimal()
        if is_plain:
            self.values[at], self.behind[at] = float(text), len(part)


def decimals(data: np.ndarray, eights: np.ndarray, start: np.ndarray, size: np.ndarray) -> Decimals:
    """The numbers of cells; longer ones than ``LONGEST`` are not plain.  *eights*: the eight bytes from each byte of *data* on."""
    fits = size <= LONGEST
    held = np.where(fits, size, 0)
    last, before = _Eight(eights, start + size - 8, _LAST_EIGHT[held]), None
    points, strange = np.bitwise_count(last.points), np.bitwise_count(last.strange)
    total, behind = last.number(), last.behind()
    if int(held.max(initial=0)) > 8:
        before = _Eight(eights, start + size - 16, _EIGHT_BEFORE[held])
        points, strange = points + np.bitwise_count(before.points), strange + np.bitwise_count(before.strange)
        total += before.number() * _TENS[8]
        behind = np.where(before.points > 0, before.behind() + 8, behind)
    minus = (data[start] == ord("-")) & (held > 0)
    whole = held - minus - points - behind
    plain = fits & (strange == points + minus) & (points <= 1) & (whole >= 1) & (whole <= _BEFORE)
    plain &= (behind <= _BEHIND) & ((behind > 0) == (points > 0))
    values = _valued(total, behind) if bool(points.any()) else total.astype(np.float64)
    np.negative(values, out=values, where=minus)
    return _with_long(Decimals(values, plain, behind), total, start, size, data)


class _Eight:
    """Eight bytes of each cell, the first of them the lowest; ``own``: which of them belong to it."""

    def __init__(self, eights: np.ndarray, start: np.ndarray, own: np.ndarray) -> None:
        signs = eights[start] ^ _ZERO  # a digit is now its number
        self.strange = (((signs & _LOW) + _ABOVE_NINE) | signs) & _HIGH & own  # the high bit of each byte above nine
        self.digits = signs & own & ~((self.strange >> _SEVEN) * _FULL)
        other = signs ^ _POINT
        self.points = ~(((other & _LOW) + _LOW) | other | _LOW) & own if bool(self.strange.any()) else self.strange

    def number(self) -> np.ndarray:
        """The digits as one number; a byte that is none counts as 0.  After D. Lemire's parsing of eight digits at once."""
        two = (self.digits * np.uint64(2561)) >> np.uint64(8) & np.uint64(0x00FF00FF00FF00FF)
        four = (two * np.uint64(6553601)) >> np.uint64(16) & np.uint64(0x0000FFFF0000FFFF)
        return ((four * np.uint64(42949672960001)) >> np.uint64(32)).astype(np.int64)

    def behind(self) -> np.ndarray:
        """How many bytes stand behind the point; 0 where there is none."""
        place = np.bitwise_count(self.points - np.uint64(1)) >> 3  # the lowest byte with a point, 8 without one
        return np.where(self.points > 0, 7 - place.astype(np.int64), 0)


def _valued(total: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """The numbers without sign; in *total* a point counts as a digit 0."""
    above = _TENS[np.where(behind > 0, behind + 1, 0)]
    whole = total // above
    return (whole * _TENS[behind] + np.where(behind > 0, total - whole * above, 0)) / _TENS[behind]


def _with_long(found: Decimals, total: np.ndarray, start: np.ndarray, size: np.ndarray, data: np.ndarray) -> Decimals:
    """Numbers of more than fifteen digits, read one by one."""
    for i in np.flatnonzero(found.plain & (total >= _EXACT)):
        found.values[i] = float(data[start[i] : start[i] + size[i]].tobytes())
    return found
