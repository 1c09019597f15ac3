"""The records of a list that was added up in columns, and everything that the careful way would say of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kpi_logic.intake.categories import CATEGORY, category_of
from kpi_logic.intake.day_cell import day_key
from kpi_logic.intake.days import Days, read_days
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, refused
from kpi_logic.intake.folding import cleaned
from kpi_logic.intake.gather import Bucket, Gatherer, Key
from kpi_logic.intake.line_sums import LineSums
from kpi_logic.intake.lines import Named, marketplace_order, places_in, refuse_signs, tell_sums, tell_survey
from kpi_logic.intake.measure_cell import with_semicolons
from kpi_logic.intake.number_cell import Marks, marks_of
from kpi_logic.intake.parts import MOST_CATEGORIES, Parts
from kpi_logic.intake.records import Batch, Spellings
from kpi_logic.intake.sheet import Cell, Row
from kpi_logic.intake.sieve import Sieve, order_in
from kpi_logic.intake.survey import PLACE, DayKey, PlaceKey, Survey, reader, survey
from kpi_logic.intake.table import Table


def batch_of(table: Table, sums: LineSums, answers: Answers, spellings: Spellings, findings: Findings) -> Batch:
    """The records of *table*, whose lines are in *sums*.

    Raises:
        Refused: as ``read_lines``.
    """
    sieve, found = _looked_at(table, sums)
    sieve.tell(findings)
    if not found.live:
        raise refused("no_rows", table.sheet.place(table.head.number))
    tell_survey(table, found, findings)
    places = places_in(table, found, answers, spellings, findings)
    refuse_signs(table, found, {code for _, code in places.values() if code})
    days = read_days(table, found, marketplace_order(table, found, places), answers, findings)
    join = _Join(table, sums, places, days, found.marks)
    gatherer = join.gathered()
    tell_sums(table, found, sieve, gatherer, findings)
    return Batch(
        replace(table, body=[]), gatherer.records(), signs=tuple(sorted(found.signs or ())),
        torn=frozenset(found.torn), parts=join.parts.records() if join.parts is not None else [],
    )  # fmt: skip


def _looked_at(table: Table, sums: LineSums) -> tuple[Sieve, Survey]:
    """What the first round of the careful way knows, of all rows."""
    odd = replace(table, body=sums.odd)
    sieve = Sieve(odd)
    found = survey(odd, sieve)
    _join_survey(table, found, sums)
    texts = [cell for row in sieve.rows() for cell in _number_texts(table, row)]
    marks = marks_of([*texts, "0.5"] if sums.proves_point else texts)
    found.marks = with_semicolons(table, marks)
    counts, first = Counter(sieve.counts), {reason: row.number for reason, row in sieve.first.items()}
    for reason, number in sums.dead.items():
        counts[reason] += number
        first[reason] = min(first.get(reason, sums.dead_first[reason]), sums.dead_first[reason])
        sieve.first.setdefault(reason, Row(sums.dead_first[reason], []))
    sieve.counts = Counter({reason: counts[reason] for reason in sorted(counts, key=first.__getitem__)})
    return sieve, found


def _number_texts(table: Table, row: Row) -> Iterator[str]:
    assert table.form is not None
    for name in table.form.numbers:
        cell = table.cell(row, name)
        if isinstance(cell, str) and len(cell) < 40 and ("." in cell or "," in cell):
            yield cell


def _join_survey(table: Table, found: Survey, sums: LineSums) -> None:
    """Bring days and places of what was added up to those of the odd rows, each by its first row."""
    first_day, first_place = _firsts(table, sums)
    days = [*((row.number, key, row) for key, row in found.days.items()),
            *((number, key, Row(number, [])) for key, number in first_day.items())]  # fmt: skip
    places = [*((row.number, key, row) for key, row in found.places.items()),
              *((number, key, _place_row(table, key, number)) for key, number in first_place.items())]  # fmt: skip
    found.days = {key: row for _, key, row in sorted(days, key=lambda one: -one[0])}
    found.places = {key: row for _, key, row in sorted(places, key=lambda one: -one[0])}
    found.days = dict(sorted(found.days.items(), key=lambda item: item[1].number))
    found.places = dict(sorted(found.places.items(), key=lambda item: item[1].number))
    for (_, day), count in zip(sums.group_of, sums.lines.tolist(), strict=False):
        found.often[sums.day_keys[day]] += count
    found.live += sums.live
    found.identical += sums.identical()


def _firsts(table: Table, sums: LineSums) -> tuple[dict[DayKey, int], dict[PlaceKey, int]]:
    """The first row of each day and place."""
    places = _places(table, sums)
    days: dict[DayKey, int] = {}
    first: dict[PlaceKey, int] = {}
    for (combo, day), number in zip(sums.group_of, sums.first, strict=True):
        key, place = sums.day_keys[day], places[combo]
        days[key] = min(number, days.get(key, number))
        first[place] = min(number, first.get(place, number))
    return days, first


def _places(table: Table, sums: LineSums) -> list[PlaceKey]:
    """The cells that tell the place of each combination of words."""
    at = [table.columns[name].index if name in table.columns else -1 for name in PLACE]
    return [tuple(combo.cells.get(i) for i in at) for combo in sums.combos]


def _place_row(table: Table, place: PlaceKey, number: int) -> Row:
    row = Row(number, [None] * table.width)
    for name, cell in zip(PLACE, place, strict=True):
        if name in table.columns:
            row.cells[table.columns[name].index] = cell
    return row


@dataclass
class _Join:
    """Sums of plain lines and the odd rows, brought together by month and place."""

    table: Table
    sums: LineSums
    places: Mapping[PlaceKey, Named]
    days: Mapping[DayKey, Days]
    marks: Marks

    def __post_init__(self) -> None:
        self.parts = Parts.of(self.table, self.marks)
        self.gatherer = Gatherer(self.table, self.marks)
        self.keys: dict[Key, int] = {}
        self.categories: dict[tuple[str, Key], int] = {}
        self.bucket_of: list[int] = []
        self.part_of: list[int] = []
        self.days_of = [self.days.get(key) for key in self.sums.day_keys]

    @cached_property
    def odd(self) -> list[tuple[Row, Key, Days]]:
        """The odd rows that count and have a day."""
        read_place, read_day = reader(self.table, PLACE), reader(self.table, ("date", "end"))
        found = []
        for row in Sieve(replace(self.table, body=self.sums.odd)).rows():
            start, end = read_day(row.cells)
            days = self.days.get((day_key(start), day_key(end)))
            if days is not None:
                found.append((row, self._key(read_place(row.cells), days), days))
        return found

    def _key(self, place: PlaceKey, days: Days) -> Key:
        (platform, shop, site), currency = self.places[place]
        return (days.month, platform, shop, site, currency)

    def gathered(self) -> Gatherer:
        """Everything in its buckets, in the order of the rows; raises Refused for a number that cannot be read."""
        self._number_buckets()
        if self.sums.orders.keeps_rows:
            self._add_first_lines()
        for row, key, days in self.odd:
            self.gatherer.add(row, key, days)
            if self.parts is not None:
                self.parts.add(row, key, days)
        self._put_groups()
        self._count_orders()
        self._set_in_order()
        return self.gatherer

    def _number_buckets(self) -> None:
        """The bucket of each group; categories are spelt as the first row that tells them."""
        self._learn_categories()
        places = _places(self.table, self.sums)
        for combo, day in self.sums.group_of:
            days, key = self.days_of[day], None
            if days is not None:
                key = self._key(places[combo], days)
            self.bucket_of.append(-1 if key is None else self.keys.setdefault(key, len(self.keys)))
            part = None if key is None or self.parts is None else (self._category(combo), key)
            self.part_of.append(-1 if part is None else self.categories.setdefault(part, len(self.categories)))

    def _learn_categories(self) -> None:
        if self.parts is None:
            return
        index = self.table.columns[CATEGORY].index
        cells = [(self.sums.first[group], self.sums.combos[combo].cells[index])
                 for group, (combo, day) in enumerate(self.sums.group_of) if self.days_of[day] is not None]  # fmt: skip
        cells += [(row.number, self.table.cell(row, CATEGORY)) for row, _, _ in self.odd]
        for _, cell in sorted(cells, key=lambda one: one[0]):
            self._spelt(cell)

    def _category(self, combo: int) -> str:
        return self._spelt(self.sums.combos[combo].cells[self.table.columns[CATEGORY].index])

    def _spelt(self, cell: Cell) -> str:
        assert self.parts is not None
        return category_of(cleaned(str(cell)), self.parts.known) if cell is not None else ""

    def _add_first_lines(self) -> None:
        """Amounts that every line of an order repeats: only the first line of all counts."""
        orders, odd = self.sums.orders, [(order_in(self.table.cell(row, "order")), row) for row, _, _ in self.odd]
        plain = len(self.bucket_of)
        groups = [plain + i for i in range(len(odd))]
        for _, key, _ in self.odd:
            self.bucket_of.append(self.keys.setdefault(key, len(self.keys)))
            self.part_of.append(-1)
        of_lines = orders.groups
        orders.add_text([order for order, _ in odd], groups, [row.number for _, row in odd], [False] * len(odd))
        first = orders.first_lines(np.array(self.bucket_of))
        theirs = {order for (order, _), is_first in zip(odd, first[len(of_lines) :], strict=True) if is_first}
        for order in {order for order, _ in odd} - theirs:
            self.gatherer.pass_over(order)
        self.sums.add_once(first[: len(of_lines)], of_lines)

    def _put_groups(self) -> None:
        keys, categories = list(self.keys), list(self.categories)
        for group in range(len(self.sums.group_of)):
            if self.bucket_of[group] >= 0:
                self._put(self.gatherer, keys[self.bucket_of[group]], group)
            if self.parts is not None and self.part_of[group] >= 0:
                category, key = categories[self.part_of[group]]
                gatherer = self.parts.gatherers.setdefault(category, Gatherer(self.table, self.marks))
                self._put(gatherer, key, group)

    def _put(self, gatherer: Gatherer, key: Key, group: int) -> None:
        """Add a group to its bucket."""
        sums, first = self.sums, self.sums.first[group]
        bucket = gatherer.buckets.setdefault(key, Bucket(first))
        bucket.row = min(bucket.row, first)
        bucket.lines += int(sums.lines[group])
        days = self.days_of[sums.group_of[group][1]]
        bucket.days.update(days.days if days is not None else ())
        for measure, value in sums.ruled.amounts(group):
            bucket.sums[measure] += value

    def _count_orders(self) -> None:
        """Count the orders of each bucket once, those of its odd rows among them."""
        if not any(rule.distinct for rule in self.sums.rules):
            return
        buckets = [(self.gatherer.buckets[key], number, -1) for key, number in self.keys.items()
                   if key in self.gatherer.buckets]  # fmt: skip
        for (category, key), number in self.categories.items():
            assert self.parts is not None
            buckets.append((self.parts.gatherers[category].buckets[key], -1, number))
        for bucket, number, part in buckets:
            orders = sorted(bucket.orders)
            self.sums.orders.add_text(
                orders, [len(self.bucket_of)] * len(orders), [0] * len(orders), [True] * len(orders)
            )
            self.bucket_of.append(number)
            self.part_of.append(part)
        whole = self.sums.orders.distinct(np.array(self.bucket_of))
        parts = self.sums.orders.distinct(np.array(self.part_of)) if self.categories else whole
        for bucket, number, part in buckets:
            count = whole[number] if part < 0 else parts[part]
            bucket.orders = range(count)  # type: ignore[assignment]  # only counted, never looked into

    def _set_in_order(self) -> None:
        """Months and categories in the order of their first rows, as if the rows had come one by one."""
        _set_in_order(self.gatherer)
        if self.parts is None:
            return
        for gatherer in self.parts.gatherers.values():
            _set_in_order(gatherer)
        first = {name: min(bucket.row for bucket in g.buckets.values()) for name, g in self.parts.gatherers.items()}
        self.parts.gatherers = {name: self.parts.gatherers[name] for name in sorted(first, key=first.__getitem__)}
        if self.parts.given_up or len(self.parts.gatherers) > MOST_CATEGORIES:
            self.parts.gatherers = {}


def _set_in_order(gatherer: Gatherer) -> None:
    gatherer.buckets = dict(sorted(gatherer.buckets.items(), key=lambda item: item[1].row))
