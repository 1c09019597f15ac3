"""What somebody who only moves weights needs to know: everybody's points by month, and whose weights move how."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Scheme, Scorecard
from kpi_logic.scheme.duty import shares_of
from kpi_logic.scheme.replay import Replay

Part = tuple[int | None, int, float]
"""A part of a merged line's weight: which line of the moving card (None: none), the weight that stands, its share."""


@dataclass(frozen=True)
class LiveMonth:
    """One month of one person: ``points`` (0-120, None missing) and ``counts`` (0-1) by line, what gates leave of pay,
    plus and minus points, and the part of the month at work; None where nothing of the kind happened."""

    points: list[float | None]
    multiplier: float
    counts: list[float] | None
    extra: float | None
    here: float | None


@dataclass(frozen=True)
class LivePerson:
    """One person: ``weights`` that stand still, or ``mix`` of several roles' lines, or neither: the moving card's own.

    ``moves``: whether the moving card has a say in the score at all.
    """

    moves: bool
    weights: list[float] | None
    mix: list[list[Part]] | None
    months: list[LiveMonth]


def live(result: Replay, card: Scorecard) -> tuple[LivePerson, ...]:
    """Everybody of a replay, in its order, for the weights of *card* to move."""
    return tuple(_person(result, row, card) for row in range(len(result.people)))


def told(values: NDArray[np.float64]) -> list[float | None]:
    """Numbers with None for what is missing.

    >>> told(np.array([1.5, np.nan]))
    [1.5, None]
    """
    return [None if value != value else value for value in values.tolist()]


def _person(result: Replay, row: int, card: Scorecard) -> LivePerson:
    person, own = result.people[row], result.plan.cards[row]
    count = len(own.lines) if own else 0
    months = [_month(result, row, place, count) for place in range(len(result.months))]
    shares = shares_of(person) if person.duties else {person.role: 1.0}
    if card.role not in shares or not count:
        return LivePerson(False, result.plan.weights[row, :count].tolist(), None, months)
    return LivePerson(True, None, _mix(result.scheme, shares, card) if person.duties else None, months)


def _mix(scheme: Scheme, shares: Mapping[str, float], card: Scorecard) -> list[list[Part]]:
    """The parts of each line of the merged card, in its order."""
    cards = {one.role: one for one in scheme.scorecards}
    held = {role: share for role, share in shares.items() if role in cards}
    whole = sum(held.values())
    terms: dict[str, list[Part]] = {}
    for role, share in held.items():
        for at, line in enumerate(cards[role].lines):
            moving = at if role == card.role else None
            terms.setdefault(line.kpi, []).append((moving, max(line.weight, 0), share / whole))
    return list(terms.values())


def _month(result: Replay, row: int, place: int, count: int) -> LiveMonth:
    plan = result.plan
    return LiveMonth(
        told(result.points[row, place, :count]),
        float(result.multipliers[row, place]),
        None if plan.counts is None else plan.counts[row, place, :count].tolist(),
        None if plan.extra is None else float(plan.extra[row, place]),
        None if plan.presence is None else float(plan.presence[row, place]),
    )
