"""Many files at once: joined by month and shop, parts added, overlaps shown and never added, what is unknown is asked."""

import gzip
import json
from typing import Any

import pytest

from kpi_logic.intake import ClientFile, read_files
from kpi_logic.intake.file import Question, Reading
from kpi_logic.intake.reading import read_all
from kpi_logic.model import Level, Month

ORDERS = "amazon-order-id,purchase-date,order-status,fulfillment-channel,sales-channel,quantity,currency,item-price"


def read(*files: ClientFile, **given: str) -> Reading:
    """These files in this process; "__" in an answer's name stands for ":"."""
    named = {key.replace("__", ":").replace("_csv", ".csv"): value for key, value in given.items()}
    return read_all(files, named, lambda number: None)


def csv(name: str, *lines: str) -> ClientFile:
    """A text file of these lines."""
    return ClientFile(name, ("\n".join(lines) + "\n").encode())


def business(name: str, sales: float = 100.0, month: int = 6) -> ClientFile:
    """A business report by date of one whole month of 2026, in dollars of a hundred a day."""
    days = (f'{month:02d}/{day:02d}/26,"${sales:,.2f}",2,1,50' for day in range(1, Month(2026, month).days + 1))
    return csv(name, "Date,Ordered Product Sales,Units Ordered,Total Order Items,Sessions - Total", *days)


def orders(name: str, *days: int, price: float = 100.0) -> ClientFile:
    """All orders of some days of June 2026 in the US, one order a day."""
    return csv(
        name, ORDERS, *(f"111-{d},2026-06-{d:02d}T08:00:00+00:00,Shipped,Amazon,Amazon.com,2,USD,{price}" for d in days)
    )


def rows_of(reading: Reading) -> list[dict[str, Any]]:
    """The rows as dicts, without what is missing, by month."""
    found = [dict(zip(reading.columns, row, strict=True)) for row in reading.rows]
    rows = [{key: value for key, value in row.items() if value is not None} for row in found]
    return sorted(rows, key=lambda row: str(row["month"]))


def codes(reading: Reading, least: Level = Level.WARN) -> list[str]:
    """The codes of the issues from a level on."""
    return [issue.code for issue in reading.issues if issue.level >= least]


def test_two_halves_of_a_month_are_added_and_said() -> None:
    reading = read(orders("a.csv", *range(1, 16)), orders("b.csv", *range(16, 31)))
    (row,) = rows_of(reading)
    assert (row["sales"], row["orders"], row["units"]) == (3000.0, 30, 60)
    assert "parts_added" in codes(reading, Level.NOTE) and codes(reading) == []


def test_one_file_twice_is_counted_once() -> None:
    reading = read(orders("a.csv", *range(1, 31)), orders("b.csv", *range(1, 31)))
    assert rows_of(reading)[0]["sales"] == 3000.0
    assert {overlap.settled for overlap in reading.overlaps} == {"same"}
    assert [source.overlaps for source in reading.sources] == [("b.csv",), ("a.csv",)]


def test_days_that_overlap_are_asked_about_and_left_out() -> None:
    reading = read(orders("a.csv", *range(1, 31)), orders("b.csv", *range(10, 31)), unfinished="keep")
    assert "sales" not in rows_of(reading)[0]
    assert Question("overlap", ("a.csv", "b.csv")) in reading.questions
    assert codes(reading) == ["overlap_conflict"] * 3
    settled = read(orders("a.csv", *range(1, 31)), orders("b.csv", *range(10, 31)), unfinished="keep", overlap="a.csv")
    assert rows_of(settled)[0]["sales"] == 3000.0


def test_a_gap_below_half_a_percent_follows_the_order_of_trust() -> None:
    reading = read(business("report.csv", 100.0), orders("orders.csv", *range(1, 31), price=100.2))
    (row,) = rows_of(reading)
    assert (row["sales"], row["units"], row["sessions"]) == (3000.0, 60, 1500)
    (sales,) = [overlap for overlap in reading.overlaps if overlap.measure == "sales"]
    assert (sales.settled, sales.chosen, sales.value, sales.other) == ("trusted", "report.csv", 3000.0, 3006.0)
    assert sales.months == (Month(2026, 6),) and round(sales.gap, 4) == 0.002


