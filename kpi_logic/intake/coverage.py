"""Months that a file holds only in part: they look like a collapse, so they are told and left out, unless kept by answer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings
from kpi_logic.intake.records import Batch, Record
from kpi_logic.model import Level, Month, Raw

Group = tuple[str, ...]
Edge = tuple[str, int]
USUAL_PAUSE = 2
"""So many days without an order prove nothing."""


def without_parts(batches: Sequence[Batch], answers: Answers, findings: Findings) -> dict[str, tuple[Month, ...]]:
    """Leave out, in place, the first and last months that are not complete; gives them by the batch's name.

    Files of one kind and shop are looked at together: two half months make a whole one. Where no complete month is
    left in all files the part is kept and told.
    """
    groups: dict[Group, list[Batch]] = defaultdict(list)
    for batch in batches:
        if batch.table.form is not None and not batch.undated:
            for group in {_group(batch, record) for record in batch.records}:
                groups[group].append(batch)
    for members in groups.values():
        _tell_weeks(members, findings)
    parts = {group: _parts(group, members) for group, members in groups.items()}
    for batch in batches:
        for record in batch.records:
            batch.partial |= {record.month} & parts.get(_group(batch, record), {}).keys()
    if not _has_whole(batches, parts) or answers.get("unfinished") == "keep":
        _tell_kept(batches, parts, findings, answers)
    else:
        for batch in batches:
            _leave_out(batch, parts, findings)
    return {batch.name: tuple(sorted(batch.partial)) for batch in batches}


def _tell_weeks(batches: Sequence[Batch], findings: Findings) -> None:
    """A week counts in the month in which it begins: it cannot be split, so months of weeks are not quite months."""
    for batch in batches:
        form = batch.table.form
        days: dict[Month, set[int]] = defaultdict(set)
        for record in batch.records:
            days[record.month] |= record.days
        if form is not None and form.file.grain == "days" and _is_weekly(days):
            findings.say("rows_weekly", Level.WARN, batch.table.place(batch.table.head.number, "date"))


def _group(batch: Batch, record: Record) -> Group:
    code = batch.table.code
    if not batch.table.platform:
        return (code, batch.file)
    return (code, record.platform, record.shop, record.site, record.currency)


def _parts(group: Group, batches: Sequence[Batch]) -> dict[Month, Edge]:
    """Incomplete months of a group, each with the issue that says so and the day where the data end or begin."""
    days: dict[Month, set[int]] = defaultdict(set)
    strict = all(batch.table.form is not None and batch.table.form.file.grain == "days" for batch in batches)
    if any(batch.table.form is None or batch.table.form.file.grain == "snapshot" for batch in batches):
        return {}
    for batch in batches:
        for record in batch.records:
            if _group(batch, record) == group:
                days[record.month] |= record.days
    if not any(days.values()) or _is_monthly(days):
        return {}
    first, last = min(days), max(days)
    pause = 6 if _is_weekly(days) else 0 if strict else max(_longest_pause(days), USUAL_PAUSE)
    found: dict[Month, Edge] = {}
    if days[last] and last.days - max(days[last]) > pause:
        found[last] = ("month_unfinished", max(days[last]))
    if days[first] and min(days[first]) - 1 > pause and first not in found:
        found[first] = ("month_begun", min(days[first]))
    for batch in batches:
        found |= {month: ("month_torn", max(days[month])) for month in batch.torn if days.get(month)}
    return found


def _is_monthly(days: dict[Month, set[int]]) -> bool:
    """Whether the rows are months, each written as its first day."""
    return len(days) > 1 and all(found == {1} for found in days.values())


def _is_weekly(days: dict[Month, set[int]]) -> bool:
    """Whether the rows are weeks, each written as its first day."""
    return sum(map(len, days.values())) > 2 and {b - a for a, b in pairwise(_ordinals(days))} == {7}


def _ordinals(days: dict[Month, set[int]]) -> list[int]:
    return sorted(dt.date(month.year, month.month, day).toordinal() for month, found in days.items() for day in found)


def _longest_pause(days: dict[Month, set[int]]) -> int:
    """The most days that ever passed between two days with rows."""
    ordinals = _ordinals(days)
    return max((later - earlier for earlier, later in pairwise(ordinals)), default=0)


def _has_whole(batches: Sequence[Batch], parts: dict[Group, dict[Month, Edge]]) -> bool:
    return any(
        record.month not in parts.get(_group(batch, record), {}) for batch in batches for record in batch.records
    )


def _leave_out(batch: Batch, parts: dict[Group, dict[Month, Edge]], findings: Findings) -> None:
    kept: list[Record] = []
    lost: dict[tuple[Month, Edge], list[Record]] = defaultdict(list)
    for record in batch.records:
        edge = parts.get(_group(batch, record), {}).get(record.month)
        (kept if edge is None else lost[(record.month, edge)]).append(record)
    batch.records = kept
    for (month, (code, day)), records in lost.items():
        facts = {"month": str(month), "day": f"{month}-{day:02d}", "number": sum(record.lines for record in records)}
        findings.say(code, Level.WARN, batch.table.place(batch.table.head.number, "date"), **facts)


def _tell_kept(
    batches: Sequence[Batch], parts: dict[Group, dict[Month, Edge]], findings: Findings, answers: Answers
) -> None:
    for batch in batches if answers.get("unfinished") != "keep" else ():
        for month in sorted(batch.partial):
            days = sorted({day for record in batch.records if record.month == month for day in record.days})
            facts = {
                "first": Raw(f"{month}-{days[0]:02d}"),
                "last": Raw(f"{month}-{days[-1]:02d}"),
                "month": str(month),
            }
            findings.say("month_part_kept", Level.WARN, batch.table.place(batch.table.head.number, "date"), **facts)
