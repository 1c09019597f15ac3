"""What has to be said of exceptions and of reported numbers: shown like any issue, in words of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi_logic.model import Issue, Message, Month

FEW = 3
"""Months that are told one by one; more of them by the first and the last."""


@dataclass(frozen=True)
class Remark(Issue):
    """A finding of a review. Its words are ``remark.<code>.message`` and ``remark.<code>.fix``; ``about`` are ids.

    >>> from kpi_logic.model import Level
    >>> Remark("exception_overlap", Level.WARN, about=("e1", "e2")).message.key
    'remark.exception_overlap.message'
    """

    about: tuple[str, ...] = ()

    @property
    def message(self) -> Message:
        """What it is."""
        return Message(f"remark.{self.code}.message", self.facts)

    @property
    def fix(self) -> Message:
        """How to mend it."""
        return Message(f"remark.{self.code}.fix", self.facts)


def span(months: Iterable[Month]) -> Message | tuple[Month, ...]:
    """Months ready for words, each told once.

    >>> span([Month(2026, 12), Month(2026, 12)]), span(Month(2026, n) for n in range(1, 6)).key
    ((Month(year=2026, month=12),), 'remark.span')
    """
    told = tuple(sorted(set(months)))
    return told if len(told) <= FEW else Message("remark.span", {"first": told[0], "last": told[-1]})
