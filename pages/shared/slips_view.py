"""The value of a point, a slip for each person: today, what a little more of each KPI pays, floor and cap."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import slip_bars
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Scorecard, Unit
from kpi_logic.scheme import Slip, SlipLine
from pages.shared import charts, facts_caching, inputs, scheme_caching, session
from pages.shared.desk import chosen_month
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t
from pages.shared.subject import Subject

MONEY = ("worth", "floor", "cap")


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """One person's slip for the month on the desk."""
    people = engagement.organisation.people
    if not people:
        st.info(t("empty.people.why"))
        return
    names = told_apart(people)
    mine = sorted(people, key=lambda person: person.role != card.role)  # the desk's role first
    who = inputs.view(
        "slip_person",
        mine[0].id,
        lambda key: st.selectbox(
            t("page_firmness.slip.who"), [one.id for one in mine], format_func=lambda which: names[which], key=key
        ),
        [one.id for one in mine],
    )
    slip = next(slip for slip in scheme_caching.slips(engagement, facts, chosen_month(facts)) if slip.person.id == who)
    first, *rest = (session.words().say(message) for message in slip.messages)
    st.markdown(f"**{plain(first)}**")
    if slip.score is None:
        return
    _table(slip)
    key = f"{scheme_caching.key_of(engagement, facts)}.{who}.{slip.month}"
    if slip.month == facts_caching.unfinished_month(engagement):
        st.caption(t("page_actuals.running.slip_unfinished", month=slip.month))
    charts.show("slip", key, lambda: slip_bars(slip, session.words()), facts)
    for sentence in rest:
        st.text(sentence)


def _table(slip: Slip) -> None:
    """The same in numbers: each KPI with today's value, its points, and what more of it pays."""
    heads = ("kpi", "weight", "actual", "target", "points", *MONEY)
    config: dict[str, Any] = {
        head: st.column_config.TextColumn(
            t(f"page_firmness.slip.{head}"), alignment="left" if head == "kpi" else "right", pinned=head == "kpi"
        )
        for head in heads
    }
    st.dataframe([_row(line, slip) for line in slip.lines], hide_index=True, width="stretch", column_config=config)


def _row(line: SlipLine, slip: Slip) -> dict[str, str]:
    words, known = session.words(), kpi_library().kpis.get(line.kpi)
    unit = known.unit if known else Unit.SCORE
    money = slip.currency if unit is Unit.MONEY else None
    return {
        "kpi": words.word(KpiRef(line.kpi)) if known else line.kpi,
        "weight": str(line.weight),
        "actual": words.amount(Amount(line.actual, unit, money)),
        "target": words.amount(Amount(line.target, unit, money)),
        "points": t("word.missing") if line.points is None else f"{line.points:.1f}",
        **{name: words.money(getattr(line, name), slip.currency, full=True) for name in MONEY},
    }
