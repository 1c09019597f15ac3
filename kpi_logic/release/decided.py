"""On which day each decision came to be what it is: read from the history of the engagement."""

from collections.abc import Mapping, Sequence
from typing import Any

from kpi_logic.model import Engagement
from kpi_logic.store import Store
from kpi_logic.store.saved import Entry

# What follows from a target's value, and is written again whenever the data change.
_FOLLOWS = {"probability": None, "method": ""}


def decided_on(store: Store, id: str) -> tuple[tuple[str, str], ...]:
    """(place, day in UTC as YYYY-MM-DD) of every decision that the paper cites, as ``Edition.decided`` holds them.

    Raises as ``Store.entries``.
    """
    return days_of(store.entries(id))


def days_of(entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    """The same of a history, oldest first: the day since which a decision has stood without a break."""
    if not entries:
        return ()
    standing = _parts(entries[-1].engagement)
    days: dict[str, str] = {}
    for entry in reversed(entries):
        then = _parts(entry.engagement)
        standing = {place: value for place, value in standing.items() if then.get(place) == value}
        if not standing:
            break
        days |= dict.fromkeys(standing, entry.revision.created_at.date().isoformat())
    return tuple(sorted(days.items()))


def _parts(engagement: Engagement) -> Mapping[str, Any]:
    """Every decision by its place."""
    targets = {f"targets.{one.id}": one.model_copy(update=_FOLLOWS) for one in engagement.targets}
    cascades = {f"cascades.{one.target}": one for one in engagement.cascades}
    return targets | cascades | {
        "scheme": engagement.scheme,
        "pilot": engagement.pilot,
        "organisation": engagement.organisation,
        "profile": engagement.profile,
        "proposal.fee": engagement.proposal.fee,
        "data.definition": (engagement.data.definition, engagement.data.exchange, engagement.data.answers),
        "all": engagement.model_copy(update={"name": "", "proposal": type(engagement.proposal)()}),
    }  # fmt: skip
