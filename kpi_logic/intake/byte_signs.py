"""What signs stand in the cells of a column, looked at eight bytes at a time."""

import numpy as np

from kpi_logic.intake.byte_cells import ByteCells

_WORD = 8


def _each(byte: int) -> np.uint64:
    return np.uint64(int.from_bytes(bytes([byte] * _WORD), "little"))


_HIGH, _LOW, _FROM_VISIBLE, _ONE, _QUOTE = _each(0x80), _each(0x7F), _each(0x80 - 0x21), _each(1), _each(ord('"'))
_ZERO, _ABOVE_NINE = _each(ord("0")), _each(0x76)
_OWN = np.array([0x8080808080808080 & ((1 << 8 * size) - 1) for size in range(_WORD + 1)], np.uint64)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def are_visible(cells: ByteCells) -> np.ndarray:
    """Which cells hold nothing but visible ASCII signs, quotation marks left out."""
    good = np.ones(len(cells), bool)
    for at in range(0, cells.longest, _WORD):
        signs, own = cells.eight(at), _OWN[np.clip(cells.size - at, 0, _WORD)]
        low, other = signs & _LOW, signs ^ _QUOTE
        seen = (low + _FROM_VISIBLE) & ~(low + _ONE) & ~signs & (((other & _LOW) + _LOW) | other) & _HIGH
        good &= seen & own == own
    return good


def have_digit(cells: ByteCells, most: int = 64) -> np.ndarray:
    """Which cells are ASCII and hold a digit among their first *most* bytes."""
    found, ascii_only = np.zeros(len(cells), bool), np.ones(len(cells), bool)
    for at in range(0, min(cells.longest, most), _WORD):
        signs, own = cells.eight(at), _OWN[np.clip(cells.size - at, 0, _WORD)]
        ascii_only &= signs & _HIGH == 0
        number = signs ^ _ZERO
        found |= ~(((number & _LOW) + _ABOVE_NINE) | number) & own != 0
    return found & ascii_only


def are_moments(cells: ByteCells) -> np.ndarray:
    """Which cells are written 2025-03-04 10:11:12, or with a T between day and time."""
    signs = {at: cells.data[cells.start + at] for at in (4, 7, 10, 13)}
    is_blank = (signs[10] == ord(" ")) | (signs[10] == ord("T"))
    dashes = (signs[4] == ord("-")) & (signs[7] == ord("-"))
    return (cells.size == 19) & dashes & is_blank & (signs[13] == ord(":"))


def mixed(cells: ByteCells, seed: int = 0) -> np.ndarray:
    """A mark for each cell: equal cells have equal marks; others hardly ever."""
    marks = cells.size.astype(np.uint64) * factor(seed)
    for at in range(0, cells.longest, _WORD):
        marks += cells.eight(at) * factor(seed + at + 1)
    return marks ^ (marks >> np.uint64(31))


def factor(number: int) -> np.uint64:
    """An odd number of 64 bits without a pattern, another for each *number*."""
    mask = (1 << 64) - 1
    value = (number + 1) * int(_FACTOR) & mask
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & mask
    value = (value ^ value >> 27) * 0x94D049BB133111EB & mask
    return np.uint64(value ^ value >> 31 | 1)
