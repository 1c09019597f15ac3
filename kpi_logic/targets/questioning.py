"""Questioning: what is doubtful about a target or the months behind it, and what was probably meant.

One list for the page and the command line: a clear answer where nothing can be told, a clear question where only a
person can decide, with the suggested reading beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kpi_logic.metrics.compute import month_of
from kpi_logic.model import Issue, KpiRef, Level, Message, Month
from kpi_logic.targets.history import FEWEST, FURTHEST
from kpi_logic.targets.outlook import Outlook
from kpi_logic.targets.reading import readings

LATE, LOW, HIGH = 6, 0.6, 1.7
"""The latest month is doubted below or above these parts of the median of so many months before it."""
LEAST_BEFORE = 3
SHOWN = 6


@dataclass(frozen=True)
class TargetQuestion(Issue):
    """An issue with a target. ``reading``: the value that was probably meant; its words stand in ``target_question``.

    >>> TargetQuestion("percent", Level.ASK, reading=0.4).message.key
    'target_question.percent.message'
    """

    reading: float | None = None

    @property
    def message(self) -> Message:
        """What it is and what was got."""
        return Message(f"target_question.{self.code}.message", self.facts)

    @property
    def fix(self) -> Message:
        """How to mend or answer it."""
        return Message(f"target_question.{self.code}.fix", self.facts)


def period_questions(first: Month, last: Month, latest: Month | None) -> tuple[TargetQuestion, ...]:
    """What is wrong with a target's months before any forecast is made.

    latest: the last month of the data, None where there are none.

    >>> [found.code for found in period_questions(Month(2026, 5), Month(2026, 3), None)]
    ['order']
    """
    facts = {"first": first, "last": last}
    if last < first:
        return (_asked("order", Level.ERROR, facts),)
    if latest is not None and last.since(latest) > FURTHEST:
        return (_asked("too_far", Level.ERROR, facts | {"latest": latest, "count": FURTHEST}),)
    return ()


def questions(view: Outlook, value: float | None = None) -> tuple[TargetQuestion, ...]:
    """Everything to tell or to ask about a target on this outlook, the gravest first.

    value: the target in the KPI's unit (ratios 0-1); None asks about the months alone.
    """
    found = [*_period(view), *_months(view)]
    if value is not None:
        found += _value(view, value)
    return tuple(sorted(found, key=lambda one: -one.level))


def _asked(code: str, level: Level, facts: Mapping[str, Any], reading: float | None = None) -> TargetQuestion:
    return TargetQuestion(code, level, facts=facts, reading=reading)


def _period(view: Outlook) -> Iterator[TargetQuestion]:
    """A period that is over, or has begun."""
    if not view.known:
        return
    facts = {
        "kpi": KpiRef(view.kpi.code),
        "value": view.amount(view.known_value),
        "count": len(view.known),
        "open": view.months - len(view.known),
        "last": view.first + (len(view.known) - 1),
    }
    partly = view.partly_known
    key = ("partly_known" if view.adds else "partly_known_mean") if partly else "past"
    yield _asked(key, Level.NOTE if partly else Level.WARN, facts)


def _months(view: Outlook) -> Iterator[TargetQuestion]:
    """What the history itself shows."""
    known = view.history.dropna()
    kpi: dict[str, Any] = {"kpi": KpiRef(view.kpi.code)}
    if view.usable_months < FEWEST:
        yield _asked("too_few", Level.WARN, kpi | {"count": view.usable_months, "needed": FEWEST})
    if known.empty:
        return
    if (known == 0).all():
        yield _asked("all_zero", Level.WARN, kpi | {"count": len(known)})
    elif len(known) > 1 and np.ptp(known.to_numpy()) == 0:
        yield _asked("constant", Level.WARN, kpi | {"count": len(known), "value": view.amount(float(known.iloc[0]))})
    below = known[known < 0]
    if len(below) and not view.may_be_negative:
        yield _asked("negative_months", Level.WARN, kpi | {"count": len(below), "months": _named(list(below.index))})
    told = view.history.loc[known.index[0] : known.index[-1]]
    if told.isna().any():
        gaps = told.index[told.isna()]
        yield _asked("gaps", Level.NOTE, kpi | {"count": len(gaps), "months": _named(list(gaps))})
    yield from _latest(view, kpi)


def _latest(view: Outlook, kpi: dict[str, Any]) -> Iterator[TargetQuestion]:
    """A latest month far from those before it: incomplete, out of stock, a promotion, or a new level."""
    told = (view.told if view.partly_known else view.history).dropna()
    before, last = told.to_numpy()[-LATE - 1 : -1], float(told.iloc[-1])
    if len(before) < LEAST_BEFORE or not (before > 0).all():
        return
    usual = float(np.median(before))
    # A month is doubted only where it lies outside all of those before it, so that a season is not.
    low, high = last < min(LOW * usual, before.min()), last > max(HIGH * usual, before.max())
    if low or high:
        facts = {"month": month_of(told.index[-1]), "value": view.amount(last), "usual": view.amount(usual)}
        yield _asked("latest_low" if low else "latest_high", Level.WARN, kpi | facts)


def _value(view: Outlook, value: float) -> Iterator[TargetQuestion]:
    """A target of the wrong sign or unit."""
    facts: dict[str, Any] = {"kpi": KpiRef(view.kpi.code)}
    if not np.isfinite(value):
        yield _asked("no_number", Level.ERROR, facts)
        return
    facts["value"] = view.amount(value)
    for code, meant in readings(view, value):
        yield _asked(code, Level.ASK, facts | {"reading": view.amount(meant), "count": view.months}, meant)


def _named(months: Sequence[Any]) -> tuple[Month, ...]:
    """The first few of these months."""
    return tuple(month_of(period) for period in months[:SHOWN])
