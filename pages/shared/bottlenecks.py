"""The diagnosis on the screen: the answer first, then the money, the change and the tree."""

from typing import Any

import streamlit as st

from kpi_logic.diagnosis import Bottleneck, Diagnosis, Drill
from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import PICKED, bottleneck_bars, bottleneck_evidence, profit_tree, waterfall
from kpi_logic.model import Raw
from kpi_logic.text import Catalog
from pages.shared import charts, inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t


def answer(diagnosis: Diagnosis) -> None:
    """Three sentences a busy owner reads."""
    words = session.words()
    with st.container(border=True):
        for sentence in diagnosis.answer:
            st.markdown(plain(words.say(sentence)))
        if diagnosis.basis is not None:
            st.caption(t(f"page_diagnosis.basis.{diagnosis.basis.value}"))


def ranked(diagnosis: Diagnosis, drill: Drill, facts: MonthlyFacts) -> Bottleneck | None:
    """The money a month, ranked; below it the evidence of the one that is picked. Gives the one clicked in the chart."""
    words = session.words()
    if diagnosis.bottlenecks is None or not drill.bottlenecks:
        st.info(t("page_diagnosis.untold" if diagnosis.bottlenecks is None else "page_diagnosis.none"))
        return None
    event = charts.show(
        "bottlenecks.picked",
        _print(drill, facts),
        lambda: bottleneck_bars(drill.bottlenecks, words, pick=True),
        facts=facts,
        on_select="rerun",
        key=f"bars.{_print(drill, facts)}",
    )
    clicked = _clicked(event, drill)
    st.caption(t("page_diagnosis.picked.hint"))
    chart, said = st.columns([3, 2], gap="large")
    with said:
        picked = clicked or _pick(drill, words)
        st.markdown(plain(words.say(picked.sentence)))
        st.caption(words.say(picked.confidence))
    with chart:
        name = f"evidence.{picked.kpi}.{picked.segment.model_dump_json()}"
        charts.show(name, facts.fingerprint, lambda: bottleneck_evidence(picked, words), facts=facts)
    return clicked


def _clicked(event: Any, drill: Drill) -> Bottleneck | None:
    """The bottleneck whose bar was clicked; the chart itself remembers it until it is double-clicked."""
    points = event["selection"].get(PICKED) or []
    ranks = {point.get("rank") for point in points if isinstance(point, dict)}
    return next((b for b in drill.bottlenecks if b.rank in ranks), None)


def _pick(drill: Drill, words: Catalog) -> Bottleneck:
    ranks = [b.rank for b in drill.bottlenecks]
    named = {b.rank: f"{b.rank} {words.word(b.name)} · {words.segment(b.segment)}" for b in drill.bottlenecks}
    rank = inputs.view(
        f"evidence.{drill.segment.model_dump_json()}",
        ranks[0],
        lambda key: st.selectbox(t("page_diagnosis.evidence"), ranks, format_func=lambda r: named[r], key=key),
        ranks,
    )
    return next(b for b in drill.bottlenecks if b.rank == rank)


def focus(clicked: Bottleneck | None) -> None:
    """Which part is shown where a bar was clicked, and the way back."""
    if clicked is not None:
        st.caption(t("page_diagnosis.picked.now", segment=Raw(plain(session.words().segment(clicked.segment)))))


def change(drill: Drill, facts: MonthlyFacts) -> None:
    """The exact waterfall of what changed."""
    if drill.change is None:
        st.info(t("page_diagnosis.no_change"))
        return
    found = drill.change
    charts.show("waterfall", _print(drill, facts), lambda: waterfall(found, session.words()), facts=facts)
    st.caption(t("page_diagnosis.exact"))


def tree(drill: Drill, facts: MonthlyFacts) -> None:
    """The profit tree, now and before."""
    if drill.tree is None:
        st.info(t("page_diagnosis.no_tree"))
        return
    found = drill.tree
    charts.show("tree", _print(drill, facts), lambda: profit_tree(found, session.words()), facts=facts)


def _print(drill: Drill, facts: MonthlyFacts) -> str:
    return f"{facts.fingerprint}.{drill.segment.model_dump_json()}"
