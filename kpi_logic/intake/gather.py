"""The second round over a list: each row added to its month, order amounts once, averages by weight, snapshots by day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from kpi_logic.intake.days import Days
from kpi_logic.intake.finding import refused, shown
from kpi_logic.intake.folding import folded
from kpi_logic.intake.formats import Gives
from kpi_logic.intake.measure_cell import read_cell
from kpi_logic.intake.number_cell import Marks
from kpi_logic.intake.records import Number, Record
from kpi_logic.intake.sheet import Cell, Row
from kpi_logic.intake.sieve import Test, matcher, order_in
from kpi_logic.intake.table import Column, Table
from kpi_logic.intake.words import missing_marks
from kpi_logic.library import kpi_library
from kpi_logic.model import Month, Unit

Key = tuple[Month, str, str, str, str]
_MOST_KEPT = 200_000
_ZERO = Decimal(0)


@dataclass
class Bucket:
    """What gathers in one month of one shop."""

    row: int
    lines: int = 0
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    orders: set[str] = field(default_factory=set)
    weighted: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    weights: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    last: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    days: set[int] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Plan:
    """One rule with the places of its columns."""

    rule: Gives
    columns: tuple[str, ...]
    wanted: tuple[tuple[int, Test], ...]
    unwanted: tuple[tuple[int, Test], ...]

    @cached_property
    def always(self) -> bool:
        """Whether the rule speaks of every row."""
        return not self.wanted and not self.unwanted

    def applies(self, cells: list[Cell]) -> bool:
        """Whether the row is one of those the rule speaks of."""
        count = len(cells)
        for index, test in self.wanted:
            if not test(cells[index] if index < count else None):
                return False
        return not any(test(cells[index] if index < count else None) for index, test in self.unwanted)


class Gatherer:
    """Adds rows to months. ``checked`` is the sum of the field that a summary row speaks of.

    ``unclaimed``: what no rule took, by its description.
    """

    def __init__(self, table: Table, marks: Marks) -> None:
        assert table.form is not None
        self.table, self.form, self.marks = table, table.form, marks
        present = frozenset(table.columns)
        self.rules = self.form.rules(present)
        self.plans = [self._plan(rule, present) for rule in self.rules]
        self.used = [table.columns[name] for name in self.form.numbers if name in table.columns]
        self.total = self.form.file.total.get("field", "")
        self.used = [column for column in self.used if column.field != self.total]
        self.of = [name for name in self.form.file.total.get("of", "").split("+") if name in present]
        self.buckets: dict[Key, Bucket] = {}
        self.checked = _ZERO
        self.unclaimed: dict[str, Decimal] = defaultdict(Decimal)
        self._label = table.columns["description"].index if self.of and "description" in present else -1
        self._known: dict[str, dict[str, Decimal | None]] = defaultdict(dict)
        self._order = table.columns["order"].index if "order" in table.columns else -1
        self._part = table.columns[self.form.file.part].index if self.form.file.part in present else -1
        self._once = any(rule.once for rule in self.rules)
        self._met: set[str] = set()

    def _plan(self, rule: Gives, present: frozenset[str]) -> _Plan:
        at = self.table.columns
        wanted = tuple((at[name].index, matcher(values)) for name, values in rule.where.items())
        unwanted = tuple((at[n].index, matcher(values)) for n, values in rule.unless.items() if n in present)
        return _Plan(rule, tuple(n for n in rule.add or rule.sum if n in present), wanted, unwanted)

    def add(self, row: Row, key: Key, days: Days) -> None:
        """Add one row to its month.

        Raises:
            Refused: a number that cannot be read; a sum with a hole is no sum.
        """
        cells = row.cells
        bucket = self.buckets.get(key)
        if bucket is None:
            bucket = self.buckets[key] = Bucket(row.number)
        bucket.lines += 1
        bucket.days.update(days.days)
        order = order_in(cells[self._order]) if 0 <= self._order < len(cells) else ""
        first = self._is_first(order) if self._once else True
        if 0 <= self._part < len(cells) and cells[self._part] is not None:
            bucket.parts.add(str(cells[self._part]))
        numbers = {column.field: self.number(row, column) for column in self.used}
        for name in self.of:
            self.checked += numbers[name] or _ZERO
        claimed = False
        for plan in self.plans:
            if (plan.rule.once and not first) or not (plan.always or plan.applies(cells)):
                continue
            claimed = True
            if plan.rule.distinct:
                if order and (self.form.platform or not _is_return(numbers)):
                    bucket.orders.add(order)
                continue
            _put(bucket, plan, numbers, days.last)
        if not claimed and self._label >= 0:
            name = str(cells[self._label] if self._label < len(cells) else "")
            self.unclaimed[name] += sum((numbers[field] or _ZERO for field in self.of), _ZERO)

    def _is_first(self, order: str) -> bool:
        if not order or order in self._met:
            return not order
        self._met.add(order)
        return True

    def pass_over(self, order: str) -> None:
        """The first line of this order stands elsewhere: amounts that every line repeats are not added here."""
        self._met.add(order)

    def number(self, row: Row, column: Column) -> Decimal | None:
        """The number of a row in a column, None where it is missing."""
        cells = row.cells
        cell = cells[column.index] if column.index < len(cells) else None
        if cell is None:
            return None
        if not isinstance(cell, str):
            return self._read(cell, row, column)
        known = self._known[column.field]
        if cell in known:
            return known[cell]
        value = self._read(cell, row, column)
        if len(known) > _MOST_KEPT:
            known.clear()
        known[cell] = value
        return value

    def _read(self, cell: Cell, row: Row, column: Column) -> Decimal | None:
        if isinstance(cell, str) and folded(cell) in missing_marks():
            return None
        read = read_cell(cell, self.marks)
        if read.trouble:
            place = self.table.place(row.number, column.field)
            raise refused("line_number", place, value=shown(getattr(cell, "text", cell)))
        return None if read.value is None else read.value * column.scale

    def records(self) -> list[Record]:
        """The months as they stand now."""
        counts_orders = any(rule.distinct for rule in self.rules)
        weak = frozenset(rule.measure for rule in self.rules if rule.weak)
        return [self._record(key, bucket, counts_orders, weak) for key, bucket in self.buckets.items()]

    def _record(self, key: Key, bucket: Bucket, counts_orders: bool, weak: frozenset[str]) -> Record:
        values = {code: _plain(code, value) for code, value in bucket.sums.items()}
        values |= {code: _plain(code, value) for code, (_, value) in bucket.last.items()}
        values |= {code: float(v / bucket.weights[code]) for code, v in bucket.weighted.items() if bucket.weights[code]}
        if counts_orders:
            values["orders"] = len(bucket.orders)
        return Record(
            *key, values, bucket.row, days=frozenset(bucket.days), lines=bucket.lines, parts=frozenset(bucket.parts),
            weak=weak & values.keys(),
        )  # fmt: skip


def _is_return(numbers: Mapping[str, Decimal | None]) -> bool:
    return any(number is not None and number < 0 and name != "profit" for name, number in numbers.items())


def _plain(code: str, value: Decimal) -> Number:
    is_count = kpi_library().measures[code].unit is Unit.COUNT
    return int(value) if is_count and value == int(value) else float(value)


def _put(bucket: Bucket, plan: _Plan, numbers: Mapping[str, Decimal | None], day: int) -> None:
    rule = plan.rule
    value = Decimal(1) if rule.lines else _value(rule, plan.columns, numbers)
    if value is None:
        return
    value = -value if rule.negate else abs(value) if rule.size else value
    if rule.weight:
        weight = numbers.get(rule.weight) or _ZERO
        bucket.weighted[rule.measure] += value * weight
        bucket.weights[rule.measure] += weight
    elif rule.last:
        kept, total = bucket.last.get(rule.measure, (day, _ZERO))
        if day >= kept:
            bucket.last[rule.measure] = (day, value + (total if day == kept else _ZERO))
    elif value < 0 and not rule.signed and rule.returns:
        bucket.sums[rule.returns] -= value
    else:
        bucket.sums[rule.measure] += value


def _value(rule: Gives, columns: Sequence[str], numbers: Mapping[str, Decimal | None]) -> Decimal | None:
    """The product of the columns, missing if one is; their sum, missing if all are."""
    found = [numbers.get(name) for name in columns]
    if rule.add:
        given = [number for number in found if number is not None]
        return sum(given, _ZERO) if given else None
    product = Decimal(1)
    for number in found:
        if number is None:
            return None
        product *= number
    return product
