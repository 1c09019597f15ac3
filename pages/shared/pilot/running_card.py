"""One person's running scorecard: month by month what was scored and what it pays, and what 1 % more would pay."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import slip_bars
from kpi_logic.model import Engagement, Month
from kpi_logic.review import Running, RunningMonth
from kpi_logic.scheme import Slip
from pages.shared import actuals_caching, charts, inputs, session
from pages.shared.actuals_caching import Came
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t

HEADS = ("month", "score", "grade", "pay", "so_far", "note")


def show(engagement: Engagement, facts: MonthlyFacts, found: Came) -> None:
    """Somebody's months, and the slip of the newest one."""
    st.subheader(t("page_actuals.running.title"))
    one = pick(engagement, found, "running_person")
    st.markdown(plain(session.words().say(one.message(found.result.actuals.currency))))
    _months(one, found)
    what_more_pays(engagement, facts, found, found.months[-1], one.person.id)


def pick(engagement: Engagement, found: Came, name: str) -> Running:
    """Whose; those with a score first."""
    names = told_apart(engagement.organisation.people)
    order = sorted(found.running, key=lambda one: not one.scored)
    who = inputs.view(
        name,
        order[0].person.id,
        lambda key: st.selectbox(
            t("page_actuals.running.who"),
            [one.person.id for one in order],
            format_func=lambda which: names[which],
            key=key,
        ),
        [one.person.id for one in order],
    )
    return next(one for one in found.running if one.person.id == who)


def _months(one: Running, found: Came) -> None:
    pay = "would_pay" if one.kind == "would_pay" else "pay"
    config: dict[str, Any] = {
        head: st.column_config.TextColumn(
            t(f"page_actuals.running.{pay if head == 'pay' else head}"),
            alignment="right" if head in ("score", "pay", "so_far") else "left",
        )
        for head in HEADS
    }
    rows = [_row(month, found.result.actuals.currency) for month in one.months]
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)


def _row(one: RunningMonth, currency: str | None) -> dict[str, str]:
    words = session.words()
    note = "unfinished" if not one.complete else "awaiting" if one.awaiting else "shadow" if one.shadow else "paid"
    return {
        "month": words.month(one.month),
        "score": t("word.missing") if one.score is None else f"{one.score:.1f}",
        "grade": one.grade or t("word.missing"),
        "pay": words.money(one.pay, currency, full=True),
        "so_far": words.money(one.so_far, currency, full=True),
        "note": t(f"page_actuals.running.{note}"),
    }


def what_more_pays(engagement: Engagement, facts: MonthlyFacts, found: Came, month: Month, person: str) -> None:
    """What 1 % better, and 1 % worse, of each KPI does to the month's pay."""
    slip = actuals_caching.slip(engagement, facts, found, month, person)
    if slip.score is None:
        st.caption(plain(session.words().say(slip.messages[0])))
        return
    if month in found.unfinished:
        st.caption(t("page_actuals.running.slip_unfinished", month=month))
    charts.show("more_pays", f"{found.key}.{month}.{person}", lambda: slip_bars(slip, session.words()), facts)
    with st.expander(t("page_actuals.running.both_ways")):
        _both_ways(slip)


def _both_ways(slip: Slip) -> None:
    from kpi_logic.review.reported import named

    words = session.words()
    rows = [
        {
            "kpi": words.word(named(line.kpi)),
            "worth": words.money(line.worth, slip.currency, full=True, signed=True),
            "lost": words.money(None if line.lost is None else -line.lost, slip.currency, full=True),
        }
        for line in slip.lines
    ]
    config: dict[str, Any] = {
        head: st.column_config.TextColumn(
            t(f"page_actuals.running.{head}"), alignment="left" if head == "kpi" else "right"
        )
        for head in ("kpi", "worth", "lost")
    }
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)
