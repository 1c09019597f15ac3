"""A target of several months in parts a month, by the season, changed by hand, always summing to it."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Amount, Engagement, Target
from kpi_logic.targets.cascade import step_of
from kpi_logic.targets.outlook import Outlook
from kpi_logic.targets.phasing import move_phase, phased
from pages.shared import caching, inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.target_changes import changed

FIELD = 190  # pixels: fields wrap on a tablet


def show(target: Target, facts: MonthlyFacts) -> None:
    """Every month's part, and the sum."""
    view = caching.outlook(target, facts)
    st.subheader(t("page_targets.months.title"))
    if not view.adds:
        st.caption(t("page_targets.months.level"))
        return
    if view.months == 1:
        st.caption(t("page_targets.months.single"))
        return
    parts = phased(target, view)
    st.caption(t("page_targets.months.set" if target.phases else "page_targets.months.learnt"))
    with st.container(horizontal=True, gap="small"):
        for n in range(len(parts)):
            _month(target, view, facts, parts, n)
    shown = view.amount(sum(parts))
    total = Amount(shown.value, shown.unit, shown.currency, full=True)
    st.caption(plain(t("page_targets.months.closes", count=len(parts), total=total)))
    if target.phases:
        reset = changed(target, facts, "phases")
        inputs.action("page_targets.months.reset", f"{target.id}.months", lambda engagement: reset(engagement, ()))


def _month(target: Target, view: Outlook, facts: MonthlyFacts, parts: tuple[float, ...], which: int) -> None:
    step = step_of(view.kpi.unit)
    keep = changed(target, facts, "phases")

    def change(engagement: Engagement, value: Any) -> Engagement:
        return keep(engagement, move_phase(parts, which, float(value or 0), step))

    inputs.number(
        "page_targets.months.month",
        f"{target.id}.month.{which}",
        parts[which],
        change,
        said=session.words().month(view.first + which),
        step=max(step, float(round(abs(parts[which]) / 100))),
        format="%.2f" if step < 1 else "%.0f",
        width=FIELD,
    )
