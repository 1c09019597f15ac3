"""Rounds of asking: forms that were filled in close together belong together."""

import datetime
from collections.abc import Iterable

from kpi_logic.model import Feedback, Month

GAP = 14
"""Two weeks in which nobody was asked end a round."""


def rounds(feedback: Iterable[Feedback]) -> tuple[tuple[Feedback, ...], ...]:
    """The forms by round, oldest first; those without a day belong to the last round.

    >>> days = ("2026-12-01", "2026-12-05", "2027-01-20")
    >>> [len(one) for one in rounds(Feedback(id=day, day=day, fair=3) for day in days)]
    [2, 1]
    """
    forms = list(feedback)
    dated = sorted((one for one in forms if one.day), key=lambda one: one.day)
    found: list[list[Feedback]] = []
    for one in dated:
        if not found or _apart(found[-1][-1].day, one.day) > GAP:
            found.append([])
        found[-1].append(one)
    undated = [one for one in forms if not one.day]
    if undated:
        found = [*found[:-1], [*(found[-1] if found else []), *undated]]
    return tuple(tuple(one) for one in found)


def _apart(first: str, then: str) -> int:
    return (_date(then) - _date(first)).days


def _date(written: str) -> datetime.date:
    """A day that no calendar has is taken for its month's last."""
    month = Month.parse(written[:7])
    return datetime.date(month.year, month.month, min(max(int(written[8:]), 1), month.days))
