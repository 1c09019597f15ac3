"""Months by category beside the facts: the same sums to the cent, nothing dropped, nothing counted twice."""

import pandas as pd
import pytest

from kpi_logic.diagnosis import by_column
from kpi_logic.intake import ClientFile, Intake, read_files

MONTHLY = """month,shop,currency,category,sales,units,customer_rating
2025-01,North,USD,Lamps,100.10,10,4.5
2025-01,North,USD,Chairs,200.20,5,4.5
2025-01,North,USD,,7.07,1,4.5
2025-02,North,USD,Lamps,110.10,11,4.0
2025-02,North,USD,Chairs,210.20,6,4.0
2025-01,South,USD,Lamps,50.00,5,
2025-02,South,USD,Lamps,60.00,6,
"""
LINES = """order id,order date,shop,currency,category,quantity,amount
1,2025-01-03,North,USD,Lamps,1,10.10
1,2025-01-03,North,USD,Chairs,1,20.20
2,2025-01-20,North,USD,Lamps,2,30.30
3,2025-01-31,North,USD,,1,5.05
4,2025-02-28,North,USD,Chairs,1,-4.00
5,2025-02-01,North,USD,Chairs,1,44.00
"""


def read(*texts: str) -> Intake:
    """Files of these texts, read as an upload."""
    return read_files([ClientFile(f"{i}.csv", text.encode()) for i, text in enumerate(texts)])


def assert_same_sums(found: Intake, code: str) -> None:
    """Category by category the numbers of a measure add up to the facts."""
    assert found.facts is not None and found.categories is not None
    keys = ["month", "shop", "currency"]
    whole = found.facts.table.assign(month=found.facts.table["month"].astype(str)).groupby(keys)[code].sum()
    apart = found.categories.groupby(keys)[code].sum()
    pd.testing.assert_series_equal(whole.round(2), apart.round(2), check_names=False)


def test_a_monthly_table_by_category_adds_up_to_its_shops() -> None:
    found = read(MONTHLY)
    assert found.categories is not None and found.facts is not None
    assert_same_sums(found, "sales")
    assert_same_sums(found, "units")
    assert sorted(found.categories["category"].unique()) == ["", "Chairs", "Lamps"]
    assert found.facts.table["sales"].round(2).tolist() == [307.37, 50.0, 320.3, 60.0]
    assert [issue.code for issue in found.issues if "categor" in issue.code] == ["categories_added"]


def test_rows_of_one_category_that_differ_are_refused() -> None:
    found = read(MONTHLY + "2025-02,North,USD,lamps ,1,1,\n")
    assert found.facts is None and found.issues[0].code == "rows_conflict"


def test_a_row_without_category_that_is_the_sum_is_no_category() -> None:
    text = MONTHLY.replace("2025-01,North,USD,,7.07,1,4.5", "2025-01,North,USD,,300.30,15,4.5")
    found = read(text)
    assert found.facts is not None and found.facts.table["sales"].round(2).tolist() == [300.3, 50.0, 320.3, 60.0]
    assert "category_total" in [issue.code for issue in found.issues]
    assert_same_sums(found, "sales")


def test_order_lines_keep_their_categories_and_count_an_order_once() -> None:
    found = read(LINES)
    assert found.facts is not None and found.categories is not None
    for code in ("sales", "units", "refund_amt"):
        assert_same_sums(found, code)
    assert found.facts.table["orders"].tolist() == [3, 1]
    january = found.categories[found.categories["month"] == "2025-01"]
    assert january["orders"].isna().all()  # one order stands in two categories: the parts are more than the whole


def test_what_no_category_claims_stands_under_no_category() -> None:
    found = read(MONTHLY, "month,shop,currency,ad_spend\n2025-01,North,USD,9.5\n2025-03,South,USD,2\n")
    assert_same_sums(found, "ad_spend")
    assert found.categories is not None
    spent = found.categories[found.categories["ad_spend"].notna()]
    assert spent["category"].tolist() == ["", ""] and spent["ad_spend"].sum() == 11.5


def test_categories_are_facts_for_the_diagnosis() -> None:
    found = read(LINES)
    assert found.categories is not None
    table = by_column(found.categories.drop(columns=["platform", "shop", "site"]), "category").table
    assert table.groupby("month")["sales"].sum().round(2).tolist() == [65.65, 44.0]


@pytest.mark.parametrize("heading", ["\u7c7b\u76ee", "\u54c1\u7c7b", "Product type"])
def test_the_column_is_known_in_both_languages(heading: str) -> None:
    assert read(MONTHLY.replace("category", heading, 1)).categories is not None


def test_files_without_categories_have_none() -> None:
    assert read("month,shop,currency,sales\n2025-01,North,USD,9.5\n").categories is None
