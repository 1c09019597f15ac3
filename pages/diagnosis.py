"""Which metric holds this client back, by how much money, and how sure is that?"""

import streamlit as st

from pages.shared import (
    bottlenecks,
    caching,
    comparison_picker,
    diagnosis_caching,
    frame,
    guard,
    kpi_board,
    ledger_view,
    limits_view,
    organisation_view,
    output_view,
    potential_list,
    segment_picker,
)
from pages.shared.issues import show_issues
from pages.shared.session import t
from pages.shared.tabs import tabs

TABS = ("money", "tree", "change", "board", "limits", "organisation", "process")

frame.required("diagnosis")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)
diagnosis = caching.diagnosis(saved.engagement, facts)

st.title(t("page_diagnosis.title"))
bottlenecks.answer(diagnosis)
segment = segment_picker.pick("diagnosis", facts)
drill = diagnosis_caching.drill(diagnosis, facts, segment)

money, tree, change, board, limits, organisation, process = tabs(
    "diagnosis", [t(f"page_diagnosis.tab.{x}") for x in TABS]
)
if money.open:
    with money:
        bottlenecks.ranked(drill, diagnosis, facts)
        if segment.is_all:
            potential_list.show(diagnosis.potentials, facts.currency)
if tree.open:
    with tree:
        periods = comparison_picker.periods(diagnosis)
        bottlenecks.tree(diagnosis, facts, periods, segment)
if change.open:
    with change:
        bottlenecks.change(saved.engagement, facts, diagnosis, segment)
if board.open:
    with board:
        kpi_board.show(drill, facts)
if limits.open:
    with limits:
        limits_view.show(diagnosis.limits, segment, facts)
        ledger_view.section(saved.engagement, caching.intake(saved.engagement))
if organisation.open:
    with organisation:
        organisation_view.show(saved.engagement, facts, segment)
if process.open:
    with process:
        output_view.show(saved.engagement, facts)
show_issues(diagnosis.issues)
