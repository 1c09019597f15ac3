"""Real exports, kept outside the project: each is recognised, read, and agrees with an independent computation."""

import json
from pathlib import Path
from typing import Any

import pytest

from kpi_logic.intake import ClientFile, read_files, to_contract_rows
from kpi_logic.intake.file import Reading
from kpi_logic.intake.reading import read_all
from kpi_logic.model import Month

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared real files are not here")
AMAZON, SHOPEE, FIXTURES = DATA / "platform" / "amazon", DATA / "platform" / "shopee", DATA / "platform" / "fixtures"


def read(*paths: Path, **answers: str) -> Reading:
    """These files in this process, under names that say nothing."""
    files = [ClientFile(f"{number}{path.suffix}", path.read_bytes()) for number, path in enumerate(paths)]
    return read_all(files, {key.replace("__", ":"): value for key, value in answers.items()}, lambda number: None)


def row(reading: Reading, at: int = 0) -> dict[str, Any]:
    """One row without what is missing."""
    found = dict(zip(reading.columns, reading.rows[at], strict=True))
    return {key: round(v, 4) if isinstance(v, float) else v for key, v in found.items() if v is not None}


def codes(reading: Reading) -> set[str]:
    """The codes of all issues."""
    return {found.code for found in reading.issues}


def months(frame: Any, date: str, **sums: Any) -> Any:
    """Sums by the month of *date*."""
    return frame.assign(month=frame[date].dt.strftime("%Y-%m")).groupby("month").agg(**sums)


def test_half_a_million_order_lines_in_a_gzip_file() -> None:
    import pandas as pd

    path = DATA / "orders" / "uci_online_retail.csv.gz"
    intake = read_files([ClientFile("lines.csv.gz", path.read_bytes())], {"currency": "GBP"})
    (source,) = intake.sources
    assert (source.format, source.rows, source.partial) == ("order_lines", 541_909, (Month(2011, 12),))
    lines = pd.read_csv(path, parse_dates=["InvoiceDate"], dtype={"InvoiceNo": str})
    lines = lines[lines["InvoiceDate"] < "2011-12-01"]
    lines["amount"] = lines["Quantity"] * lines["UnitPrice"]
    lines["month"] = lines["InvoiceDate"].dt.strftime("%Y-%m")
    keys = ["month", "Country"]
    told = pd.DataFrame(to_contract_rows(intake)).set_index(["month", "site"]).sort_index()
    told.index.names = keys
    sold, back = lines[lines["amount"] >= 0], lines[lines["amount"] < 0]
    live = lines[(lines["Quantity"] >= 0) & (lines["UnitPrice"] >= 0)]
    expected = {
        "sales": sold.groupby(keys)["amount"].sum(),
        "refund_amt": -back.groupby(keys)["amount"].sum(),
        "units": lines[lines["Quantity"] >= 0].groupby(keys)["Quantity"].sum(),
        "returned_units": -lines[lines["Quantity"] < 0].groupby(keys)["Quantity"].sum(),
        "orders": live.groupby(keys)["InvoiceNo"].nunique(),
    }
    assert set(told.index) == set(map(tuple, lines[keys].drop_duplicates().to_numpy().tolist()))
    for measure, series in expected.items():
        both = pd.concat([told[measure].astype(float), series.astype(float)], axis=1).fillna(0.0)
        assert (both.iloc[:, 0] - both.iloc[:, 1]).abs().max() < 0.005, measure


def test_olist_orders_items_and_reviews() -> None:
    import pandas as pd

    folder = DATA / "orders" / "olist_sample"
    reading = read(*sorted(folder.glob("*.csv")), currency="BRL")
    assert {source.format for source in reading.sources} == {"olist_lines", "olist_reviews", "olist_sellers"}
    orders = pd.read_csv(folder / "olist_orders_dataset.csv", parse_dates=["order_purchase_timestamp"])
    orders = orders[~orders["order_status"].isin(["canceled", "unavailable"])]
    items = pd.read_csv(folder / "olist_order_items_dataset.csv").merge(orders, on="order_id", validate="m:1")
    sums = months(items, "order_purchase_timestamp", sales=("price", "sum"), units=("price", "size"),
                  orders=("order_id", "nunique"))  # fmt: skip
    reviews = pd.read_csv(folder / "olist_order_reviews_dataset.csv", parse_dates=["review_creation_date"])
    reviews["bad"] = reviews["review_score"] <= 2
    votes = months(reviews, "review_creation_date", reviews=("bad", "size"), bad_reviews=("bad", "sum"))
    told = pd.DataFrame(reading.rows, columns=list(reading.columns)).set_index("month")
    for table in (sums, votes):
        for measure in table:
            got = told[measure].dropna().astype(float).round(2)
            assert len(got) >= 20
            assert got.sort_index().tolist() == table[measure].reindex(got.index).sort_index().round(2).tolist(), (
                measure
            )


