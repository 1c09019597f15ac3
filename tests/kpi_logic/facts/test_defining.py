"""The definition lock on the facts: reversible, whole shops only, nothing touched that does not depend on it."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from kpi_logic.facts import MonthlyFacts, defined, missing_for, unserved_shops
from kpi_logic.library import kpi_library
from kpi_logic.model import Definition

CM3 = [term.measure for term in kpi_library().subtotals["cm3"]]
NUMBER = st.one_of(st.none(), st.integers(-1000, 1000).map(float))
COLUMNS = [*CM3, "gross_profit", "sales_shipped", "refund_by_order", "sales_tax", "orders"]


@st.composite
def any_facts(draw: st.DrawFn) -> MonthlyFacts:
    size = draw(st.integers(1, 5))
    table = pd.DataFrame({"month": "2025-01", "shop": [f"S{n}" for n in range(size)]})
    for column in COLUMNS:
        table[column] = np.array(draw(st.lists(NUMBER, min_size=size, max_size=size)), dtype=float)
    return MonthlyFacts.of(table)


CHOICES = st.builds(
    Definition,
    profit=st.sampled_from([None, "given", "cm1", "cm2", "cm3"]),
    sales=st.sampled_from([None, "ordered", "shipped"]),
    refund=st.sampled_from([None, "refund_date", "order_date"]),
    tax=st.sampled_from([None, "with", "without"]),
)


@settings(deadline=None)
@given(any_facts(), CHOICES)
def test_a_definition_is_reversible_and_touches_only_what_depends_on_it(read: MonthlyFacts, choice: Definition) -> None:
    before = read.table.copy()
    made = defined(read, choice)
    assert_frame_equal(read.table, before)
    assert defined(read, Definition()).fingerprint == read.fingerprint
    untouched = [c for c in read.table.columns if c not in ("sales", "refund_amt", "gross_profit")]
    assert_frame_equal(made.table[untouched], before[untouched])
    own = Definition(profit="given", sales="ordered", refund="refund_date", tax="with")
    assert defined(read, own).fingerprint == read.fingerprint


def test_a_shop_has_one_definition_in_all_its_months() -> None:
    table = pd.DataFrame({
        "month": ["2025-01", "2025-02", "2025-01"], "shop": ["A", "A", "B"], "sales": [10.0, 20.0, 5.0],
        "sales_shipped": [9.0, None, None],
    })  # fmt: skip
    read = MonthlyFacts.of(table)
    made = defined(read, Definition(sales="shipped")).table.set_index(["shop", "month"])["sales"]
    assert made["A"].fillna(-1).tolist() == [9.0, -1.0] and made["B"].tolist() == [5.0]
    assert unserved_shops(read, "sales", "shipped") == ("B",)


def test_profit_is_computed_from_sales_as_they_were_defined() -> None:
    row = {"month": "2025-01", **dict.fromkeys(CM3, 1.0), "sales": 100.0, "sales_tax": 19.0, "gross_profit": 50.0}
    read = MonthlyFacts.of(pd.DataFrame([row]))
    assert missing_for(read, "profit", "cm3") == ()
    with_tax = defined(read, Definition(profit="cm3")).table["gross_profit"].iloc[0]
    without = defined(read, Definition(profit="cm3", tax="without")).table["gross_profit"].iloc[0]
    assert with_tax - without == 19.0
