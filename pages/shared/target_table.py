"""Every target at a glance: how far, how likely, how much more than before."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Amount, Engagement, KpiRef, Target, Unit
from pages.shared import caching, odds, session, tables, target_caching
from pages.shared.session import t

HEADS = ("kpi", "segment", "period", "value", "range", "odds", "verdict", "growth")
NUMBERS = ("value", "odds", "growth")
WIDTHS = {"kpi": 200, "segment": 100, "value": 90, "verdict": 80, "growth": 70}  # names of KPIs are the longest words


def show(engagement: Engagement, facts: MonthlyFacts) -> None:
    """The table of odds."""
    st.subheader(t("page_targets.all"))
    key = ".".join([facts.fingerprint, *map(target_caching.decided, engagement.targets)])
    config: dict[str, Any] = {
        head: st.column_config.TextColumn(
            t(f"page_targets.head.{head}"), width=WIDTHS.get(head), alignment="right" if head in NUMBERS else None
        )
        for head in HEADS
    }
    tables.show("odds", key, lambda: [_row(target, facts) for target in engagement.targets], column_config=config)
    if len(engagement.targets) > 1:
        st.caption(t("page_targets.all_hint"))


def _row(target: Target, facts: MonthlyFacts) -> dict[str, str]:
    words = session.words()
    view = caching.outlook(target, facts)
    judged = target_caching.judgement(target, facts)
    low, high = (view.interval80[0], view.interval80[2]) if view.interval80 else (None, None)
    share = judged.growth.share if judged.growth else None
    return {
        "kpi": words.word(KpiRef(target.kpi)),
        "segment": words.segment(target.segment),
        "period": str(view.first) if view.months == 1 else f"{view.first}\N{EN DASH}{view.last}",
        "value": words.amount(view.amount(target.value)),
        "range": t("page_targets.range", low=view.amount(low), high=view.amount(high)),
        "odds": odds.number(judged.probability),
        "verdict": t(f"target.verdict.{judged.verdict.value}"),
        "growth": words.amount(Amount(share, Unit.RATIO, signed=True)),
    }
