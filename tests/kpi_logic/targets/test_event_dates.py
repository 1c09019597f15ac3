"""The dates of the events that move, 2022 to 2027, as other sources than the file have them."""

import datetime

import pytest

from kpi_logic.model import Month
from kpi_logic.targets.events import event_driver, platform_events

EVENTS = platform_events()


@pytest.mark.parametrize(
    ("year", "black_friday", "cyber_monday"),
    [
        (2022, "2022-11-25", "2022-11-28"),
        (2023, "2023-11-24", "2023-11-27"),
        (2024, "2024-11-29", "2024-12-02"),
        (2025, "2025-11-28", "2025-12-01"),
        (2026, "2026-11-27", "2026-11-30"),
        (2027, "2027-11-26", "2027-11-29"),
    ],
)
def test_black_friday_and_cyber_monday(year: int, black_friday: str, cyber_monday: str) -> None:
    for code, text in (("black_friday", black_friday), ("cyber_monday", cyber_monday)):
        day = datetime.date.fromisoformat(text)
        assert day.strftime("%A") in ("Friday", "Monday")
        assert EVENTS[code].month(year) == Month(day.year, day.month)


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2022, "2022-04-02", "2022-05-01"),
        (2023, "2023-03-23", "2023-04-20"),
        (2024, "2024-03-11", "2024-04-09"),
        (2025, "2025-03-01", "2025-03-29"),
        (2026, "2026-02-18", "2026-03-19"),
        (2027, "2027-02-08", "2027-03-08"),
    ],
)
def test_ramadan_is_that_of_the_umm_al_qura_calendar(year: int, first: str, last: str) -> None:
    """Computed once with ICU's islamic-umalqura calendar (Intl.DateTimeFormat)."""
    assert EVENTS["ramadan"].dates[year] == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ("prime_day", {2022: 7, 2023: 7, 2024: 7, 2025: 7, 2026: None, 2027: None}),
        ("prime_big_deal_days", {2022: 10, 2023: 10, 2024: 10, 2025: 10, 2026: None}),
        ("double_eleven", dict.fromkeys(range(2022, 2028), 11)),
    ],
)
def test_platform_sales(code: str, months: dict[int, int | None]) -> None:
    for year, month in months.items():
        assert EVENTS[code].month(year) == (None if month is None else Month(year, month))


def test_the_year_of_a_moving_event_is_a_calendar_term() -> None:
    months = [Month(2023, 1) + n for n in range(36)]
    driver = event_driver("ramadan", months)
    assert driver is not None
    assert [str(month) for month, held in zip(months, driver, strict=True) if held] == ["2023-04", "2024-03", "2025-03"]
