"""The lines of a list added up by month-to-be and place, all lines of a piece at once.

A line counts here only if it can be read in one way: plain numbers, an order number without blanks or odd signs. Every
other line is set apart as a row, for the careful way to judge.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kpi_logic.intake import limits
from kpi_logic.intake.byte_cells import ByteCells
from kpi_logic.intake.byte_signs import are_moments, are_visible, have_digit
from kpi_logic.intake.day_cell import day_key
from kpi_logic.intake.formats import Gives
from kpi_logic.intake.line_amounts import CENTS, Amounts, RuleSums, added, amounts_of
from kpi_logic.intake.line_orders import Orders
from kpi_logic.intake.line_pieces import Piece, Uneven
from kpi_logic.intake.sheet import Cell, Row
from kpi_logic.intake.sheet_pieces import SheetPiece
from kpi_logic.intake.sieve import Sieve, matcher
from kpi_logic.intake.survey import MOST_COMPARED, DayKey
from kpi_logic.intake.word_table import WordTable

_LARGEST = 1e11
_LONGEST_WORD, _LONGEST_DAY, _LONGEST_ORDER = 120, 32, 32
_MOST_COMBOS, _MOST_DAYS, _MOST_PAIRS = 20_000, 100_000, 40_000_000


@dataclass
class Combo:
    """One writing of the columns that tell places, states and categories."""

    cells: dict[int, Cell]
    dead: str


@dataclass
class LineSums:
    """What has been added up so far.

    ``ruled``: what the rules give. ``group_of``: (combo, day) of each group; ``first`` and ``lines`` of each. ``odd``: rows set apart.
    ``dead``: for each reason why lines do not count how many there are, and the row of the first.
    """

    sieve: Sieve
    at: Mapping[str, int]
    words: Sequence[str]
    numbers: Sequence[str]
    rules: Sequence[Gives]
    scales: Mapping[str, int]
    is_export: bool
    combos: list[Combo] = field(default_factory=list)
    days: list[Cell] = field(default_factory=list)
    group_of: list[tuple[int, int]] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    odd: list[Row] = field(default_factory=list)
    dead: Counter[str] = field(default_factory=Counter)
    dead_first: dict[str, int] = field(default_factory=dict)
    proves_point: bool = False
    live: int = 0

    def __post_init__(self) -> None:
        self._combo_table = WordTable(_LONGEST_WORD, _MOST_COMBOS, self._meet_combo)
        self._day_table = WordTable(_LONGEST_DAY, _MOST_DAYS, self._meet_day)
        self.ruled = RuleSums(self.rules)
        self.lines = np.zeros(64, np.int64)
        self._compared: list[np.ndarray] = []
        self._left_to_compare = MOST_COMPARED
        self.orders = Orders(keeps_rows=any(rule.once for rule in self.rules))
        self.once: list[list[Amounts]] = [[] for _ in self.rules]
        self._numbers = np.full((64, 64), -1, np.int32)
        self._is_dead = np.zeros(0, bool)

    def add(self, piece: Piece | SheetPiece) -> None:
        """Add the lines of a piece; raises Uneven where there are too many odd ones, or too many different words."""
        self.odd += piece.misfits
        if not len(piece.rows):
            return
        odd = self._odd_names(piece)
        combo = self._combos(piece, odd)
        is_dead = self._is_dead[combo] & ~odd
        day, undated = self._days(piece)
        read = {name: self._number(piece, name) for name in self.numbers}
        unread = undated | np.logical_or.reduce([~ok for _, _, ok in read.values()])
        if "order" in self.at:
            cells = piece.cells(self.at["order"])
            unread |= (cells.size > _LONGEST_ORDER) | ~are_visible(cells)
            if cells.typed:
                unread |= ~_are_counts(cells)
        odd |= unread & ~is_dead
        self._set_apart(piece, odd)
        self._note_dead(piece, combo, is_dead)
        live = ~odd & ~is_dead
        self.live += int(live.sum())
        self.proves_point |= any(bool((behind[live] > 0).any()) for _, behind, _ in read.values())
        self._add_live(piece, live, combo, day, {name: values for name, (values, _, _) in read.items()})

    def _odd_names(self, piece: Piece | SheetPiece) -> np.ndarray:
        """Lines that may be totals or descriptions: their first cell, or their order, holds no digit."""
        odd = np.zeros(len(piece.rows), bool)
        for column in {0, self.at.get("order", 0)} if self.is_export else ():
            odd |= ~have_digit(piece.cells(column), 8)
        return odd

    def _combos(self, piece: Piece | SheetPiece, odd: np.ndarray) -> np.ndarray:
        """Which combination of words each line has; those with a word of great length are odd."""
        columns = [piece.cells(self.at[name]) for name in self.words]
        for cells in columns:
            odd |= cells.size > _LONGEST_WORD
        ids = self._combo_table.numbers(columns, len(piece.rows))
        if len(self._is_dead) < len(self.combos):
            self._is_dead = np.array([bool(combo.dead) for combo in self.combos])
        return ids

    def _meet_combo(self, columns: Sequence[ByteCells], at: int) -> None:
        cells = {self.at[name]: _word(cells, at) for name, cells in zip(self.words, columns, strict=True)}
        self.combos.append(Combo(cells, self._why_dead(cells)))

    def _why_dead(self, cells: Mapping[int, Cell]) -> str:
        tests = (reason for reason, index, test in self.sieve.tests if index in cells and test(cells[index]))
        return next(tests, "")

    def _days(self, piece: Piece | SheetPiece) -> tuple[np.ndarray, np.ndarray]:
        """Which writing of a day each line has, and the lines without one."""
        cells = piece.cells(self.at["date"])
        size = _size_of_whole(cells) if cells.typed else np.where(are_moments(cells), 10, cells.size)
        cells = ByteCells(cells.data, cells.start, size, cells.doubled, cells.typed, cells.make)
        ids = self._day_table.numbers([cells], len(piece.rows))
        return ids, (size > _LONGEST_DAY) | np.array([day is None for day in self.days])[ids]

    def _meet_day(self, columns: Sequence[ByteCells], at: int) -> None:
        self.days.append(_word(columns[0], at))

    def _number(self, piece: Piece | SheetPiece, name: str) -> tuple[Amounts, np.ndarray, np.ndarray]:
        """The hundredths of a column, how many digits stand behind each point, and which cells could be read."""
        cells = piece.cells(self.at[name])
        read = cells.decimals()
        has = read.plain & (read.behind <= 2) & (np.abs(read.values) < _LARGEST)
        values = np.zeros(len(has), np.int64)
        np.rint(read.values * CENTS, out=values, where=has, casting="unsafe")
        behind = np.where(has, 0 if cells.typed else read.behind, 0)
        if cells.typed and len(has) and not isinstance(cells.cell(int(np.argmax(has))), int | float | None):
            raise Uneven
        return Amounts(values, has), behind, has | (cells.size == 0)

    def _set_apart(self, piece: Piece | SheetPiece, odd: np.ndarray) -> None:
        where = np.flatnonzero(odd)
        if len(self.odd) + len(where) > limits.ODD_ROWS:
            raise Uneven
        self.odd += [piece.row(int(i)) for i in where]

    def _note_dead(self, piece: Piece | SheetPiece, combo: np.ndarray, is_dead: np.ndarray) -> None:
        if not is_dead.any():
            return
        ids, first, count = np.unique(combo[is_dead], return_index=True, return_counts=True)
        rows = piece.rows[is_dead]
        for i, at, number in zip(ids, first, count, strict=True):
            reason = self.combos[i].dead
            self.dead[reason] += int(number)
            self.dead_first[reason] = min(self.dead_first.get(reason, int(rows[at])), int(rows[at]))

    def _add_live(
        self, piece: Piece | SheetPiece, live: np.ndarray, combo: np.ndarray, day: np.ndarray,
        numbers: Mapping[str, Amounts],
    ) -> None:  # fmt: skip
        if not live.any():
            return
        rows = piece.rows[live]
        group = self._groups(rows, combo[live], day[live])
        self.lines = added(self.lines, np.bincount(group))
        if self._left_to_compare > 0:
            marks = piece.marks(live)[: self._left_to_compare]
            self._compared.append(marks)
            self._left_to_compare -= len(marks)
        for i, rule in enumerate(self.rules):
            if rule.distinct:
                continue
            amounts = amounts_of(rule, numbers, self.scales, live, self._applies(rule)[combo[live]])
            if rule.once:
                self.once[i].append(amounts)
            else:
                self.ruled.add(i, amounts, group)
        if "order" in self.at:
            counts = ~self._returned(numbers, live)
            self.orders.add(piece.cells(self.at["order"]), np.flatnonzero(live), group, rows, counts)

    def _returned(self, numbers: Mapping[str, Amounts], live: np.ndarray) -> np.ndarray:
        """Which lines take something back: in a client's own list their orders do not count."""
        found = np.zeros(int(live.sum()), bool)
        for name, amounts in numbers.items() if not self.is_export else ():
            if name != "profit":
                found |= amounts.has[live] & (amounts.values[live] < 0)
        return found

    def _groups(self, rows: np.ndarray, combo: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The group of each line."""
        height, width = self._numbers.shape
        if len(self.combos) > height or len(self.days) > width:
            taller, wider = max(height, 2 * len(self.combos)), max(width, 2 * len(self.days))
            if taller * wider > _MOST_PAIRS:
                raise Uneven
            grown = np.full((taller, wider), -1, np.int32)
            grown[:height, :width] = self._numbers
            self._numbers = grown
        found = self._numbers[combo, day]
        if (found < 0).any():
            new = np.flatnonzero(found < 0)
            _, first = np.unique(combo[new] * self._numbers.shape[1] + day[new], return_index=True)
            for i in new[np.sort(first)].tolist():
                self._numbers[combo[i], day[i]] = len(self.group_of)
                self.group_of.append((int(combo[i]), int(day[i])))
                self.first.append(int(rows[i]))
            found = self._numbers[combo, day]
        return found

    def _applies(self, rule: Gives) -> np.ndarray:
        """(combos,) whether the rule speaks of lines with these words."""
        wanted = [(self.at[name], matcher(words)) for name, words in rule.where.items()]
        unwanted = [(self.at[name], matcher(words)) for name, words in rule.unless.items() if name in self.at]
        return np.array([
            all(test(combo.cells[i]) for i, test in wanted) and not any(test(combo.cells[i]) for i, test in unwanted)
            for combo in self.combos
        ], bool)  # fmt: skip

    def add_once(self, first: np.ndarray, group: np.ndarray) -> None:
        """Add what rules make of the first line of each order."""
        for number, amounts in enumerate(self.once):
            if amounts:
                values, has = (np.concatenate([getattr(a, name) for a in amounts]) for name in ("values", "has"))
                self.ruled.add(number, Amounts(values, has & first), group)

    @cached_property
    def day_keys(self) -> list[DayKey]:
        """The days as a survey writes them, once all pieces are added."""
        return [(day_key(day), None) for day in self.days]

    def identical(self) -> int:
        """How many of the lines that were compared repeat an earlier one."""
        marks = np.sort(np.concatenate(self._compared)) if self._compared else np.zeros(0)
        return int((marks[1:] == marks[:-1]).sum())


def _word(cells: ByteCells, at: int) -> Cell:
    cell = cells.cell(at)
    if isinstance(cell, str) and cell.startswith("="):
        raise Uneven
    return cell


def _size_of_whole(cells: ByteCells) -> np.ndarray:
    """The sizes of days written as numbers, without the hour behind the point."""
    read = cells.decimals()
    return np.where(read.plain & (read.behind > 0), cells.size - read.behind - 1, cells.size)


def _are_counts(cells: ByteCells) -> np.ndarray:
    """Which numbers are whole and written as a text would be."""
    read = cells.decimals()
    whole = read.plain & (read.behind == 0) & (read.values >= 0)
    return (cells.size == 0) | (whole & ((cells.data[cells.start] != ord("0")) | (cells.size == 1)))
