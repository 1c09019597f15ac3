"""Which part of the business is looked at: a view of the visitor's own, not a decision."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import ALL, Segment
from kpi_logic.walk import segments
from pages.shared import inputs, session
from pages.shared.session import t


def pick(page: str, facts: MonthlyFacts) -> Segment:
    """The whole, a platform, a site or a shop; remembered while the visitor walks."""
    offered = segments(facts)
    if len(offered) < 2:
        return ALL
    return inputs.view(
        f"{page}.segment",
        ALL,
        lambda key: st.selectbox(t("page_diagnosis.segment"), offered, format_func=session.words().segment, key=key),
        offered,
    )
