"""A monthly table as records: each cell read alone, each doubt told at its place."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kpi_logic.intake.categories import CATEGORY, category_of
from kpi_logic.intake.columns import KEY_FIELDS
from kpi_logic.intake.currency_column import Shop, read_currencies
from kpi_logic.intake.file import Answers
from kpi_logic.intake.finding import Findings, refused, shown
from kpi_logic.intake.folding import cleaned, folded, hides_something, name_of
from kpi_logic.intake.measure_cell import MeasureReader
from kpi_logic.intake.merged import fill_keys
from kpi_logic.intake.month_column import read_months, rows_with_month
from kpi_logic.intake.records import Record, Spellings
from kpi_logic.intake.sheet import Row
from kpi_logic.intake.suggest import tell_near
from kpi_logic.intake.table import MONTHLY, Table
from kpi_logic.intake.vocabulary import Vocabulary
from kpi_logic.intake.words import total_row
from kpi_logic.model import Level, Raw

NAMES = ("platform", "shop", "site")


def read_monthly(
    table: Table, answers: Answers, spellings: Spellings, findings: Findings, words: Vocabulary
) -> list[Record]:
    """The records of a monthly table.

    Raises:
        Refused: a second heading row, no rows at all, or what months and currencies raise.
    """
    assert table.code == MONTHLY
    tell_headings(table, answers, findings, words)
    fill_keys(table, findings)
    rows = list(_data_rows(table, words, findings))
    months = read_months(table, rows, "month", answers, findings)
    rows, months = rows_with_month(table, rows, months, "month", findings)
    _tell_blank_names(table, rows, findings)
    shops = [shop_of(table, row, spellings, findings) for row in rows]
    currencies = read_currencies(table, rows, shops, answers, findings)
    reader = MeasureReader(table, rows, findings)
    records, known = [], dict[str, str]()
    for row, month, shop, currency in zip(rows, months, shops, currencies, strict=True):
        assert month.month is not None
        values = reader.values(row, currency)
        category = category_of(name_in(table, row, CATEGORY, findings), known)
        records.append(Record(month.month, *shop, currency, values, row.number, month.day, category=category))
    reader.settle_currency(records, answers)
    return _with_numbers(table, records, findings)


def tell_headings(table: Table, answers: Answers, findings: Findings, words: Vocabulary) -> None:
    """Tell columns that are not read, may be known, are scaled, or hidden."""
    _tell_columns(table, findings)
    unknown = {str(text).strip(): table.sheet.place(table.head.number, i, str(text).strip())
               for i, text in enumerate(table.head.cells) if isinstance(text, str) and text in table.unknown}  # fmt: skip
    tell_near(unknown, words, table.columns, answers, findings, Level.NOTE)


def _tell_blank_names(table: Table, rows: Sequence[Row], findings: Findings) -> None:
    """Tell rows without a name where others have one: they may belong to the shop above, and are not given to it."""
    for field in NAMES:
        if field in table.columns:
            blank = [row for row in rows if table.cell(row, field) is None]
            for row in blank if len(blank) < len(rows) else ():
                findings.say("name_blank", Level.WARN, table.place(row.number, field))


def _tell_columns(table: Table, findings: Findings) -> None:
    known = [text for text in map(str.strip, table.unknown) if text]
    if known:
        findings.say(
            "columns_not_read", Level.NOTE, table.place(table.head.number), columns=tuple(map(shown, known[:12]))
        )
    for column in table.columns.values():
        if column.scale != 1:
            place = table.place(table.head.number, column.field)
            findings.say("column_scaled", Level.NOTE, place, heading=shown(column.heading), factor=column.scale)
        if column.index in table.sheet.hidden_columns:
            findings.say("column_hidden", Level.WARN, table.place(table.head.number, column.field))


def _data_rows(table: Table, words: Vocabulary, findings: Findings) -> Iterator[Row]:
    """The rows that hold figures; every other row is told, none disappears."""
    hidden = [row.number for row in table.rows if row.hidden]
    if hidden:
        place = table.sheet.place(hidden[0])
        findings.say("rows_hidden", Level.WARN, place, number=len(hidden))
    for row in table.rows:
        if all(cell is None for cell in row.cells) or _is_remark(table, row, findings):
            continue
        if _is_total(table, row):
            findings.say("row_total", Level.NOTE, table.sheet.place(row.number), value=shown(_first_text(row)))
        elif not _is_heading(table, row, words, findings) and _fits(table, row, findings):
            yield row


def _first_text(row: Row) -> str:
    return next((cell for cell in row.cells if isinstance(cell, str)), "")


def _is_total(table: Table, row: Row) -> bool:
    keys = (table.cell(row, field) for field in (*KEY_FIELDS, CATEGORY))
    return any(isinstance(cell, str) and says_total(cell) for cell in keys)


def says_total(text: str) -> bool:
    """Whether a cell with this text begins a row of totals."""
    return (_says_total if len(text) < 100 else _says_total.__wrapped__)(text)


@lru_cache(maxsize=1 << 14)
def _says_total(text: str) -> bool:
    return total_row().fullmatch(folded(text)) is not None


def _is_remark(table: Table, row: Row, findings: Findings) -> bool:
    """A line of text below the figures: one cell filled, and none of the measures."""
    filled = [cell for cell in row.cells if cell is not None]
    measures = (table.cell(row, field) for field in table.columns if field not in (*KEY_FIELDS, CATEGORY))
    if len(filled) > 2 or any(cell is not None for cell in measures) or _names(table, row):
        return False
    findings.say("row_remark", Level.NOTE, table.sheet.place(row.number), value=shown(filled[0]))
    return True


def _names(table: Table, row: Row) -> bool:
    return any(table.cell(row, field) is not None for field in ("platform", "shop"))


def _is_heading(table: Table, row: Row, words: Vocabulary, findings: Findings) -> bool:
    month = table.cell(row, "month")
    if not isinstance(month, str) or (read := words.read(month)) is None or len(month) > 60:
        return False
    again = {i: words.read(cell) for i, cell in enumerate(row.cells) if isinstance(cell, str)}
    fields = {i: heading.field for i, heading in again.items() if heading}
    if len(fields) < 3:
        return False
    if fields != {column.index: column.field for column in table.columns.values()} or read.field != "month":
        raise refused("heading_again", table.sheet.place(row.number), first=table.head.number)
    findings.say("heading_repeated", Level.WARN, table.sheet.place(row.number))
    return True


def _fits(table: Table, row: Row, findings: Findings) -> bool:
    """Whether the row has as many cells as the headings ask for (text files only)."""
    if not table.sheet.is_text:
        return True
    place, wanted = table.sheet.place(row.number), table.width
    if any(cell is not None for cell in row.cells[wanted:]):
        findings.say("row_long", Level.WARN, place, number=len(row.cells), wanted=wanted)
        return False
    needed = max(column.index for column in table.columns.values()) + 1
    if len(row.cells) >= needed:
        return True
    if row is table.rows[-1] and table.sheet.last_line_open:
        findings.say("row_cut", Level.WARN, place, number=len(row.cells), wanted=wanted)
        return False
    findings.say("row_short", Level.WARN, place, number=len(row.cells), wanted=wanted)
    return True


def shop_of(table: Table, row: Row, spellings: Spellings, findings: Findings) -> Shop:
    """Platform, shop and site of a row, each in the one spelling that is kept."""
    platform, shop, site = (spellings.of(name_in(table, row, key, findings)) for key in NAMES)
    return platform, shop, site


def name_in(table: Table, row: Row, field: str, findings: Findings) -> str:
    """A name as it stands, without unseen characters; "" where there is none."""
    cell = table.cell(row, field)
    if cell is None:
        return ""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(getattr(cell, "text", cell))
    if hides_something(text):
        findings.say("name_cleaned", Level.WARN, table.place(row.number, field), value=shown(cleaned(text)))
    if "\ufffd" in text:
        findings.say("name_garbled", Level.WARN, table.place(row.number, field), value=shown(cleaned(text)))
    return name_of(text)


def _with_numbers(table: Table, records: list[Record], findings: Findings) -> list[Record]:
    empty = [record for record in records if not record.values]
    if empty:
        rows = tuple(Raw(str(record.row)) for record in empty[:10])
        findings.say("rows_without_numbers", Level.NOTE, table.sheet.place(empty[0].row), number=len(empty), rows=rows)
    return [record for record in records if record.values]
