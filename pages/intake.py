"""Who is the client, and what do their files say?"""

import streamlit as st

from pages.shared import (
    board,
    caching,
    definition_view,
    exchange_view,
    frame,
    guard,
    ledger_view,
    people,
    profile,
    uploads,
)
from pages.shared.session import t
from pages.shared.tabs import tabs

TABS = ("files", "client", "people", "board", "definition")

frame.required("intake")
saved = guard.need_engagement()
engagement = saved.engagement

st.title(t("page_intake.title"))
intake = caching.intake(engagement)
guard.fit_check(engagement)

files, client, organisation, data, definition = tabs("intake", [t(f"page_intake.tab.{tab}") for tab in TABS])
if files.open:
    with files:
        uploads.files(saved, intake)
if client.open:
    with client:
        profile.form(engagement)
if organisation.open:
    with organisation:
        people.editor(engagement)
if data.open:
    with data:
        board.data_board(engagement, intake)
        ledger_view.section(engagement, intake)
if definition.open:
    with definition:
        if intake is None or intake.facts is None:
            guard.teach("board", "intake")
        exchange_view.section(engagement, intake)
        definition_view.section(engagement)
