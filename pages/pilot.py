"""Does the scheme work where it is tried first?"""

import streamlit as st

from pages.shared import frame, guard
from pages.shared.pilot import sections
from pages.shared.session import t

frame.required("pilot")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)

st.title(t("page_pilot.title"))
if saved.engagement.scheme is None:
    guard.teach("scheme", "weights")
st.caption(t("page_pilot.lead"))
sections.show(saved, facts)
