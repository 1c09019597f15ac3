"""Many tables as one: each month of each shop once, never summed, never chosen in silence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kpi_logic.intake.file import Answers, Question
from kpi_logic.intake.finding import Findings, measure, named_shop, refused, shown
from kpi_logic.intake.records import Batch, Number, Record
from kpi_logic.intake.table import Table
from kpi_logic.model import Level

Key = tuple[object, ...]


def one_row_each(batch: Batch, findings: Findings) -> list[Record]:
    """The records of one table, each month of each shop once.

    Raises:
        Refused: two rows differ for one month of one shop, or the rows are days.
    """
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


def combined(batches: Sequence[Batch], answers: Answers, findings: Findings) -> tuple[list[Record], list[Question]]:
    """All records, those of one key from several tables joined measure by measure.

    Where two tables give different numbers the answer ``overlap`` (a file's name) decides; without it the numbers in
    dispute are left out, an issue of level ASK says where, and the question is handed back.
    """
    by_key: dict[Key, list[tuple[Batch, Record]]] = defaultdict(list)
    for batch in batches:
        for record in batch.records:
            by_key[record.key].append((batch, record))
    questions: dict[str, None] = {}
    records = [_joined(group, answers, findings, questions) for group in by_key.values()]
    asked = [Question("overlap", tuple(questions))] if questions else []
    return records, asked


def _joined(
    group: Sequence[tuple[Batch, Record]], answers: Answers, findings: Findings, questions: dict[str, None]
) -> Record:
    _, record = group[0]
    if len(group) == 1:
        return record
    values: dict[str, Number] = {}
    for code in dict.fromkeys(code for _, other in group for code in other.values):
        told = [(b, r) for b, r in group if code in r.values]
        chosen = _chosen(code, told, answers, findings, questions)
        if chosen is not None:
            values[code] = chosen
    return Record(*record.key, values, record.row)


def _chosen(
    code: str, told: Sequence[tuple[Batch, Record]], answers: Answers, findings: Findings, questions: dict[str, None]
) -> Number | None:
    (first_batch, first), *_ = told
    if len(told) == 1:
        return first.values[code]
    second_batch, second = told[-1]
    place = second_batch.table.place(second.row, code)
    facts = {"measure": measure(code), "month": str(second.month), "first": shown(_name(first_batch)),
             "second": shown(_name(second_batch))}  # fmt: skip
    if len({record.values[code] for _, record in told}) == 1:
        findings.say("overlap_same", Level.NOTE, place, **facts)
        return first.values[code]
    for batch, record in told:
        if answers.get("overlap") in (batch.table.sheet.file, _name(batch)):
            findings.say("overlap_settled", Level.NOTE, place, chosen=shown(_name(batch)), **facts)
            return record.values[code]
    questions.update(dict.fromkeys(_distinct_names(told)))
    findings.say("overlap_conflict", Level.ASK, place, **facts)
    return None


def _distinct_names(told: Iterable[tuple[Batch, Record]]) -> list[str]:
    return [_name(batch) for batch, _ in told]


def _name(batch: Batch) -> str:
    sheet = batch.table.sheet
    return sheet.file if sheet.name is None else f"{sheet.file} · {sheet.name}"
