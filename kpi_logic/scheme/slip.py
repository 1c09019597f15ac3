"""The value of a point: what one person earns this month, and what a little more of each KPI would pay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import (
    Agreement,
    Amount,
    Award,
    Cascade,
    KpiRef,
    Message,
    Month,
    Organisation,
    Person,
    Raw,
    Scheme,
    SchemeException,
    Target,
    Unit,
)
from kpi_logic.scheme.actuals import Actuals, actuals_table, kpis_of
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.month_plan import month_plan
from kpi_logic.scheme.plan import Plan
from kpi_logic.scheme.replay import run

Array = NDArray[np.float64]

STEP = 0.01
"""A little more is 1 % of today's value, to the better side."""

START, TRIALS = 3, 4
"""Rows of a slip: today, the lowest and the highest; then for each KPI better, floor, cap and worse."""


@dataclass(frozen=True)
class SlipLine:
    """One KPI of a slip, in its unit; pay is of the whole person, all else as today.

    ``better`` is today's value and 1 % to the better side, ``worth`` what that adds to the pay; ``worse`` and ``lost``
    are the same to the worse side, what is lost being 0 or more.  ``floor`` and ``cap`` are the pay with 0 points and with
    the most points of this KPI (None where it has no cap).  None: cannot be told.
    """

    kpi: str
    weight: int
    actual: float | None
    target: float | None
    points: float | None
    better: float | None
    worth: float | None
    floor: float | None
    cap: float | None
    worse: float | None = None
    lost: float | None = None


@dataclass(frozen=True)
class Slip:
    """One person's month: ``pay`` of the ``bonus``; ``lowest`` and ``highest`` pay that the scheme can give."""

    person: Person
    month: Month
    currency: str | None
    score: float | None
    pay: float | None
    bonus: float | None
    lowest: float | None
    highest: float | None
    lines: tuple[SlipLine, ...]

    @property
    def not_earned(self) -> float | None:
        """What of the full bonus is not earned yet; 0 where more than it is earned."""
        if self.pay is None or self.bonus is None:
            return None
        return round(max(self.bonus - self.pay, 0.0), 2)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The slip in plain sentences: today, each KPI, floor and cap, and that nothing is taken away."""
        who = {"person": Raw(self.person.name), "month": self.month}
        if self.score is None or self.pay is None:
            return (Message("slip.untold", who),)
        today = {**who, "score": Amount(round(self.score, 1), Unit.SCORE), "pay": self._money(self.pay)}
        ends = {"low": self._money(self.lowest), "high": self._money(self.highest)}
        rest = {"bonus": self._money(self.bonus), "rest": self._money(self.not_earned)}
        earned = Message("slip.not_earned" if self.not_earned else "slip.all_earned", rest)
        return (Message("slip.today", today), earned, *map(self.line_message, self.lines), Message("slip.ends", ends))

    def line_message(self, line: SlipLine) -> Message:
        """One KPI's sentence."""
        known = kpi_library().kpis.get(line.kpi)
        name = KpiRef(line.kpi) if known else Raw(line.kpi)
        if known is None or line.worth is None:
            return Message("slip.line_untold", {"kpi": name})
        money = self.currency if known.unit is Unit.MONEY else None
        facts = {
            "kpi": name,
            "actual": Amount(line.actual, known.unit, money),
            "better": Amount(line.better, known.unit, money),
            "worth": self._money(line.worth),
            "floor": self._money(line.floor),
            "cap": self._money(line.cap),
        }
        if line.cap is None:
            return Message("slip.line_uncapped", facts)
        return Message("slip.line" if line.worth else "slip.line_nothing", facts)

    def _money(self, value: float | None) -> Amount:
        return Amount(value, Unit.MONEY, self.currency, full=True)


def slips(
    scheme: Scheme,
    organisation: Organisation,
    facts: MonthlyFacts,
    month: Month,
    targets: Sequence[Target] = (),
    cascades: Sequence[Cascade] = (),
    actuals: Actuals | None = None,
    library: KpiLibrary | None = None,
    exceptions: Sequence[SchemeException] = (),
    awards: Sequence[Award] = (),
    agreements: Sequence[Agreement] = (),
) -> tuple[Slip, ...]:
    """Everybody's slip for a month; its pay is the engine's own to the cent.

    Each question (a little more, the floor, the cap of each KPI) is one more row of the same engine, so gates, caps,
    exceptions and days at work all have their say.  A pool is left out: it depends on what everybody else earns.
    """
    if actuals is None or month not in actuals.months:
        actuals = actuals_table(organisation, facts, kpis_of(scheme), [month], library)
    actuals = actuals.of_month(month)
    book = LevelBook(tuple(targets), tuple(cascades), actuals.shops, tuple(agreements))
    plan = month_plan(scheme, organisation, actuals, book, exceptions, awards, library)
    alone = scheme.model_copy(update={"pool": None})
    return tuple(_slip(alone, plan, actuals, row, month) for row in range(len(plan.people)))


def _slip(scheme: Scheme, plan: Plan, actuals: Actuals, row: int, month: Month) -> Slip:
    card = plan.cards[row]
    width = len(card.lines) if card else 0
    values = np.repeat(actuals.values[row, 0][None], START + TRIALS * width, axis=0)
    better, worse = np.full(width, np.nan), np.full(width, np.nan)
    for slot in range(width):
        column = plan.columns[row, slot]
        if column < 0:
            continue
        today, (threshold, target, stretch) = values[0, column], plan.levels[:, row, 0, slot]
        sign = plan.sign[row, slot]
        step = sign * STEP * (abs(today) or abs(target))
        better[slot], worse[slot] = today + step, today - step
        worst = target - 3 * (target - threshold)
        first = START + TRIALS * slot
        trials = (
            (first, better[slot]),
            (first + 1, worst),
            (first + 2, stretch),
            (first + 3, worse[slot]),
            (1, worst),
            (2, stretch),
        )
        for place, value in trials:
            values[place, column] = value
    tried = replace(actuals, people=("",) * len(values), values=values[:, None, :])
    result = run(scheme, plan.rows(np.full(len(values), row)), tried)
    pays = result.payouts[:, 0]
    lines = tuple(
        SlipLine(
            kpi=line.kpi,
            weight=line.weight,
            actual=_told(values[0, plan.columns[row, slot]]) if plan.columns[row, slot] >= 0 else None,
            target=_told(plan.levels[1, row, 0, slot]),
            points=_told(result.points[0, 0, slot]),
            better=_told(better[slot]),
            worth=_worth(pays[START + TRIALS * slot], pays[0]) if np.isfinite(better[slot]) else None,
            floor=_told(pays[START + TRIALS * slot + 1]),
            cap=_told(pays[START + TRIALS * slot + 2]) if line.cap is not None else None,
            worse=_told(worse[slot]),
            lost=_worth(pays[0], pays[START + TRIALS * slot + 3]) if np.isfinite(worse[slot]) else None,
        )
        for slot, line in enumerate(card.lines if card else ())
    )
    person = plan.people[row]
    score, pay = _told(result.scores[0, 0]), _told(pays[0])
    low, high = (_told(pays[1]), _told(pays[2])) if pay is not None else (None, None)
    return Slip(person, month, actuals.currency, score, pay, person.bonus, low, high, lines)


def _worth(more: float, now: float) -> float | None:
    return None if np.isnan(more) or np.isnan(now) else round(float(more - now), 2)


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