def test_a_larger_gap_is_asked_about_by_measure() -> None:
    reading = read(business("report.csv", 100.0), orders("orders.csv", *range(1, 31), price=110.0))
    assert "sales" not in rows_of(reading)[0] and rows_of(reading)[0]["units"] == 60
    (question,) = [question for question in reading.questions if question.topic == "overlap"]
    assert question == Question("overlap", ("report.csv", "orders.csv"))
    answered = read(
        business("report.csv"), orders("orders.csv", *range(1, 31), price=110.0), overlap__sales="orders.csv"
    )
    assert rows_of(answered)[0]["sales"] == 3300.0


def test_another_definition_is_shown_and_never_counted() -> None:
    head = ("settlement-id\tsettlement-start-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmarketplace-name\t"
            "amount-type\tamount-description\tamount\tposted-date")  # fmt: skip
    lines = [f"7\t\t\tUSD\tOrder\t1\tamazon.com\tItemPrice\tPrincipal\t90\t2026-06-{day:02d}" for day in range(1, 31)]
    lines += ["7\t\t\tUSD\tOrder\t1\tamazon.com\tItemFees\tCommission\t-15\t2026-06-30"]
    reading = read(business("report.csv"), csv("settled.txt", head, *lines))
    (row,) = rows_of(reading)
    assert (row["sales"], row["platform_fee"]) == (3000.0, 15.0)
    (shown,) = reading.overlaps
    assert (shown.settled, shown.value, shown.other, shown.chosen) == ("definition", 3000.0, 2700.0, "report.csv")
    alone = read(csv("settled.txt", head, *lines))
    assert rows_of(alone)[0]["sales"] == 2700.0


def test_the_site_and_shop_come_from_the_other_files_and_are_said() -> None:
    own = csv("own.csv", "Month,Platform,Shop,Site,Currency,Gross profit", "2026-06,amazon,Acme,US,USD,900")
    reading = read(business("report.csv"), own)
    (row,) = rows_of(reading)
    assert (row["platform"], row["shop"], row["sales"], row["gross_profit"]) == ("amazon", "Acme", 3000.0, 900.0)
    assert {"site_taken", "currency_taken", "shop_taken"} <= set(codes(reading, Level.NOTE))
    assert codes(reading) == []


def test_several_shops_are_asked_about_and_the_file_waits() -> None:
    own = csv("own.csv", "Month,Platform,Shop,Site,Currency,Gross profit", "2026-06,Amazon,Acme,US,USD,900",
              "2026-06,Amazon,Bolt,US,USD,100")  # fmt: skip
    reading = read(business("report.csv"), own)
    assert codes(reading) == ["shop_open", "sales_missing"]
    assert Question("shop:report.csv", ("Acme", "Bolt")) in reading.questions
    assert [source.waiting for source in reading.sources] == ["shop", ""]
    answered = read(business("report.csv"), own, shop__report_csv="bolt")
    assert {row["shop"]: row.get("sales") for row in rows_of(answered)} == {"Acme": None, "Bolt": 3000.0}


def test_a_shared_dollar_sign_is_asked_about() -> None:
    reading = read(business("report.csv"))
    assert codes(reading) == ["site_open"] and list(reading.rows) == []
    asked = next(question for question in reading.questions if question.topic == "site")
    assert (asked.about, asked.needed) == ("report.csv", True) and {"US", "CA", "AU"} <= set(asked.options)
    (row,) = rows_of(read(business("report.csv"), site__report_csv="CA"))
    assert (row["site"], row["currency"]) == ("CA", "CAD")


