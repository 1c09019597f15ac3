"""Which part of the business is looked at: a view of the visitor's own, not a decision."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import ALL, Segment
from kpi_logic.walk import segments
from pages.shared import inputs, session
from pages.shared.session import t

VIEW = "segment"


def pick(page: str, facts: MonthlyFacts) -> Segment:
    """The whole, a platform, a site or a shop; remembered while the visitor walks, with the way back to the whole."""
    offered = segments(facts)
    if len(offered) < 2:
        return ALL
    choice, back = st.columns([4, 1], vertical_alignment="bottom")
    with choice:
        chosen: Segment = inputs.view(
            f"{page}.{VIEW}",
            ALL,
            lambda key: st.selectbox(
                t("page_diagnosis.segment"), offered, format_func=session.words().segment, key=key
            ),
            offered,
        )
    with back:
        if not chosen.is_all:
            st.button(
                t("page_diagnosis.picked.back"),
                key=inputs.key_of(f"{page}.whole"),
                on_click=inputs.turn,
                args=(f"{page}.{VIEW}", ALL),
                width="stretch",
            )
    return chosen


def drill_to(page: str, segment: Segment, facts: MonthlyFacts) -> Segment:
    """Look at a part from now on (from a callback): the one offered that has the same shops; gives it."""
    shops = [shop for shop in facts.shops if segment.contains(shop)]
    same = (one for one in segments(facts) if [shop for shop in facts.shops if one.contains(shop)] == shops)
    found = next(same, ALL)
    inputs.turn(f"{page}.{VIEW}", found)
    return found
