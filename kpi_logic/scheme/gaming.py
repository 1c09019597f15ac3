"""The gaming test: which lever a rational employee would pull under a scheme, and what closes the temptation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_logic.facts import KEYS, MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.metrics import ProfitBasis, profit_basis
from kpi_logic.model import (
    Agreement,
    Amount,
    Cascade,
    KpiRef,
    Message,
    Month,
    Organisation,
    Person,
    RoleRef,
    Scheme,
    Scorecard,
    Target,
    Unit,
)
from kpi_logic.scheme.actuals import Actuals, actuals_table, kpis_of
from kpi_logic.scheme.closing import Closing, closings
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.levers import Elasticity, LeverName, elasticity, gaming_settings, grounds, moved, profit_of
from kpi_logic.scheme.lint_settings import lint_settings
from kpi_logic.scheme.plan import make_plan
from kpi_logic.scheme.replay import run

Array = NDArray[np.float64]

MONTHS = 12
LEAST_MONTHS = 6
IDENTITY = frozenset(
    ("sales", "units", "gross_profit", "ad_spend", "ad_sales", "inventory_value", "tasks_plan", "kw_tasks_plan")
)
"""Measures that the levers' identities and the company's profit read."""

COPY = "#"
"""Stands between a shop's name and the number of the trial it is a copy for."""


class Point(NamedTuple):
    """One move of a lever (-0.3: 30 % less): change of the role's pay and of company profit over the months."""

    move: float
    pay: float
    profit: float
    profit_low: float
    profit_high: float


@dataclass(frozen=True)
class Temptation:
    """One role and one lever: the move that pays best, and all moves tried.

    ``corridor``: the best-paying of the moves that raise pay while profit falls; None where there is none.  ``sure``:
    profit falls there over the whole 80 % interval of the elasticity.  ``closings`` mend it, the smallest first.
    """

    role: str
    lever: LeverName
    elasticity: Elasticity
    best: Point
    corridor: Point | None
    sure: bool
    path: tuple[Point, ...]
    closings: tuple[Closing, ...] = ()


@dataclass(frozen=True)
class Gaming:
    """Every role and lever that could be tried, the most harmful corridor first; ``untold`` says why nothing could."""

    temptations: tuple[Temptation, ...]
    months: tuple[Month, ...]
    currency: str | None
    untold: Message | None = None

    @property
    def corridors(self) -> tuple[Temptation, ...]:
        """Where pay goes up while profit goes down."""
        return tuple(one for one in self.temptations if one.corridor is not None)

    def message(self, one: Temptation) -> Message:
        """One temptation in a sentence."""
        at = one.corridor or one.best
        facts = {
            "role": RoleRef(one.role),
            "lever": Message(f"gaming.lever.{one.lever}.{'up' if at.move > 0 else 'down'}"),
            "move": Amount(abs(at.move), Unit.RATIO),
            "pay": Amount(at.pay, Unit.MONEY, self.currency, signed=True),
            "profit": Amount(at.profit, Unit.MONEY, self.currency, signed=True),
            "months": len(self.months),
            "basis": Message(f"gaming.basis.{one.elasticity.kind}"),
        }
        if one.corridor is None:
            return Message("gaming.safe", facts)
        return Message("gaming.corridor_sure" if one.sure else "gaming.corridor", facts)

    def closing_message(self, closing: Closing) -> Message:
        """How one closing reads."""
        facts = {"role": RoleRef(closing.role), "kpi": KpiRef(closing.kpi), "weight": closing.weight}
        return Message(f"gaming.closing.{closing.kind}", facts)


def gaming_test(
    scheme: Scheme,
    organisation: Organisation,
    facts: MonthlyFacts,
    targets: Sequence[Target] = (),
    cascades: Sequence[Cascade] = (),
    months: Sequence[Month] | None = None,
    library: KpiLibrary | None = None,
    agreements: Sequence[Agreement] = (),
) -> Gaming:
    """Every lever of every role pulled up and down over the last year, with what it does to pay and to profit.

    The move is made on the base measures of the shops that people of the role answer for (identities of ``levers``),
    the same engine scores and pays; a corridor is a move that raises the role's pay and lowers company profit.  Every
    closing was found by running the whole test again with it.

    Args:
        months: the last twelve of the facts where none are given.
    """
    library = library or kpi_library()
    when = tuple(months) if months is not None else facts.months[-MONTHS:]
    basis = None if facts.is_empty else profit_basis(facts)
    reason = _cannot_tell(facts, when, basis)
    if reason is not None or basis is None:
        return Gaming((), when, facts.currency, reason)
    book = LevelBook(tuple(targets), tuple(cascades), facts.shops, tuple(agreements))
    ground = _Ground(scheme, organisation, facts.of_months(when), book, basis, library)
    found = [one for card in scheme.scorecards for one in _of_role(card, ground)]
    return Gaming(tuple(sorted(found, key=_harm)), when, facts.currency)


def _cannot_tell(facts: MonthlyFacts, when: Sequence[Month], basis: ProfitBasis | None) -> Message | None:
    if basis is None or basis is ProfitBasis.SALES:
        return Message("gaming.no_profit")
    if facts.currency is None:
        return Message("gaming.currencies")
    if len(when) < LEAST_MONTHS:
        return Message("gaming.short", {"months": len(when), "least": LEAST_MONTHS})
    return None


def _harm(one: Temptation) -> float:
    return one.corridor.profit if one.corridor else np.inf


@dataclass(frozen=True, eq=False)
class _Ground:
    """What the test of one scheme stands on."""

    scheme: Scheme
    organisation: Organisation
    facts: MonthlyFacts
    book: LevelBook
    basis: ProfitBasis
    library: KpiLibrary


