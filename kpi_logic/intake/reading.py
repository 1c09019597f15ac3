"""Reading all files of a client at once; runs in the child process."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kpi_logic.intake import limits
from kpi_logic.intake.archive import open_archive
from kpi_logic.intake.client_sheets import client_sheets, read_client_sheets
from kpi_logic.intake.columns import monthly_vocabulary
from kpi_logic.intake.combine import one_row_each
from kpi_logic.intake.container import Container, container, refuse_large
from kpi_logic.intake.crosschecks import check_batch
from kpi_logic.intake.days import Days
from kpi_logic.intake.decoding import decode, encoding_of
from kpi_logic.intake.file import Answers, ClientFile, Limit, Reading, Source
from kpi_logic.intake.filled_scorecards import scorecards_in
from kpi_logic.intake.finding import Findings, Refused, issue, refused
from kpi_logic.intake.gzipped import MARK, gunzipped
from kpi_logic.intake.json_file import limits_in, parsed, sheets_in
from kpi_logic.intake.large_sheet import large_table, make_rows
from kpi_logic.intake.lines import order_dates, read_lines
from kpi_logic.intake.monthly import read_monthly
from kpi_logic.intake.no_figures import FORM, without_figures
from kpi_logic.intake.rates import rate_source, rates_in
from kpi_logic.intake.records import Batch
from kpi_logic.intake.sheet import Sheet
from kpi_logic.intake.table import Table, find_table, tell_likeness
from kpi_logic.intake.text_file import HEAD_ROWS, Lines, TextFile
from kpi_logic.intake.together import together
from kpi_logic.intake.work import Work
from kpi_logic.intake.workbook import read_workbook
from kpi_logic.model import Level, Place

LONG = 1 << 18
"""Text tables of so many bytes are read column by column."""
LONG_ROWS = 4_000
"""And sheets of so many rows."""


def read_all(files: Iterable[ClientFile], answers: Answers, begun: Callable[[int], None]) -> Reading:
    """Everything in *files*; a file that cannot be trusted gives nothing but its issues.

    begun: called with the number of each file before it is read, and with ``len(files)`` before they are joined.
    """
    work, number = Work(answers), 0
    coming = iter(files)
    while True:
        begun(number)
        file = next(coming, None)
        if file is None:
            break
        _read_file(file, work)
        number += 1
    _join_lines(work)
    return together(work)


def _read_file(file: ClientFile, work: Work) -> None:
    """One file, whole or not at all."""
    findings, part = Findings(), Work(work.answers, work.spellings)
    try:
        _read_tables(file, part, findings)
    except Refused as stop:
        work.issues += [*findings.all(), stop.issue]
        return
    for name in ("batches", "heads", "details", "sources", "client", "limits", "rates", "scorecards"):
        getattr(work, name).extend(getattr(part, name))
    work.rows |= part.rows
    work.issues += findings.all()


def _read_tables(file: ClientFile, part: Work, findings: Findings) -> None:
    refuse_large(file, limits.LINES_BYTES)
    if file.content.startswith(MARK):
        file = gunzipped(file)
    kind = container(file)
    if kind is Container.TEXT:
        text = _text(file, part.answers)
        table = _lines_of(text, part.answers)
        if table is not None:
            _read_table(table, part, findings)
            return
        refuse_large(file, limits.FILE_BYTES)
        if len(file.content) >= LONG and _read_long(text, part, findings):
            return
        sheets = [text.sheet()]
    elif kind is Container.JSON:
        value = parsed(file)
        part.limits += limits_in(value, file.name)
        sheets = sheets_in(value, file.name)
        if part.limits:
            part.sources.append(_of_limits(file, part.limits))
            return
    else:
        sheets = read_workbook(open_archive(file), file.name)
        if _read_in_place(large_table(sheets, part.answers), part, findings):
            return
        make_rows(sheets)
        if (filled := scorecards_in(sheets, findings)) is not None:
            part.scorecards.append(filled)
            part.sources.append(Source(file.name, None, "scorecards", len(filled.actuals), None, None, (), ()))
            return
    for sheet, table in _tables(sheets, file, part, findings):
        _read_table(table, part, findings)
        _release(sheet, table)


def _text(file: ClientFile, answers: Answers) -> TextFile:
    if len(file.content) < LONG:
        return TextFile(file.name, decode(file, answers))
    if len(file.content) <= limits.FILE_BYTES:
        return TextFile(file.name, decode(file, answers).encode())
    return TextFile(file.name, file.content, encoding_of(file, answers))


def _lines_of(text: TextFile, answers: Answers) -> Table | None:
    """The list of lines in a text file, whose rows stay in the file; None if it is another table, or none."""
    try:
        table = find_table(text.sheet(HEAD_ROWS), answers)
    except Refused:
        return None
    if table is None or table.form is None or _waits(table):
        return None
    return replace(table, body=Lines(text, table.head.number))


def _read_in_place(table: Table | None, part: Work, findings: Findings) -> bool:
    """Read the table of a large sheet whose rows stay in its XML; False where they have to be made."""
    if table is None or _waits(table):
        return False
    if table.form is None:
        return _read_rows(table, part, findings)
    batch = _read_large(table, part, findings)
    if batch is not None:
        _keep(batch, sum(record.lines for record in batch.records), part, findings)
    return batch is not None


def _read_long(text: TextFile, part: Work, findings: Findings) -> bool:
    from kpi_logic.intake.long_tables import read_long_text  # numpy is not worth its loading for short tables

    return read_long_text(text, part, findings)


def _read_rows(table: Table, part: Work, findings: Findings) -> bool:
    from kpi_logic.intake.long_tables import read_long_sheet

    return read_long_sheet(table, part, findings)


def _read_large(table: Table, part: Work, findings: Findings) -> Batch | None:
    from kpi_logic.intake.fast_lines import read_fast

    return read_fast(table, part.answers, part.spellings, findings)


def _of_limits(file: ClientFile, found: Sequence[Limit]) -> Source:
    sites = tuple(dict.fromkeys(limit.site for limit in found))
    return Source(file.name, None, "amazon_account_health", len(found), None, None, sites, (), "Amazon")


def _tables(sheets: list[Sheet], file: ClientFile, part: Work, findings: Findings) -> Iterator[tuple[Sheet, Table]]:
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
        if not sheet.hidden and (found := rates_in(sheet)):
            part.rates += found
            part.sources.append(rate_source(sheet, found))
            met = True
            continue
        table = _table(sheet, part.answers, findings)
        if table is None:
            continue
        met = True
        if own and not table.rows:
            findings.say("client_no_months", Level.WARN, sheet.place())
            continue
        yield sheet, table
    if not met and _told_without_figures(sheets, part, findings):
        return
    if not met:
        if any(tell_likeness(sheet, part.answers, findings) for sheet in sheets if not sheet.hidden):
            raise refused("table_like", Place(file=file.name), Level.ASK)
        raise refused("no_table" if any(sheet.rows for sheet in sheets) else "file_empty", Place(file=file.name))


def _told_without_figures(sheets: list[Sheet], part: Work, findings: Findings) -> bool:
    """Name a file that is known to hold no figures."""
    for sheet in sheets:
        kind = "" if sheet.hidden else without_figures(sheet)
        if kind:
            code, level = ("form_seen", Level.WARN) if kind == FORM else ("no_figures", Level.NOTE)
            findings.say(code, level, sheet.place(), rows=len(sheet.rows) - 1)
            part.sources.append(Source(sheet.file, sheet.name, kind, len(sheet.rows) - 1, None, None, (), ()))
            return True
    return False


def _table(sheet: Sheet, answers: Answers, findings: Findings) -> Table | None:
    """The sheet's table if it is to be read; a hidden one is only told, like a sheet without known headings."""
    if sheet.hidden:
        if _holds_table(sheet):
            findings.say("sheet_hidden", Level.WARN, sheet.place(), number=len(sheet.rows))
        return None
    if sheet.far_cell:
        findings.say("cell_far", Level.WARN, sheet.place(), cell=sheet.far_cell)
    table = find_table(sheet, answers)
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
        table.rows.clear()