def test_order_lines_of_a_supply_chain() -> None:
    import pandas as pd

    path = DATA / "orders" / "DataCoSupplyChainDataset_6000.csv"
    reading = read(path, currency="USD")
    date = "order date (DateOrders)"
    lines = pd.read_csv(path)
    lines[date] = pd.to_datetime(lines[date], format="%m/%d/%Y %H:%M")
    lines = lines[lines["Order Status"] != "CANCELED"]
    sums = months(lines, date, sales=("Order Item Total", "sum"), units=("Order Item Quantity", "sum"),
                  orders=("Order Id", "nunique"), gross_profit=("Order Profit Per Order", "sum"))  # fmt: skip
    told = pd.DataFrame(reading.rows, columns=list(reading.columns)).set_index("month").sort_index()
    assert reading.sources[0].format == "order_lines" and set(told["currency"]) == {"USD"}
    for measure in sums:
        assert told[measure].astype(float).round(4).tolist() == sums.loc[told.index, measure].round(4).tolist(), measure
    left_out = {str(month) for month in reading.sources[0].partial}
    assert set(sums.index) - set(told.index) == left_out


def test_campaigns_of_an_indian_account() -> None:
    import pandas as pd

    path = next(AMAZON.glob("*Campaign report.csv"))
    reading = read(path)
    rows = pd.read_csv(path)
    money = {
        name: rows[name].str.removeprefix("Rs.").astype(float).sum() for name in ("Spend", "14 Day Total Sales (₹)")
    }
    assert reading.sources[0].format == "amazon_ads_campaign"
    assert row(reading) == {
        "month": "2020-02", "platform": "Amazon", "shop": "", "site": "IN", "currency": "INR",
        "ad_spend": round(money["Spend"], 4), "ad_sales": round(money["14 Day Total Sales (₹)"], 4),
        "ad_impr": int(rows["Impressions"].sum()), "ad_clicks": int(rows["Clicks"].sum()),
        "ad_orders": int(rows["14 Day Total Orders (#)"].sum()),
    }  # fmt: skip


def test_three_reports_of_one_account_are_never_added() -> None:
    """Spend and clicks agree in all three; impressions differ (terms without a click are not listed) and are asked about."""
    import pandas as pd

    campaign, time, term = (
        next(AMAZON.glob(f"umairnsr87*{name}*")) for name in ("Campaign", "Over Time", "Search term")
    )
    reading = read(term, time, campaign)
    days, words = pd.read_excel(time), pd.read_excel(term)
    found = row(reading)
    assert (found["site"], found["currency"]) == ("IN", "INR")
    assert found["ad_spend"] == pytest.approx(days["Spend"].sum()) == pytest.approx(words["Spend"].sum())
    assert found["ad_clicks"] == days["Clicks"].sum() == words["Clicks"].sum()
    assert "ad_impr" not in found
    overlap = {o.measure: o for o in reading.overlaps}["ad_impr"]
    assert (overlap.settled, round(overlap.gap, 2)) == ("open", 0.48)
    assert [question.code for question in reading.questions if question.topic == "overlap"] == ["overlap"]
    settled = read(term, time, campaign, overlap="2.csv")
    assert row(settled)["ad_impr"] == 640_242


def test_search_terms_over_periods_that_cross_months() -> None:
    import pandas as pd

    path = next(AMAZON.glob("Mannyvv*"))
    reading = read(path)
    rows = pd.read_excel(path)
    inside = rows[rows["Start Date"].dt.month == rows["End Date"].dt.month]
    spend = months(inside, "Start Date", spend=("Spend", "sum"))["spend"]
    assert [(r[0], round(r[list(reading.columns).index("ad_spend")], 2)) for r in reading.rows] == [
        (month, round(value, 2)) for month, value in spend.items()
    ]
    assert reading.sources[0].partial == (Month(2022, 7), Month(2022, 8))
    assert {"period_across", "lines_without_day", "month_part_kept"} <= codes(reading)


def test_a_settlement_agrees_with_its_own_total() -> None:
    import pandas as pd

    path = next(AMAZON.glob("*settlement-sample.txt"))
    reading = read(path)
    rows = pd.read_csv(path, sep="\t")
    parts = rows[rows["amount"].notna()]
    assert "total_agrees" in codes(reading)
    assert parts["amount"].sum() == pytest.approx(rows["total-amount"].sum())
    kinds = parts.groupby(["transaction-type", "amount-description"])["amount"].sum()
    fees = parts[parts["amount-description"].isin(["Commission", "RefundCommission"])]["amount"].sum()
    found = row(reading)
    assert found["sales"] == pytest.approx(kinds["Order", "Principal"])
    assert found["refund_amt"] == pytest.approx(-kinds["Refund", "Principal"])
    assert found["platform_fee"] == pytest.approx(-fees)
    assert found["storage_fee"] == pytest.approx(64.28 + 12.60) and found["fulfil_fee"] == pytest.approx(
        4.75 + 7.99 + 2.5
    )


