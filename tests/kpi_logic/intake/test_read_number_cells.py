"""A number is used only if it has one reading."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.intake.number_cell import Marks, marks_of, read_number

POINT, COMMA, NEITHER, BOTH = Marks(True, False), Marks(False, True), Marks(False, False), Marks(True, True)


@pytest.mark.parametrize(
    ("text", "marks", "value"),
    [
        ("1234", NEITHER, "1234"),
        ("1,234.56", POINT, "1234.56"),
        ("1.234,56", NEITHER, "1234.56"),
        ("1.234", COMMA, "1234"),
        ("1.234", POINT, "1.234"),
        ("0.123", NEITHER, "0.123"),
        ("1,234", NEITHER, "1234"),
        ("1,23,456.78", POINT, "123456.78"),
        ("1\u202f234.56", POINT, "1234.56"),
        ("1'234", POINT, "1234"),
        ("\uff11\uff12\uff0e\uff15", NEITHER, "12.5"),
        ("(1,234.00)", POINT, "-1234"),
        ("1234.00-", POINT, "-1234"),
        ("\u22121234.50", POINT, "-1234.50"),
        ("'4230", NEITHER, "4230"),
        ("1.23E+05", NEITHER, "123000"),
        ("1.2k", POINT, "1200"),
        ("1234 pcs", NEITHER, "1234"),
    ],
)
def test_one_reading_is_read(text: str, marks: Marks, value: str) -> None:
    assert read_number(text, marks).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "marks", "trouble"),
    [
        ("12,34", POINT, "number_unclear"),
        ("1,2345", POINT, "number_unclear"),
        ("1,234", COMMA, "number_unclear"),
        ("1.234", NEITHER, "number_unclear"),
        ("1.234", BOTH, "number_unclear"),
        ("nan", POINT, "number_not_finite"),
        ("-Infinity", POINT, "number_not_finite"),
        ("1e309", POINT, "number_not_finite"),
        ("#N/A", POINT, "number_error"),
        ("about 12", POINT, "number_approximate"),
        ("12\u00b2", POINT, "number_not"),
        ("9007199254740993", POINT, "number_too_large"),
        ("twelve", POINT, "number_not"),
        ("1_000", POINT, "number_not"),
        ("0x10", POINT, "number_not"),
    ],
)
def test_doubt_leaves_the_number_out(text: str, marks: Marks, trouble: str) -> None:
    read = read_number(text, marks)
    assert (read.value, read.trouble) == (None, trouble)


@pytest.mark.parametrize("text", ["", " ", "-", "\u2014", "N/A", "null", "/", "\\N"])
def test_missing_is_never_zero(text: str) -> None:
    read = read_number(text, POINT)
    assert (read.value, read.trouble) == (None, "")
    assert read_number("0", POINT).value == 0


@pytest.mark.parametrize(
    ("text", "codes"),
    [("US$1,234.50", ("USD",)), ("1234 EUR", ("EUR",)), ("\uffe51,234", ("CNY", "JPY")), ("Rs.201.68", ("INR",))],
)
def test_a_currency_sign_is_kept_apart_from_the_number(text: str, codes: tuple[str, ...]) -> None:
    read = read_number(text, POINT)
    assert read.value is not None
    assert read.currencies == codes


def test_a_percentage_is_a_share() -> None:
    read = read_number("12.5%", POINT)
    assert (read.value, read.is_percent) == (Decimal("0.125"), True)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_never_raised(text: str) -> None:
    for marks in (POINT, COMMA, NEITHER, BOTH):
        read = read_number(text, marks)
        assert read.value is None or (read.trouble == "" and read.value.is_finite())


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_grouped_numbers_read_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    european = english.translate(str.maketrans(",.", ".,"))
    assert read_number(english, marks_of([english])).value == value
    assert read_number(european, Marks(False, True)).value == value