def test_a_last_month_that_is_not_complete_is_left_out_beside_complete_ones() -> None:
    part = csv(
        "july.csv",
        ORDERS,
        *(f"112-{d},2026-07-{d:02d}T08:00:00+00:00,Shipped,Amazon,Amazon.com,1,USD,9" for d in range(1, 9)),
    )
    reading = read(orders("june.csv", *range(1, 31)), part)
    assert [row["month"] for row in rows_of(reading)] == ["2026-06"]
    assert codes(reading) == ["month_unfinished"] and reading.sources[1].partial == (Month(2026, 7),)
    alone = read(part)
    assert ([row["month"] for row in rows_of(alone)], codes(alone)) == (["2026-07"], ["month_part_kept"])


def test_a_table_of_totals_beside_an_export_is_told() -> None:
    reading = read(
        business("report.csv"), csv("own.csv", "Month,Currency,Sales", "2026-06,USD,9000"), site__report_csv="US"
    )
    assert "shop_unnamed" in codes(reading)


def test_a_heading_that_is_nearly_known_is_proposed_and_the_answer_read() -> None:
    lines = ["Month,Shop,Currency,Sales,Ad spned", "2026-06,A,USD,100,20"]
    reading = read(csv("own.csv", *lines))
    assert "ad_spend" not in rows_of(reading)[0]
    assert Question("column:Ad spned", ("ad_spend", "-"), needed=False) in reading.questions
    assert rows_of(read(csv("own.csv", *lines), **{"column__Ad spned": "ad_spend"}))[0]["ad_spend"] == 20.0
    silent = read(csv("own.csv", *lines), **{"column__Ad spned": "-"})
    assert silent.questions == [] and "column_like" not in codes(silent, Level.NOTE)


def test_an_unknown_table_is_asked_about_column_by_column() -> None:
    lines = ["Mnoth,Gros profit,Sesions,Sales", "2026-06,10,50,100"]
    reading = read(csv("own.csv", *lines))
    assert set(codes(reading)) == {"column_like", "table_like"} and list(reading.rows) == []
    named = {question.code: question.options[0] for question in reading.questions}
    assert named == {"column:Mnoth": "month", "column:Gros profit": "gross_profit", "column:Sesions": "sessions"}
    given = {key.replace(":", "__"): value for key, value in named.items()}
    assert rows_of(read(csv("own.csv", *lines), currency="USD", **given))[0]["gross_profit"] == 10.0


def test_order_lines_may_be_packed_and_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = orders("a.csv", *range(1, 31))
    packed = ClientFile("a.csv.gz", gzip.compress(plain.content))
    assert rows_of(read(packed)) == rows_of(read(plain))
    assert codes(read(ClientFile("cut.gz", packed.content[:-30]))) == ["file_damaged"]
    monkeypatch.setattr("kpi_logic.intake.limits.UNZIPPED_BYTES", 10_000)
    assert codes(read(ClientFile("bomb.gz", gzip.compress(b"0" * 5_000_000)))) == ["zip_too_large"]


def test_json_that_is_no_report_is_refused() -> None:
    assert codes(read(ClientFile("a.json", b'{"a": '))) == ["json_damaged"]
    assert codes(read(ClientFile("a.json", b"[{" * 50_000))) == ["json_damaged"]
    assert codes(read(ClientFile("a.json", json.dumps({"a": 1}).encode()))) == ["file_empty"]
    bad = {"performanceMetrics": [{"lateShipmentRate": {"targetValue": "x", "targetCondition": "LESS_THAN"}}]}
    assert read(ClientFile("a.json", json.dumps(bad).encode())).limits == []


def mixed(exports: Any) -> tuple[list[ClientFile], dict[str, str]]:
    """Eleven exports of four platforms under names that say nothing, and the answers they need."""
    names = [
        "all orders, United Kingdom", "search terms, English, US, periods", "transactions, United States, seven lines before the headings",
        "FBA reimbursements", "inventory health, two snapshots", "Shopee orders, Thai", "Lazada orders: a row is a unit",
        "TikTok Shop orders, Thailand: description row, tabs, day first", "Shopify orders: amounts on the first line only",
        "Shopee business insights: a summary table, then the days", "business report by date, India",
    ]  # fmt: skip
    files = [exports.file(exports.named[name], f"{number}.{exports.named[name]['kind']}")
             for number, name in enumerate(names)]  # fmt: skip
    given: dict[str, str] = {}
    for name, file in zip(names, files, strict=True):
        given |= exports.answers(exports.named[name], file.name)
    return files, given


