"""How far weights may move before a rank or a grade turns: the badge, the odds of every rank, the tornado."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import KpiRef, Message, Raw, RoleRef
from kpi_logic.scheme.replay import Replay, ranks_of, run

Array = NDArray[np.float64]

CONCENTRATION = 50.0
"""Of the Dirichlet weights: a weight of 30 of 100 then has a standard deviation of about 6."""

TORNADO_STEP = 10
"""Points of weight that the tornado moves each weight by, up and down."""

SAME = 1e-9


@dataclass(frozen=True)
class Turn:
    """The nearest turn when one weight moves by ``change`` (of 100; below 0: down), the others making room in proportion.

    ``kind`` is "rank" (``people``: two ids that change places) or "grade" (one id, who crosses ``grade``'s limit).
    """

    role: str
    kpi: str
    change: float
    kind: str
    people: tuple[str, ...]
    grade: str = ""


class Bar(NamedTuple):
    """One weight of the tornado: all payouts together with the weight moved down and up by ``TORNADO_STEP``."""

    role: str
    kpi: str
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Robustness:
    """``hold``: ranks and grades hold while any single weight moves by less than this (of 100); None: they always do.

    ``turns`` are the nearest of each weight up and down; ``acceptability`` (P, P) is the share of random weights that
    gives each person (rows) each rank (columns, the best first), NaN for somebody without a score; ``cost`` is the
    payouts as they are, ``tornado`` the widest bar first.
    """

    hold: float | None
    turns: tuple[Turn, ...]
    acceptability: Array
    cost: float
    tornado: tuple[Bar, ...]

    def message(self, names: dict[str, str] | None = None) -> Message:
        """The badge in words; *names* by person id."""
        if self.hold is None:
            return Message("robustness.always")
        first = min(self.turns, key=lambda turn: abs(turn.change))
        named = tuple(Raw((names or {}).get(one, one)) for one in first.people)
        facts = {
            "points": int(np.floor(self.hold)),
            "role": RoleRef(first.role),
            "kpi": KpiRef(first.kpi),
            "people": named,
            "way": Message("robustness.up" if first.change > 0 else "robustness.down"),
            "grade": first.grade,
        }
        return Message(f"robustness.{first.kind}", facts)


def robustness(result: Replay, draws: int = 1000, seed: int = 17) -> Robustness:
    """How much a replay's ranks and grades hang on its weights.

    Ranks are of the mean points over the months, weighed; where everything could be told in every month this is the
    mean score.  A weight w moved by d gives the others (100 - w - d) / (100 - w) of what they had, so every score is a
    ratio of two straight lines in d, and two scores meet at a root of a quadratic: a closed form for each pair.

    Source of rank acceptability: Lahdelma, Hokkanen & Salminen 1998, SMAA - Stochastic multiobjective acceptability
    analysis, European Journal of Operational Research 106, 137-143; weights here are Dirichlet around those chosen.
    """
    table = mean_points(result)
    turns = tuple(_turns(result, table))
    hold = min((abs(turn.change) for turn in turns), default=None)
    return Robustness(hold, turns, _acceptability(result, table, draws, seed), result.total_cost, _tornado(result))


def mean_points(result: Replay) -> Array:
    """(P, L) mean points of each line over the months that can tell it; NaN where none can."""
    told = ~np.isnan(result.points)
    count = told.sum(axis=1)
    total = np.where(told, result.points, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def weighed(table: Array, weights: Array) -> Array:
    """(..., P) scores of mean points (P, L) under weights (..., P, L); NaN where nothing is told."""
    told = np.where(np.isnan(table), 0.0, weights)
    total = told.sum(axis=-1)
    earned = (told * np.nan_to_num(table)).sum(axis=-1)
    return np.divide(earned, total, out=np.full(earned.shape, np.nan), where=total > 0)


class _Line(NamedTuple):
    """A score as (a + b d) / (c + e d)."""

    a: float
    b: float
    c: float
    e: float


def _turns(result: Replay, table: Array) -> Iterator[Turn]:
    cards = {card.role: card for card in result.scheme.scorecards}
    mine = {role: [i for i, person in enumerate(result.people) if _holds(result, i, role)] for role in cards}
    scores = weighed(table, result.plan.weights)
    for role, card in cards.items():
        total = sum(max(line.weight, 0) for line in card.lines)
        for slot, line in enumerate(card.lines):
            if not mine[role] or total == 0 or len(card.lines) < 2:
                continue
            moving = {i: _moved(table[i], result.plan.weights[i], slot) for i in mine[role]}
            limits = (-float(max(line.weight, 0)), float(total - max(line.weight, 0)))
            found = [*_rank_turns(result, scores, moving), *_grade_turns(result, scores, moving)]
            for side in (-1, 1):
                near = [f for f in found if f[0] * side >= 0 and limits[0] - SAME <= f[0] <= limits[1] + SAME]
                if near:
                    change, kind, people, grade = min(near, key=lambda f: abs(f[0]))
                    yield Turn(role, line.kpi, change, kind, people, grade)


def _holds(result: Replay, row: int, role: str) -> bool:
    """Whether a person is scored by exactly that role's scorecard (people of two roles have one of their own)."""
    return result.people[row].role == role and not result.people[row].duties


def _moved(points: Array, weights: Array, slot: int) -> _Line:
    """A person's score when the weight of *slot* moves by d and the others make room in proportion."""
    told = ~np.isnan(points)
    values = np.nan_to_num(points)
    rest = weights.sum() - weights[slot]
    others = np.where(told, weights, 0.0)
    others[slot] = 0.0
    # the others lose d in proportion to what they have; where they have nothing, equally
    loss = (
        others / rest if rest > 0 else np.where(told & (np.arange(len(weights)) != slot), 1.0 / (len(weights) - 1), 0)
    )
    own = float(told[slot])
    return _Line(
        float(own * weights[slot] * values[slot] + (others * values).sum()),
        float(own * values[slot] - (loss * values).sum()),
        float(own * weights[slot] + others.sum()),
        float(own - loss.sum()),
    )


Found = tuple[float, str, tuple[str, ...], str]


def _rank_turns(result: Replay, scores: Array, moving: dict[int, _Line]) -> Iterator[Found]:
    lines = {i: moving.get(i, _Line(scores[i], 0.0, 1.0, 0.0)) for i in range(len(scores)) if np.isfinite(scores[i])}
    for i, j in combinations(lines, 2):
        if i in moving or j in moving:
            for change in _meetings(lines[i], lines[j]):
                yield change, "rank", (result.people[i].id, result.people[j].id), ""


def _grade_turns(result: Replay, scores: Array, moving: dict[int, _Line]) -> Iterator[Found]:
    for i, line in moving.items():
        for grade in result.scheme.grades if np.isfinite(scores[i]) else ():
            for change in _meetings(line, _Line(grade.score, 0.0, 1.0, 0.0)):
                yield change, "grade", (result.people[i].id,), grade.name


def _meetings(one: _Line, other: _Line) -> Sequence[float]:
    """Where two scores are equal: roots of (a1 + b1 d)(c2 + e2 d) = (a2 + b2 d)(c1 + e1 d); none where always equal."""
    square = one.b * other.e - other.b * one.e
    linear = one.b * other.c + one.a * other.e - other.b * one.c - other.a * one.e
    constant = one.a * other.c - other.a * one.c
    inside = linear**2 - 4 * square * constant
    if abs(square) >= 1e-12:
        roots = () if inside < 0 else tuple((-linear + side * np.sqrt(inside)) / (2 * square) for side in (-1, 1))
    else:
        roots = () if abs(linear) < 1e-12 else (-constant / linear,)
    return tuple(float(d) for d in roots if one.c + one.e * d > SAME and other.c + other.e * d > SAME)


def _acceptability(result: Replay, table: Array, draws: int, seed: int) -> Array:
    """(P, P) share of drawn weights that gives each person each rank; every role's weights are drawn by themselves."""
    rng = np.random.default_rng(seed)
    people = len(result.people)
    weights = np.repeat(result.plan.weights[None], draws, axis=0)
    for role in dict.fromkeys(person.role for person in result.people):
        rows = [i for i in range(people) if _holds(result, i, role)]
        chosen = result.plan.weights[rows[0]] if rows else np.zeros(0)
        used = np.flatnonzero(chosen)
        if len(used) > 1:
            drawn = rng.dirichlet(chosen[used] / chosen.sum() * CONCENTRATION, draws)
            for row in rows:
                weights[:, row, used] = drawn
    ranks = ranks_of(weighed(table, weights).T)
    places = np.arange(1, people + 1)
    shares = np.asarray(ranks[:, None, :] == places[None, :, None]).mean(axis=2)
    return np.where(np.asarray(np.isnan(ranks).all(axis=1))[:, None], np.nan, shares)


def _tornado(result: Replay) -> tuple[Bar, ...]:
    bars = []
    for card in result.scheme.scorecards:
        rows = [i for i in range(len(result.people)) if _holds(result, i, card.role)]
        for slot, line in enumerate(card.lines):
            if rows and len(card.lines) > 1 and any(other.weight for other in card.lines):
                bars.append(Bar(card.role, line.kpi, *(_cost(result, rows, slot, way) for way in (-1, 1))))
    return tuple(sorted(bars, key=lambda bar: -abs(bar.high - bar.low)))


def _cost(result: Replay, rows: Sequence[int], slot: int, way: int) -> float:
    weights = result.plan.weights.copy()
    for row in rows:
        total = weights[row].sum()
        now = weights[row, slot]
        new = float(np.clip(now + way * TORNADO_STEP, 0, total))
        rest = total - now
        weights[row] *= (total - new) / rest if rest > 0 else 1.0
        weights[row, slot] = new if rest > 0 else now
    return run(result.scheme, replace(result.plan, weights=weights), result.actuals).total_cost
