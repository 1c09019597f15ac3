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
    target_personal,
    target_table,
    target_together,
)
from pages.shared.session import t
from pages.shared.tabs import tabs

TABS = ("people", "months", "personal", "together", "back")

frame.required("targets")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)
engagement = saved.engagement

st.title(t("page_targets.title"))
target = target_editor.pick(engagement, facts)
target_dial.show(target.id, facts, saved.revision)
target_table.show(engagement, facts)

people, months, personal, joint, back = tabs("targets", [t(f"page_targets.tab.{tab}") for tab in TABS])
if people.open:
    with people:
        cascades.show(engagement, target, facts)
if months.open:
    with months:
        target_months.show(target, facts)
if personal.open:
    with personal:
        target_personal.show(engagement, target, facts)
if joint.open:
    with joint:
        target_together.show(engagement, target, facts)
if back.open:
    with back:
        target_hindsight.show(target, facts)
