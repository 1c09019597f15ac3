"""The running scorecard: month by month since the scheme counts, what was scored and what it pays, or would pay."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.model import Amount, Message, Month, Person, Pilot, Raw, Scheme, Unit
from kpi_logic.review.calendar import counting_from
from kpi_logic.scheme import Replay, grade_of


@dataclass(frozen=True)
class RunningMonth:
    """One month of one person; None where it cannot be told.

    ``shadow``: it is scored and not paid; ``awaiting``: only because the scheme is not rolled out yet.  ``complete``:
    the month is over; one that is not stands in no total.  ``so_far`` is the pay of the complete months up to this one
    that are shadow as it is, or paid as it is.
    """

    month: Month
    score: float | None
    grade: str | None
    pay: float | None
    shadow: bool
    complete: bool
    so_far: float | None
    awaiting: bool = False


@dataclass(frozen=True)
class Running:
    """One person's months since the scheme counts, in order."""

    person: Person
    months: tuple[RunningMonth, ...]

    @property
    def scored(self) -> tuple[RunningMonth, ...]:
        """Complete months with a score."""
        return tuple(one for one in self.months if one.complete and one.score is not None)

    @property
    def mean_score(self) -> float | None:
        """Over the complete months with a score."""
        scores = [one.score for one in self.scored if one.score is not None]
        return sum(scores) / len(scores) if scores else None

    @property
    def paid(self) -> float | None:
        """What the complete months pay; None where none of them is paid."""
        return self._sum(shadow=False)

    @property
    def shadowed(self) -> float | None:
        """What the complete months of the trial would have paid; None where there is none."""
        return self._sum(shadow=True)

    def _sum(self, shadow: bool) -> float | None:
        pays = [one.pay for one in self.scored if one.shadow == shadow and one.pay is not None]
        return round(sum(pays), 2) if pays else None

    def message(self, currency: str | None) -> Message:
        """The scorecard so far in one sentence; what was paid and what would have been are never added up."""
        who = {"person": Raw(self.person.name), "count": len(self.scored)}
        if self.mean_score is None:
            return Message("running.untold", who)
        facts = {
            **who,
            "score": Amount(round(self.mean_score, 1), Unit.SCORE),
            "last": self.scored[-1].month,
            "paid": Amount(self.paid, Unit.MONEY, currency, full=True),
            "shadow": Amount(self.shadowed, Unit.MONEY, currency, full=True),
        }
        waits = self.kind == "would_pay" and any(one.awaiting for one in self.scored)
        return Message(f"running.{self.kind}{'_waiting' if waits else ''}", facts)

    @property
    def kind(self) -> str:
        """What there is to tell of pay: "unpaid", "would_pay", "pays" or "both"."""
        told = (self.shadowed is not None, self.paid is not None)
        return {(False, False): "unpaid", (True, False): "would_pay", (False, True): "pays"}.get(told, "both")


def running(
    result: Replay, pilot: Pilot, unfinished: Collection[Month] = (), rolled_out: bool = True
) -> tuple[Running, ...]:
    """Everybody's running scorecard, in the order of the people.

    Args:
        result: the scheme over the months since it counts, on the actuals that count.
        pilot: its months are scored without pay, unless it is a paid one.
        unfinished: months that are not over yet.
        rolled_out: whether what the pilot showed was used: its verdict is to roll out, or a version was released after
            it.  Until then the months after it are not paid either.
    """
    return tuple(_of_person(result, row, pilot, unfinished, rolled_out) for row in range(len(result.people)))


def _of_person(result: Replay, row: int, pilot: Pilot, unfinished: Collection[Month], rolled_out: bool) -> Running:
    months: list[RunningMonth] = []
    so_far: dict[bool, float | None] = {True: None, False: None}
    for column, month in enumerate(result.months):
        score, pay = _told(result.scores[row, column]), _told(result.payouts[row, column])
        complete, shadow = month not in unfinished, is_shadow(result.scheme, pilot, month, rolled_out)
        awaiting = shadow and not is_shadow(result.scheme, pilot, month)
        if complete and pay is not None:
            so_far[shadow] = round((so_far[shadow] or 0.0) + pay, 2)
        grade = grade_of(score, result.scheme.grades)
        months.append(RunningMonth(month, score, grade, pay, shadow, complete, so_far[shadow], awaiting))
    return Running(result.people[row], tuple(months))


def is_shadow(scheme: Scheme, pilot: Pilot, month: Month, rolled_out: bool = True) -> bool:
    """Whether a month is scored without pay: in a pilot that is not paid, and after it until the scheme is rolled out.

    >>> tried = Pilot(first="2026-12", months=2)
    >>> [is_shadow(Scheme(), tried, Month(2027, n)) for n in (1, 2)], is_shadow(Scheme(), tried, Month(2027, 2), False)
    ([True, False], True)
    """
    start = counting_from(scheme, pilot, None)
    return start is not None and not pilot.paid and (month < start or not rolled_out)


def released_after(pilot: Pilot, newest: Month | None) -> bool:
    """Whether a version was released (the newest in *newest*) after the pilot's last month.

    >>> [released_after(Pilot(first="2026-12", months=2), Month(2027, n)) for n in (1, 2)]
    [False, True]
    """
    return bool(newest and pilot.first and newest >= Month.parse(pilot.first) + pilot.months)


def scored_from(pilot: Pilot, released: Month | None) -> Month | None:
    """The first month that the scheme scores: a whole one since it was first released (in *released*), not before its pilot.

    None while it is neither released nor tried.

    >>> str(scored_from(Pilot(first="2026-10"), Month(2026, 11))), str(scored_from(Pilot(first="2027-01"), None))
    ('2026-12', '2027-01')
    """
    starts = [Month.parse(pilot.first)] if pilot.first else []
    starts += [released + 1] if released is not None else []
    return max(starts, default=None)


def scored_months(pilot: Pilot, released: Month | None, last: Month | None) -> tuple[Month, ...]:
    """The months that the scheme scores, up to the newest that anything is known of (*last*); empty where there are none.

    >>> [str(month) for month in scored_months(Pilot(first="2026-12"), Month(2026, 11), Month(2027, 1))]
    ['2026-12', '2027-01']
    """
    first = scored_from(pilot, released)
    if first is None or last is None:
        return ()
    return tuple(Month.of(n) for n in range(first.ordinal, last.ordinal + 1))


def together(found: Sequence[Running]) -> tuple[float | None, float | None]:
    """What all would have been paid in the trial, and what all are paid; None where there is none."""
    shadows = [one.shadowed for one in found if one.shadowed is not None]
    paid = [one.paid for one in found if one.paid is not None]
    return (round(sum(shadows), 2) if shadows else None), (round(sum(paid), 2) if paid else None)


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
