"""The last word where nothing is lost: where the change came from, or whether the latest months tell another story."""

from collections.abc import Sequence

from kpi_logic.diagnosis.board import BoardRow
from kpi_logic.diagnosis.change import Change
from kpi_logic.model import Amount, Message, Unit

TURNED = 0.05  # a change against the three months before that is worth its words


def watch(change: Change | None, board: Sequence[BoardRow]) -> Message:
    """Where there are several shops, the one that did most; of one shop, whether it has turned since; else what to do."""
    return _where(change) or _turned(change, board) or Message("diagnosis.answer.watch")


def _where(change: Change | None) -> Message | None:
    """The shop that did most towards the change."""
    if change is None or change.delta == 0:
        return None
    did = [part for part in change.by_segment() if part.effect * change.delta > 0]
    if len({part.segment for part in change.parts}) < 2 or not did:
        return None
    most = did[0]
    facts = {
        "segment": most.segment,
        "by": Amount(most.effect, change.unit, change.currency, signed=True),
        "share": Amount(most.effect / change.delta, Unit.RATIO),
    }
    return Message("diagnosis.answer.watch_where", facts)


def _turned(change: Change | None, board: Sequence[BoardRow]) -> Message | None:
    """Against the three months before, where that points the other way than a year ago does."""
    row = next((row for row in board if change is not None and row.kpi == change.metric), None)
    if change is None or row is None or row.change is None or row.change_year is None:
        return None
    if row.change * row.change_year >= 0 or abs(row.change) < TURNED:
        return None
    direction = "up" if row.change > 0 else "down"
    return Message(f"diagnosis.answer.watch_{direction}", {"change": Amount(abs(row.change), Unit.RATIO)})
