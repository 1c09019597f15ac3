"""Which work brings results, and what comes out per head and per unit of ad spend."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from kpi_logic.diagnosis import BudgetMove, HeadOutput, Output
from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import marginal_return
from kpi_logic.model import Amount, Engagement, KpiRef, Segment, Unit
from pages.shared import caching, charts, session
from pages.shared.markdown import plain
from pages.shared.session import t

NAMED = 6  # missing process KPIs named at most
MOST = 6  # leads shown


def show(engagement: Engagement, facts: MonthlyFacts) -> None:
    """What leads results; then output per unit of ad spend and per head."""
    st.subheader(t("page_diagnosis.lead.title"))
    _leads(facts)
    st.subheader(t("page_diagnosis.output.title"))
    found = caching.output(engagement, facts)
    _spend(found, facts)
    _heads(found)


def _leads(facts: MonthlyFacts) -> None:
    found = caching.leads(facts)
    if not found.enough:
        st.info(t("page_diagnosis.lead.too_short", months=found.months))
    elif not found.processes:
        st.info(t("page_diagnosis.lead.no_process", names=tuple(map(KpiRef, found.missing[:NAMED]))))
    elif not found.tried:
        st.info(t("page_diagnosis.lead.season"))
    elif not found.found:
        st.info(t("page_diagnosis.lead.none", tried=found.tried))
    else:
        for lead in found.found[:MOST]:
            st.markdown(plain(session.words().say(lead.sentence)))
            explained = Amount(lead.explained, Unit.RATIO)
            st.caption(t("page_diagnosis.lead.explained", explained=explained, months=lead.months))
        st.caption(t("page_diagnosis.lead.method", tried=found.tried))
        st.caption(t("page_diagnosis.source", first=facts.months[0], last=facts.months[-1]))


def _spend(found: Output, facts: MonthlyFacts) -> None:
    words = session.words()
    if not found.spend:
        st.info(t("page_diagnosis.output.no_spend"))
        return
    chart, said = st.columns([3, 2], gap="large")
    with said:
        if found.move is not None:
            st.markdown(plain(_moved(found.move, found.currency)))
            st.caption(t("diagnosis.output.assumption"))
        elif found.untold is not None:
            st.markdown(plain(words.say(found.untold)))
    with chart:
        if any(one.marginal is not None for one in found.spend):
            draw = partial(marginal_return, found.spend, found.currency, words)
            charts.show("marginal", facts.fingerprint, draw, facts=facts)
    rows = [
        {
            "shop": words.segment(one.segment),
            "spend": words.amount(Amount(one.spend, Unit.MONEY, found.currency)),
            "share": words.ratio(one.share),
            "ad_return": words.amount(Amount(one.ad_return, Unit.TIMES)),
            "marginal": t("page_diagnosis.output.untold")
            if one.marginal is None
            else words.amount(Amount(one.marginal, Unit.MONEY, found.currency)),
        }
        for one in found.spend
    ]
    _table(rows, ("shop",), ("spend", "share", "ad_return", "marginal"))


def _moved(move: BudgetMove, currency: str | None) -> str:
    money = {name: Amount(value, Unit.MONEY, currency) for name, value in
             (("amount", move.amount), ("gain", move.gain), ("low", move.low), ("high", move.high))}  # fmt: skip
    if move.to is None:
        return t("diagnosis.output.cut", source=move.source, **money)
    return t("diagnosis.output.move", source=move.source, to=move.to, **money)


def _heads(found: Output) -> None:
    if not found.by_shop and not found.by_team:
        st.info(t("page_diagnosis.output.no_heads"))
        return
    told = [(kind, listed) for kind, listed in (("team", found.by_team), ("shop", found.by_shop)) if listed]
    for column, (kind, listed) in zip(st.columns(len(told), gap="large"), told, strict=True):
        with column:
            _table(_head_rows(kind, listed, found.currency), (kind,), ("heads", "sales_head", "profit_head"))
    st.caption(t("page_diagnosis.output.shared"))


def _head_rows(kind: str, listed: Sequence[HeadOutput], currency: str | None) -> list[dict[str, str]]:
    words = session.words()
    return [
        {
            kind: words.segment(one.name) if isinstance(one.name, Segment) else one.name,
            "heads": words.amount(Amount(round(one.heads, 1), Unit.COUNT)),
            "sales_head": words.amount(Amount(one.sales, Unit.MONEY, currency)),
            "profit_head": words.amount(Amount(one.profit, Unit.MONEY, currency)),
        }
        for one in listed
    ]


def _table(rows: Sequence[dict[str, str]], texts: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    columns: dict[str, Any] = {
        name: st.column_config.TextColumn(
            t(f"page_diagnosis.output.{name}"), alignment="right" if name in numbers else None
        )
        for name in (*texts, *numbers)
    }
    st.dataframe(list(rows), hide_index=True, width="stretch", column_config=columns)
