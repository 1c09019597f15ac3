"""Reading all files of a client at once; runs in the child process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kpi_logic.intake.archive import open_archive
from kpi_logic.intake.client_sheets import ClientSheets, client_sheets, read_client_sheets
from kpi_logic.intake.columns import KEY_FIELDS, measures_in_order, monthly_vocabulary
from kpi_logic.intake.combine import combined, one_row_each
from kpi_logic.intake.container import Container, container
from kpi_logic.intake.crosschecks import check_batch, gap_issues
from kpi_logic.intake.currency_column import shop_name
from kpi_logic.intake.decoding import OPTIONS, decode
from kpi_logic.intake.delimited import read_delimited
from kpi_logic.intake.file import Answers, ClientFile, Question, Reading, Source
from kpi_logic.intake.finding import Findings, Refused, issue, refused, shown
from kpi_logic.intake.lines import order_dates, read_lines
from kpi_logic.intake.month_cell import MonthCell
from kpi_logic.intake.month_column import DATE_ORDERS
from kpi_logic.intake.monthly import read_monthly
from kpi_logic.intake.records import Batch, Record, Spellings
from kpi_logic.intake.sheet import Sheet
from kpi_logic.intake.table import Table, find_table
from kpi_logic.intake.workbook import read_workbook
from kpi_logic.model import Issue, Level, Place

CURRENCY_OPTIONS = (
    "CNY",
    "USD",
    "EUR",
    "GBP",
    "JPY",
    "CAD",
    "AUD",
    "MXN",
    "SGD",
    "MYR",
    "THB",
    "PHP",
    "VND",
    "IDR",
    "BRL",
    "INR",
)


@dataclass
class _Work:
    """What gathers while files are read."""

    answers: Answers
    spellings: Spellings = field(default_factory=Spellings)
    batches: list[Batch] = field(default_factory=list)
    heads: list[Table] = field(default_factory=list)
    details: list[Table] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    client: list[ClientSheets] = field(default_factory=list)


def read_all(files: Sequence[ClientFile], answers: Answers, begun: Callable[[int], None]) -> Reading:
    """Everything in *files*; a file that cannot be trusted gives nothing but its issues.

    begun: called with the number of each file before it is read, and with ``len(files)`` before they are joined.
    """
    work = _Work(answers)
    for number, file in enumerate(files):
        begun(number)
        _read_file(file, work)
    begun(len(files))
    _join_lines(work)
    return _reading(work)


def _read_file(file: ClientFile, work: _Work) -> None:
    """One file, whole or not at all."""
    findings, part = Findings(), _Work(work.answers, work.spellings)
    try:
        sheets = _sheets(file, work.answers)
        for sheet, table in _tables(sheets, file, part, findings):
            _read_table(table, part, findings)
            _release(sheet, table)
    except Refused as stop:
        work.issues += [*findings.all(), stop.issue]
        return
    for name in ("batches", "heads", "details", "sources", "client"):
        getattr(work, name).extend(getattr(part, name))
    work.issues += findings.all()


def _sheets(file: ClientFile, answers: Answers) -> list[Sheet]:
    if container(file) is Container.WORKBOOK:
        return read_workbook(open_archive(file), file.name)
    return [read_delimited(decode(file, answers), file.name)]


def _tables(sheets: list[Sheet], file: ClientFile, part: _Work, findings: Findings) -> Iterator[tuple[Sheet, Table]]:
    """Each visible sheet with a table; what is not read is told.

    Raises:
        Refused: there is nothing to read in the file.
    """
    own = client_sheets([sheet for sheet in sheets if not sheet.hidden])
    if own:
        part.client.append(read_client_sheets(own, findings))
    met = bool(own)
    for sheet in sheets:
        if not sheet.rows or sheet in own.values():
            continue
        table = _table(sheet, findings)
        if table is None:
            continue
        met = True
        if own and not table.body:
            findings.say("client_no_months", Level.WARN, sheet.place())
            continue
        yield sheet, table
    if not met:
        raise refused("no_table" if any(sheet.rows for sheet in sheets) else "file_empty", Place(file=file.name))


def _table(sheet: Sheet, findings: Findings) -> Table | None:
    """The sheet's table if it is to be read; a hidden one is only told, like a sheet without known headings."""
    if sheet.hidden:
        if _holds_table(sheet):
            findings.say("sheet_hidden", Level.WARN, sheet.place(), number=len(sheet.rows))
        return None
    if sheet.far_cell:
        findings.say("cell_far", Level.WARN, sheet.place(), cell=sheet.far_cell)
    table = find_table(sheet)
    if table is None and not sheet.is_text:
        findings.say("sheet_not_read", Level.NOTE, sheet.place())
    return table


def _holds_table(sheet: Sheet) -> bool:
    try:
        return find_table(sheet) is not None
    except Refused:
        return True


