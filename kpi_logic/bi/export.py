"""The snapshot as files: CSV and Parquet of each table, and the data dictionary; equal input gives equal bytes."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from kpi_logic.bi.columns import COLUMNS, BiColumn
from kpi_logic.bi.snapshot import Cell, Row, Snapshot
from kpi_logic.proposal.personal.write_csv import BOM, harmless
from kpi_logic.text import Language, catalog

DICTIONARY = "dictionary.csv"
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first date a ZIP can tell
_HEAD = ("table", "column", "kind", "unit", "grain_zh", "grain_en", "description_zh", "description_en")


def export_zip(found: Snapshot) -> bytes:
    """Every file of ``export_files`` in one zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in export_files(found).items():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def export_files(found: Snapshot) -> dict[str, bytes]:
    """Names and bytes: two files a table, and ``dictionary.csv``.

    In CSV a text that a spreadsheet would run as a formula has an apostrophe in front; Parquet keeps it as it is.
    """
    files = {DICTIONARY: _csv([_HEAD, *_dictionary()])}
    for table, columns in COLUMNS.items():
        name, rows = table.removeprefix("v_"), found.tables[table]
        heads = [column.name for column in columns]
        files[f"{name}.csv"] = _csv([heads, *([row[head] for head in heads] for row in rows)])
        files[f"{name}.parquet"] = _parquet(columns, rows)
    return files


def _dictionary() -> Iterable[tuple[str, ...]]:
    """One row a column: what it is called, what it says, in which unit, and what one row of its table is."""
    zh, en = catalog(Language.ZH), catalog(Language.EN)
    for table, columns in COLUMNS.items():
        name = table.removeprefix("v_")
        grain = tuple(words.say(f"bi.grain.{name}") for words in (zh, en))
        for column in columns:
            said = tuple(words.say(f"bi.column.{column.name}") for words in (zh, en))
            yield (table, column.name, column.kind, column.unit, *grain, *said)


def _csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return (BOM + out.getvalue()).encode("utf-8", "replace")


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    return "" if cell is None else repr(cell)


def _parquet(columns: Sequence[BiColumn], rows: Sequence[Row]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"text": pa.string(), "number": pa.float64()}
    arrays = [pa.array([_whole(row[c.name]) for row in rows], kinds[c.kind]) for c in columns]
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays, names=[c.name for c in columns]), buffer)
    return buffer.getvalue()


def _whole(cell: Cell) -> Cell:
    """Text without halves of characters, which UTF-8 does not know."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell
