"""What counts how much for whom, and what would history have paid?"""

import streamlit as st

from pages.shared import frame, guard, lint_list, replay_view, scorecards
from pages.shared.session import t

frame.required("weights")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)
engagement = saved.engagement

st.title(t("page_weights.title"))
scheme = scorecards.need_scheme(engagement, facts)

card, result = st.columns([2, 3], gap="large")
with card:
    scorecards.editor(engagement, scheme, facts)
with result:
    replay_view.show(engagement, scheme, facts)
lint_list.show(engagement, scheme, facts)
