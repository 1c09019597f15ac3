"""Events: the month a sale or a season falls in, by site and year, as a calendar term of the forecast."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from kpi_logic.library import TEMPLATES, Strict, read_toml
from kpi_logic.model import Month, Segment, months_between

if TYPE_CHECKING:
    import pandas as pd

FRIDAY, MONDAY = 1, 4
"""Days after the fourth Thursday of November."""


class Event(Strict):
    """One event; exactly one of ``day``, ``rule`` and ``dates`` says when it is."""

    platforms: tuple[str, ...]
    sites: tuple[str, ...]
    source: str
    day: str | None = None
    rule: Literal["black_friday", "cyber_monday"] | None = None
    dates: dict[int, tuple[datetime.date, datetime.date]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> Event:
        if sum(map(bool, (self.day, self.rule, self.dates))) != 1:
            raise ValueError("an event has exactly one of day, rule and dates")
        if any(first > last or first.year != year for year, (first, last) in self.dates.items()):
            raise ValueError("dates are first and last day, in their year")
        return self

    def month(self, year: int) -> Month | None:
        """The month that holds most of its days in that year; None where the year is not known."""
        if self.day is not None:
            return Month(year, int(self.day[:2]))
        if self.rule is not None:
            thanksgiving = _fourth_thursday(year)
            day = thanksgiving + datetime.timedelta(days=FRIDAY if self.rule == "black_friday" else MONDAY)
            return Month(day.year, day.month)
        if year not in self.dates:
            return None
        first, last = self.dates[year]
        middle = first + (last - first) / 2
        return Month(middle.year, middle.month)

    def touches(self, shop: Segment) -> bool:
        """Whether it matters for a shop; a shop without a site or platform is not taken for one that has it."""
        known = {part.casefold() for part in self.platforms}
        on_platform = not known or (shop.platform or "").casefold() in known
        return on_platform and (not self.sites or (shop.site or "").upper() in self.sites)


class _Events(Strict):
    event: dict[str, Event]


@cache
def platform_events() -> Mapping[str, Event]:
    """Every event of ``templates/events.toml``, by code.

    Raises:
        TemplateError: the file is not as it must be.
    """
    return read_toml(TEMPLATES / "events.toml", _Events).event


def touching(shops: Iterable[Segment]) -> tuple[str, ...]:
    """The events that matter for at least one of these shops."""
    shops = tuple(shops)
    return tuple(code for code, event in platform_events().items() if any(event.touches(shop) for shop in shops))


def falling_in(codes: Iterable[str], first: Month, last: Month) -> tuple[tuple[str, Month], ...]:
    """The events that fall in these months, with their month, in order of time.

    >>> [(code, str(month)) for code, month in falling_in(["ramadan"], Month(2025, 1), Month(2025, 6))]
    [('ramadan', '2025-03')]
    """
    span = set(months_between(first, last))
    years = range(first.year, last.year + 1)
    found = [
        (code, month) for code in codes for year in years if (month := platform_events()[code].month(year)) in span
    ]
    return tuple(sorted(((code, month) for code, month in found if month is not None), key=lambda one: one[1]))


def event_driver(code: str, months: Sequence[Month]) -> pd.Series | None:
    """1 in the months the event falls in, else 0, as ``forecast`` takes it for ``exog``; None where a year is not known.

    Raises:
        KeyError: no event has that code.

    >>> driver = event_driver("cyber_monday", [Month(2024, 11), Month(2024, 12)])
    >>> driver.tolist()
    [0.0, 1.0]
    """
    import pandas as pd

    event = platform_events()[code]
    held = [event.month(year) for year in sorted({month.year for month in months})]
    if None in held:
        return None
    index = pd.PeriodIndex([str(month) for month in months], freq="M")
    return pd.Series([float(month in held) for month in months], index, name=code)


def offered(shops: Iterable[Segment], months: Sequence[Month], last: Month) -> tuple[str, ...]:
    """The events that may be counted in by themselves: they touch a shop, every year's date is known up to *last*, and
    the history *months* hold at least one of them and one month without.
    """
    ahead = [*months, *months_between(months[-1] + 1, last)] if months else []
    found = []
    for code in touching(shops) if months else ():
        driver = event_driver(code, ahead)
        if driver is not None and 0 < driver.iloc[: len(months)].sum() < len(months):
            found.append(code)
    return tuple(found)


def _fourth_thursday(year: int) -> datetime.date:
    first = datetime.date(year, 11, 1)
    return first + datetime.timedelta(days=(3 - first.weekday()) % 7 + 21)
