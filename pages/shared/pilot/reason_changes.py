"""What can be changed on the reasons of changes, as changes of an engagement."""

from collections.abc import Sequence
from typing import Any

from kpi_logic.model import ChangeReason, Engagement
from kpi_logic.review import Advice, advised, reasoned
from pages.shared.card_changes import OneStep
from pages.shared.inputs import Change


def own_reason(engagement: Engagement, place: str, base: str) -> ChangeReason:
    """What was written for this very place; a blank one where nothing was."""
    found = (one for one in engagement.reasons if (one.place, one.base) == (place, base))
    return next(found, ChangeReason(place=place, base=base))


def with_reason(place: str, base: str, field: str) -> Change:
    """One field of a place's reason."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        given = own_reason(engagement, place, base).model_copy(update={field: value if value is not None else ""})
        return _with(engagement, (given,))

    return change


def same_for(places: Sequence[str], place: str, base: str) -> OneStep:
    """The reason of one place given to others too."""

    def change(engagement: Engagement) -> Engagement:
        given = own_reason(engagement, place, base)
        return _with(engagement, [given.model_copy(update={"place": other}) for other in places])

    return change


def pressed(chosen: Advice, base: str, words: str) -> OneStep:
    """An advice taken, with its reason under every place it changes; before any release there is nothing to explain."""

    def change(engagement: Engagement) -> Engagement:
        after = advised(engagement, chosen)
        return reasoned(engagement, after, base, chosen.source, words, chosen.feedback) if base else after

    return change


def _with(engagement: Engagement, given: Sequence[ChangeReason]) -> Engagement:
    places = {(one.place, one.base) for one in given}
    kept = tuple(one for one in engagement.reasons if (one.place, one.base) not in places)
    return engagement.model_copy(update={"reasons": (*kept, *given)})
