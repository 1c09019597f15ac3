"""Monthly facts: one row a month and shop, equal facts have one fingerprint, text comes back as it went."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, Segment

TABLE = pd.DataFrame(
    {
        "month": ["2025-02", "2025-01", "2025-01"],
        "platform": ["Amazon", "Amazon", "Shopee"],
        "shop": ["US", "US", "MY"],
        "site": ["US", "US", "MY"],
        "currency": ["USD", "USD", "MYR"],
        "sales": [2.5, 1.25, None],
        "units": [2, 1, 3],
    }
)


def test_rows_stand_in_order_and_gaps_stay() -> None:
    facts = MonthlyFacts.of(TABLE)
    assert facts.months == (Month(2025, 1), Month(2025, 2))
    assert facts.currencies == ("MYR", "USD") and facts.currency is None
    assert facts.shops == (
        Segment(platform="Amazon", site="US", shop="US"),
        Segment(platform="Shopee", site="MY", shop="MY"),
    )
    assert facts.table["sales"].isna().tolist() == [False, True, False]


def test_order_of_rows_and_columns_does_not_change_the_fingerprint() -> None:
    shuffled = TABLE.iloc[::-1][list(reversed(TABLE.columns))]
    assert MonthlyFacts.of(shuffled).fingerprint == MonthlyFacts.of(TABLE).fingerprint


def test_one_changed_number_changes_the_fingerprint() -> None:
    changed = TABLE.assign(units=[2, 1, 4])
    assert MonthlyFacts.of(changed).fingerprint != MonthlyFacts.of(TABLE).fingerprint


def test_the_same_month_of_a_shop_twice_is_refused() -> None:
    twice = pd.concat([TABLE, TABLE.iloc[:1]])
    with pytest.raises(
        ValueError,
        match=r"monthly facts hold one row a month and shop; twice: \('2025-02', 'Amazon', 'US', 'US', 'USD'\)",
    ):
        MonthlyFacts.of(twice)


def test_slices_keep_what_matches() -> None:
    facts = MonthlyFacts.of(TABLE)
    assert facts.of_segment(Segment(platform="Amazon")).table["units"].tolist() == [1.0, 2.0]
    assert facts.of_currency("MYR").table["units"].tolist() == [3.0]
    assert facts.of_months([Month(2025, 2)]).table["units"].tolist() == [2.0]
    assert facts.of_segment(Segment()) is facts


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
            st.one_of(st.none(), st.floats(-1e12, 1e12)),
        ),
        min_size=1,
        max_size=20,
        unique_by=lambda row: row[:2],
    )
)
def test_any_facts_come_back_from_their_text(rows: list[tuple[int, str, float | None]]) -> None:
    facts = MonthlyFacts.of(
        pd.DataFrame(
            {
                "month": [str(Month(2024, 1) + n) for n, *_ in rows],
                "shop": [s for _, s, _ in rows],
                "sales": [v for *_, v in rows],
            }
        )
    )
    again = MonthlyFacts.from_csv(facts.to_csv())
    assert again.fingerprint == facts.fingerprint
    assert again.to_csv() == facts.to_csv()


def test_names_that_look_like_formulas_stay_text_in_a_spreadsheet() -> None:
    names = ["=1+1", "+A", "-B", "@C", "'=D", "'E", "F"]
    facts = MonthlyFacts.of(pd.DataFrame({"month": "2025-01", "shop": names, "sales": range(len(names))}))
    written = [line.split(",")[2] for line in facts.to_csv().splitlines()[1:]]
    assert sorted(written) == sorted(["'=1+1", "'+A", "'-B", "'@C", "''=D", "'E", "F"])
    pd.testing.assert_frame_equal(MonthlyFacts.from_csv(facts.to_csv()).table, facts.table)


@settings(deadline=None)
@given(st.data())
def test_facts_told_by_number_are_those_told_by_words(data: st.DataObject) -> None:
    keys = ("month", "platform", "shop", "site", "currency")
    rows = data.draw(st.integers(1, 12))
    words = {key: ["2025-03", "2024-12"] if key == "month" else ["b", "", "A", "\u5e97", "b2"] for key in keys}
    codes = {key: np.array(data.draw(st.lists(st.integers(0, len(words[key]) - 1), min_size=rows, max_size=rows)))
             for key in keys}  # fmt: skip
    numbers = np.array([[data.draw(st.sampled_from([1.0, -2.5, np.nan])) for _ in range(rows)] for _ in range(2)])
    table = pd.DataFrame({key: [words[key][code] for code in codes[key]] for key in keys})
    table[["sales", "orders"]] = numbers.T
    told = {key: (words[key], codes[key]) for key in keys}
    if table.duplicated(list(keys)).any():
        with pytest.raises(ValueError, match="one row a month and shop"):
            MonthlyFacts.of_codes(told, ["sales", "orders"], numbers)
    else:
        found = MonthlyFacts.of_codes(told, ["sales", "orders"], numbers)
        pd.testing.assert_frame_equal(found.table, MonthlyFacts.of(table).table)
