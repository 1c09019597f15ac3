"""The file of events: read strictly, each with its source and its names; dates that are known to be right."""

import itertools

import pytest

from kpi_logic.library import TemplateError
from kpi_logic.library.read import read_toml
from kpi_logic.model import Month, Segment
from kpi_logic.targets.events import _Events, event_driver, falling_in, platform_events, touching
from kpi_logic.text import catalog


def test_every_event_has_a_source_and_names() -> None:
    for code, event in platform_events().items():
        assert len(event.source) > 20 or event.day, code
        assert all(catalog(language).has(f"event.{code}") for language in ("zh", "en"))


@pytest.mark.parametrize(
    ("code", "year", "month"),
    [
        ("prime_day", 2020, Month(2020, 10)),
        ("prime_day", 2021, Month(2021, 6)),
        ("prime_day", 2024, Month(2024, 7)),
        ("prime_day", 2031, None),
        ("black_friday", 2024, Month(2024, 11)),
        ("cyber_monday", 2024, Month(2024, 12)),
        ("cyber_monday", 2023, Month(2023, 11)),
        ("double_eleven", 2025, Month(2025, 11)),
        ("ramadan", 2023, Month(2023, 4)),
        ("ramadan", 2024, Month(2024, 3)),
        ("ramadan", 2025, Month(2025, 3)),
    ],
)
def test_months(code: str, year: int, month: Month | None) -> None:
    assert platform_events()[code].month(year) == month


def test_ramadan_is_29_or_30_days_and_moves_by_eleven() -> None:
    dates = platform_events()["ramadan"].dates
    assert {(last - first).days + 1 for first, last in dates.values()} <= {29, 30}
    starts = [dates[year][0] for year in sorted(dates)]
    assert {(later - start).days for start, later in itertools.pairwise(starts)} <= {353, 354, 355}


def test_by_platform_and_site() -> None:
    us, my = Segment(platform="Amazon", site="US"), Segment(platform="Shopee", site="MY")
    assert touching([us]) == ("prime_day", "prime_big_deal_days", "black_friday", "cyber_monday")
    assert touching([my]) == ("double_nine", "double_eleven", "double_twelve", "ramadan")
    assert touching([Segment(platform="Amazon")]) == ()


def test_what_falls_in_a_quarter() -> None:
    found = falling_in(touching([Segment(platform="Amazon", site="US")]), Month(2025, 10), Month(2025, 12))
    assert found == (
        ("prime_big_deal_days", Month(2025, 10)),
        ("black_friday", Month(2025, 11)),
        ("cyber_monday", Month(2025, 12)),
    )


def test_a_year_that_is_not_known_gives_no_driver() -> None:
    assert event_driver("prime_day", [Month(2025, 7), Month(2030, 7)]) is None
    with pytest.raises(KeyError):
        event_driver("no_such_event", [Month(2025, 7)])


@pytest.mark.parametrize(
    "broken",
    [
        '[event.x]\nplatforms = []\nsites = []\nsource = "s"',
        '[event.x]\nplatforms = []\nsites = []\nsource = "s"\nday = "01-01"\nrule = "black_friday"',
        '[event.x]\nplatforms = []\nsites = []\nsource = "s"\nday = "01-01"\ncolour = "red"',
        '[event.x]\nplatforms = []\nsites = []\nsource = "s"\n[event.x.dates]\n2025 = ["2025-02-01", "2025-01-01"]',
    ],
)
def test_anything_else_is_refused(broken: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "events.toml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(TemplateError, match=r"events\.toml"):
        read_toml(path, _Events)
