"""One person's month, taken from the replay: nothing in it is computed a second way."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kpi_logic.library import kpi_library
from kpi_logic.model import Kpi, Month, Payout, Person
from kpi_logic.model.apportion import apportion
from kpi_logic.scheme import Replay, payout_share, to_cents

PASS, TOP = 60.0, 120.0
LEAST_DIGITS, MOST_DIGITS = 2, 8


@dataclass(frozen=True)
class ExampleLine:
    """One KPI of the month; None where something cannot be told."""

    kpi: Kpi
    weight: int
    actual: float | None
    levels: tuple[float | None, float | None, float | None]
    points: float | None


@dataclass(frozen=True)
class Example:
    """A month that shows the rule, with as many digits as a reader needs to come to the same cent."""

    person: Person
    month: Month
    lines: tuple[ExampleLine, ...]
    told_weight: int
    score: float
    rule: Payout
    multiplier: float
    payout: float

    @property
    def share(self) -> float:
        """The share of the bonus for the score, before the gates."""
        return float(payout_share(self.score, self.rule))

    @property
    def parts(self) -> tuple[float | None, ...]:
        """What each line adds to the score, in hundredths of a point that sum to the score as it is printed."""
        exact = [0.0 if line.points is None else line.points * line.weight for line in self.lines]
        whole = apportion(round(self.score * 100), exact)
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
        bonus = (self.person.bonus or 0.0) * self.multiplier
        close = (n for n in range(LEAST_DIGITS, MOST_DIGITS) if float(to_cents(bonus * share(n))) == self.payout)
        return next(close, MOST_DIGITS)


def example(replay: Replay) -> Example | None:
    """The latest month of somebody whose every KPI is told and whose score is on the slope; None where nobody is paid.

    Where nobody stands on the slope, the first person with a payout is taken.
    """
    paid = ~np.isnan(replay.payouts)
    if not paid.any():
        return None
    slope = paid & (replay.scores > PASS) & (replay.scores < TOP)
    whole = slope & (replay.told_weight == replay.plan.weights.sum(axis=1)[:, None])
    chosen = next(mask for mask in (whole, slope, paid) if mask.any())
    month = int(np.flatnonzero(chosen.any(axis=0))[-1])
    return _of(replay, int(np.flatnonzero(chosen[:, month])[0]), month)


def _of(replay: Replay, row: int, month: int) -> Example:
    card = replay.plan.cards[row]
    score = float(replay.scores[row, month])
    kpis = kpi_library().kpis
    slots = [slot for slot, line in enumerate(card.lines if card else ()) if line.kpi in kpis]
    return Example(
        person=replay.people[row],
        month=replay.months[month],
        lines=tuple(_line(replay, row, month, slot) for slot in slots),
        told_weight=round(float(replay.told_weight[row, month])),
        score=score,
        rule=replay.scheme.payout,
        multiplier=float(replay.multipliers[row, month]),
        payout=float(replay.payouts[row, month]),
    )


def _line(replay: Replay, row: int, month: int, slot: int) -> ExampleLine:
    card = replay.plan.cards[row]
    assert card is not None
    line = card.lines[slot]
    low, mid, high = (_told(level) for level in replay.plan.levels[:, row, month, slot])
    return ExampleLine(
        kpi=kpi_library()[line.kpi],
        weight=line.weight,
        actual=_told(replay.actuals.values[row, month, replay.plan.columns[row, slot]]),
        levels=(low, mid, high),
        points=_told(replay.points[row, month, slot]),
    )


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
