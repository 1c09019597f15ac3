"""Ten files as a client sends them: eight reports of two shops and two currencies, one of them twice, and one that is none.

Everything is invented and counts out to round sums, so that totals can be checked by hand.
"""

import io
import random
from pathlib import Path

from openpyxl import Workbook

from kpi_logic.model import Month, months_between

FIRST, LAST = Month(2026, 1), Month(2026, 6)
MONTHS = tuple(months_between(FIRST, LAST))
DAYS = tuple((month, day) for month in MONTHS for day in range(1, month.days + 1))
US, DE, OWN = "Acme US", "Acme DE", "Acme Store"
SALES_A_DAY, SHIPPED_A_DAY = 1000, 960
AD_REPORT, AD_BOOK = 120.0, 110.0  # a day: what the ads report says, and what the client's own table says
LONG_NAME = "Amazon_US_business_report_by_date_2026-01_to_2026-06_final_version_2_checked_by_finance.csv"
BAD, TWIN = "scan of a delivery note.csv", "copy of the business report.csv"
RATES = "rates.csv"
EUR_CNY, USD_CNY = 7.8125, 7.2


def write(folder: Path) -> list[Path]:
    """Write all ten; gives their paths."""
    business = _business()
    files: dict[str, bytes] = {
        LONG_NAME: business,
        TWIN: business,
        "ads.csv": _ads(),
        "settlement.txt": _settlement(),
        "orders.csv": _orders(),
        "book.xlsx": _book(),
        "stock.txt": b"sku\tafn-fulfillable-quantity\tafn-unsellable-quantity\nA\t90\t3\nB\t10\t0\n",
        "returns.txt": _returns(),
        "germany.csv": _germany(),
        BAD: random.Random(7).randbytes(40_000),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def rates(folder: Path) -> Path:
    """The table of exchange rates, which comes later."""
    rows = [f"{month},{code},CNY,{rate}" for month in MONTHS for code, rate in (("EUR", EUR_CNY), ("USD", USD_CNY))]
    path = folder / RATES
    path.write_bytes(_lines("Month,From,To,Rate", *rows))
    return path


def _lines(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _business() -> bytes:
    rows = (f'{m.month:02d}/{d:02d}/{m.year % 100},"${SALES_A_DAY:,}.00",20,10,400' for m, d in DAYS)
    return _lines("Date,Ordered Product Sales,Units Ordered,Total Order Items,Sessions - Total", *rows)


def _ads() -> bytes:
    head = "Date,Campaign Name,Currency,Impressions,Clicks,Spend,14 Day Total Orders (#),14 Day Total Sales ($)"
    return _lines(head, *(f"{m}-{d:02d},Brand,USD,9000,80,{AD_REPORT},6,400.00" for m, d in DAYS))


def _settlement() -> bytes:
    head = ("settlement-id\tsettlement-start-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmarketplace-name\t"
            "amount-type\tamount-description\tamount\tposted-date")  # fmt: skip
    rows = []
    for month, day in DAYS:
        start = f"{month.ordinal}\t\t\tUSD\tOrder\t{month}-{day}\tamazon.com"
        rows.append(f"{start}\tItemPrice\tPrincipal\t{SHIPPED_A_DAY}\t{month}-{day:02d}")
        rows.append(f"{start}\tItemFees\tCommission\t-150\t{month}-{day:02d}")
    return _lines(head, *rows)


def _orders() -> bytes:
    head = "order id,order date,platform,shop,site,currency,quantity,line total"
    return _lines(head, *(f"S{m.ordinal}{d:02d},{m}-{d:02d},Shopify,{OWN},US,USD,2,50.00" for m, d in DAYS))


def _book() -> bytes:
    book = Workbook()
    book.active.append(["Month", "Platform", "Shop", "Site", "Currency", "Gross profit", "Ad spend"])
    for month in MONTHS:
        book.active.append([str(month), "Amazon", US, "US", "USD", 250 * month.days, AD_BOOK * month.days])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _returns() -> bytes:
    head = "return-date\torder-id\tsku\tquantity\tdetailed-disposition\treason"
    return _lines(head, *(f"{m}-{d:02d}T10:00:00+00:00\tR{m.ordinal}{d}\tA\t1\tSELLABLE\tUNWANTED" for m, d in DAYS))


def _germany() -> bytes:
    rows = (f"{month},Amazon,{DE},DE,EUR,{300 * month.days},{3 * month.days},{60 * month.days}" for month in MONTHS)
    return _lines("month,platform,shop,site,currency,sales,orders,gross_profit", *rows)
