"""Is this what we would sign? Read it, choose the language, take the PDF and the workbook."""

import streamlit as st

from pages.shared import bi_view, frame, guard, paper_caching, papers, preview, releases
from pages.shared.session import t

frame.required("proposal")
saved = guard.need_engagement()
facts = guard.need_facts(saved.engagement)
engagement = saved.engagement

st.title(t("page_proposal.title"))
guard.need_decisions(engagement)
edition = releases.edition(saved, facts)
proposal = paper_caching.proposal(engagement, facts, edition)

paper, choices = st.columns([3, 1], gap="large")
with choices:
    releases.state(edition)
    papers.choices(engagement, facts)
    papers.downloads(saved, proposal, facts, edition)
    releases.section(saved, facts, edition, proposal)
    bi_view.section(saved, facts)
with paper:
    preview.show(proposal, engagement)
