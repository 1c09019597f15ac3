"""Reading files: what is read is exact, what is doubtful is told at its place, what is wrong is refused whole."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from kpi_logic.intake import ClientFile, Intake, read_files, to_contract_rows
from kpi_logic.intake.reading import read_all
from kpi_logic.model import Level, Month, Place
from kpi_logic.text import catalog

HEAD = "Month,Platform,Shop,Site,Currency,Sales,Orders,Units,Sessions,Gross profit"
ROW_1 = "2025-01,Amazon,Acme,US,USD,1000.50,100,110,2000,250.25"
ROW_2 = "2025-02,Amazon,Acme,US,USD,1100,110,121,2100,-20"


def csv(*lines: str, name: str = "facts.csv") -> ClientFile:
    """A UTF-8 text file of these lines."""
    return ClientFile(name, ("\r\n".join(lines) + "\r\n").encode())


def xlsx(rows: list[list[Any]], sheet: str = "KPI", name: str = "facts.xlsx", **more: Any) -> ClientFile:
    """A workbook with one sheet of these rows."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for title, content in more.items():
        other = book.create_sheet(title)
        for row in content:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return ClientFile(name, out.getvalue())


def found(intake: Intake) -> list[tuple[str, Level, Place]]:
    """Code, level and place of every issue above a note."""
    return [(i.code, i.level, i.place) for i in intake.issues if i.level > Level.NOTE]


def read_here(*files: ClientFile, **answers: str) -> Any:
    """The reading of *files* in this process."""
    return read_all(files, answers, lambda number: None)


def codes(reading: Any) -> list[str]:
    """The codes of a reading's issues, notes aside."""
    return [i.code for i in reading.issues if i.level > Level.NOTE]


def test_a_good_file_gives_exact_rows_and_nothing_to_say() -> None:
    intake = read_files([csv(HEAD, ROW_1, ROW_2)])
    assert (intake.status, intake.issues, intake.questions) == ("ok", (), ())
    first, second = to_contract_rows(intake)
    assert first == {
        "month": "2025-01",
        "platform": "Amazon",
        "shop": "Acme",
        "site": "US",
        "currency": "USD",
        "sales": 1000.5,
        "orders": 100,
        "units": 110,
        "sessions": 2000,
        "gross_profit": 250.25,
        "ad_spend": None,
        "ad_sales": None,
        "returned_units": None,
        "inventory_value": None,
        "late_shipments": None,
    }
    assert isinstance(first["orders"], int)
    assert second["gross_profit"] == -20.0
    (source,) = intake.sources
    assert (source.format, source.rows, source.first, source.last) == ("monthly", 2, Month(2025, 1), Month(2025, 2))


def test_a_number_with_two_readings_is_left_out_and_told_at_its_cell() -> None:
    intake = read_files([csv(HEAD, ROW_1, ROW_2.replace("1100,110", '1100,"11,0"'))])
    (issue,) = intake.issues
    assert (issue.code, issue.level) == ("number_unclear", Level.WARN)
    assert issue.place == Place(file="facts.csv", row=3, column="Orders", cell="G3")
    assert catalog("en").say(issue.message) == (
        "facts.csv, cell G3 (Orders): “11,0” is not a number that can be read safely (where is the decimal mark?); "
        "it was left out."
    )
    assert to_contract_rows(intake)[1]["orders"] is None


def test_every_fault_is_told_at_once() -> None:
    bad = csv(HEAD, ROW_1.replace("100,110", "12%,x"), ROW_2.replace("2025-02", "2025-13"))
    assert sorted(codes(read_here(bad))) == ["month_impossible", "number_not", "number_percent"]


def test_no_file_and_too_many_files_are_said() -> None:
    assert [i.code for i in read_files([]).issues] == ["no_files"]
    assert [i.code for i in read_files([csv(HEAD, ROW_1)] * 61).issues] == ["too_many_files"]


def test_a_bad_file_does_not_take_a_good_one_with_it() -> None:
    intake = read_files([csv(HEAD, ROW_1), ClientFile("scan.xlsx", b"%PDF-1.7")])
    assert intake.status == "error"
    assert found(intake) == [("file_other_type", Level.ERROR, Place(file="scan.xlsx"))]
    assert intake.facts is not None and intake.facts.months == (Month(2025, 1),)


def test_one_fault_refuses_the_whole_file() -> None:
    twice = xlsx(
        [["Month", "Shop", "Sales"], ["2025-01", "A", 1]], Second=[["Month", "Sales", "GMV"], ["2025-01", 1, 2]]
    )
    reading = read_here(twice)
    assert codes(reading) == ["column_twice"]
    assert list(reading.rows) == []


