"""Would it have been right: what the dial would have said some months ago, and what a plainer method says now."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import hindsight_chart
from kpi_logic.model import Amount, Message, Target, Unit
from kpi_logic.targets.hindsight import Glance, Hindsight
from kpi_logic.targets.outlook import Outlook
from pages.shared import caching, charts, odds, session, tables
from pages.shared.markdown import plain
from pages.shared.session import t

GOOD = 0.6  # share of looks back inside their 80 % range below which caution is said


def show(target: Target, facts: MonthlyFacts) -> None:
    """The look back as words, chart and table; the second opinion below."""
    view = caching.outlook(target, facts)
    past = caching.hindsight(target, facts)
    st.subheader(t("page_targets.back.title"))
    st.markdown(plain(session.words().say(_said(past))))
    if past.glances:
        picture, table = st.columns([1, 2], gap="medium")
        with picture:
            key = f"{facts.fingerprint}.{target.kpi}.{target.segment.model_dump_json()}.{target.first}"
            charts.show("hindsight", key, lambda: hindsight_chart(view, past, session.words()), titled=False)
        with table:
            told = f"{key}.{past.glances}"
            tables.show("hindsight", told, lambda: [_row(view, glance) for glance in past.glances])
    _second(target, view, facts)


def _said(past: Hindsight) -> Message:
    facts = {"of": len(past.glances), "inside": past.inside}
    if not past.glances:
        return Message("target.back.none")
    if not past.enough:
        return Message("target.back.few", facts)
    return Message(f"target.back.{'good' if past.inside >= GOOD * len(past.glances) else 'poor'}", facts)


def _row(view: Outlook, glance: Glance) -> dict[str, str]:
    words = session.words()
    low, high = view.amount(glance.low), view.amount(glance.high)
    row = {
        t("page_targets.back.stood"): words.month(glance.stood),
        t("page_targets.back.range"): t("page_targets.range", low=low, high=high),
        t("page_targets.back.actual"): words.amount(view.amount(glance.actual)),
    }
    if glance.target is not None:
        row |= {
            t("page_targets.back.same"): words.amount(view.amount(glance.target)),
            t("page_targets.back.odds"): odds.number(glance.odds),
            t("page_targets.back.met"): _yes(bool(glance.met)),
        }
    return row


def _yes(which: bool) -> str:
    return t("page_targets.back.yes" if which else "page_targets.back.no")


def _second(target: Target, view: Outlook, facts: MonthlyFacts) -> None:
    found = caching.plain_view(target, facts)
    opinion = found.on(view.judged(target.value)) if found is not None else None
    if found is None or opinion is None:
        return
    st.markdown(f"**{t('page_targets.back.opinion')}**")
    st.markdown(plain(session.words().say(opinion.sentence)))
    share = Unit.RATIO if view.history.dropna().gt(0).all() else view.kpi.unit
    trend = Amount(found.trend, share, view.currency if share is Unit.MONEY else None, signed=True)
    said = {"middle": view.amount(found.middle), "robust": view.amount(found.robust), "trend": trend}
    st.caption(plain(t(f"target.opinion.{'detail_seasonal' if found.seasonal else 'detail'}", **said)))
