"""Many tables as one: each month of each shop once, never summed, never chosen in silence."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpi_logic.intake.categories import CATEGORY, added_up
from kpi_logic.intake.file import Answers, Overlap, Question
from kpi_logic.intake.finding import Findings, amount, measure, named_shop, refused, shown
from kpi_logic.intake.records import Batch, Number, Record
from kpi_logic.intake.table import Table
from kpi_logic.intake.trust import trust
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Level, OverTime, Unit

Key = tuple[object, ...]
Told = tuple[Batch, Record]


def one_row_each(batch: Batch, findings: Findings) -> list[Record]:
    """The records of one monthly table, each month of each shop once.

    Raises:
        Refused: two rows differ for one month of one shop, or the rows are days.
    """
    if CATEGORY in batch.table.columns:
        return added_up(batch, findings)
    first: dict[Key, Record] = {}
    for record in batch.records:
        earlier = first.setdefault(record.key, record)
        if earlier is record:
            continue
        if earlier.day != record.day:
            place = batch.table.place(record.row, "month")
            raise refused("rows_daily", place, month=str(record.month))
        _tell_twice(batch.table, earlier, record, findings)
    return list(first.values())


def _tell_twice(table: Table, earlier: Record, record: Record, findings: Findings) -> None:
    place = table.sheet.place(record.row)
    shop = named_shop(record.place_of_sale)
    facts: dict[str, Any] = {"first": earlier.row, "second": record.row, "month": str(record.month), "shop": shop}
    if earlier.values != record.values:
        raise refused("rows_conflict", place, **facts)
    findings.say("row_twice", Level.WARN, place, **facts)


def combined(batches: Sequence[Batch], answers: Answers, findings: Findings) -> "Combined":
    """All records, those of one key from several tables joined measure by measure.

    Exports of one kind that hold different days, or different settlements, are parts and are added. Where two tables
    give different numbers the answers ``overlap:<measure>`` or ``overlap`` (a file's name) decide; below a small gap
    the order of trust decides and it is said; else the numbers in dispute are left out, an issue of level ASK says
    where, and the question is handed back.
    """
    by_key: dict[Key, list[Told]] = defaultdict(list)
    for batch in batches:
        if batch.waiting:
            continue
        for record in _one_each(batch):
            by_key[record.key].append((batch, record))
    work = Combined(answers, findings)
    work.records = [work.joined(group) for group in by_key.values()]
    return work


def _one_each(batch: Batch) -> list[Record]:
    """The records of an export whose sites or shops became one are one."""
    first: dict[Key, Record] = {}
    for record in batch.records:
        earlier = first.get(record.key)
        first[record.key] = record if earlier is None else _added(earlier, record)
    return list(first.values())


def _added(one: Record, other: Record) -> Record:
    """Two records of different days or rows as one; an average of two parts is unknown, of two levels the later stands."""
    values = dict(one.values)
    later = max(one.days, default=0) <= max(other.days, default=0)
    for code, value in other.values.items():
        kind = kpi_library().measures[code].over_time
        if code not in values or (kind is OverTime.LAST and later):
            values[code] = value
        elif kind is OverTime.SUM:
            values[code] += value
        elif kind is OverTime.AVERAGE:
            del values[code]
    return replace(
        one, values=values, days=one.days | other.days, lines=one.lines + other.lines, parts=one.parts | other.parts,
        weak=one.weak | other.weak,
    )  # fmt: skip


@dataclass
class Combined:
    """Records as they come together, the overlaps met and the questions they leave."""

    answers: Answers
    findings: Findings

    def __post_init__(self) -> None:
        self.records: list[Record] = []
        self._met: dict[tuple[Any, ...], list[tuple[Record, Number, Number]]] = defaultdict(list)
        self._open: dict[str, dict[str, None]] = defaultdict(dict)
        self._added: set[tuple[str, str]] = set()

    @property
    def questions(self) -> list[Question]:
        """One question for all measures if the same files stand against each other everywhere; else one a measure."""
        asked = {tuple(files) for files in self._open.values()}
        if len(asked) == 1:
            return [Question("overlap", next(iter(asked)))]
        return [Question(f"overlap:{code}", tuple(files)) for code, files in self._open.items()]

    @property
    def overlaps(self) -> list[Overlap]:
        """Each pair of sources that gave the same measure of a shop, over all months together."""
        found = []
        for (code, shop, currency, first, second, settled, chosen), met in self._met.items():
            rows = sorted((record.month, float(one), float(two)) for record, one, two in met)
            months = tuple(month for month, _, _ in rows)
            values, others = tuple(one for _, one, _ in rows), tuple(two for _, _, two in rows)
            platform, name, site = shop
            found.append(
                Overlap(
                    code, platform, name, site, currency, months, first, second, sum(values), sum(others), settled, chosen, values, others
                )
            )  # fmt: skip
        return found

    def joined(self, group: Sequence[Told]) -> Record:
        """One record of all that speak of one month of one shop."""
        group = self._parts_added(group)
        _, record = group[0]
        if len(group) == 1:
            return record
        values: dict[str, Number] = {}
        for code in dict.fromkeys(code for _, other in group for code in other.values):
            told = [(batch, other) for batch, other in group if code in other.values]
            chosen = self._chosen(code, told)
            if chosen is not None:
                values[code] = chosen
        return Record(*record.key, values, record.row)

    def _parts_added(self, group: Sequence[Told]) -> list[Told]:
        """Exports of one kind that share no day, or no settlement, are parts of one."""
        kept: list[Told] = []
        for batch, record in group:
            at = next((i for i, (b, r) in enumerate(kept) if _is_part(b, r, batch, record)), None)
            if at is None:
                kept.append((batch, record))
                continue
            first, earlier = kept[at]
            kept[at] = (first, _added(earlier, record))
            if (first.name, batch.name) not in self._added:
                self._added.add((first.name, batch.name))
                place = batch.table.sheet.place()
                self.findings.say("parts_added", Level.NOTE, place, first=shown(first.name), month=str(record.month))
        return kept

    def _chosen(self, code: str, told: Sequence[Told]) -> Number | None:
        told = self._without_weak(code, told)
        (first, record), *_ = told
        if len(told) == 1:
            return record.values[code]
        facts = _facts(code, told)
        second, other = told[-1]
        place = second.table.place(other.row, code)
        if len({r.values[code] for _, r in told}) == 1:
            self._note(code, told, "same", first.name)
            self.findings.say("overlap_same", Level.NOTE, place, **facts)
            return record.values[code]
        answered = self._answered(code, told)
        if answered is not None:
            batch, believed = answered
            self._note(code, told, "answered", batch.name)
            self.findings.say("overlap_settled", Level.NOTE, place, chosen=shown(batch.name), **facts)
            return believed.values[code]
        trusted = _trusted(code, told)
        if trusted is not None:
            batch, believed = trusted
            self._note(code, told, "trusted", batch.name)
            self.findings.say("overlap_trusted", Level.NOTE, place, chosen=shown(batch.name), **facts)
            return believed.values[code]
        self._note(code, told, "open", "")
        self._open[code].update(dict.fromkeys(batch.name for batch, _ in told))
        self.findings.say("overlap_conflict", Level.ASK, place, **facts)
        return None

    def _answered(self, code: str, told: Sequence[Told]) -> Told | None:
        """The source a person chose: for this measure, else for all of them."""
        for wanted in (self.answers.get(f"overlap:{code}"), self.answers.get("overlap")):
            for batch, record in told:
                if wanted in (batch.file, batch.name):
                    return batch, record
        return None

    def _without_weak(self, code: str, told: Sequence[Told]) -> Sequence[Told]:
        """Sources with another definition only speak where no other does; beside one they are shown, not counted."""
        strong = [(batch, record) for batch, record in told if code not in record.weak]
        if not strong or len(strong) == len(told):
            return told
        for batch, record in told:
            if code in record.weak:
                pair = (strong[0], (batch, record))
                self._note(code, pair, "definition", strong[0][0].name)
                place = batch.table.place(record.row, code)
                self.findings.say("overlap_definition", Level.NOTE, place, **_facts(code, pair))
        return strong

    def _note(self, code: str, told: Sequence[Told], settled: str, chosen: str) -> None:
        (first, one), (second, other) = told[0], told[-1]
        key = (code, one.place_of_sale, one.currency, first.name, second.name, settled, chosen)
        self._met[key].append((one, one.values[code], other.values[code]))


def _is_part(one: Batch, earlier: Record, other: Batch, later: Record) -> bool:
    if one.table.code != other.table.code or not one.table.platform or one is other:
        return False
    if earlier.parts and later.parts:
        return not earlier.parts & later.parts
    return bool(earlier.days and later.days) and not earlier.days & later.days


def _trusted(code: str, told: Sequence[Told]) -> Told | None:
    """The source that stands first in the order of trust, if all are near each other and no two are of one kind."""
    values = [record.values[code] for _, record in told]
    ranks = [trust().rank(code, batch.table.code) for batch, _ in told]
    if None in ranks or len(set(ranks)) < len(ranks):
        return None
    if max(values) - min(values) > trust().gap * max(map(abs, values)):
        return None
    return min(zip(ranks, told, strict=True), key=lambda pair: pair[0] or 0)[1]


def _facts(code: str, told: Sequence[Told]) -> dict[str, Any]:
    (first, one), (second, other) = told[0], told[-1]
    value, against = one.values[code], other.values[code]
    largest = max(abs(value), abs(against))
    return {
        "measure": measure(code), "month": str(other.month), "first": shown(first.name), "second": shown(second.name),
        "value": amount(value, code, one.currency), "other": amount(against, code, other.currency),
        "gap": Amount(abs(value - against) / largest if largest else 0.0, Unit.RATIO),
    }  # fmt: skip