def test_two_sheets_and_two_files_are_joined_by_month() -> None:
    ads = csv("Month,Platform,Shop,Site,Currency,Ad spend", "2025-01,Amazon,ACME,US,USD,90", name="ads.csv")
    reading = read_here(csv(HEAD, ROW_1, ROW_2), ads)
    assert codes(reading) == []
    row = dict(zip(reading.columns, reading.rows[0], strict=True))
    assert (row["shop"], row["sales"], row["ad_spend"]) == ("Acme", 1000.5, 90.0)
    assert [i.code for i in reading.issues] == ["names_joined"]


def test_files_that_disagree_are_asked_about_and_the_answer_holds() -> None:
    old, new = csv(HEAD, ROW_1, name="old.csv"), csv(HEAD, ROW_1.replace("1000.50", "990"), name="new.csv")
    intake = read_files([old, new])
    assert (intake.status, intake.questions[0].code, intake.questions[0].options) == (
        "ask",
        "overlap",
        ("old.csv", "new.csv"),
    )
    assert to_contract_rows(intake)[0]["sales"] is None
    assert to_contract_rows(intake)[0]["orders"] == 100
    settled = read_files([old, new], {"overlap": "new.csv"})
    assert (settled.status, to_contract_rows(settled)[0]["sales"]) == ("ok", 990.0)


def test_an_unknown_currency_is_told_and_can_be_answered() -> None:
    plain = csv("Month,Shop,Sales", "2025-01,A,5")
    reading = read_here(plain)
    assert codes(reading) == ["currency_unknown"]
    assert reading.questions[0].code == "currency"
    assert read_here(plain, currency="EUR").rows[0][4] == "EUR"


@pytest.mark.parametrize(("answer", "month"), [("dmy", "2025-04"), ("mdy", "2025-03")])
def test_day_and_month_are_asked_about(answer: str, month: str) -> None:
    file = csv("Month,Shop,Currency,Sales", "03/04/2025,A,USD,5")
    asked = read_here(file)
    assert [(i.code, i.level) for i in asked.issues] == [("date_order", Level.ASK)]
    assert read_here(file, date_order=answer).rows[0][0] == month


def test_a_day_above_twelve_proves_the_order() -> None:
    reading = read_here(csv("Month,Shop,Currency,Sales", "03/01/2025,A,USD,5", "28/02/2025,A,USD,6"))
    assert [row[0] for row in reading.rows] == ["2025-01", "2025-02"]
    assert [i.code for i in reading.issues] == ["date_order_proven"]


def test_an_encoding_nobody_can_tell_is_asked_about() -> None:
    file = ClientFile("f.csv", "Month,Shop,Currency,Sales\n2025-01,Caf\u00e9,EUR,5\n".encode("cp1252"))
    assert [(i.code, i.level) for i in read_here(file).issues] == [("encoding_unknown", Level.ASK)]
    assert read_here(file, encoding="cp1252").rows[0][2] == "Caf\u00e9"


def test_duplicates_are_counted_once_or_refused() -> None:
    assert codes(read_here(csv(HEAD, ROW_1, ROW_1))) == ["row_twice"]
    conflict = read_here(csv(HEAD, ROW_1, ROW_1.replace("1000.50", "1")))
    assert (codes(conflict), list(conflict.rows)) == (["rows_conflict"], [])


def test_total_rows_and_remarks_are_not_data() -> None:
    reading = read_here(csv(HEAD, ROW_1, ROW_2, "Total,,,,,2100.5,210,231,4100,230.25", "* may be revised"))
    assert len(reading.rows) == 2
    assert [i.code for i in reading.issues] == ["row_total", "row_remark"]


def test_a_scale_in_the_heading_is_applied_and_said() -> None:
    reading = read_here(csv("Month,Shop,Currency,Sales (k)", "2025-01,A,USD,12.3456"))
    assert reading.rows[0][5] == 12345.6
    assert [i.code for i in reading.issues] == ["column_scaled"]


def test_a_workbook_shows_its_traps() -> None:
    file = xlsx(
        [
            ["Month", "Shop", "Currency", "Sales", "Orders"],
            ["2025-01", "A", "USD", "=1+1", True],
            ["2025-02", "A", "USD", 5, 7],
        ]
    )
    assert codes(read_here(file)) == ["number_uncalculated", "number_truth"]


