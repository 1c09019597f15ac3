"""What can be changed on the reviews, as changes of an engagement."""

import hashlib
import re
import secrets
from dataclasses import replace
from typing import Any

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Review, ReviewAction, ReviewKind
from kpi_logic.review import KpiAdvice, Rebase, reasoned, with_advice
from kpi_logic.review.kpi_advice import with_verdict
from kpi_logic.walk import with_next_targets
from pages.shared import editing
from pages.shared.card_changes import OneStep
from pages.shared.inputs import Change

A_DAY = r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$"


def review_of(engagement: Engagement, which: str) -> Review | None:
    """The review of that id."""
    return next((one for one in engagement.reviews if one.id == which), None)


def named(kind: ReviewKind, month: str) -> str:
    """The id of the one review of that kind and month.

    >>> named("monthly", "2026-12")
    'monthly-2026-12'
    """
    return f"{kind}-{month}"


def opened(kind: ReviewKind, month: str) -> OneStep:
    """A review of those months, unless there is one."""

    def change(engagement: Engagement) -> Engagement:
        if any((one.kind, one.month) == (kind, month) for one in engagement.reviews):
            return engagement
        fresh = Review(id=named(kind, month), kind=kind, month=month)
        return _with(engagement, (*engagement.reviews, fresh))

    return change


def dropped(which: str) -> OneStep:
    """A review taken out, with its minutes."""
    return lambda engagement: _with(engagement, tuple(one for one in engagement.reviews if one.id != which))


def with_field(which: str, field: str) -> Change:
    """One field of a review; words are "" where there are none, days are text."""
    return lambda engagement, value: _update(engagement, which, {field: "" if value is None else value})


def with_held(which: str, day: str) -> Change:
    """Whether the review took place; its day is the day on which that is said, until another is chosen."""
    return lambda engagement, value: _update(engagement, which, {"held": day if value else ""})


def with_day(which: str) -> Change:
    """The day it took place."""
    return lambda engagement, value: _update(engagement, which, {"held": str(value) if value else ""})


def with_actions(which: str) -> Any:
    """A table's rows as the review's actions; a row without words is none yet."""

    def change(engagement: Engagement, rows: list[dict[str, Any]]) -> Engagement:
        whole = [row for row in rows if str(row.get("what") or "").strip()]
        return _update(engagement, which, {"actions": tuple(_action(row) for row in whole)})

    return change


def _action(row: dict[str, Any]) -> ReviewAction:
    added, due = row.get(editing.ADDED), str(row.get("due") or "")
    fresh = hashlib.sha256(str(added).encode()).hexdigest()[:8] if added else secrets.token_hex(4)
    return ReviewAction(
        id=row.get("id") or fresh,
        what=str(row["what"]).strip(),
        owner=row.get("owner") or "",
        due=due if re.match(A_DAY, due) else "",
        done=bool(row.get("done")),
    )


def taken(chosen: KpiAdvice, facts: MonthlyFacts, review: str, base: str, words: str) -> OneStep:
    """An advice taken: the scorecard changed, the verdict in the minutes, the reason under what differs from *base*."""

    def change(engagement: Engagement) -> Engagement:
        after = with_advice(chosen, engagement, facts, review, words)
        if after is None:
            return engagement
        return reasoned(engagement, after, base, "review", words) if base else after

    return change


def kept(chosen: KpiAdvice, review: str, words: str) -> OneStep:
    """An advice put aside: the KPI is kept as it is, with what was said against it in the minutes."""
    keep = replace(chosen, decision="keep")
    return lambda engagement: with_verdict(engagement, keep, review, words)


def rebased(found: tuple[Rebase, ...], facts: MonthlyFacts, base: str, words: dict[str, str]) -> OneStep:
    """The next targets beside the old ones; ``words`` are the reasons by id of the new target."""

    def change(engagement: Engagement) -> Engagement:
        for one in found:
            after = with_next_targets(engagement, facts, (one,))
            told = words.get(one.following.id, "")
            engagement = reasoned(engagement, after, base, "review", told) if base else after
        return engagement

    return change


def _update(engagement: Engagement, which: str, fields: dict[str, Any]) -> Engagement:
    reviews = tuple(one.model_copy(update=fields) if one.id == which else one for one in engagement.reviews)
    return _with(engagement, reviews)


def _with(engagement: Engagement, reviews: tuple[Review, ...]) -> Engagement:
    return engagement.model_copy(update={"reviews": reviews})
