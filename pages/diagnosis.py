"""Which metric holds this client back, by how much money, and how sure is that?"""

import streamlit as st

from pages.shared import bottlenecks, caching, frame, guard, kpi_board, segment_picker
from pages.shared.issues import show_issues
from pages.shared.session import t

frame.required("diagnosis")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)
diagnosis = caching.diagnosis(facts)

st.title(t("page_diagnosis.title"))
bottlenecks.answer(diagnosis)
segment = segment_picker.pick("diagnosis", facts)
drill = caching.drill(diagnosis, facts, segment)

money, change, tree, board = st.tabs([t(f"page_diagnosis.tab.{tab}") for tab in ("money", "change", "tree", "board")])
with money:
    bottlenecks.ranked(diagnosis, drill, facts)
with change:
    bottlenecks.change(drill, facts)
with tree:
    bottlenecks.tree(drill, facts)
with board:
    kpi_board.show(drill, facts)
show_issues(diagnosis.issues)
