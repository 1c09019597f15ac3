"""How far, by when, and how likely is that?"""

import streamlit as st

from pages.shared import (
    cascades,
    frame,
    guard,
    target_dial,
    target_editor,
    target_hindsight,
    target_months,
    target_table,
    target_together,
)
from pages.shared.session import t

frame.required("targets")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)
engagement = saved.engagement

st.title(t("page_targets.title"))
target = target_editor.pick(engagement, facts)
target_dial.show(target.id, facts, saved.revision)
target_table.show(engagement, facts)

people, months, joint, back = st.tabs(
    [t(f"page_targets.tab.{tab}") for tab in ("people", "months", "together", "back")]
)
with people:
    cascades.show(engagement, target, facts)
with months:
    target_months.show(target, facts)
with joint:
    target_together.show(engagement, target, facts)
with back:
    target_hindsight.show(target, facts)
