"""Long lists of order lines, added up by an engine where they are written plainly; anything odd takes the careful way.

The engine reads no cell that has two readings: what is not a plain number, an ISO day, a word met before, stops it, and
the list is read cell by cell as any other. Tests prove that both ways give the same records and the same findings.
"""

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice, product

from kpi_logic.intake.categories import CATEGORY
from kpi_logic.intake.days import read_days
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, Refused
from kpi_logic.intake.formats import Gives
from kpi_logic.intake.gather import Bucket, Gatherer
from kpi_logic.intake.lines import marketplace_order, places_in, refuse_signs, tell_sums, tell_survey
from kpi_logic.intake.plain_text import PlainText, plain_text
from kpi_logic.intake.records import Batch, Spellings
from kpi_logic.intake.sheet import Row
from kpi_logic.intake.sieve import Sieve
from kpi_logic.intake.survey import MOST_COMPARED, PLACE, PlaceKey, Survey
from kpi_logic.intake.table import Table
from kpi_logic.intake.text_file import Lines
from kpi_logic.model import Level, Month
from kpi_logic.warehouse import EngineFault, Group, LinesEngine, LinesFile, LinesQuery, Sum

SMALLEST = 4_000_000
"""Below so many bytes the careful way is quick enough."""
CATEGORIES_UNTIL = 30_000_000
"""Of lists of so many bytes no categories are kept: the engine adds up months and shops alone."""
_LEARNT = 20_000
_MOST_WORDS = 2_000
_MOST_GROUPS = 50_000
_FIRST_YEAR = 1990


def read_fast(
    table: Table, answers: Answers, spellings: Spellings, findings: Findings, smallest: int = SMALLEST
) -> Batch | None:
    """The records of a long list, equal to those of ``read_lines``; None where it has to be read cell by cell.

    Raises:
        Refused: as ``read_lines``.
    """
    lines = table.body
    if not isinstance(lines, Lines) or not _is_suitable(table) or len(lines.file.content) < smallest:
        return None
    if CATEGORY in table.columns:
        if len(lines.file.content) < CATEGORIES_UNTIL:
            return None
        findings.say("categories_not_kept", Level.NOTE, table.place(table.head.number, CATEGORY))
    text = plain_text(lines.file)
    if text is None or not text.bytes.path:
        return None
    with _room_for_engine():
        added = _added_up(table, lines, text, answers, spellings)
    return None if added is None else _told(table, added, answers, spellings, findings)


def _is_suitable(table: Table) -> bool:
    """Whether the format's rules are sums, counts and orders, and nothing in it looks at neighbouring rows."""
    form = table.form
    if form is None or form.platform or "date" not in table.columns or "end" in table.columns:
        return False
    file = form.file
    if file.carry or file.total or file.part or file.skip or file.mark:
        return False
    return all(_is_plain(rule) for rule in form.rules(frozenset(table.columns)))


def _is_plain(rule: Gives) -> bool:
    special = (rule.add, rule.where, rule.unless, rule.negate, rule.size, rule.once, rule.weight, rule.last)
    return not any(special) and len(rule.sum) <= 2


@contextmanager
def _room_for_engine() -> Iterator[None]:
    """Address space for the engine, where this process has bounds of its own (``child``)."""
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@dataclass
class _Added:
    """What the engine gave: the survey, the sieve's counts, and a bucket for each month and place."""

    found: Survey
    sieve: Sieve
    buckets: list[tuple[Month, PlaceKey, Bucket]] = field(default_factory=list)


def _added_up(table: Table, lines: Lines, text: PlainText, answers: Answers, spellings: Spellings) -> _Added | None:
    file = LinesFile(text.bytes.path, lines.file.separator, table.head.number, table.width)
    engine = LinesEngine(file)
    try:
        return _Reading(table, lines, text, engine).added(answers, spellings)
    except EngineFault:
        return None
    finally:
        engine.close()