def _waits(table: Table) -> bool:
    present = frozenset(table.columns)
    if table.form is None or table.platform:
        return False
    return table.form.is_head(present) or "date" not in present


def _read_table(table: Table, part: Work, findings: Findings) -> None:
    if table.form is None:
        count = len(table.rows)
        if count >= LONG_ROWS and _read_rows(table, part, findings):
            return
        records = read_monthly(table, part.answers, part.spellings, findings, monthly_vocabulary())
        if not records and part.client:
            findings.say("client_no_months", Level.WARN, table.sheet.place())
            return
        batch = Batch(replace(table, body=[]), records)
    elif _waits(table):
        is_head = table.form.is_head(frozenset(table.columns))
        (part.heads if is_head else part.details).append(table)
        return
    else:
        quick = _read_large(table, part, findings) if isinstance(table.body, Lines) else None
        batch = quick or read_lines(table, part.answers, part.spellings, findings)
        count = sum(record.lines for record in batch.records)
    _keep(batch, count, part, findings)


def _keep(batch: Batch, rows: int, part: Work, findings: Findings) -> None:
    if not any(record.values for record in batch.records):
        raise refused("no_numbers", batch.table.sheet.place(batch.table.head.number))
    if batch.table.form is None:
        batch.records = one_row_each(batch, findings)
    if not batch.undated:
        check_batch(batch, findings)
    part.batches.append(batch)
    part.rows[batch.name] = rows


def _join_lines(work: Work) -> None:
    """Lines without dates take the month of their order from the list of orders dropped beside them."""
    if not work.details:
        for table in work.heads:
            work.issues.append(issue("orders_alone", Level.ERROR, table.sheet.place(table.head.number)))
        return
    findings = Findings()
    try:
        dates: Mapping[str, Days] = {}
        for head in work.heads:
            dates = {**dates, **order_dates(head, work.answers, findings)}
        for table in work.details:
            if not dates:
                raise refused("lines_alone", table.sheet.place(table.head.number))
            batch = read_lines(table, work.answers, work.spellings, findings, dates)
            _keep(batch, sum(record.lines for record in batch.records), work, findings)
    except Refused as stop:
        work.issues.append(stop.issue)
    work.issues += findings.all()
