"""The paper's own messages."""

from collections.abc import Sequence
from typing import Any

from kpi_logic.model import Message, Month


def say(key: str, /, **facts: Any) -> Message:
    """The message ``proposal.<key>``."""
    return Message(f"proposal.{key}", facts)


def period(first: Month, last: Month) -> Message | Month:
    """Months from first to last; one month alone where they are the same."""
    return first if first == last else say("period", first=first, last=last)


def span(first: str, last: str) -> Message | Month:
    """``period`` of two written months."""
    return period(Month.parse(first), Month.parse(last))


def narrow(first: Month | str, last: Month | str) -> str:
    """Months from first to last for a narrow cell, the same in every language.

    >>> narrow(Month(2026, 11), Month(2027, 1)), narrow("2026-11", "2026-11")
    ('2026-11–2027-01', '2026-11')
    """
    return str(first) if str(first) == str(last) else f"{first}\N{EN DASH}{last}"


def listed(*parts: Any) -> Message:
    """Several things in one phrase."""
    return say("list", parts=tuple(parts))


def joined(messages: Sequence[Message]) -> Message:
    """Sentences one after the other; raises IndexError for none."""
    whole = messages[0]
    for message in messages[1:]:
        whole = say("sentences", first=whole, second=message)
    return whole
