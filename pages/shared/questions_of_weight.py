"""The questions of each weighting method, on the client's own KPIs and ranges."""

from collections.abc import Sequence
from itertools import combinations

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_by
from kpi_logic.model import Amount, Direction, Engagement, Judgement, Kpi, KpiRef, Raw
from kpi_logic.weights import (
    CONSISTENT,
    EQUAL,
    POINTS,
    Contradiction,
    Repair,
    ahp,
    answered,
    contradiction,
    nearest_step,
    pairwise,
    repair,
    swing_span,
)
from kpi_logic.weights.repair import SAATY
from pages.shared import inputs, session
from pages.shared.judgements import Answers, judgement_of
from pages.shared.markdown import plain
from pages.shared.session import t

LARGEST = 9


def ask(method: str, engagement: Engagement, role: str, kpis: Sequence[str], facts: MonthlyFacts) -> None:
    """The questions of one method, each shown as it was answered last."""
    judgement = judgement_of(engagement, role, method)
    if method == "ahp":
        _pairs(judgement, role, kpis)
    elif method == "bwm":
        _best_and_worst(judgement, role, kpis)
    else:
        for kpi in kpis:
            _points(method, judgement, role, kpi, facts)


def _name(kpi: str) -> str:
    return session.words().word(KpiRef(kpi))


def _points(method: str, judgement: Judgement | None, role: str, kpi: str, facts: MonthlyFacts) -> None:
    """0 to 100 points; of a swing, with the range it is asked over."""
    given = judgement.answers.get(kpi, POINTS) if judgement else POINTS
    answers = Answers(role, "swing" if method == "swing" else "direct")
    said = plain(_name(kpi) if method == "direct" else _swing_words(kpi_library()[kpi], facts))
    inputs.slider(
        f"page_elicitation.ask_{method}", f"elicit.{role}.{method}.{kpi}", round(given), 0, 100, answers.one(kpi), said
    )


def _swing_words(kpi: Kpi, facts: MonthlyFacts) -> str:
    """The KPI and its worst and best month of the last year: a swing without its range means nothing."""
    history = kpi_by(facts, kpi, ("month",))["value"].to_numpy(dtype=float)
    span = swing_span(history, lower_is_better=kpi.direction is Direction.LOWER)
    if span is None:
        return t("page_elicitation.no_span", kpi=KpiRef(kpi.code))
    worst, best = (Amount(level, kpi.unit, facts.currency) for level in span)
    return t("page_elicitation.span", kpi=KpiRef(kpi.code), worst=worst, best=best)


def _pairs(judgement: Judgement | None, role: str, kpis: Sequence[str]) -> None:
    """Every pair on Saaty's scale, from nine times the one to nine times the other."""
    answers = Answers(role, "ahp")
    for one, other in combinations(kpis, 2):
        place = nearest_step(answered(judgement, one, other))
        inputs.ladder(
            "page_elicitation.ask_ahp", f"elicit.{role}.ahp.{one}.{other}", len(SAATY) - 1 - place, range(len(SAATY)),
            lambda step, one=one, other=other: _step(step, one, other),
            lambda e, step, one=one, other=other: answers.several(e, {f"{one}:{other}": SAATY[len(SAATY) - 1 - step]}),
            said=plain(t("page_elicitation.pair", one=KpiRef(one), other=KpiRef(other))),
        )  # fmt: skip


def _step(step: int, one: str, other: str) -> str:
    """A place on the scale in words: the left end is the one, the right end the other."""
    times = SAATY[len(SAATY) - 1 - step]
    if times == EQUAL:
        return t("page_elicitation.equal")
    return t("page_elicitation.times", kpi=KpiRef(one if times > 1 else other), times=round(max(times, 1 / times)))


def _best_and_worst(judgement: Judgement | None, role: str, kpis: Sequence[str]) -> None:
    """The most and the least important KPI, then the others against these two only."""
    answers = Answers(role, "bwm")
    best, worst = (judgement.best, judgement.worst) if judgement else ("", "")
    for field, value in (("best", best), ("worst", worst)):
        inputs.choice(
            f"page_elicitation.{field}", f"elicit.{role}.bwm.{field}", value or None, kpis, _name, answers.named(field)
        )
    if not best or not worst:
        return
    if best == worst:
        st.warning(t("page_elicitation.same"))
        return
    asked = [(best, kpi) for kpi in kpis if kpi != best] + [(kpi, worst) for kpi in kpis if kpi not in (best, worst)]
    for one, other in asked:
        given = judgement.answers.get(f"{one}:{other}", EQUAL) if judgement else EQUAL
        inputs.slider(
            "page_elicitation.ask_bwm", f"elicit.{role}.bwm.{one}.{other}", round(given), 1, LARGEST,
            answers.one(f"{one}:{other}"), plain(t("page_elicitation.than", one=KpiRef(one), other=KpiRef(other))),
        )  # fmt: skip


def contradiction_named(judgement: Judgement, role: str, kpis: Sequence[str]) -> bool:
    """Name the three answers that do not go together and offer the smallest repair; False where they do."""
    matrix = pairwise(judgement, kpis)
    found, mended = contradiction(matrix), repair(matrix)
    if found is None or mended is None or ahp(matrix).consistency_ratio <= CONSISTENT:
        return False
    st.warning(plain(_triple(found, kpis)))
    for change in mended.changes:
        st.text(t("page_elicitation.repair", now=_compared(*change[:2], change.proposed, kpis)))
    inputs.action("page_elicitation.apply", f"elicit.{role}.ahp.repair", lambda e: _mended(e, role, mended, kpis))
    return True


def _triple(found: Contradiction, kpis: Sequence[str]) -> str:
    first, second, third = found[:3]
    return t(
        "page_elicitation.circle" if found.circle else "page_elicitation.triple",
        first=_compared(first, second, found.first_second, kpis),
        second=_compared(second, third, found.second_third, kpis),
        stated=_compared(first, third, found.stated, kpis),
        one=KpiRef(kpis[first]),
        other=KpiRef(kpis[third]),
        implied=f"{found.implied:.3g}",
    )


def _compared(one: int, other: int, times: float, kpis: Sequence[str]) -> Raw:
    """One comparison as a clause, the more important KPI first."""
    if times < 1:
        one, other, times = other, one, 1 / times
    key = "page_elicitation.equally" if times == EQUAL else "page_elicitation.more"
    return Raw(t(key, one=KpiRef(kpis[one]), other=KpiRef(kpis[other]), times=f"{times:.3g}"))


def _mended(engagement: Engagement, role: str, mended: Repair, kpis: Sequence[str]) -> Engagement:
    answers = {f"{kpis[change.first]}:{kpis[change.second]}": change.proposed for change in mended.changes}
    return Answers(role, "ahp").several(engagement, answers)
