"""Order lines become months: sums exact, orders counted once, returns apart, the unfinished month left out."""

from pathlib import Path

import pytest

from kpi_logic.intake import ClientFile, read_files, to_contract_rows
from kpi_logic.intake.reading import read_all

LINES = "Order ID,Order Date,Unit Price,Quantity,Currency"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "orders" / "ecom_india_targets"


def read(*lines: str, **answers: str):  # type: ignore[no-untyped-def]
    """The rows of one file of order lines by month, and the issue codes."""
    reading = read_all([ClientFile("lines.csv", "\n".join(lines).encode())], answers, lambda number: None)
    rows = {row[0]: dict(zip(reading.columns[5:], row[5:], strict=True)) for row in reading.rows}
    return rows, [issue.code for issue in reading.issues]


def test_price_times_quantity_and_orders_counted_once() -> None:
    rows, codes = read(LINES, "1,2025-01-05,0.10,3,EUR", "1,2025-01-05,0.20,1,EUR", "2,2025-01-31,10,2,EUR")
    assert rows == {"2025-01": {"sales": 20.5, "orders": 2, "units": 6}}
    assert codes == []


def test_returns_are_kept_apart() -> None:
    rows, codes = read(LINES, "1,2025-01-05,10,3,EUR", "C1,2025-01-31,10,-1,EUR")
    assert rows == {"2025-01": {"sales": 30.0, "orders": 1, "units": 3, "returned_units": 1, "refund_amt": 10.0}}
    assert codes == ["lines_returned"]


def test_an_unfinished_last_month_is_left_out_unless_kept() -> None:
    lines = [LINES, *(f"{n},2025-01-{n:02d},1,1,EUR" for n in range(1, 32)), "99,2025-02-01,1,1,EUR"]
    rows, codes = read(*lines)
    assert (list(rows), codes) == (["2025-01"], ["month_unfinished"])
    assert list(read(*lines, unfinished="keep")[0]) == ["2025-01", "2025-02"]


def test_a_line_that_cannot_be_read_refuses_the_file() -> None:
    rows, codes = read(LINES, "1,2025-01-05,10,3,EUR", "2,2025-01-31,ten,1,EUR")
    assert (rows, codes) == ({}, ["line_number"])


def test_lines_and_orders_need_each_other() -> None:
    assert read("Order ID,Amount", "1,5")[1] == ["lines_alone"]
    assert read("Order ID,Order Date", "1,2025-01-05")[1] == ["orders_alone"]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared order files are not here")
def test_three_files_of_an_indian_shop_agree_with_an_independent_sum() -> None:
    import pandas as pd

    files = [ClientFile(path.name, path.read_bytes()) for path in sorted(SHARED.glob("*.csv"))]
    intake = read_files(files, {"currency": "INR"})
    assert intake.status == "ok"
    orders = pd.read_csv(SHARED / "List of Orders.csv", sep=";").dropna(subset=["Order ID"])
    lines = pd.read_csv(SHARED / "Order Details.csv", sep=";").merge(orders, on="Order ID", validate="m:1")
    lines["month"] = pd.to_datetime(lines["Order Date"], format="%d/%m/%Y").dt.strftime("%Y-%m")
    told = lines.groupby("month").agg(
        sales=("Amount", "sum"),
        gross_profit=("Profit", "sum"),
        units=("Quantity", "sum"),
        orders=("Order ID", "nunique"),
    )
    goals = pd.read_csv(SHARED / "Sales target.csv", sep=";")
    goals["month"] = pd.to_datetime(goals["Month of Order Date"], format="%b-%y").dt.strftime("%Y-%m")
    told["gmv_target"] = goals.groupby("month")["Target"].sum()
    rows = pd.DataFrame(to_contract_rows(intake)).set_index("month")
    assert len(rows) == 12 and set(rows["currency"]) == {"INR"}
    for measure in told:
        assert rows[measure].astype(float).round(6).tolist() == told[measure].astype(float).round(6).tolist(), measure
