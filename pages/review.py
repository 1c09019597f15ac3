"""What happened, why, and what next?"""

import streamlit as st

from pages.shared import frame, guard
from pages.shared.review import sections
from pages.shared.session import t

frame.required("review")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)

st.title(t("page_review.title"))
if saved.engagement.scheme is None:
    guard.teach("scheme", "weights")
st.caption(t("page_review.lead"))
sections.show(saved, facts)
