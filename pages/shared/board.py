"""The data board: which number is there for which month, and which KPIs can be measured with it."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import presence_map
from kpi_logic.intake import Intake
from kpi_logic.metrics import Measurability, presence
from kpi_logic.model import Amount, Engagement, KpiRef, MeasureRef, Raw, Unit
from pages.shared import charts, facts_caching, guard, inputs, session, tables
from pages.shared.session import t

NOBODY = ""
COLOURS = {"green": "#2e7d5b", "yellow": "#b7791f", "red": "#b4412f"}
"""Told by sign and word too, for those who cannot tell them apart."""


def data_board(engagement: Engagement, intake: Intake | None) -> None:
    """Measurability first, then months x measures; an empty state teaches what comes here."""
    if intake is None or intake.facts is None:
        guard.teach("board", "intake")
    facts = intake.facts
    _parts(engagement, intake)
    _measurability(engagement)
    _presence(facts)


def _presence(facts: MonthlyFacts) -> None:
    """What has gaps; the rest on demand, because a hundred full rows say nothing."""
    frame = presence(facts)
    has_gaps = bool((frame["share"] < 1).any())
    everything = not has_gaps or inputs.view("board_all", False, _all_of_it, (False, True))
    name = "presence_all" if everything else "presence"
    charts.show(name, facts.fingerprint, lambda: presence_map(frame, session.words(), only_gaps=not everything))
    st.caption(t("page_intake.board.how"))


def _all_of_it(key: str) -> bool:
    return st.toggle(t("page_intake.board.all"), key=key)


def _parts(engagement: Engagement, intake: Intake) -> None:
    """Months that are not whole: said here, left out of trends."""
    for source in intake.sources:
        if source.partial:
            st.caption(t("page_intake.partial.left_out", file=Raw(source.file), months=source.partial))
    month = facts_caching.unfinished_month(engagement)
    if month is not None:
        st.info(t("page_intake.partial.note", month=month))


def _measurability(engagement: Engagement) -> None:
    graded = facts_caching.measurability(engagement)
    if not graded:
        return
    touched = [one for one in graded if one.months or not _lacks(one)]
    lacking = [one for one in graded if one not in touched]
    counts = {name: sum(one.colour.name.lower() == name for one in touched) for name in ("green", "yellow", "red")}
    st.subheader(t("page_intake.measure.title"))
    st.markdown(t("page_intake.measure.summary", count=len(touched), **counts))
    st.caption(t("page_intake.measure.why"))
    people = {person.id: person.name for person in engagement.organisation.people}
    mark = f"{graded!r}.{people!r}"
    grade = t("page_intake.measure.colour")
    pills = st.column_config.MultiselectColumn(
        grade, options=[_said(name) for name in COLOURS], color=[*COLOURS.values()]
    )
    rows = [*touched]
    tables.show(
        "measurability", mark, lambda: [_row(one, people) for one in rows], column_config={grade: pills},
        height=min(420, 38 + 35 * len(rows)),
    )  # fmt: skip
    _deliverer(engagement, touched, people)
    if lacking:
        with st.expander(t("page_intake.measure.lacking", count=len(lacking))):
            st.caption(t("page_intake.measure.lacking_why"))
            tables.show("unmeasurable", mark, lambda: [_locked(one) for one in lacking])


def _lacks(one: Measurability) -> bool:
    return one.reasons[0].key == "measurability.lacking"


def _said(colour: str) -> str:
    return t(f"measurability.colour.{colour}")


def _row(one: Measurability, people: dict[str, str]) -> dict[str, Any]:
    words = session.words()
    return {
        t("page_intake.measure.kpi"): words.word(KpiRef(one.kpi)),
        t("page_intake.measure.colour"): [_said(one.colour.name.lower())],
        t("page_intake.measure.reason"): " · ".join(map(words.say, one.reasons)),
        t("page_intake.measure.months"): t("page_intake.measure.of", months=one.months, window=one.window),
        t("page_intake.measure.gaps"): words.word(one.gaps[:3]),
        t("page_intake.measure.restated"): words.word(one.restated[:3]),
        t("page_intake.measure.error"): words.amount(Amount(one.error, Unit.RATIO)),
        t("page_intake.measure.owner"): people.get(one.owner or "", t("page_intake.measure.nobody")),
        t("page_intake.measure.sources"): words.word(tuple(map(Raw, one.sources))),
    }


def _locked(one: Measurability) -> dict[str, str]:
    words = session.words()
    measures: tuple[MeasureRef, ...] = one.reasons[0].facts["measures"]
    return {
        t("page_intake.measure.kpi"): words.word(KpiRef(one.kpi)),
        t("page_intake.measure.unlock"): words.word(measures),
    }


def _deliverer(engagement: Engagement, graded: list[Measurability], people: dict[str, str]) -> None:
    """Who delivers the numbers of one KPI: the default is the first person of its roles."""
    if not people or not graded:
        return
    codes = [one.kpi for one in graded]
    left, right = st.columns(2)
    with left:
        code = inputs.view("measured_kpi", codes[0], lambda key: _pick(key, codes), codes)
    owner = next(one.owner for one in graded if one.kpi == code)
    with right:
        inputs.choice(
            "page_intake.measure.choose_owner", f"data.deliverer.{code}", owner or NOBODY, [NOBODY, *people],
            lambda who: people.get(who, t("page_intake.measure.nobody")), _delivered(code),
        )  # fmt: skip


def _pick(key: str, codes: list[str]) -> str:
    label, words = t("page_intake.measure.choose_kpi"), session.words()
    return str(st.selectbox(label, codes, key=key, format_func=lambda code: words.word(KpiRef(code))))


def _delivered(code: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        deliverers = {**engagement.data.deliverers, code: value}
        data = engagement.data.model_copy(update={"deliverers": deliverers})
        return engagement.model_copy(update={"data": data})

    return change
