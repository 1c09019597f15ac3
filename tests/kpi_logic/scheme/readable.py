"""The scoring of one person and month in plain steps, to be read beside the proposal; the engine must equal it."""

import itertools
from dataclasses import dataclass

from kpi_logic.model import Payout


@dataclass(frozen=True)
class OneLine:
    """One KPI of one month: what was reached, what was asked, and how it counts."""

    actual: float | None
    threshold: float
    target: float
    stretch: float
    weight: float
    sign: int = 1
    cliff: bool = False
    cap: float | None = 120.0
    counts: float = 1.0
    floor: float | None = None


def points_of(line: OneLine) -> float | None:
    """60 at the threshold, 100 at the target, 120 at the stretch, straight between them, 0 at the least."""
    if line.actual is None:
        return line.floor
    at, low, mid, high = (line.sign * x for x in (line.actual, line.threshold, line.target, line.stretch))
    if line.cliff and at < low:
        points = 0.0
    elif at < mid:
        points = 100 + 40 * (at - mid) / (mid - low)
    else:
        points = 100 + 20 * (at - mid) / (high - mid)
    points = max(points, 0.0)
    if line.cap is not None:
        points = min(points, line.cap)
    return points if line.floor is None else max(points, line.floor)


def score_of(lines: list[OneLine], not_scored_if_missing: bool = False, extra: float = 0.0) -> float | None:
    """The weighted mean of what can be told, with plus and minus points; None where nothing can."""
    told = [(points_of(line), line.weight * line.counts) for line in lines]
    weight = sum(w for points, w in told if points is not None)
    asked = sum(w for _, w in told)
    if weight <= 0 or (not_scored_if_missing and weight < asked - 1e-9):
        return None
    mean = sum(points * w for points, w in told if points is not None) / weight
    return min(max(mean + extra, 0.0), max(mean, 120.0)) if extra else mean


def share_of(score: float, payout: Payout) -> float:
    """Straight lines through the payout's points, flat outside."""
    points = sorted(payout.points)
    if score <= points[0][0]:
        return points[0][1]
    for (low, less), (high, more) in itertools.pairwise(points):
        if score <= high:
            return less + (more - less) * (score - low) / (high - low)
    return points[-1][1]


def pay_of(score: float | None, bonus: float, payout: Payout, multiplier: float, presence: float = 1.0) -> float | None:
    """Bonus times its parts, to the cent, half a cent up."""
    if score is None:
        return None
    exact = bonus * presence * share_of(score, payout) * multiplier
    return int(exact * 100 + 0.5 + 1e-6) / 100
