"""What counts how much for whom, and what would history have paid?"""

import streamlit as st

from pages.shared import desk, frame, guard, scheme_answer, scheme_sections, scorecards, subject
from pages.shared.session import t

frame.required("weights")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)

st.title(t("page_weights.title"))
scorecards.need_scheme(saved.engagement, facts)
which = subject.pick(saved.engagement)
engagement = which.seen(saved.engagement)

scheme_answer.show(engagement, facts)
card = desk.show(engagement, which, facts)
scheme_sections.show(engagement, which, card, facts)
