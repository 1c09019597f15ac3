"""A calendar month, the grain of all facts."""

import calendar
import re
from collections.abc import Iterator
from typing import NamedTuple

_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class Month(NamedTuple):
    """A month of a year; sorts and counts as one expects.

    >>> Month.parse("2025-11") + 3
    Month(year=2026, month=2)
    >>> str(Month(2025, 1) - 1), Month(2026, 2).since(Month(2025, 11)), Month(2024, 2).days
    ('2024-12', 3, 29)
    """

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``YYYY-MM``; raises ValueError for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"a month is written YYYY-MM, such as 2025-03; got {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, ordinal: int) -> "Month":
        """The month that many months after January of year 0."""
        year, month = divmod(ordinal, 12)
        return cls(year, month + 1)

    @property
    def ordinal(self) -> int:
        """Months since January of year 0."""
        return self.year * 12 + self.month - 1

    @property
    def days(self) -> int:
        """Days in the month."""
        return calendar.monthrange(self.year, self.month)[1]

    def since(self, other: "Month") -> int:
        """Months from *other* to this one."""
        return self.ordinal - other.ordinal

    def __add__(self, months: int) -> "Month":  # type: ignore[override]
        return Month.of(self.ordinal + months)

    def __sub__(self, months: int) -> "Month":
        return Month.of(self.ordinal - months)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from *first* to *last*, both included.

    >>> [str(m) for m in months_between(Month(2025, 12), Month(2026, 2))]
    ['2025-12', '2026-01', '2026-02']
    """
    return (Month.of(n) for n in range(first.ordinal, last.ordinal + 1))
