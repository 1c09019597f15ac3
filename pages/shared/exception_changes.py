"""What can be changed on the recorded exceptions, as changes of an engagement."""

from typing import Any

from kpi_logic.model import Engagement, SchemeException
from pages.shared.card_changes import OneStep
from pages.shared.inputs import Change


def fresh(month: str) -> OneStep:
    """One more exception: it has nobody's approval yet, so it does nothing."""

    def change(engagement: Engagement) -> Engagement:
        taken = {event.id for event in engagement.exceptions}
        free = next(name for n in range(1, len(taken) + 2) if (name := f"e{n}") not in taken)
        event = SchemeException(id=free, kind="stock_out", rule="exclude_days", first=month, last=month)
        return _with(engagement, (*engagement.exceptions, event))

    return change


def dropped(which: str) -> OneStep:
    """An exception taken out: everything is as it was before it."""
    return lambda engagement: _with(engagement, tuple(one for one in engagement.exceptions if one.id != which))


def with_field(which: str, field: str, scale: float = 0) -> Change:
    """One field of an exception; a first month after the last, or the other way round, takes the other one along."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        if value is None:
            return engagement
        given = {field: value / scale if scale else value}
        if field in ("first", "last"):
            given |= _in_order(field, value, next(one for one in engagement.exceptions if one.id == which))
        events = tuple(one.model_copy(update=given) if one.id == which else one for one in engagement.exceptions)
        return _with(engagement, events)

    return change


def _in_order(field: str, value: str, event: SchemeException) -> dict[str, str]:
    if field == "first":
        return {"last": max(event.last, value)}
    return {"first": min(event.first, value)}


def _with(engagement: Engagement, events: tuple[SchemeException, ...]) -> Engagement:
    return engagement.model_copy(update={"exceptions": events})
