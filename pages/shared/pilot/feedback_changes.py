"""What can be changed on the collected forms, as changes of an engagement."""

from typing import Any

from kpi_logic.model import Engagement, Feedback
from pages.shared.card_changes import OneStep
from pages.shared.inputs import Change


def form_of(engagement: Engagement, which: str) -> Feedback | None:
    """The form of that id."""
    return next((one for one in engagement.feedback if one.id == which), None)


def next_form(engagement: Engagement) -> str:
    """The id of a form for the next person: the one that was opened and left blank, else a free one."""
    last = engagement.feedback[-1] if engagement.feedback else None
    if last is not None and not last.given and not last.person:
        return last.id
    taken = {one.id for one in engagement.feedback}
    return next(name for n in range(1, len(taken) + 2) if (name := f"f{n}") not in taken)


def opened(which: str, day: str) -> OneStep:
    """A blank form of that day, unless there is one of that id."""

    def change(engagement: Engagement) -> Engagement:
        if form_of(engagement, which) is not None:
            return engagement
        return _with(engagement, (*engagement.feedback, Feedback(id=which, day=day)))

    return change


def dropped(which: str) -> OneStep:
    """A form taken out."""
    return lambda engagement: _with(engagement, tuple(one for one in engagement.feedback if one.id != which))


def with_field(which: str, field: str) -> Change:
    """One field of a form; words are "" where there are none, a question is None where it is left open."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        kept = "" if value is None and field not in ("clear", "fair", "doable") else value
        return _update(engagement, which, {field: kept})

    return change


def with_answer(which: str, day: str) -> Change:
    """The answer; the first time it is given, with its day."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        form = form_of(engagement, which)
        answered_on = form.answered_on if form is not None and form.answered_on else day
        return _update(engagement, which, {"answer": value or "", "answered_on": answered_on if value else ""})

    return change


def _update(engagement: Engagement, which: str, fields: dict[str, Any]) -> Engagement:
    forms = tuple(one.model_copy(update=fields) if one.id == which else one for one in engagement.feedback)
    return _with(engagement, forms)


def _with(engagement: Engagement, forms: tuple[Feedback, ...]) -> Engagement:
    return engagement.model_copy(update={"feedback": forms})
