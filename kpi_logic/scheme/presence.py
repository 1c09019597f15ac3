"""Which part of a month somebody was at work."""

import datetime
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Month, Person

Array = NDArray[np.float64]


def presence(people: Sequence[Person], months: Sequence[Month]) -> Array | None:
    """(people, months) share of the month's days between joining and leaving, both included; None: all always there.

    >>> new = Person(id="p", name="P", joined="2026-02-15")
    >>> presence([new], [Month(2026, 1), Month(2026, 2), Month(2026, 3)]).tolist()
    [[0.0, 0.5, 1.0]]
    """
    if not any(person.joined or person.left for person in people):
        return None
    return np.array([[_share(person, month) for month in months] for person in people]).reshape(
        len(people), len(months)
    )


def _share(person: Person, month: Month) -> float:
    first, last = 1, month.days
    if person.joined:
        first = max(first, _day(person.joined, month))
    if person.left:
        last = min(last, _day(person.left, month))
    return max(last - first + 1, 0) / month.days


def _day(written: str, month: Month) -> int:
    """The day's number counted from the month's first; a day that no calendar has is taken for the month's last."""
    year, number, day = (int(part) for part in written.split("-"))
    if not 1 <= number <= 12 or year < 1:
        raise ValueError(f"a day is written YYYY-MM-DD, such as 2026-03-15; got {written!r}")
    real = datetime.date(year, number, min(max(day, 1), Month(year, number).days))
    return (real - datetime.date(month.year, month.month, 1)).days + 1
