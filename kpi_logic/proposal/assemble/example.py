"""Worked payslips, taken from the replay's own months: nothing in them is computed a second way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.library import kpi_library
from kpi_logic.model import Gate, Kpi, Month, Payout, Person, SchemeException
from kpi_logic.model.apportion import apportion
from kpi_logic.scheme import InForce, Replay, payout_share, to_cents
from kpi_logic.scheme.replay import breached

LEAST_DIGITS, MOST_DIGITS = 2, 8
KINDS = ("good", "average", "bad")


@dataclass(frozen=True)
class ExampleLine:
    """One KPI of the month; None where something cannot be told; ``counts`` is the weight that an exception leaves."""

    kpi: Kpi
    weight: int
    actual: float | None
    levels: tuple[float | None, float | None, float | None]
    points: float | None
    counts: float


@dataclass(frozen=True)
class Example:
    """A month that shows the rule, with as many digits as a reader needs to come to the same cent.

    ``kind`` says which month it is ("good", "average", "bad"); ``breached`` are the gates that cut the pay;
    ``exceptions`` those in force; ``presence`` the part of the month at work.
    """

    kind: str
    person: Person
    month: Month
    lines: tuple[ExampleLine, ...]
    told_weight: float
    score: float
    rule: Payout
    multiplier: float
    payout: float
    presence: float = 1.0
    breached: tuple[Gate, ...] = ()
    exceptions: tuple[SchemeException, ...] = ()

    @property
    def not_earned(self) -> float:
        """What of the full bonus is not earned; 0 where all of it, or more, is."""
        return round(max((self.person.bonus or 0.0) - self.payout, 0.0), 2)

    @property
    def before_pool(self) -> float:
        """The payout before a pool that is too small cuts it."""
        return float(to_cents((self.person.bonus or 0.0) * self.presence * self.share * self.multiplier))

    @property
    def pooled(self) -> bool:
        """Whether the pool cut the pay."""
        return self.payout < self.before_pool

    @property
    def base(self) -> float:
        """The score of the KPIs alone, before plus and minus points."""
        told = [line for line in self.lines if line.points is not None]
        weight = sum(line.counts for line in told)
        return sum((line.points or 0.0) * line.counts for line in told) / weight if weight else self.score

    @property
    def extra(self) -> float:
        """Plus and minus points as printed, so that the column sums to the score."""
        found = round(round(self.score, 2) - round(self.base, 2), 2)
        return found if abs(self.score - self.base) > 1e-9 else 0.0

    @property
    def share(self) -> float:
        """The share of the bonus for the score, before the gates."""
        return float(payout_share(self.score, self.rule))

    @property
    def parts(self) -> tuple[float | None, ...]:
        """What each line adds, in hundredths of a point that sum to the score of the KPIs as it is printed."""
        exact = [0.0 if line.points is None else line.points * line.counts for line in self.lines]
        whole = apportion(round(self.base * 100), exact)
        return tuple(None if line.points is None else part / 100 for line, part in zip(self.lines, whole, strict=True))

    @property
    def score_digits(self) -> int:
        """Decimals of the score from which the payout follows to the cent."""
        return self._digits(lambda n: float(payout_share(round(self.score, n), self.rule)))

    @property
    def share_digits(self) -> int:
        """Decimals of the share, in percent, from which the payout follows to the cent."""
        return self._digits(lambda n: round(self.share * 100, n) / 100)

    def _digits(self, share: Callable[[int], float]) -> int:
        bonus = (self.person.bonus or 0.0) * self.presence * self.multiplier
        close = (n for n in range(LEAST_DIGITS, MOST_DIGITS) if float(to_cents(bonus * share(n))) == self.before_pool)
        return next(close, MOST_DIGITS)


def examples(replay: Replay, exceptions: Sequence[SchemeException] = ()) -> tuple[Example, ...]:
    """A good month, an average one and a bad one, of three people where there are as many; empty where nobody is paid.

    By the share of the bonus that was paid: the highest, the lowest and the one nearest the middle of all, from months
    whose every KPI is told if there are any, the latest of equal ones.  One month is not shown twice.
    """
    bonus = replay.plan.bonus[:, None]
    paid = ~np.isnan(replay.payouts) & (bonus > 0)
    whole = paid & (replay.told_weight == replay.plan.weights.sum(axis=1)[:, None])
    places = np.argwhere(whole if whole.sum() >= len(KINDS) else paid)
    if not len(places):
        return ()
    shares = {(int(row), int(month)): float(replay.payouts[row, month] / bonus[row, 0]) for row, month in places}
    middle = float(np.median(list(shares.values())))
    wishes = {"good": lambda share: -share, "bad": lambda share: share, "average": lambda share: abs(share - middle)}
    taken: dict[str, tuple[int, int]] = {}
    for kind, wish in wishes.items():
        people = {row for row, _ in taken.values()}
        free = [place for place in shares if place not in taken.values()]
        fresh = [place for place in free if place[0] not in people] or free
        if fresh:
            taken[kind] = min(fresh, key=lambda place: (round(wish(shares[place]), 9), -place[1], place[0]))
    return tuple(_of(replay, kind, *taken[kind], exceptions) for kind in KINDS if kind in taken)


def _of(replay: Replay, kind: str, row: int, month: int, exceptions: Sequence[SchemeException]) -> Example:
    card, plan = replay.plan.cards[row], replay.plan
    kpis = kpi_library().kpis
    slots = [slot for slot, line in enumerate(card.lines if card else ()) if line.kpi in kpis]
    hit = breached(plan, replay.actuals)[row, month]
    return Example(
        kind=kind,
        person=replay.people[row],
        month=replay.months[month],
        lines=tuple(_line(replay, row, month, slot) for slot in slots),
        told_weight=float(replay.told_weight[row, month]),
        score=float(replay.scores[row, month]),
        rule=replay.scheme.payout,
        multiplier=float(replay.multipliers[row, month]),
        payout=float(replay.payouts[row, month]),
        presence=1.0 if plan.presence is None else float(plan.presence[row, month]),
        breached=tuple(gate for slot, gate in enumerate(card.gates if card else ()) if hit[slot]),
        exceptions=InForce.of(exceptions, replay.people, (replay.months[month],)).in_force(row, 0),
    )


def _line(replay: Replay, row: int, month: int, slot: int) -> ExampleLine:
    card = replay.plan.cards[row]
    assert card is not None
    line = card.lines[slot]
    weight = float(replay.plan.weights[row, slot])
    counts = weight if replay.plan.counts is None else weight * float(replay.plan.counts[row, month, slot])
    low, mid, high = (_told(level) for level in replay.plan.levels[:, row, month, slot])
    return ExampleLine(
        kpi=kpi_library()[line.kpi],
        weight=line.weight,
        actual=_told(replay.actuals.values[row, month, replay.plan.columns[row, slot]]),
        levels=(low, mid, high),
        points=_told(replay.points[row, month, slot]),
        counts=counts,
    )


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