def test_a_broken_reading_process_loses_only_the_file_that_broke_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "kpi_logic.intake.sandbox._seconds", lambda files: 60.0 if len(files[0].content) < 1000 else 0.0
    )
    long = csv(HEAD, *(ROW_1.replace("Acme", f"Shop {n}") for n in range(20_000)), name="long.csv")
    intake = read_files([long, csv(HEAD, ROW_1)])
    assert found(intake) == [("reading_too_long", Level.ERROR, Place(file="long.csv"))]
    assert [row["sales"] for row in to_contract_rows(intake)] == [1000.5]


def test_a_reading_process_that_dies_is_an_issue_not_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi_logic.intake.sandbox._COMMAND", ("false",))
    intake = read_files([csv(HEAD, ROW_1)])
    assert found(intake) == [("reading_failed", Level.ERROR, Place(file="facts.csv"))]
    assert (intake.status, intake.facts) == ("error", None)


def test_a_table_without_one_readable_figure_is_refused() -> None:
    assert codes(read_here(csv("Month,Shop,Currency,Sales", "2025-01,A,USD,five"))) == ["number_not", "no_numbers"]


def test_progress_names_each_file() -> None:
    seen: list[tuple[float, str]] = []
    read_files(
        [csv(HEAD, ROW_1, name="a.csv"), csv(HEAD, ROW_2, name="b.csv")],
        progress=lambda share, message: seen.append((share, catalog("en").say(message))),
    )
    assert seen == [(0.0, "Reading a.csv"), (0.5, "Reading b.csv")]


def merged(reference: str) -> ClientFile:
    """Two shops in one month, with one merged range."""
    book = Workbook()
    for row in (["Month", "Shop", "Currency", "Sales"], ["2025-01", "A", "USD", 5], [None, "B", "USD", 6]):
        book.active.append(row)
    book.active.merge_cells(reference)
    out = io.BytesIO()
    book.save(out)
    return ClientFile("merged.xlsx", out.getvalue())


def test_a_merged_month_belongs_to_each_row_and_a_merged_figure_to_none() -> None:
    months = read_here(merged("A2:A3"))
    assert [(row[0], row[2], row[5]) for row in months.rows] == [("2025-01", "A", 5.0), ("2025-01", "B", 6.0)]
    assert [i.code for i in months.issues] == ["cells_merged"]
    assert codes(read_here(merged("D2:D3"))) == ["month_missing", "number_merged", "no_numbers"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["Month,Shop,Currency,Sales", "2025-01,A,USD,5", "2025-01,,USD,6"], ["name_blank"]),
        (["Month,Shop,Currency,Sales", "2025-01,A\ufffd,USD,5"], ["name_garbled"]),
        (["Month,Shop,Sales (USD),Ad spend (EUR)", "2025-01,A,5,1"], ["currency_headings"]),
        (["Month,Shop,Currency,Sales (USD)", "2025-01,A,EUR,5"], ["number_currency", "no_numbers"]),
        (["Month,Shop,Currency,Sales", "2568-01,A,THB,5"], ["month_year"]),
        (["Month,Shop,Currency,Sales,Orders,Sessions", "2025-01,A,USD,5,9,3"], ["more_than"]),
        (["Month,Shop,Currency,Sales", "2025-01,A,USD,-5"], ["number_negative"]),
        (["Month,Shop,Currency,Sales", "2025-01,A,$,5"], ["currency_shared"]),
        (["Month,Shop,Currency,Sales", "2025-01,A,USD,5", "2025-03,A,USD,6"], ["month_gap"]),
        (["Month,Shop,Currency,Sales YTD", "2025-01,A,USD,5"], ["heading_cumulative"]),
        (["Month,Shop,Currency,Sales,GMV", "2025-01,A,USD,5,6"], ["column_twice"]),
        (["Shop,Currency,Sales", "A,USD,5"], ["month_column_missing"]),
        (["Metric,2025-01,2025-02,2025-03", "Sales,1,2,3"], ["months_across"]),
        (["Month,Shop,Currency,Orders", "2025-01,A,USD,5"], ["sales_missing"]),
        (["Name,Phone", "Ann,1"], ["no_table"]),
        (["Month,Shop,Currency,Sales", "2025-01-01,A,USD,5", "2025-01-02,A,USD,6"], ["rows_daily"]),
    ],
)
def test_each_trap_is_told(lines: list[str], told: list[str]) -> None:
    assert codes(read_here(csv(*lines))) == told
