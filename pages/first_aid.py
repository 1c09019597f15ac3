"""What is wrong with the scheme, and who should do what first?"""

import streamlit as st

from pages.shared import first_aid_view, frame, guard
from pages.shared.session import t

frame.required("first_aid")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)

st.title(t("page_first_aid.title"))
st.caption(t("page_first_aid.lead"))
first_aid_view.show(saved, facts)
