"""When the scheme and its targets are looked at again: a check each month, a review each quarter (P5, M6).

Months are counted from the first month that counts, that is after the trial and never before the pilot was judged.  A
meeting is held in the month after the last one it looks at, on the tenth, when most platforms have settled it.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kpi_logic.model import Engagement, Month, Pilot, Review, ReviewKind, Scheme, Target

QUARTER = 3
"""Months between two reviews where the scheme names none."""
REVIEWS = 3
AHEAD = 12
HELD_ON = 10
"""Day of the month; moved to Monday where it falls on a weekend."""
SATURDAY = 5

MeetingState = Literal["held", "overdue", "open"]
Occasion = Literal["check", "regular", "pilot", "season", "targets"]


@dataclass(frozen=True)
class Meeting:
    """One check or review of the months up to ``month``, due on a day.

    ``on``: why it takes place; ``season`` are the calendar months (1-12) it sets anew, ``targets`` the ids it settles.
    ``review`` is the id of the review that was opened for it, "" while there is none.
    """

    kind: ReviewKind
    month: Month
    due: datetime.date
    state: MeetingState
    on: tuple[Occasion, ...]
    season: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    review: str = ""


def starts_to_count(scheme: Scheme, first: Month, last: Month) -> Month:
    """The first month whose scores are paid: after the trial, and never before the pilot (*first* to *last*) was judged.

    >>> str(starts_to_count(Scheme(trial_months=3), Month(2026, 1), Month(2026, 2)))
    '2026-04'
    """
    return max(first + scheme.trial_months, last + 1)


def counting_from(scheme: Scheme, pilot: Pilot, latest: Month | None) -> Month | None:
    """The first month whose scores are paid; None where nobody can say when the trial begins.

    After the pilot was judged and the trial is over; without a pilot the trial begins after the data (*latest*; P9).
    Every page and paper that says when the scheme counts asks here.

    >>> str(counting_from(Scheme(), Pilot(first="2026-12", months=2), None))
    '2027-02'
    >>> str(counting_from(Scheme(trial_months=2), Pilot(), Month(2026, 10)))
    '2027-01'
    """
    if pilot.first:
        first = Month.parse(pilot.first)
        return starts_to_count(scheme, first, first + (pilot.months - 1))
    return latest + (1 + scheme.trial_months) if latest else None


def regular_reviews(scheme: Scheme, pilot: Pilot, latest: Month | None, count: int = REVIEWS) -> list[Month]:
    """The months in which the first *count* regular reviews are held; none where nobody can say when pay starts.

    >>> [str(month) for month in regular_reviews(Scheme(), Pilot(first="2026-12", months=2), None)]
    ['2027-05', '2027-08', '2027-11']
    """
    start = counting_from(scheme, pilot, latest)
    every = scheme.review_every_months or QUARTER
    return [start + every * n for n in range(1, count + 1)] if start else []


def settling_months(targets: Iterable[Target]) -> dict[Month, tuple[Target, ...]]:
    """The month after a target's last one, and the targets settled then."""
    due: dict[Month, list[Target]] = {}
    for target in targets:
        due.setdefault(Month.parse(target.last) + 1, []).append(target)
    return {month: tuple(several) for month, several in due.items()}


def season_reviews(months: Iterable[int], first: Month, last: Month) -> dict[Month, tuple[int, ...]]:
    """The month before each run of season months begins, between *first* and *last*, and the run it prepares.

    >>> found = season_reviews((11, 12), Month(2026, 1), Month(2026, 12))
    >>> {str(month): season for month, season in found.items()}
    {'2026-10': (11, 12)}
    """
    wanted = set(months)
    found: dict[Month, tuple[int, ...]] = {}
    for n in range(first.ordinal, last.ordinal + 1):
        month = Month.of(n)
        if (month + 1).month in wanted and (month.month not in wanted or len(wanted) == 12):
            run = (month + step for step in range(1, 13))
            found[month] = tuple(_while_in(run, wanted))
    return found


def _while_in(run: Iterable[Month], wanted: set[int]) -> Iterator[int]:
    for month in run:
        if month.month not in wanted:
            return
        yield month.month


def review_calendar(
    engagement: Engagement, latest: Month | None, day: datetime.date, ahead: int = AHEAD
) -> tuple[Meeting, ...]:
    """Every check and review from the first month of the pilot (or the month after the data) on, in their order.

    Args:
        latest: the last month of the data.
        day: today; what was due before it and was not held is overdue.
        ahead: months to look ahead of *day* (or of the first month, where that is later).
    """
    scheme = engagement.scheme or Scheme()
    pilot = engagement.pilot
    start = counting_from(scheme, pilot, latest)
    if engagement.scheme is None or start is None:
        return ()
    first = Month.parse(pilot.first) if pilot.first else start - scheme.trial_months
    last = max(Month(day.year, day.month), first) + ahead
    plan = _Plan(
        every=scheme.review_every_months or QUARTER,
        start=start,
        judged=first + pilot.months if pilot.first else None,
        settled=settling_months(engagement.targets),
        season=season_reviews(scheme.roll_out.season_months, first, last),
    )
    kept = {(review.kind, review.month): review for review in engagement.reviews}
    held = (Month.of(n) for n in range(first.ordinal + 1, last.ordinal + 1))
    return tuple(_meeting(month, plan, kept, day) for month in held)


@dataclass(frozen=True)
class _Plan:
    """What falls into which month."""

    every: int
    start: Month
    judged: Month | None
    settled: dict[Month, tuple[Target, ...]]
    season: dict[Month, tuple[int, ...]]

    def on(self, month: Month) -> tuple[Occasion, ...]:
        since = month.since(self.start)
        told: tuple[tuple[Occasion, bool], ...] = (
            ("pilot", month == self.judged),
            ("regular", since > 0 and since % self.every == 0),
            ("season", month in self.season),
            ("targets", month in self.settled),
        )
        return tuple(name for name, here in told if here) or ("check",)


def _meeting(month: Month, plan: _Plan, kept: dict[tuple[ReviewKind, str], Review], day: datetime.date) -> Meeting:
    on = plan.on(month)
    kind: ReviewKind = "quarterly" if {"regular", "season"} & set(on) else "monthly"
    looked_at = month - 1
    found = [kept[key] for key in ((kind, str(looked_at)), ("quarterly", str(looked_at))) if key in kept]
    done = any(review.held for review in found)
    due = held_on(month)
    return Meeting(
        kind=kind,
        month=looked_at,
        due=due,
        state="held" if done else "overdue" if due < day else "open",
        on=on,
        season=plan.season.get(month, ()),
        targets=tuple(target.id for target in plan.settled.get(month, ())),
        review=found[0].id if found else "",
    )


def held_on(month: Month) -> datetime.date:
    """The day of a month on which its meeting is held.

    >>> str(held_on(Month(2027, 1))), str(held_on(Month(2026, 12)))
    ('2027-01-11', '2026-12-10')
    """
    day = datetime.date(month.year, month.month, HELD_ON)
    return day + datetime.timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day
