"""The diagnosis on the screen: the answer first, then the money, the tree and the change."""

import streamlit as st

from kpi_logic.diagnosis import Bottleneck, Diagnosis, Drill, driver_name, norms_told
from kpi_logic.diagnosis.comparison import Periods
from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import PICKED, bottleneck_bars, bottleneck_evidence, profit_tree, waterfall
from kpi_logic.figures.waterfall import By
from kpi_logic.model import Amount, Engagement, Segment, Unit
from kpi_logic.text import Catalog
from pages.shared import category_caching, charts, comparison_picker, diagnosis_caching, inputs, segment_picker, session
from pages.shared.markdown import plain
from pages.shared.session import t

PAGE = "diagnosis"
EVIDENCE = "evidence"


def answer(diagnosis: Diagnosis) -> None:
    """Three sentences a busy owner reads, and the money beside them."""
    words = session.words()
    with st.container(border=True):
        said, money = st.columns([5, 2], gap="large") if diagnosis.joint_gain else (st.container(), None)
        with said:
            for sentence in diagnosis.answer:
                st.markdown(plain(words.say(sentence)))
            if diagnosis.basis is not None:
                st.caption(t(f"page_diagnosis.basis.{diagnosis.basis.value}"))
        if money is not None:
            gain = Amount(diagnosis.joint_gain, Unit.MONEY, diagnosis.currency)
            kind = "sales" if diagnosis.basis == "gmv" else "profit"
            money.metric(t(f"page_diagnosis.stake.{kind}"), words.amount(gain))


def ranked(drill: Drill, diagnosis: Diagnosis, facts: MonthlyFacts) -> None:
    """The money a month, ranked; a click on a bar drills; below it the evidence of the one that is picked."""
    words = session.words()
    if diagnosis.bottlenecks is None or not drill.bottlenecks:
        st.info(t("page_diagnosis.untold" if diagnosis.bottlenecks is None else "page_diagnosis.none"))
        return
    mark = f"{facts.fingerprint}.{diagnosis.benchmarks.mark}"
    key = f"bars.{mark}.{drill.segment.model_dump_json()}"
    charts.show(
        "bottlenecks.picked",
        key,
        lambda: bottleneck_bars(drill.bottlenecks, words, pick=True),
        facts=facts,
        on_select=lambda: _clicked(key, drill, facts),
        key=key,
    )
    st.caption(t("page_diagnosis.picked.hint"))
    chart, said = st.columns([3, 2], gap="large")
    with said:
        picked = _pick(drill, words)
        st.markdown(plain(words.say(picked.sentence)))
        st.caption(words.say(picked.confidence))
        for norm in norms_told(diagnosis.benchmarks, picked.kpi, picked.segment):
            st.caption(plain(words.say(norm)))
    with chart:
        name = f"{EVIDENCE}.{picked.kpi}.{picked.segment.model_dump_json()}"
        charts.show(name, mark, lambda: bottleneck_evidence(picked, words), facts=facts)


def _clicked(key: str, drill: Drill, facts: MonthlyFacts) -> None:
    """A bar was clicked: look at its shop from now on, and at its evidence."""
    ranks = {point.get("rank") for point in inputs.clicked(key, PICKED) if isinstance(point, dict)}
    one = next((b for b in drill.bottlenecks if b.rank in ranks), None)
    if one is not None:
        shown = segment_picker.drill_to(PAGE, one.segment, facts)
        inputs.turn(f"{EVIDENCE}.{shown.model_dump_json()}", one.rank)


def _pick(drill: Drill, words: Catalog) -> Bottleneck:
    ranks = [b.rank for b in drill.bottlenecks]
    named = {b.rank: f"{b.rank} {words.word(b.name)} · {words.segment(b.segment)}" for b in drill.bottlenecks}
    rank = inputs.view(
        f"{EVIDENCE}.{drill.segment.model_dump_json()}",
        ranks[0],
        lambda key: st.selectbox(t("page_diagnosis.evidence"), ranks, format_func=lambda r: named[r], key=key),
        ranks,
    )
    return next(b for b in drill.bottlenecks if b.rank == rank)


def change(engagement: Engagement, facts: MonthlyFacts, diagnosis: Diagnosis, segment: Segment) -> None:
    """The exact waterfall of what changed: any metric, any two periods, by driver, shop, owner or category."""
    owned = diagnosis_caching.by_owner(engagement, facts) if segment.is_all else None
    sorted_out = category_caching.by_category(engagement, facts) if segment.is_all else None
    what, how = st.columns(2)
    with what:
        metric = comparison_picker.metric(facts)
    with how:
        by = comparison_picker.breakdown(owned is not None, sorted_out is not None)
    periods = comparison_picker.periods(diagnosis)
    read = {"owner": owned, "category": sorted_out}.get(by) or facts
    found = None if metric is None or periods is None else diagnosis_caching.change(read, metric, periods, segment)
    if found is None or not found.parts:
        st.info(t("page_diagnosis.no_change"))
        return
    name = f"waterfall.{metric}.{by}.{_months(periods)}"
    way: By = "driver" if by == "driver" else "segment"
    charts.show(name, _print(read, segment), lambda: waterfall(found, session.words(), way), facts=facts)
    st.caption(t("page_diagnosis.exact"))
    if found.simpson:
        turn = "better_but_lower" if found.delta < 0 else "worse_but_higher"
        st.markdown(plain(t(f"diagnosis.simpson.{turn}", kpi=driver_name(found.metric))))
    if found.left_out:
        st.caption(plain(t("page_diagnosis.compared.left_out", shops=found.left_out)))


def tree(diagnosis: Diagnosis, facts: MonthlyFacts, periods: Periods | None, segment: Segment) -> None:
    """The profit tree in both periods."""
    found = None if periods is None else diagnosis_caching.tree(diagnosis, facts, periods, segment)
    if found is None:
        st.info(t("page_diagnosis.no_tree"))
        return
    name = f"tree.{_months(periods)}"
    charts.show(name, _print(facts, segment), lambda: profit_tree(found, session.words()), facts=facts)


def _months(periods: Periods | None) -> str:
    return ".".join(str(month) for part in periods or () for month in part)


def _print(facts: MonthlyFacts, segment: Segment) -> str:
    return f"{facts.fingerprint}.{segment.model_dump_json()}"