@pytest.mark.parametrize("name", ["ComaGear_orderSalesReport.xlsx", "ComaGear_orderSalesReport2.xlsx"])
def test_shopee_orders_count_an_orders_amount_once(name: str) -> None:
    import pandas as pd

    reading = read(SHOPEE / name)
    rows = pd.read_excel(SHOPEE / name)
    rows = rows[rows["Order Status"] != "Cancelled"]
    orders = rows.drop_duplicates("Order ID")
    fees = sum(pd.to_numeric(orders[f"{kind} Fee"]).sum() for kind in ("Commission", "Transaction", "Service"))
    found = row(reading)
    assert (found["site"], found["currency"], found["orders"]) == ("MY", "MYR", len(orders))
    assert found["sales"] == pytest.approx(pd.to_numeric(rows["Product Subtotal"]).sum())
    assert found["units"] == rows["Quantity"].sum()
    assert found["platform_fee"] == pytest.approx(fees)


def test_the_two_shopee_files_hold_the_same_day_and_are_not_added() -> None:
    one = read(SHOPEE / "ComaGear_orderSalesReport.xlsx")
    both = read(SHOPEE / "ComaGear_orderSalesReport.xlsx", SHOPEE / "ComaGear_orderSalesReport2.xlsx")
    assert row(both)["sales"] == row(one)["sales"]
    assert {o.settled for o in both.overlaps} == {"same"}
    assert both.sources[0].overlaps == ("1.xlsx · Sheet1",)


def test_the_three_short_exports() -> None:
    date = read(FIXTURES / "amazon_business_report_by_date_IN.csv")
    assert {k: row(date)[k] for k in ("month", "site", "currency", "sales", "orders", "units", "sessions")} == {
        "month": "2026-04", "site": "IN", "currency": "INR", "sales": 75565.26, "orders": 38, "units": 39,
        "sessions": 1514,
    }  # fmt: skip
    child = FIXTURES / "amazon_business_report_by_child_asin_en.csv"
    waiting = read(child)
    assert ([*waiting.rows], waiting.sources[0].waiting) == ([], "month")
    assert {"month:0.csv", "site:0.csv"} <= {question.code for question in waiting.questions}
    found = row(read(child, **{"month:0.csv": "2026-07", "site:0.csv": "US"}))
    assert (found["month"], found["sales"], found["units"], found["sessions"]) == ("2026-07", 12905.25, 683, 12131)
    ads = row(read(FIXTURES / "amazon_ads_unified_2026.csv"))
    assert (ads["month"], ads["site"], ads["ad_spend"], ads["ad_sales"]) == ("2026-07", "US", 108.61, 180.9)


def test_account_health_gives_the_clients_own_limits() -> None:
    schema = json.loads((AMAZON / "spapi_accountHealthReport-2020-11-18.schema.json").read_text())
    report = ClientFile("health.json", json.dumps(schema["examples"][0]).encode())
    intake = read_files([report])
    assert (intake.status, intake.facts, intake.sources[0].format) == ("ok", None, "amazon_account_health")
    limits = {limit.metric: limit for limit in intake.limits}
    late = limits["lateShipmentRate"]
    assert (late.kpi, late.site, late.bound, late.value, late.actual) == ("lsr", "US", "below", 0.04, 0.03203973037)
    assert (late.first_day, late.last_day) == ("2020-10-21", "2020-11-19")
    assert {limits[f"orderDefectRate.{way}"].kpi for way in ("mfn", "afn")} == {"odr"}
    assert limits["listingPolicyViolations"].bound == "none"


def test_the_sales_and_traffic_report_by_date() -> None:
    schema = json.loads((AMAZON / "spapi_sellerSalesAndTrafficReport.schema.json").read_text())
    example = schema["examples"][0]
    reading = read_all([ClientFile("r.json", json.dumps(example).encode())], {}, lambda number: None)
    days = example["salesAndTrafficByDate"]
    found = row(reading)
    assert (found["month"], found["site"], found["currency"]) == ("2021-06", "US", "USD")
    assert found["sales"] == pytest.approx(sum(day["salesByDate"]["orderedProductSales"]["amount"] for day in days))
    assert found["sessions"] == sum(day["trafficByDate"]["sessions"] for day in days)


def test_appraisal_forms_are_named_and_give_nothing() -> None:
    for path in sorted((DATA / "forms").glob("*.xlsx")):
        reading = read(path)
        assert [source.format for source in reading.sources] == ["appraisal_form"]
        assert list(reading.rows) == [] and "form_seen" in codes(reading)