class _Reading:
    """One list on its way through the engine."""

    def __init__(self, table: Table, lines: Lines, text: PlainText, engine: LinesEngine) -> None:
        assert table.form is not None
        self.table, self.text, self.engine = table, text, engine
        self.sieve = Sieve(table)
        at = {name: column.index for name, column in table.columns.items()}
        self.fields = [name for name in PLACE if name in at]
        self.keys = [at[name] for name in self.fields]
        self.status, self.order = at.get("status", -1), at.get("order", -1)
        self.rules = [rule for rule in table.form.rules(frozenset(at)) if rule.sum]
        self.at = at
        head = list(islice(lines, _LEARNT))
        self.words = {i: {""} | {_cell(row, i) for row in head} for i in (*self.keys, self.status) if i >= 0}

    def query(self, groups: Sequence[int] = ()) -> LinesQuery:
        """The engine's question, with the words known so far."""
        assert self.table.form is not None
        numbers = {name: self.at[name] for name in self.table.form.numbers if name in self.at}
        live, dead = self._statuses()
        return LinesQuery(
            date=self.at["date"],
            keys=tuple((i, tuple(sorted(self.words[i]))) for i in self.keys),
            numbers=tuple(numbers.values()),
            sums=tuple(Sum(tuple(self.at[name] for name in rule.sum), _is_parted(rule)) for rule in self.rules),
            returned=tuple(i for name, i in numbers.items() if name != "profit"),
            order=self.order, status=self.status, live=live, dead=dead, groups=tuple(groups),
            is_ascii=self.text.is_ascii,
        )  # fmt: skip

    def _statuses(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        words = sorted(self.words.get(self.status, ()))
        dead = tuple(word for word in words if word.strip() and any(test(word) for _, _, test in self.sieve.tests))
        return tuple(word for word in words if word not in dead), dead

    def added(self, answers: Answers, spellings: Spellings) -> _Added | None:
        """Ask, learn the words that were not known, ask again; names that mean one shop are one group."""
        query = self.query()
        groups, dead, odd = self.engine.added_up(query)
        if odd:
            if not self._learnt():
                return None
            query = self.query()
            groups, dead, odd = self.engine.added_up(query)
        lines = sum(group.lines for group in groups) + (dead.lines if dead else 0)
        if odd or not groups or lines != self.text.records - self.table.head.number:
            return None
        places = self._places(query)
        first: dict[int, int] = {}
        for group in groups:
            first[group.group] = min(group.first, first.get(group.group, group.first))
        found = self._survey(groups, places, first)
        if found is None:
            return None
        merged = self._merged(found, places, first, answers, spellings)
        if merged:
            groups, _, _ = self.engine.added_up(self.query(merged))
        if self.order >= 0:
            found.identical = self.engine.repeated(query, MOST_COMPARED)
        return self._with_buckets(found, dead, groups, places)

    def _learnt(self) -> bool:
        """Take in every word of the key columns; False where there are too many."""
        for i, words in self.words.items():
            words |= {word for (word,) in self.engine.written([i], _MOST_WORDS)}
        size = 1
        for i in self.keys:
            size *= len(self.words[i])
        return size <= _MOST_GROUPS and all(len(words) <= _MOST_WORDS for words in self.words.values())

    def _places(self, query: LinesQuery) -> list[PlaceKey]:
        """The cells of each group, in the order of PLACE."""
        combined = product(*(words for _, words in query.keys))
        rows = [
            dict(zip(self.fields, (word if word.strip() else None for word in words), strict=True))
            for words in combined
        ]
        return [tuple(row.get(name) for name in PLACE) for row in rows]

    def _survey(self, groups: Sequence[Group], places: list[PlaceKey], first: dict[int, int]) -> Survey | None:
        """What the careful way would know of days and places; None where a day does not exist."""
        found = Survey(live=sum(group.lines for group in groups))
        for number in sorted(first, key=lambda group: first[group]):
            row = Row(first[number] + self.table.head.number, [None] * self.table.width)
            for name, cell in zip(PLACE, places[number], strict=True):
                if name in self.at:
                    row.cells[self.at[name]] = cell
            found.places.setdefault(places[number], row)
        for group in groups:
            month = _month(group.month)
            if group.days >> (month.days + 1) or group.days & 1:
                return None
            for day in _days(group.days):
                found.days[(f"{month}-{day:02d}", None)] = Row(group.first + self.table.head.number, [])
        return found

    def _merged(
        self, found: Survey, places: list[PlaceKey], first: dict[int, int], answers: Answers, spellings: Spellings
    ) -> list[int]:
        """For each group the one it belongs to, where two writings mean one shop; empty where none do."""
        try:
            named = places_in(self.table, found, answers, copy.deepcopy(spellings), Findings())
        except Refused:
            return []
        chosen: dict[object, int] = {}
        for number in sorted(first, key=lambda group: first[group]):
            chosen.setdefault(named[places[number]], number)
        if len(chosen) == len(first):
            return []
        return [chosen[named[place]] if number in first else number for number, place in enumerate(places)]

    def _with_buckets(
        self, found: Survey, dead: Group | None, groups: Sequence[Group], places: list[PlaceKey]
    ) -> _Added:
        if dead is not None:
            self.sieve.counts["lines_cancelled"] = dead.lines
            self.sieve.first["lines_cancelled"] = Row(dead.first + self.table.head.number, [])
        added = _Added(found, self.sieve)
        for group in sorted(groups, key=lambda one: one.first):
            bucket = Bucket(group.first + self.table.head.number, group.lines, days=set(_days(group.days)))
            bucket.orders = range(group.orders)  # type: ignore[assignment]  # only counted, never looked into
            for rule, (above, below) in zip(self.rules, group.sums, strict=True):
                self._put(bucket, rule, above, below)
            added.buckets.append((_month(group.month), places[group.group], bucket))
        return added

    def _put(self, bucket: Bucket, rule: Gives, above: Decimal | None, below: Decimal | None) -> None:
        scale = 1
        for name in rule.sum:
            scale *= self.table.columns[name].scale
        if above is not None:
            bucket.sums[rule.measure] += above * scale
        if below is not None:
            bucket.sums[rule.returns] += below * scale


def _told(table: Table, added: _Added, answers: Answers, spellings: Spellings, findings: Findings) -> Batch:
    """The batch, and everything said that the careful way says, in its order."""
    found, sieve = added.found, added.sieve
    sieve.tell(findings)
    tell_survey(table, found, findings)
    places = places_in(table, found, answers, spellings, findings)
    refuse_signs(table, found, {code for _, code in places.values() if code})
    read_days(table, found, marketplace_order(table, found, places), answers, findings)
    gatherer = Gatherer(table, found.marks)
    for month, place, bucket in added.buckets:
        (platform, shop, site), currency = places[place]
        gatherer.buckets[(month, platform, shop, site, currency)] = bucket
    tell_sums(table, found, sieve, gatherer, findings)
    return Batch(replace(table, body=[]), gatherer.records())


def _is_parted(rule: Gives) -> bool:
    """Whether what is below zero goes to another measure."""
    return bool(rule.returns) and not rule.signed


def _cell(row: Row, index: int) -> str:
    cell = row.cells[index] if index < len(row.cells) else None
    return cell if isinstance(cell, str) else ""


def _month(number: int) -> Month:
    return Month(_FIRST_YEAR + number // 12, number % 12 + 1)


def _days(bits: int) -> list[int]:
    return [day for day in range(1, 32) if bits >> day & 1]
