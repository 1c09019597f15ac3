"""Which metric holds this client back, by how much money, and how sure is that?"""

import streamlit as st

from pages.shared import (
    bottlenecks,
    caching,
    frame,
    guard,
    kpi_board,
    limits_view,
    organisation_view,
    output_view,
    potential_list,
    segment_picker,
)
from pages.shared.issues import show_issues
from pages.shared.session import t

TABS = ("money", "change", "tree", "board", "limits", "organisation", "process")

frame.required("diagnosis")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)
diagnosis = caching.diagnosis(facts)

st.title(t("page_diagnosis.title"))
bottlenecks.answer(diagnosis)
segment = segment_picker.pick("diagnosis", facts)

money, change, tree, board, limits, organisation, process = st.tabs([t(f"page_diagnosis.tab.{tab}") for tab in TABS])
with money:
    clicked = bottlenecks.ranked(diagnosis, caching.drill(diagnosis, facts, segment), facts)
    if segment.is_all:
        potential_list.show(diagnosis.potentials, facts.currency)
focus = segment if clicked is None else clicked.segment
drill = caching.drill(diagnosis, facts, focus)
with change:
    bottlenecks.focus(clicked)
    bottlenecks.change(drill, facts)
with tree:
    bottlenecks.focus(clicked)
    bottlenecks.tree(drill, facts)
with board:
    bottlenecks.focus(clicked)
    kpi_board.show(drill, facts)
with limits:
    limits_view.show(diagnosis.limits, focus, facts)
with organisation:
    organisation_view.show(saved.engagement, facts, focus)
with process:
    output_view.show(saved.engagement, facts)
show_issues(diagnosis.issues)
