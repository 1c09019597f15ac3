"""Monthly facts by country from the UCI Online Retail lines: the real sample.

    python sample_data/online_retail.py LINES.csv.gz sample_data/online_retail_monthly.csv

Source: Chen, D. (2015). Online Retail [Dataset]. UCI Machine Learning Repository.
https://doi.org/10.24432/C5BW33 (CC BY 4.0).  541,909 invoice lines of a UK gift seller, 2010-12-01 to 2011-12-09.

How the lines become facts, each rule because of what stands in the lines:
- exact duplicate lines are taken once (5,268 of them);
- an invoice that begins with "C" is a cancellation: its units are ``returned_units``, its amount ``refund_amt``,
  in the month of the cancellation;
- lines without a price above zero are stock adjustments and bad debt, not sales (left out);
- postage, bank charges, samples and manual corrections are not goods (left out, see NOT_GOODS);
- December 2011 ends on the 9th and is left out: a part of a month must not look like a fall;
- a country is a ``site``; nothing is known of traffic, cost or advertising, so those stay missing.
"""

import sys
from pathlib import Path

import pandas as pd

NOT_GOODS = ("POST", "DOT", "C2", "M", "m", "BANK CHARGES", "AMAZONFEE", "CRUK", "S", "B", "D", "PADS", "gift_0001")
LAST_WHOLE_MONTH = "2011-11"


def monthly_facts(lines: pd.DataFrame) -> pd.DataFrame:
    """Order lines to one row a month and country, in the columns of the canonical monthly table."""
    goods = _goods(lines.drop_duplicates())
    goods["amount"] = (goods["Quantity"] * (goods["UnitPrice"] * 1000).round()).astype("int64")
    cancelled = goods["InvoiceNo"].str.startswith("C")
    keys = ["month", "Country"]
    sold = (
        goods[~cancelled & (goods["Quantity"] > 0)]
        .groupby(keys)
        .agg(sales=("amount", "sum"), orders=("InvoiceNo", "nunique"), units=("Quantity", "sum"))
    )
    back = goods[cancelled].groupby(keys).agg(refund_amt=("amount", "sum"), returned_units=("Quantity", "sum"))
    facts = sold.join(-back).reset_index()
    # A country that sold in a month and sent nothing back had returns of exactly zero: the lines are complete.
    facts[["refund_amt", "returned_units"]] = facts[["refund_amt", "returned_units"]].fillna(0)
    facts[["sales", "refund_amt"]] = (facts[["sales", "refund_amt"]] / 1000).round(2)
    return facts.rename(columns={"Country": "site"}).assign(platform="Own shop", shop="Online Retail", currency="GBP")


def _goods(lines: pd.DataFrame) -> pd.DataFrame:
    month = pd.to_datetime(lines["InvoiceDate"]).dt.strftime("%Y-%m")
    keep = (lines["UnitPrice"] > 0) & ~lines["StockCode"].isin(NOT_GOODS) & (month <= LAST_WHOLE_MONTH)
    return lines.assign(month=month)[keep].copy()


def main(source: Path, target: Path) -> None:
    """Read the lines, write the monthly table."""
    lines = pd.read_csv(source, dtype={"InvoiceNo": str, "StockCode": str, "CustomerID": str})
    columns = [
        "month",
        "platform",
        "shop",
        "site",
        "currency",
        "sales",
        "orders",
        "units",
        "returned_units",
        "refund_amt",
    ]
    facts = monthly_facts(lines)[columns].sort_values(["month", "site"])
    counts = {"orders": "int64", "units": "int64", "returned_units": "int64"}
    facts.astype(counts).to_csv(target, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
