"""Which client is it today? The engagements, how far each has come, and ways to start one."""

import streamlit as st

from kpi_logic.store import Summary
from pages.shared import engagements, frame, session
from pages.shared.session import t

frame.required("home")

st.title(t("home.title"))
st.write(t("home.lead"))
listed, start = st.columns([3, 2], gap="large")

with listed:
    archived_too = st.toggle(t("home.show_archived"), key="show_archived")
    summaries: tuple[Summary, ...] = session.store().list(include_archived=archived_too)
    if not summaries:
        st.info(t("home.empty"))
    for summary in summaries:
        engagements.card(summary)

with start:
    engagements.new()
    engagements.examples()
    engagements.importer()
