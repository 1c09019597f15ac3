"""Answers about what matters how much, and the weights that each method makes of them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Engagement, Judgement
from kpi_logic.model.judgement import Method
from kpi_logic.weights import ahp, bwm, swing, to_hundred
from pages.shared import inputs

METHODS: tuple[Method, ...] = ("direct", "swing", "ahp", "bwm")
POINTS, EQUAL = 50.0, 1.0  # what stands in a question nobody has answered yet


def judgement_of(engagement: Engagement, role: str, method: str, voter: str = "") -> Judgement | None:
    """Somebody's answers for a role by a method; None before the first one."""
    asked = (role, method, voter)
    return next((one for one in engagement.judgements if (one.role, one.method, one.voter) == asked), None)


class Answers:
    """Changes of one role's answers by one method."""

    def __init__(self, role: str, method: Method) -> None:
        self.role, self.method = role, method

    def one(self, name: str) -> inputs.Change:
        """One question answered."""
        return lambda engagement, value: self.several(engagement, {name: float(value)})

    def several(self, engagement: Engagement, answers: Mapping[str, float]) -> Engagement:
        """Some questions answered at once."""
        now = self._standing(engagement)
        return self._put(engagement, now.model_copy(update={"answers": now.answers | dict(answers)}))

    def named(self, field: str) -> inputs.Change:
        """The best or the worst KPI named."""
        return lambda engagement, value: self._put(
            engagement, self._standing(engagement).model_copy(update={field: value or ""})
        )

    def _standing(self, engagement: Engagement) -> Judgement:
        return judgement_of(engagement, self.role, self.method) or Judgement(role=self.role, method=self.method)

    def _put(self, engagement: Engagement, judgement: Judgement) -> Engagement:
        rest = [
            one for one in engagement.judgements if (one.role, one.method, one.voter) != (self.role, self.method, "")
        ]
        return engagement.model_copy(update={"judgements": (*rest, judgement)})


def weights_of(judgement: Judgement | None, kpis: Sequence[str]) -> dict[str, int] | None:
    """Whole weights that sum to 100; None where the answers are not enough."""
    if judgement is None or not kpis:
        return None
    found = _shares(judgement, kpis)
    return None if found is None else dict(zip(kpis, to_hundred(found.tolist()), strict=True))


def _shares(judgement: Judgement, kpis: Sequence[str]) -> NDArray[np.float64] | None:
    if judgement.method == "ahp":
        return ahp(pairwise(judgement, kpis)).weights
    if judgement.method == "bwm":
        rows = preferences(judgement, kpis)
        return None if rows is None else bwm(*rows).weights
    points = [judgement.answers.get(kpi, POINTS) for kpi in kpis]
    return swing(points) if sum(points) > 0 else None


def pairwise(judgement: Judgement | None, kpis: Sequence[str]) -> NDArray[np.float64]:
    """(n, n) how many times as important each KPI is as each other; 1 where nobody has said."""
    matrix = np.ones((len(kpis), len(kpis)))
    for i, one in enumerate(kpis):
        for j, other in enumerate(kpis[i + 1 :], start=i + 1):
            matrix[i, j] = answered(judgement, one, other)
            matrix[j, i] = 1 / matrix[i, j]
    return matrix


def answered(judgement: Judgement | None, one: str, other: str) -> float:
    """How many times as important the one is as the other, whichever way round it was asked."""
    answers = judgement.answers if judgement else {}
    if f"{one}:{other}" in answers:
        return answers[f"{one}:{other}"]
    return 1 / answers[f"{other}:{one}"] if f"{other}:{one}" in answers else EQUAL


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
