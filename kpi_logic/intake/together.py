"""All files together: shops settled, months completed, numbers joined, questions gathered."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kpi_logic.intake.categories import by_category
from kpi_logic.intake.columns import KEY_FIELDS, measures_in_order
from kpi_logic.intake.combine import Combined, combined
from kpi_logic.intake.coverage import without_parts
from kpi_logic.intake.crosschecks import gap_issues
from kpi_logic.intake.currency_column import shop_name
from kpi_logic.intake.decoding import OPTIONS
from kpi_logic.intake.file import Question, Reading, Source
from kpi_logic.intake.finding import Findings, issue, shown
from kpi_logic.intake.lines import UNDATED
from kpi_logic.intake.month_column import DATE_ORDERS
from kpi_logic.intake.packed import Packed
from kpi_logic.intake.records import Batch, Record
from kpi_logic.intake.scope import Scopes
from kpi_logic.intake.suggest import NONE
from kpi_logic.intake.work import Work
from kpi_logic.model import Issue, Level, Place

if TYPE_CHECKING:
    from kpi_logic.intake.block import Block

CURRENCY_OPTIONS = (
    "CNY", "USD", "EUR", "GBP", "JPY", "CAD", "AUD", "MXN", "SGD", "MYR", "THB", "PHP", "VND", "IDR", "BRL", "INR",
)  # fmt: skip


def together(work: Work) -> Reading:
    """What all files hold, joined; and what only all of them together show."""
    if (alone := _long_alone(work)) is not None:
        return _of_block(*alone, work)
    for batch in work.batches:
        batch.records = list(batch.records)  # files stand beside each other: records of a long one are made single
    findings = Findings()
    asked = Scopes(work.batches, work.answers, findings).settle()
    without_parts([batch for batch in work.batches if not batch.waiting], work.answers, findings)
    joined = combined(work.batches, work.answers, findings)
    issues = [*work.issues, *findings.all(), *_whole(work, joined.records)]
    reading = Reading(issues=issues, sources=[*_sources(work, joined), *work.sources])
    reading.questions = [*asked, *joined.questions, *_questions(issues)]
    reading.overlaps = joined.overlaps
    reading.columns, reading.rows = _rows(joined.records)
    reading.category_columns, reading.category_rows = by_category(work.batches, joined.records)
    return _with_others(reading, work)


def _with_others(reading: Reading, work: Work) -> Reading:
    """What the files hold beside monthly numbers."""
    reading.limits, reading.rates, reading.scorecards = work.limits, work.rates, work.scorecards
    for client in work.client:
        reading.profile = reading.profile or client.profile
        reading.organisation = reading.organisation or client.organisation
        reading.present_scheme = reading.present_scheme or client.present_scheme
    return reading


def _long_alone(work: Work) -> "tuple[Batch, Block] | None":
    """The one table of all files, if it is a long one that stays in columns."""
    if len(work.batches) != 1 or isinstance(work.batches[0].records, list):
        return None
    from kpi_logic.intake.block import Block

    batch = work.batches[0]
    return (batch, batch.records) if isinstance(batch.records, Block) else None


def _of_block(batch: Batch, block: "Block", work: Work) -> Reading:
    """As ``together``, for one long monthly table: nothing stands beside it."""
    from kpi_logic.intake.block_checks import block_gaps

    found = [*block_gaps(block), *_names_joined(work)]
    place = batch.table.sheet.place
    if "sales" not in block.values:
        found.append(issue("sales_missing", Level.WARN, place(batch.table.head.number)))
    if block.lacks_currency:
        found.append(issue("currency_unknown", Level.WARN, place()))
    issues = [*work.issues, *found]
    shops = dict.fromkeys(shop_name(shop[:3]) for shop in block.places)
    source = Source(
        batch.file, batch.table.sheet.name, batch.table.code, work.rows.get(batch.name, 0), block.held[0], block.held[-1],
        tuple(shops), block.measures,
    )  # fmt: skip
    reading = Reading(issues=issues, sources=[source, *work.sources], questions=_questions(issues))
    reading.packed = Packed.of(block, KEY_FIELDS, measures_in_order())
    reading.columns = [*KEY_FIELDS, *reading.packed.measures]
    return _with_others(reading, work)


def _sources(work: Work, joined: Combined) -> Iterator[Source]:
    pairs = [(overlap.first, overlap.second) for overlap in joined.overlaps]
    for batch in work.batches:
        others = dict.fromkeys(name for pair in pairs if batch.name in pair for name in pair if name != batch.name)
        yield _source(batch, work.rows.get(batch.name, 0), tuple(others))


def _whole(work: Work, records: list[Record]) -> list[Issue]:
    """What only all files together show."""
    found = [*(gap_issues(records) if records else ()), *_names_joined(work)]
    monthly = [batch for batch in work.batches if batch.table.form is None]
    if monthly and not any("sales" in record.values for record in records):
        found.append(issue("sales_missing", Level.WARN, monthly[0].table.sheet.place(monthly[0].table.head.number)))
    found += _total_beside_part(work)
    without = next((batch for batch in work.batches if not batch.waiting and batch.lacks_currency), None)
    if without is not None:
        found.append(issue("currency_unknown", Level.WARN, without.table.sheet.place()))
    return found


def _names_joined(work: Work) -> list[Issue]:
    return [
        issue("names_joined", Level.NOTE, Place(), name=shown(kept), number=len(others))
        for kept, others in work.spellings.others.items()
    ]


def _total_beside_part(work: Work) -> list[Issue]:
    """A table without platforms may hold what an export gives for one of them: a total of both counts it twice."""
    exports = [batch for batch in work.batches if batch.table.platform and not batch.waiting]
    found = []
    for batch in work.batches:
        given = {(r.month, code) for r in batch.records if not r.platform for code in r.values}
        beside = next(
            (e for e in exports if any((r.month, code) in given for r in e.records for code in r.values)), None
        )
        if beside is not None and not batch.table.platform:
            found.append(issue("shop_unnamed", Level.WARN, batch.table.sheet.place(), file=shown(beside.name)))
    return found


def _questions(issues: Sequence[Issue]) -> list[Question]:
    options = {"encoding_unknown": ("encoding", OPTIONS), "date_order": ("date_order", DATE_ORDERS),
               "currency_unknown": ("currency", CURRENCY_OPTIONS)}  # fmt: skip
    asked = {found.code: Question(*options[found.code]) for found in issues if found.code in options}
    near = [Question(f"column:{found.facts['heading'].text}", (found.facts["field"], NONE), needed=found.level is Level.ASK)
            for found in issues if found.code == "column_like"]  # fmt: skip
    shared = [found for found in issues if found.code == "currency_shared"]
    own = [Question("currency", tuple(raw.text for raw in found.facts["options"])) for found in shared[:1]]
    return [*asked.values(), *own, *near]


def _rows(records: list[Record]) -> tuple[list[str], list[list[Any]]]:
    held = {code for record in records for code in record.values}
    measures = [code for code in measures_in_order() if code in held]
    rows: list[list[Any]] = [
        [str(r.month), r.platform, r.shop, r.site, r.currency, *(r.values.get(code) for code in measures)]
        for r in records
    ]
    return [*KEY_FIELDS, *measures], rows


def _source(batch: Batch, rows: int, others: tuple[str, ...]) -> Source:
    months = sorted({r.month for r in batch.records if r.month != UNDATED} | batch.partial)
    shops = dict.fromkeys(shop_name((r.platform, r.shop, r.site)) for r in batch.records)
    measures = dict.fromkeys(code for record in batch.records for code in record.values)
    first, last = (months[0], months[-1]) if months else (None, None)
    sheet = batch.table.sheet
    return Source(
        sheet.file, sheet.name, batch.table.code, rows, first, last, tuple(shops), tuple(measures), batch.table.platform,
        tuple(sorted(batch.partial)), others, batch.waiting,
    )  # fmt: skip
