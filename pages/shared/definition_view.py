"""The definition lock: each meaning settled once, with what the other meaning would change beside it."""

from typing import Any

import streamlit as st

from kpi_logic.metrics import CHOICES, DefinitionGap, Option, Standing, options
from kpi_logic.model import Amount, Definition, Engagement, MeasureRef, Message, Raw, Unit
from pages.shared import facts_caching, inputs, session, tables
from pages.shared.markdown import plain
from pages.shared.session import t


def section(engagement: Engagement) -> None:
    """Topic by topic: what can be had, the difference in money and ranks, the choice."""
    st.subheader(t("page_intake.define.title"))
    st.caption(t("page_intake.define.why"))
    facts = facts_caching.as_read(engagement)
    if facts is None:
        st.caption(t("page_intake.define.needs_currency"))
        return
    for topic in CHOICES:
        with st.container(border=True):
            _topic(engagement, topic, options(facts, topic))


def fx_rule(engagement: Engagement) -> None:
    """Which rate of the month the client's rates are: recorded and printed, it computes nothing."""
    _choose(engagement, "fx", ("average", "month_end"), "page_intake.exchange.rule")


def _topic(engagement: Engagement, topic: str, offered: tuple[Option, ...]) -> None:
    words = session.words()
    st.markdown(f"**{words.say(f'definition.topic.{topic}')}**")
    st.caption(words.say(f"definition.why.{topic}"))
    able = [option.choice for option in offered if option.available]
    chosen = getattr(engagement.data.definition, topic)
    shown = able if chosen in able or chosen is None else [*able, chosen]
    if shown:
        _choose(engagement, topic, shown, "page_intake.define.agreed")
    if len(able) > 1:
        _differences(engagement, topic, chosen if chosen in able else able[0], able)
    for option in offered:
        if not option.available:
            choice = Message(f"definition.{topic}.{option.choice}")
            lacking = tuple(MeasureRef(code) for code in option.lacking)
            st.caption(plain(t("page_intake.define.gone", choice=choice, measures=lacking)))


def _choose(engagement: Engagement, topic: str, able: Any, label: str) -> None:
    inputs.segmented(
        label, f"definition.{topic}", getattr(engagement.data.definition, topic), able,
        lambda choice: t(f"definition.{topic}.{choice}"), _defined(topic),
    )  # fmt: skip


def _defined(topic: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        definition = Definition.model_validate(engagement.data.definition.model_dump() | {topic: value})
        data = engagement.data.model_copy(update={"definition": definition})
        return engagement.model_copy(update={"data": data})

    return change


def _differences(engagement: Engagement, topic: str, base: str, able: list[str]) -> None:
    others = [choice for choice in able if choice != base]
    found = [facts_caching.definition_gap(engagement, topic, base, other) for other in others]
    gaps = [gap for gap in found if gap is not None]
    if not gaps:
        return
    mark = f"{topic}.{base}.{gaps!r}"
    tables.show("definition", mark, lambda: [_first_row(gaps[0]), *(_row(gap) for gap in gaps)])
    if any(gap.rows < gap.of for gap in gaps):
        worst = min(gaps, key=lambda gap: gap.rows)
        st.caption(t("page_intake.define.rows", rows=worst.rows, of=worst.of))
    with st.expander(t("page_intake.define.detail")):
        for gap in gaps:
            st.markdown(f"**{_said(gap.topic, gap.other)}**")
            tables.show("definition_months", f"{mark}.{gap.other}", lambda gap=gap: _months(gap))  # type: ignore[misc]
            tables.show("definition_ranks", f"{mark}.{gap.other}", lambda gap=gap: _ranks(gap))  # type: ignore[misc]


def _said(topic: str, choice: str) -> str:
    return t(f"definition.{topic}.{choice}")


def _first_row(gap: DefinitionGap) -> dict[str, str]:
    row = _row(gap)
    row[t("page_intake.define.choice")] = _said(gap.topic, gap.one)
    row[t("page_intake.define.total")] = _money(gap, gap.first)
    return row | {t(f"page_intake.define.{part}"): "" for part in ("gap", "share", "moved")}


def _row(gap: DefinitionGap) -> dict[str, str]:
    words = session.words()
    moved = tuple(
        t("page_intake.define.moved_one", name=Raw(one.name), first=one.first_rank, second=one.second_rank)
        for one in gap.moved
    )
    return {
        t("page_intake.define.choice"): _said(gap.topic, gap.other),
        t("page_intake.define.total"): _money(gap, gap.second),
        t("page_intake.define.gap"): _money(gap, gap.gap, signed=True),
        t("page_intake.define.share"): words.amount(Amount(gap.share, Unit.RATIO, signed=True)),
        t("page_intake.define.moved"): words.word(moved) if moved else t("page_intake.define.none_moved"),
    }


def _months(gap: DefinitionGap) -> list[dict[str, str]]:
    return [
        {
            t("page_intake.define.month"): session.words().month(month),
            _said(gap.topic, gap.one): _money(gap, first),
            _said(gap.topic, gap.other): _money(gap, second),
            t("page_intake.define.gap"): _money(gap, second - first, signed=True),
        }
        for month, first, second in gap.by_month
    ]


def _ranks(gap: DefinitionGap) -> list[dict[str, str]]:
    return [_standing(gap, one) for one in (*gap.shops, *gap.people)]


def _standing(gap: DefinitionGap, one: Standing) -> dict[str, str]:
    words = session.words()
    return {
        t("page_intake.define.name"): one.name or words.say("word.all_shops"),
        _said(gap.topic, gap.one): _money(gap, one.first),
        t("page_intake.define.first_rank"): words.word(one.first_rank),
        _said(gap.topic, gap.other): _money(gap, one.second),
        t("page_intake.define.second_rank"): words.word(one.second_rank),
        t("page_intake.define.gap"): _money(gap, one.second - one.first, signed=True),
    }


def _money(gap: DefinitionGap, value: float, signed: bool = False) -> str:
    return session.words().money(value, gap.currency, full=True, signed=signed)