def _release(sheet: Sheet, table: Table) -> None:
    """Let go of the cells once they are read; a list of orders waits for its lines."""
    if table.form is None or not _waits(table):
        sheet.rows.clear()
        table.body.clear()


def _waits(table: Table) -> bool:
    present = frozenset(table.columns)
    return table.form is not None and (table.form.is_head(present) or "date" not in present)


def _read_table(table: Table, part: _Work, findings: Findings) -> None:
    if table.form is None:
        records = read_monthly(table, part.answers, part.spellings, findings, monthly_vocabulary())
        if not records and part.client:
            findings.say("client_no_months", Level.WARN, table.sheet.place())
            return
    elif _waits(table):
        is_head = table.form.is_head(frozenset(table.columns))
        (part.heads if is_head else part.details).append(table)
        return
    else:
        records = read_lines(table, part.answers, part.spellings, findings)
    _keep(table, records, part, findings)


def _keep(table: Table, records: list[Record], part: _Work, findings: Findings) -> None:
    if not records:
        raise refused("no_numbers", table.sheet.place(table.head.number))
    count = len(table.body)
    batch = Batch(replace(table, body=[]), records)
    batch.records = one_row_each(batch, findings)
    check_batch(batch, findings)
    part.batches.append(batch)
    part.sources.append(_source(batch, count))


def _source(batch: Batch, rows: int) -> Source:
    months = sorted(record.month for record in batch.records)
    shops = dict.fromkeys(shop_name((r.platform, r.shop, r.site)) for r in batch.records)
    measures = dict.fromkeys(code for record in batch.records for code in record.values)
    first, last = (months[0], months[-1]) if months else (None, None)
    sheet = batch.table.sheet
    return Source(sheet.file, sheet.name, batch.table.code, rows, first, last, tuple(shops), tuple(measures))


def _join_lines(work: _Work) -> None:
    """Lines without dates take the month of their order from the list of orders dropped beside them."""
    if not work.details:
        for table in work.heads:
            work.issues.append(issue("orders_alone", Level.ERROR, table.sheet.place(table.head.number)))
        return
    findings = Findings()
    try:
        dates: Mapping[str, MonthCell] = {}
        for head in work.heads:
            dates = {**dates, **order_dates(head, work.answers, findings)}
        for table in work.details:
            if not dates:
                raise refused("lines_alone", table.sheet.place(table.head.number))
            part = _Work(work.answers, work.spellings)
            _keep(table, read_lines(table, work.answers, work.spellings, findings, dates), part, findings)
            work.batches += part.batches
            work.sources += part.sources
    except Refused as stop:
        work.issues.append(stop.issue)
    work.issues += findings.all()


def _reading(work: _Work) -> Reading:
    findings = Findings()
    records, questions = combined(work.batches, work.answers, findings)
    findings_of_all = [*findings.all(), *_whole(work, records)]
    issues = work.issues + findings_of_all
    reading = Reading(issues=issues, sources=work.sources, questions=[*questions, *_questions(issues)])
    reading.columns, reading.rows = _rows(records)
    for client in work.client:
        reading.profile = reading.profile or client.profile
        reading.organisation = reading.organisation or client.organisation
        reading.present_scheme = reading.present_scheme or client.present_scheme
    return reading


def _whole(work: _Work, records: list[Record]) -> list[Issue]:
    """What only all files together show."""
    found = gap_issues(records) if records else []
    for kept, others in work.spellings.others.items():
        found.append(issue("names_joined", Level.NOTE, Place(), name=shown(kept), number=len(others)))
    monthly = [batch for batch in work.batches if batch.table.form is None]
    if monthly and not any("sales" in record.values for record in records):
        found.append(issue("sales_missing", Level.WARN, monthly[0].table.sheet.place(monthly[0].table.head.number)))
    if any(not record.currency for record in records):
        without = next(batch for batch in work.batches if any(not record.currency for record in batch.records))
        found.append(issue("currency_unknown", Level.WARN, without.table.sheet.place()))
    return found


def _questions(issues: Sequence[Issue]) -> list[Question]:
    options = {"encoding_unknown": ("encoding", OPTIONS), "date_order": ("date_order", DATE_ORDERS),
               "currency_unknown": ("currency", CURRENCY_OPTIONS)}  # fmt: skip
    asked = {found.code: Question(*options[found.code]) for found in issues if found.code in options}
    shared = [found for found in issues if found.code == "currency_shared"]
    own = [Question("currency", tuple(raw.text for raw in found.facts["options"])) for found in shared[:1]]
    return [*asked.values(), *own]


def _rows(records: list[Record]) -> tuple[list[str], list[list[Any]]]:
    held = {code for record in records for code in record.values}
    measures = [code for code in measures_in_order() if code in held]
    rows: list[list[Any]] = [
        [str(r.month), r.platform, r.shop, r.site, r.currency, *(r.values.get(code) for code in measures)]
        for r in records
    ]
    return [*KEY_FIELDS, *measures], rows
