"""Two definitions side by side: the money, the months, the ranks."""

import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import agreed_lines, definition_gap, options
from kpi_logic.model import Data, Definition, Exchange, Message, Month, Person

TABLE = pd.DataFrame({
    "month": ["2025-01", "2025-01", "2025-02", "2025-02"], "shop": ["A", "B", "A", "B"], "currency": "USD",
    "sales": [100.0, 90.0, 100.0, 90.0], "sales_shipped": [70.0, 88.0, 80.0, 89.0],
})  # fmt: skip


def test_the_gap_is_the_sum_of_its_months_and_the_ranks_move() -> None:
    people = [Person(id="a", name="Ann", shops=("A",)), Person(id="b", name="Ben", shops=("B",))]
    gap = definition_gap(MonthlyFacts.of(TABLE), "sales", "ordered", "shipped", people)
    assert gap is not None
    assert (gap.first, gap.second, gap.gap, gap.share) == (380.0, 327.0, -53.0, pytest.approx(-53 / 380))
    assert gap.by_month == ((Month(2025, 1), 190.0, 158.0), (Month(2025, 2), 190.0, 169.0))
    assert sum(b - a for _, a, b in gap.by_month) == gap.gap == sum(s.second - s.first for s in gap.shops)
    assert [(s.name, s.first_rank, s.second_rank) for s in gap.moved] == [
        ("A", 1, 2), ("B", 2, 1), ("Ann", 1, 2), ("Ben", 2, 1),
    ]  # fmt: skip


def test_what_the_data_cannot_serve_names_its_column() -> None:
    facts = MonthlyFacts.of(TABLE.drop(columns="sales_shipped"))
    assert [(option.choice, option.lacking) for option in options(facts, "sales")] == [
        ("ordered", ()), ("shipped", ("sales_shipped",)),
    ]  # fmt: skip
    assert definition_gap(facts, "sales", "ordered", "shipped") is None


def test_several_currencies_are_never_compared() -> None:
    facts = MonthlyFacts.of(TABLE.assign(currency=["USD", "EUR", "USD", "EUR"]))
    assert definition_gap(facts, "sales", "ordered", "shipped") is None


def test_what_was_agreed_is_said_line_by_line() -> None:
    data = Data(definition=Definition(sales="shipped", fx="month_end"), exchange=Exchange(reporting="CNY"))
    lines = agreed_lines(data)
    assert [line.key for line in lines] == ["agreed.definition", "agreed.definition", "agreed.reporting"]
    assert lines[0].facts["choice"] == Message("definition.sales.shipped")
