"""How far, by when, and how likely is that?"""

import streamlit as st

from pages.shared import caching, cascades, frame, guard, target_editor
from pages.shared.session import t

frame.required("targets")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)
engagement = saved.engagement

st.title(t("page_targets.title"))
target = target_editor.pick(engagement, facts)
outlook = caching.outlook(target, facts)
judgement = outlook.judged(target.value)

form, picture = st.columns([2, 3], gap="large")
with form:
    target_editor.form(target, facts)
with picture:
    target_editor.verdict(target, judgement, facts)
cascades.show(engagement, target, facts)
