"""What the store gives back: frozen values, no rows and no connections."""

from dataclasses import dataclass
from datetime import datetime

from kpi_logic.model import Engagement, Message


@dataclass(frozen=True, slots=True)
class Saved:
    """An engagement as it stands; ``revision`` is what the next ``save`` must name as the one it builds on.

    ``author`` is who made that revision; the times are aware and in UTC.
    """

    id: str
    engagement: Engagement
    revision: int
    archived: bool
    created_at: datetime
    updated_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list of engagements.

    ``engagement`` is the newest document, or None if it cannot be read here (written by a newer version, or damaged):
    one such engagement must not hide the others.
    """

    id: str
    name: str
    revision: int
    archived: bool
    updated_at: datetime
    engagement: Engagement | None


@dataclass(frozen=True, slots=True)
class Revision:
    """One step of the history, without its document; ``restored_from`` is the revision it brought back, if any."""

    number: int
    created_at: datetime
    author: str
    what: Message
    restored_from: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the history with its document."""

    revision: Revision
    engagement: Engagement
