"""The agenda of a review, composed from the decisions and the facts: what happened, why, what next, what to do."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpi_logic.diagnosis import Change, change_between, driver_name, metrics_of
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import (
    ALL,
    Amount,
    Engagement,
    Message,
    Month,
    Raw,
    ReviewAction,
    ReviewKind,
    Target,
    Unit,
)
from kpi_logic.review.calendar import QUARTER
from kpi_logic.review.kpi_advice import KpiAdvice
from kpi_logic.review.rebase import past_their_period
from kpi_logic.targets.outlook import Outlook, odds_words, outlook

YEAR = 12
NAMED = 3
"""Drivers and shops named one by one."""
LARGE = 1_000_000
"""From here on an amount is told in millions with one digit, which hides a smaller change."""
MOVED = 0.10
"""Change of odds that is worth its words."""


@dataclass(frozen=True, eq=False)
class Agenda:
    """Four parts, each a list of sentences; ``change`` is the exact attribution behind ``why``.

    ``before`` and ``after`` are the months compared; ``seasonal``: they are of different seasons, so that the change
    holds the season too.
    """

    kind: ReviewKind
    month: Month
    happened: tuple[Message, ...]
    why: tuple[Message, ...]
    following: tuple[Message, ...]
    todo: tuple[Message, ...]
    change: Change | None
    before: tuple[Month, ...]
    after: tuple[Month, ...]
    seasonal: bool

    @property
    def answer(self) -> Message:
        """What changed most, and what made most of it."""
        if self.change is None:
            return Message("agenda.answer.untold")
        facts = _change(self.change).facts
        way = 1 if self.change.delta >= 0 else -1
        first = max(self.change.by_driver(), key=lambda part: way * part.effect, default=None)
        span = "month" if len(self.after) == 1 else "months"
        if first is None or way * first.effect <= 0:
            return Message(f"agenda.happened.{span}", facts)
        effect = Amount(first.effect, Unit.MONEY, self.change.currency, signed=True)
        return Message(f"agenda.answer.{span}", {**facts, "driver": driver_name(first.kpi), "effect": effect})


def agenda(
    engagement: Engagement,
    facts: MonthlyFacts,
    kind: ReviewKind,
    month: Month,
    day: datetime.date,
    advice: Sequence[KpiAdvice] = (),
) -> Agenda:
    """What a review of the months up to *month* has to talk about.

    Args:
        facts: may reach beyond *month*; nothing after it is read.
        day: today; actions due before it are overdue.
        advice: what the health of the KPIs suggests.
    """
    here = facts.of_months([one for one in facts.months if one <= month])
    every = (engagement.scheme.review_every_months if engagement.scheme else 0) or QUARTER
    before, after = compared_months(here.months, month, every if kind == "quarterly" else 1)
    metrics = metrics_of(here) if here.currency is not None and not here.is_empty else ()
    change = change_between(here, metrics[0], before, after) if metrics and before else None
    views = [(target, _view(target, here)) for target in _running(engagement.targets, month)]
    told = [(target, view) for target, view in views if view is not None]
    seasonal = bool(before) and before[0].month != after[0].month
    return Agenda(
        kind=kind,
        month=month,
        happened=(
            *_changes(here, metrics, before, after),
            *(_so_far(target, view) for target, view in told if target.first <= str(month)),
        ),
        why=tuple(_reasons(change, seasonal)),
        following=tuple(_next(target, view) for target, view in told if len(view.known) < view.months),
        todo=(
            *open_actions(engagement, month, day),
            *(Message("agenda.todo.rebase", _named(one)) for one in past_their_period(engagement, month)),
            *(one.sentence for one in advice),
        ),
        change=change,
        before=before,
        after=after,
        seasonal=seasonal,
    )


def compared_months(months: Sequence[Month], last: Month, length: int) -> tuple[tuple[Month, ...], tuple[Month, ...]]:
    """The *length* months up to *last*, and the same a year before; where that is not known, those right before.

    >>> months = [Month(2026, n) for n in range(1, 7)]
    >>> [[str(one) for one in side] for side in compared_months(months, Month(2026, 6), 3)]
    [['2026-01', '2026-02', '2026-03'], ['2026-04', '2026-05', '2026-06']]
    >>> compared_months(months[:1], Month(2026, 1), 1)[0]
    ()
    """
    known = set(months)
    after = tuple(last - n for n in reversed(range(length)))
    for back in (YEAR, length):
        before = tuple(month - back for month in after)
        if known >= {*before, *after}:
            return before, after
    return (), after


def open_actions(engagement: Engagement, month: Month, day: datetime.date) -> tuple[Message, ...]:
    """Every action of a review before that is not done, the overdue ones first."""
    names = {person.id: person.name for person in engagement.organisation.people}
    still = [
        one for review in engagement.reviews if review.month < str(month) for one in review.actions if not one.done
    ]
    return tuple(_action(one, names, day) for one in sorted(still, key=lambda one: one.due or "9999"))


def _action(one: ReviewAction, names: Mapping[str, str], day: datetime.date) -> Message:
    facts = {
        "what": Raw(one.what) if one.what.strip() else Message("agenda.todo.nameless"),
        "owner": Raw(names.get(one.owner, one.owner)) if one.owner.strip() else Message("agenda.todo.nobody"),
        "due": Raw(one.due),
    }
    state = "undated" if not one.due else "overdue" if one.due < str(day) else "open"
    return Message(f"agenda.todo.{state}", facts)


def _running(targets: Sequence[Target], month: Month) -> Iterator[Target]:
    """Targets that have begun or begin next, and are not over for longer than a quarter."""
    begun, ended = str(month + 1), str(month - (QUARTER - 1))
    for target in targets:
        if target.kpi in kpi_library().kpis and target.first <= begun and target.last >= ended:
            yield target


def _view(target: Target, facts: MonthlyFacts) -> Outlook | None:
    first, last = Month.parse(target.first), Month.parse(target.last)
    if last < first or facts.of_segment(target.segment).is_empty:
        return None
    return outlook(facts, kpi_library()[target.kpi], target.segment, first, last, event=target.event)


def _named(target: Target) -> dict[str, object]:
    return {
        "kpi": driver_name(target.kpi),
        "segment": target.segment,
        "first": Month.parse(target.first),
        "last": Month.parse(target.last),
    }


def _so_far(target: Target, view: Outlook) -> Message:
    """Plan and actual of one target: met, missed, so far, or not to be told."""
    facts = _named(target) | {"value": view.amount(target.value), "months": len(view.known), "of": view.months}
    if view.known_value is None:
        return Message("agenda.happened.untold", facts)
    facts["actual"] = view.amount(view.known_value)
    if len(view.known) < view.months:
        return Message(f"agenda.happened.{'so_far' if view.adds else 'level_so_far'}", facts)
    missed = view.kpi.direction.better(target.value, view.known_value)
    gap = view.known_value - target.value
    share = Amount(gap / abs(target.value), Unit.RATIO, signed=True) if target.value else view.amount(gap)
    return Message(f"agenda.happened.{'missed' if missed else 'met'}", facts | {"gap": share})


def _next(target: Target, view: Outlook) -> Message:
    """The odds of a running target now, and what they were when it was set."""
    now = view.judged(target.value).probability
    facts = _named(target) | {"value": view.amount(target.value)}
    if now is None or view.interval80 is None:
        return Message("agenda.following.untold", facts)
    low, _, high = view.interval80
    facts |= {"now": odds_words(now), "low": view.amount(low), "high": view.amount(high)}
    if target.probability is None:
        return Message("agenda.following.odds", facts)
    moved = now - target.probability
    way = "up" if moved > MOVED else "down" if moved < -MOVED else "same"
    return Message(f"agenda.following.{way}", facts | {"then": odds_words(target.probability)})


def _changes(
    facts: MonthlyFacts, metrics: Sequence[str], before: Sequence[Month], after: Sequence[Month]
) -> Iterator[Message]:
    """The best profit and sales, against the months compared with."""
    for metric in dict.fromkeys([*metrics[:1], "gmv"]) if before else ():
        if metric not in metrics:
            continue
        change = change_between(facts, metric, before, after, ALL)
        if change is not None:
            yield _change(change)


def _change(change: Change) -> Message:
    facts: dict[str, object] = {
        "metric": driver_name(change.metric),
        "now": _beside(change, change.value_after),
        "then": _beside(change, change.value_before),
        "first": change.after[0],
        "last": change.after[-1],
        "against_first": change.before[0],
        "against_last": change.before[-1],
        "delta": Amount(change.delta, Unit.MONEY, change.currency, signed=True),
    }
    return Message(f"agenda.happened.{'month' if len(change.after) == 1 else 'months'}", facts)


def _beside(change: Change, value: float) -> Amount | Message:
    """A value short; to the unit where both are large and the change would be lost in the rounding."""
    large = max(abs(change.value_after), abs(change.value_before)) >= LARGE
    if not large or abs(change.delta) >= LARGE or not change.currency:
        return Amount(value, Unit.MONEY, change.currency)
    number = Amount(round(value), Unit.COUNT, full=True)
    return Message("agenda.whole", {"currency": Raw(change.currency), "number": number})


def _reasons(change: Change | None, seasonal: bool) -> Iterator[Message]:
    """The largest parts of the change, driver by driver and shop by shop; they are exact parts of it."""
    if change is None:
        yield Message("agenda.why.untold")
        return
    if seasonal:
        yield Message("agenda.why.season", {"first": change.before[0], "last": change.before[-1]})
    for name, parts in (("driver", change.by_driver()), ("shop", change.by_segment())):
        for part in parts[:NAMED]:
            if name == "shop" and (len(parts) < 2 or part.segment == ALL):
                continue
            effect = Amount(part.effect, Unit.MONEY, change.currency, signed=True)
            said = driver_name(part.kpi) if name == "driver" else part.segment
            yield Message(f"agenda.why.{name}", {"name": said, "effect": effect, "metric": driver_name(change.metric)})
