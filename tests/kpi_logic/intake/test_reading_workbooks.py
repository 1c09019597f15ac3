"""The own workbook reader agrees with openpyxl, and no bytes make it raise anything but a refusal."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_logic.intake.archive import open_archive
from kpi_logic.intake.file import ClientFile
from kpi_logic.intake.finding import Refused
from kpi_logic.intake.reading import read_all
from kpi_logic.intake.workbook import read_workbook

texts = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc", "Cf"]),
    min_size=1,
    max_size=15,
)
cells = st.one_of(
    texts.filter(lambda t: t.strip() and not t.startswith("=")),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 4)),
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)).map(
        lambda d: d.replace(hour=0, minute=0, second=0, microsecond=0)
    ),
)


def saved(rows: list[list[object]]) -> bytes:
    """A workbook of these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.none() | cells, min_size=1, max_size=6), min_size=1, max_size=6))
def test_cells_agree_with_openpyxl(rows: list[list[object]]) -> None:
    content = saved(rows)
    (sheet,) = read_workbook(open_archive(ClientFile("a.xlsx", content)), "a.xlsx")
    mine = {(row.number, i): cell for row in sheet.rows for i, cell in enumerate(row.cells) if cell is not None}
    theirs = openpyxl.load_workbook(io.BytesIO(content)).active
    told = {(c.row, c.column - 1): c.value for line in theirs.iter_rows() for c in line if c.value is not None}
    assert {place: value for place, value in told.items() if str(value).strip()} == mine


GOOD = saved([["Month", "Shop", "Currency", "Sales"], ["2025-01", "A", "USD", 5], ["2025-02", "A", "USD", 6]])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=4),
    st.integers(0, len(GOOD)),
)
def test_damaged_bytes_are_refused_or_read_right(changes: list[tuple[int, int]], length: int) -> None:
    content = bytearray(GOOD)
    for place, value in changes:
        content[place] = value
    for damaged in (bytes(content), GOOD[:length]):
        reading = read_all([ClientFile("a.xlsx", damaged)], {}, lambda number: None)
        assert reading.issues or [row[5] for row in reading.rows] == [5.0, 6.0]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_answered_with_issues(content: bytes, headed: bool) -> None:
    head = b"Month,Shop,Currency,Sales,Orders\n" if headed else b""
    reading = read_all([ClientFile("a.csv", head + content)], {}, lambda number: None)
    assert reading.issues or reading.rows


def zipped(parts: dict[str, bytes]) -> ClientFile:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return ClientFile("a.xlsx", out.getvalue())


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"../evil.xml": b"x"}, "zip_unsafe_name"),
        ({"xl/a.xml": b"<!DOCTYPE a []><a/>"}, "zip_dtd"),
        ({"XL/WORKBOOK.xml": b"<a/>"}, "zip_twice"),
        ({f"xl/media/{n}.png": b"" for n in range(3001)}, "zip_too_many"),
        ({"xl/big.xml": bytes(160 * 1024 * 1024)}, "zip_too_large"),
    ],
)
def test_the_directory_is_looked_at_first(more: dict[str, bytes], code: str) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with pytest.raises(Refused) as stop:
        open_archive(zipped(parts | more))
    assert stop.value.issue.code == code
