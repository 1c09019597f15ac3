"""Answers about what matters how much, read into what each method asks for, and the weights they make."""

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Judgement
from kpi_logic.weights.judgement import ahp, bwm, swing
from kpi_logic.weights.rebalance import to_hundred
from kpi_logic.weights.repair import SAATY

POINTS, EQUAL = 50.0, 1.0
"""What stands in a question nobody has answered yet: points of 100, times as important."""

Array = NDArray[np.float64]


def judged(judgement: Judgement | None, kpis: Sequence[str]) -> dict[str, int] | None:
    """Whole weights of these KPIs that sum to 100; None where the answers are not enough.

    >>> judged(Judgement(role="ads", method="direct", answers={"acos": 60, "cvr": 20}), ["acos", "cvr"])
    {'acos': 75, 'cvr': 25}
    """
    if judgement is None or not kpis:
        return None
    found = _shares(judgement, kpis)
    return None if found is None else dict(zip(kpis, to_hundred(found.tolist()), strict=True))


def _shares(judgement: Judgement, kpis: Sequence[str]) -> Array | None:
    if judgement.method == "ahp":
        return ahp(pairwise(judgement, kpis)).weights
    if judgement.method == "bwm":
        rows = preferences(judgement, kpis)
        return None if rows is None else bwm(*rows).weights
    points = [judgement.answers.get(kpi, POINTS) for kpi in kpis]
    return swing(points) if sum(points) > 0 else None


def pairwise(judgement: Judgement | None, kpis: Sequence[str]) -> Array:
    """(n, n) how many times as important each KPI is as each other; 1 where nobody has said."""
    matrix = np.ones((len(kpis), len(kpis)))
    for i, one in enumerate(kpis):
        for j, other in enumerate(kpis[i + 1 :], start=i + 1):
            matrix[i, j] = answered(judgement, one, other)
            matrix[j, i] = 1 / matrix[i, j]
    return matrix


def answered(judgement: Judgement | None, one: str, other: str) -> float:
    """How many times as important the one is as the other, whichever way round it was asked.

    >>> answered(Judgement(role="ads", method="ahp", answers={"acos:cvr": 4}), "cvr", "acos")
    0.25
    """
    answers = judgement.answers if judgement else {}
    if f"{one}:{other}" in answers:
        return answers[f"{one}:{other}"]
    return 1 / answers[f"{other}:{one}"] if f"{other}:{one}" in answers else EQUAL


def nearest_step(times: float) -> int:
    """The place on Saaty's scale that is nearest in proportion.

    >>> SAATY[nearest_step(1.0)], SAATY[nearest_step(4.4)]
    (1.0, 4.0)
    """
    return min(range(len(SAATY)), key=lambda place: abs(log(SAATY[place] / times)))


def preferences(judgement: Judgement, kpis: Sequence[str]) -> tuple[list[float], list[float]] | None:
    """Best to the others and the others to the worst; None before both are named."""
    best, worst = judgement.best, judgement.worst
    if best not in kpis or worst not in kpis or (best == worst and len(kpis) > 1):
        return None
    span = judgement.answers.get(f"{best}:{worst}", EQUAL)
    to_others = [
        1.0 if k == best else span if k == worst else judgement.answers.get(f"{best}:{k}", EQUAL) for k in kpis
    ]
    to_worst = [
        1.0 if k == worst else span if k == best else judgement.answers.get(f"{k}:{worst}", EQUAL) for k in kpis
    ]
    return to_others, to_worst
