"""History under the new scheme and under the present one: who gains, who loses, who was paid what in which month."""

from math import isnan
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import payout_bars, rank_change
from kpi_logic.model import Amount, Engagement, Month, Scorecard, Unit
from kpi_logic.scheme import Comparison, Replay
from pages.shared import charts, scheme_caching, session
from pages.shared.naming import told_apart
from pages.shared.session import t
from pages.shared.subject import Subject


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """The present scheme against the new one, then the bonuses month by month."""
    if not engagement.organisation.people:
        st.info(t("empty.people.why"))
        return
    words = session.words()
    new, old = scheme_caching.replayed(engagement, facts), scheme_caching.present(engagement, facts)
    key = scheme_caching.key_of(engagement, facts)
    if old is None:
        st.info(t("page_weights.compare.no_present"))
    else:
        found = scheme_caching.compared(old, new)
        charts.show("ranks", f"{key}.{engagement.present_scheme}", lambda: rank_change(found, words), facts=facts)
        _cost(found, facts)
    charts.show("payouts", key, lambda: payout_bars(new, words), facts=facts)
    with st.expander(t("page_weights.pay.title", months=len(new.months))):
        st.dataframe(pay_table(new), hide_index=True, width="stretch", column_config=_columns(new.months))
    _remarks(engagement, new.months[-1], facts)


def _cost(found: Comparison, facts: MonthlyFacts) -> None:
    change = Amount(found.cost_change, Unit.MONEY, facts.currency, signed=True, full=True)
    st.caption(t("page_weights.compare.cost", change=change, winners=len(found.winners), losers=len(found.losers)))
    st.caption(t("page_weights.compare.assumed"))


def pay_table(result: Replay) -> list[dict[str, Any]]:
    """Everybody's bonus month by month and over all of them, to the cent; a month without a score says so."""
    names, totals = told_apart(result.people), result.payout_totals
    rows = []
    for row, person in enumerate(result.people):
        paid = {str(month): _money(result.payouts[row, place], result) for place, month in enumerate(result.months)}
        rows.append({"name": names[person.id], "total": _money(totals[row], result)} | paid)
    return rows


def _money(value: float, result: Replay) -> str:
    return session.words().money(None if isnan(value) else float(value), result.actuals.currency, full=True)


def _columns(months: tuple[Month, ...]) -> dict[str, Any]:
    heads = {"name": t("page_weights.head.name"), "total": t("page_weights.pay.total")}
    heads |= {str(month): session.words().month(month) for month in months}
    return {
        key: st.column_config.TextColumn(head, alignment="left" if key == "name" else "right", pinned=key == "name")
        for key, head in heads.items()
    }


def _remarks(engagement: Engagement, month: Month, facts: MonthlyFacts) -> None:
    scores = scheme_caching.scores(engagement, facts, month)
    said = list(dict.fromkeys(session.words().say(m) for person in scores.people for m in person.findings))
    if said:
        with st.expander(t("page_weights.remarks", count=len(said), month=month)):
            for line in said:
                st.text(line)
