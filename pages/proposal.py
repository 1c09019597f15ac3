"""Is this what we would sign? Read it, choose the language, take the PDF and the workbook."""

import streamlit as st

from pages.shared import caching, frame, guard, papers, preview
from pages.shared.session import t

frame.required("proposal")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)
engagement = saved.engagement

st.title(t("page_proposal.title"))
guard.need_decisions(engagement)
proposal = caching.proposal(engagement, facts)

paper, choices = st.columns([3, 1], gap="large")
with choices:
    papers.choices(engagement, facts)
    papers.downloads(saved, proposal, facts)
with paper:
    preview.show(proposal)
