"""What everybody needs on the first day that counts."""

import streamlit as st

from pages.shared import bi_view, frame, guard, kit_files, kit_tasks
from pages.shared.session import t

frame.required("roll_out")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)

st.title(t("page_roll_out.title"))
if saved.engagement.scheme is None:
    guard.teach("scheme", "weights")
st.caption(t("page_roll_out.lead"))
kit_tasks.show(saved, facts)
st.subheader(t("page_roll_out.files"))
kit_files.show(saved, facts)
bi_view.section(saved, facts)
