"""Months by category: rows of one shop and month are added up, and kept apart beside their sum."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import fsum, isclose
from typing import Any

from kpi_logic.intake.columns import KEY_FIELDS, measures_in_order
from kpi_logic.intake.finding import Findings, named_shop, refused
from kpi_logic.intake.records import Batch, Number, Record
from kpi_logic.library import kpi_library
from kpi_logic.model import Level, OverShops

CATEGORY = "category"
_CENT = 0.005


def added_up(batch: Batch, findings: Findings) -> list[Record]:
    """One record each month and shop; ``batch.parts`` keeps those of its categories.

    A measure that one of the rows lacks is missing in the sum; scores, which do not add up, only stand where all rows
    say the same.  A row without a category that holds the sum of the others is told and left out.

    Raises:
        Refused: two rows differ for one category of one shop and month.
    """
    groups: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for record in _once_each(batch, findings):
        groups[record.key].append(record)
    whole = []
    for group in groups.values():
        parts = _without_total(batch, group, findings)
        batch.parts += parts
        whole.append(parts[0] if len(parts) == 1 else _sum(parts))
    if len(batch.parts) > len(whole):
        place = batch.table.place(batch.table.head.number, CATEGORY)
        number = len({part.category for part in batch.parts})
        findings.say("categories_added", Level.NOTE, place, number=number, rows=len(batch.parts))
    return whole


def _once_each(batch: Batch, findings: Findings) -> list[Record]:
    first: dict[tuple[Any, ...], Record] = {}
    for record in batch.records:
        earlier = first.setdefault((*record.key, record.category), record)
        if earlier is record:
            continue
        place, shop = batch.table.sheet.place(record.row), named_shop(record.place_of_sale)
        facts: dict[str, Any] = {"month": str(record.month), "first": earlier.row, "second": record.row, "shop": shop}
        if earlier.day != record.day:
            raise refused("rows_daily", batch.table.place(record.row, "month"), month=str(record.month))
        if earlier.values != record.values:
            raise refused("rows_conflict", place, **facts)
        findings.say("row_twice", Level.WARN, place, **facts)
    return list(first.values())


def _without_total(batch: Batch, group: list[Record], findings: Findings) -> list[Record]:
    blank = next((record for record in group if not record.category), None)
    named = [record for record in group if record.category]
    if blank is None or not named or not _is_sum(blank, named):
        return group
    place = batch.table.place(blank.row, CATEGORY)
    shop = named_shop(blank.place_of_sale)
    findings.say("category_total", Level.WARN, place, month=str(blank.month), shop=shop)
    return named


def _is_sum(whole: Record, parts: Sequence[Record]) -> bool:
    told = [code for code, value in whole.values.items() if value and all(code in part.values for part in parts)]
    added = [code for code in told if adds(code)]
    return bool(added) and all(
        isclose(whole.values[code], fsum(part.values[code] for part in parts), abs_tol=_CENT) for code in added
    )


def adds(code: str) -> bool:
    """Whether parts of a shop's month add up in this measure."""
    return kpi_library().measures[code].over_shops is OverShops.SUM


def _sum(parts: Sequence[Record]) -> Record:
    values: dict[str, Number] = {}
    for code in dict.fromkeys(code for part in parts for code in part.values):
        told = [part.values[code] for part in parts if code in part.values]
        if adds(code) and len(told) == len(parts):
            values[code] = _total(told)
        elif not adds(code) and len(set(told)) == 1:
            values[code] = told[0]
    return replace(parts[0], values=values, category="")


def _total(numbers: Sequence[Number]) -> Number:
    return sum(numbers) if all(isinstance(number, int) for number in numbers) else round(fsum(numbers), 6)


def by_category(batches: Sequence[Batch], records: Sequence[Record]) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows of the months by category; nothing where no file tells categories.

    Each measure adds up to the month of its shop: what no category claims stands under "" (no category), and so does
    a measure whose categories give less than the whole, as another file does. One that several categories count (an
    order with articles of both) is left out.
    """
    parts: dict[tuple[Any, ...], list[Record]] = {}
    for batch in batches:
        for key, group in _by_key(batch.parts if not batch.waiting else ()).items():
            parts.setdefault(key, group)
    if not parts:
        return [], []
    rows = [row for record in records for row in _rows_of(record, parts.get(record.key, ()))]
    held = {code for _, _, values in rows for code in values}
    measures = [code for code in measures_in_order() if code in held]
    table = [[str(r.month), *r.key[1:], category, *map(values.get, measures)] for r, category, values in rows]
    return [*KEY_FIELDS, CATEGORY, *measures], table


def _by_key(parts: Sequence[Record]) -> Mapping[tuple[Any, ...], list[Record]]:
    groups: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for part in parts:
        groups[part.key].append(part)
    return groups


def _rows_of(whole: Record, parts: Sequence[Record]) -> Iterator[tuple[Record, str, dict[str, Number]]]:
    rows: dict[str, dict[str, Number]] = {part.category: {} for part in parts}
    for code, value in whole.values.items():
        if not adds(code):
            continue
        told = [(part.category, part.values[code]) for part in parts if code in part.values]
        total = fsum(number for _, number in told)
        if told and abs(total - value) < _CENT:
            for category, number in told:
                rows[category][code] = number
        elif not told or abs(total) < abs(value):
            rows.setdefault("", {})[code] = value
    for category, values in rows.items():
        if values:
            yield whole, category, values


def category_of(text: str, known: dict[str, str]) -> str:
    """The one spelling of a category, the first that was met."""
    return known.setdefault(text.casefold(), text)