@dataclass(frozen=True, eq=False)
class _Trials:
    """One lever pulled for one role: ``actuals`` of people x (now, then each move); profits per move, (moves, 3)."""

    people: tuple[Person, ...]
    actuals: Actuals
    moves: tuple[float, ...]
    profits: Array
    before: float


def _of_role(card: Scorecard, ground: _Ground) -> Iterator[Temptation]:
    people = tuple(p for p in ground.organisation.people if p.role == card.role and not p.duties and p.bonus)
    if not people or not card.lines:
        return
    for name, lever in gaming_settings().lever.items():
        if card.role in lever.roles:
            answer = elasticity(name, ground.facts)
            trials = _pulled(card, people, name, answer, ground)
            if trials is not None:
                yield _judged(card, name, answer, trials, ground)


def _pulled(
    card: Scorecard, people: tuple[Person, ...], name: LeverName, answer: Elasticity, ground: _Ground
) -> _Trials | None:
    codes = tuple(dict.fromkeys([*kpis_of(Scheme(scorecards=(card,))), *counters_of(card, ground)]))
    table = _needed(ground.facts.table, codes, ground)
    touched = grounds([person.shops for person in people], table)
    rows, moves = table.loc[touched], gaming_settings().lever[name].moves
    copies = [rows, *(moved(rows, name, move, answer.value) for move in moves)]
    if all(copy.equals(rows) for copy in copies[1:]):
        return None
    stacked = pd.concat([copy.assign(shop=copy["shop"] + f"{COPY}{n}") for n, copy in enumerate(copies)])
    every = sorted(set(rows["shop"]))
    staff = tuple(
        person.model_copy(
            update={"id": f"{person.id}{COPY}{n}", "shops": tuple(f"{x}{COPY}{n}" for x in person.shops or every)}
        )
        for n in range(len(copies))
        for person in people
    )
    actuals = actuals_table(
        Organisation(people=staff),
        MonthlyFacts(stacked.sort_values(list(KEYS), ignore_index=True)),
        codes,
        ground.facts.months,
        ground.library,
    )
    answers = (answer.value, answer.low, answer.high)
    before = profit_of(rows, ground.basis, ground.library)
    profits = [
        [profit_of(moved(rows, name, move, e), ground.basis, ground.library) - before for e in answers]
        for move in moves
    ]
    return _Trials(people, actuals, moves, np.array(profits), before)


def _needed(table: pd.DataFrame, codes: Sequence[str], ground: _Ground) -> pd.DataFrame:
    """The key columns and the measures that pay, profit or the identities need."""
    kpis = [ground.library[code] for code in (*codes, ground.basis.value) if code in ground.library.kpis]
    wanted = {measure for kpi in kpis for measure in kpi.measures} | IDENTITY
    return table[[column for column in table.columns if column in KEYS or column in wanted]]


def counters_of(card: Scorecard, ground: _Ground) -> tuple[str, ...]:
    """KPIs that could hold the role's lines in balance: their counter-metrics and profit, where the client has the data."""
    library, measures = ground.library, frozenset(ground.facts.measures)
    named = [code for line in card.lines if line.kpi in library.kpis for code in library[line.kpi].counters]
    profit = [code for code in ("cm3", "gross_profit", "cm3_rate") if code in lint_settings().family.profit]
    wanted = dict.fromkeys([*named, *profit])
    return tuple(code for code in wanted if library[code].measures <= measures)


def _judged(card: Scorecard, name: LeverName, answer: Elasticity, trials: _Trials, ground: _Ground) -> Temptation:
    path = _path(card, trials, ground)
    found = corridor_of(path, trials)
    best = max(path, key=lambda point: (point.pay, point.profit))
    if found is None:
        return Temptation(card.role, name, answer, best, None, False, path)
    counters = counters_of(card, ground)

    def closes(changed: Scorecard) -> bool:
        return corridor_of(_path(changed, trials, ground), trials) is None

    mends = closings(card, trials.actuals, trials.people, closes, counters, ground.library)
    sure = max(found.profit, found.profit_low, found.profit_high) < 0
    return Temptation(card.role, name, answer, best, found, sure, path, mends)


def _path(card: Scorecard, trials: _Trials, ground: _Ground) -> tuple[Point, ...]:
    """What each move does, under one scorecard."""
    scheme = ground.scheme.model_copy(update={"scorecards": (card,), "pool": None})
    count = len(trials.people)
    now = replace(trials.actuals, people=tuple(p.id for p in trials.people), values=trials.actuals.values[:count])
    now = replace(now, shops=ground.facts.shops)
    plan = make_plan(scheme, Organisation(people=trials.people), now, ground.book, ground.library)
    result = run(scheme, plan.rows(np.tile(np.arange(count), len(trials.moves) + 1)), trials.actuals)
    pay = np.nansum(result.payouts.reshape(len(trials.moves) + 1, -1), axis=1)
    points = []
    for n, (move, (middle, *ends)) in enumerate(zip(trials.moves, trials.profits.tolist(), strict=True)):
        more = round(float(pay[n + 1] - pay[0]), 2)
        points.append(Point(move, more, middle, min(middle, *ends), max(middle, *ends)))
    return tuple(points)


def corridor_of(path: Sequence[Point], trials: _Trials) -> Point | None:
    """The best-paying move that raises pay and lowers profit, each by enough to matter; None where there is none."""
    settings = gaming_settings()
    full = sum(person.bonus or 0.0 for person in trials.people) * len(trials.actuals.months)
    bad = [
        point
        for point in path
        if point.pay > settings.pay_up * full and point.profit < -settings.profit_down * abs(trials.before)
    ]
    return max(bad, key=lambda point: point.pay, default=None)