def test_ten_and_one_mixed_files_at_once(exports: Any) -> None:
    files, given = mixed(exports)
    intake = read_files(files, given)
    assert intake.facts is not None and intake.status == "warn"
    assert {issue.code for issue in intake.issues if issue.level > Level.NOTE} == {"month_gap"}
    assert [source.waiting for source in intake.sources] == [""] * 11 and intake.overlaps == ()
    table = intake.facts.table
    shops = {(p, s) for p, s in zip(table["platform"], table["site"], strict=True)}
    assert shops == {("Amazon", "UK"), ("Amazon", "US"), ("Amazon", "IN"), ("Shopee", "TH"), ("Shopee", "PH"),
                     ("Lazada", "TH"), ("TikTok Shop", "TH"), ("Shopify", "")}  # fmt: skip
    one_by_one: list[dict[str, Any]] = []
    for file in files:
        one_by_one += rows_of(read_all([file], given, lambda number: None))
    for measure in intake.facts.measures:
        together = table[measure].sum()
        apart = sum(row.get(measure, 0) for row in one_by_one)
        assert together == pytest.approx(apart), measure


def test_weeks_are_summed_to_the_months_they_begin_in_and_said() -> None:
    weeks = ["2026-06-07", "2026-06-14", "2026-06-21", "2026-06-28", "2026-07-05", "2026-07-12"]
    lines = (f'{day},"$100.00",2,1,50' for day in weeks)
    head = "Date,Ordered Product Sales,Units Ordered,Total Order Items,Sessions - Total"
    reading = read(csv("weeks.csv", head, *lines), site__weeks_csv="US")
    assert [(row["month"], row["sales"]) for row in rows_of(reading)] == [("2026-06", 400.0)]
    assert codes(reading) == ["rows_weekly", "month_unfinished"]


def test_signs_that_contradict_the_currency_are_refused() -> None:
    lines = [ORDERS, '1,2026-06-01T08:00:00+00:00,Shipped,Amazon,Amazon.com,1,USD,"€9"']
    assert codes(read(csv("a.csv", *lines))) == ["currency_signs"]


def test_overlaps_and_questions_come_back_from_the_reading_process() -> None:
    intake = read_files([orders("a.csv", *range(1, 31)), orders("b.csv", *range(10, 31))], {"unfinished": "keep"})
    assert {(overlap.measure, overlap.settled) for overlap in intake.overlaps} == {
        ("sales", "open"), ("orders", "open"), ("units", "open")
    }  # fmt: skip
    assert Question("overlap", ("a.csv", "b.csv")) in intake.questions


def test_a_clients_own_table_is_no_export_however_like_one() -> None:
    head = "Date,Platform,Currency,Ordered Product Sales,Units Ordered,Total Order Items,Sessions"
    reading = read(csv("own.csv", head, "2026-06-01,Walmart,USD,100,5,4,50"))
    assert (reading.sources[0].format, rows_of(reading)[0]["platform"]) == ("monthly", "Walmart")


def test_a_currency_answered_for_all_does_not_change_what_a_site_is_paid_in() -> None:
    head = "return-date,order-id,sku,quantity,detailed-disposition"
    back = csv("back.csv", head, *(f"2026-06-{day:02d}T10:00:00+00:00,1,S,1,SELLABLE" for day in range(1, 31)))
    (row,) = rows_of(read(orders("a.csv", *range(1, 31)), back, currency="CNY"))
    assert (row["currency"], row["sales"], row["returned_units"]) == ("USD", 3000.0, 30)


def test_new_columns_of_an_export_are_told() -> None:
    lines = [ORDERS + ",brand-new", "1,2026-06-01T08:00:00+00:00,Shipped,Amazon,Amazon.com,1,USD,9,x"]
    assert "columns_not_read" in codes(read(csv("a.csv", *lines)), Level.NOTE)
