"""Who is the client, and what do their files say?"""

import streamlit as st

from pages.shared import board, caching, frame, guard, people, profile, session, uploads
from pages.shared.session import t

frame.required("intake")
saved = guard.need_engagement()
engagement = saved.engagement

st.title(t("page_intake.title"))
intake = caching.intake(engagement)
guard.fit_check(engagement)

files, client, organisation, data = st.tabs(
    [t(f"page_intake.tab.{tab}") for tab in ("files", "client", "people", "board")]
)
with files:
    uploads.files(saved, intake)
with client:
    profile.form(engagement)
with organisation:
    people.editor(engagement)
with data:
    board.data_board(session.words(), intake)
