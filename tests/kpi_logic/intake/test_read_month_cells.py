"""Months are read as written."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.intake.month_cell import ordered, read_month
from kpi_logic.model import Month

MARCH = Month(2025, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03",
        "2025/3",
        "2025.03",
        "202503",
        "2025 03",
        "Mar 2025",
        "MARCH-2025",
        "mar-25",
        "03/2025",
        "2025-03-31",
        "2025/03/01",
        "20250315",
        "15 Mar 2025",
        "March 15, 2025",
        "2025-03-01T00:00:00+14:00",
        "\uff12\uff10\uff12\uff15\uff0d\uff10\uff13",
        " 2025-03 ",
    ],
)
def test_spellings_of_one_month(text: str) -> None:
    assert read_month(text).month == MARCH


@pytest.mark.parametrize("cell", [dt.datetime(2025, 3, 31, 23, 59, 59), 45717, 202503])
def test_cells_of_a_workbook(cell: object) -> None:
    assert read_month(cell).month == MARCH  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("", "month_missing"),
        ("-", "month_missing"),
        ("2025-13", "month_impossible"),
        ("2025-2-30", "month_impossible"),
        ("0000-05", "month_impossible"),
        ("2025Q1", "month_other_period"),
        ("2025-W04", "month_other_period"),
        ("H1 2025", "month_other_period"),
        ("2025", "month_other_period"),
        ("soon", "month_unclear"),
        ("3", "month_unclear"),
        ("45717", "month_unclear"),
    ],
)
def test_what_is_no_month_is_named(text: str, trouble: str) -> None:
    read = read_month(text)
    assert (read.month, read.trouble) == (None, trouble)


def test_a_remark_that_says_part_of_a_month() -> None:
    assert read_month("2025-03 (to 9th)").partial
    assert read_month("2025-03*").partial
    assert not read_month("2025-03").partial
    assert read_month("2025-03 (final)").trouble == "month_unclear"


def test_day_and_month_are_never_guessed() -> None:
    read = read_month("03/04/2025")
    assert (read.month, read.pair) == (None, (3, 4))
    assert ordered(read, day_first=True).month == Month(2025, 4)
    assert ordered(read, day_first=False).month == Month(2025, 3)


@given(st.text(max_size=40))
def test_any_text_is_a_month_or_a_trouble(text: str) -> None:
    read = read_month(text)
    assert (read.month is not None) + bool(read.trouble) + bool(read.pair) == 1
