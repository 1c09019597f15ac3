"""Every shop against its platform's limits: what is beyond, what is on the way, and where each limit comes from."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi_logic.diagnosis import LimitState, bound_of, limits_told
from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import limit_course
from kpi_logic.library import Benchmark
from kpi_logic.model import Amount, KpiRef, Message, Raw, Segment, Unit
from pages.shared import charts, inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t

VIEW = "limits"  # which limit is looked at
HEIGHT = 250  # pixels of the table: the course of one shows below it


def show(states: Sequence[LimitState], segment: Segment, facts: MonthlyFacts) -> None:
    """The answer in words, the table, and the course of the one that is picked."""
    here = [state for state in states if segment.contains(state.segment)]
    if not here:
        st.info(t("page_diagnosis.limits.none"))
        return
    for sentence in limits_told(here):
        st.markdown(plain(session.words().say(sentence)))
    rows = [_row(state) for state in here]
    st.dataframe(rows, hide_index=True, width="stretch", height=HEIGHT, column_config=_columns())
    st.caption(t("page_diagnosis.limits.recheck"))
    chart, said = st.columns([3, 2], gap="large")
    with said:
        picked = _pick(here)
        for limit in (*([picked.limit] if picked.limit else []), *picked.others):
            st.caption(plain(session.words().say(_origin(limit, picked.unit, limit is picked.limit))))
    with chart:
        drawn = "none" if picked.limit is None else f"{picked.limit.value}.{picked.limit.origin}"
        name = f"limit.{picked.kpi}.{picked.segment.model_dump_json()}.{drawn}"
        charts.show(name, facts.fingerprint, lambda: limit_course(picked, session.words()), facts=facts)


def _row(state: LimitState) -> dict[str, Any]:
    words = session.words()
    limit = state.limit
    return {
        "name": words.word(KpiRef(state.kpi)),
        "segment": words.segment(state.segment),
        "current": words.amount(Amount(state.current, state.unit)),
        "limit": words.say(bound_of(limit, state.unit)) if limit else "",
        "distance": words.amount(Amount(state.distance, state.unit, signed=True, points=state.unit is Unit.RATIO)),
        "standing": words.say(f"diagnosis.standing.{state.standing.value}", months=state.months_to_breach or 0),
        "source": words.say(_graded(limit)) if limit else "",
    }


def _graded(limit: Benchmark) -> Message:
    """Who says it, how far that can be relied on, and how old it is."""
    if limit.origin == "agreed":
        return Message("page_diagnosis.limits.agreed", {"reason": Raw(limit.reason)})
    if limit.origin == "client":
        return Message("page_diagnosis.limits.client", {"file": Raw(limit.source)})
    kind = "stale" if limit.stale_on(session.now().date()) else "graded"
    return Message(f"page_diagnosis.limits.{kind}", {"grade": Raw(limit.grade), "read": Raw(str(limit.read))})


def _origin(limit: Benchmark, unit: Unit, in_force: bool) -> Message:
    facts = {"bound": bound_of(limit, unit), "source": Raw(limit.source), "grade": Raw(limit.grade),
             "read": Raw(str(limit.read or ""))}  # fmt: skip
    if in_force:
        return Message(f"page_diagnosis.limits.used_{limit.origin}", facts)
    why = Message(f"diagnosis.why.{limit.why or 'replaced'}")
    return Message("page_diagnosis.limits.other", facts | {"why": why})


def _columns() -> dict[str, Any]:
    names = ("name", "segment", "current", "limit", "distance", "standing", "source")
    numbers = ("current", "limit", "distance")
    return {
        name: st.column_config.TextColumn(
            t(f"page_diagnosis.limits.{name}"), alignment="right" if name in numbers else None
        )
        for name in names
    }


def _pick(states: Sequence[LimitState]) -> LimitState:
    words = session.words()
    keys = [f"{state.kpi}.{state.segment.model_dump_json()}" for state in states]
    named = dict(zip(keys, (f"{words.word(KpiRef(s.kpi))} · {words.segment(s.segment)}" for s in states), strict=True))
    key = inputs.view(
        f"evidence.{VIEW}",
        keys[0],
        lambda widget: st.selectbox(t("page_diagnosis.limits.pick"), keys, format_func=named.__getitem__, key=widget),
        keys,
    )
    return states[keys.index(key)]
