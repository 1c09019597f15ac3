"""The data board says what is there, month by month."""

import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import presence


def test_a_missing_month_and_a_half_reported_measure_show() -> None:
    facts = MonthlyFacts.of(
        pd.DataFrame(
            {
                "month": ["2025-01", "2025-01", "2025-03"],
                "shop": ["A", "B", "A"],
                "sales": [1, None, 3],
                "units": [1, 2, 3],
            }
        )
    )
    board = presence(facts)
    shares = {(str(row.month), row.measure): row.share for row in board.itertuples()}
    assert shares == {
        ("2025-01", "sales"): 0.5, ("2025-02", "sales"): 0.0, ("2025-03", "sales"): 1.0,
        ("2025-01", "units"): 1.0, ("2025-02", "units"): 0.0, ("2025-03", "units"): 1.0,
    }  # fmt: skip


def test_no_facts_no_board() -> None:
    assert presence(MonthlyFacts.of(pd.DataFrame({"month": []}))).empty
