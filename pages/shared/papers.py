"""The proposal's choices and its files: language, version, PDF, scorecard workbook, each with its SHA-256."""

import datetime
import hashlib
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement
from kpi_logic.proposal import Proposal
from kpi_logic.proposal.edition import Edition
from kpi_logic.store import Saved
from kpi_logic.text import Language
from pages.shared import brand_view, fee_view, frame, inputs, paper_caching, session
from pages.shared.session import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choices(engagement: Engagement, facts: MonthlyFacts) -> None:
    """The paper's languages (apart from the screen's), its version, who presents it, the day on the cover."""
    proposal = engagement.proposal
    inputs.tags(
        "page_proposal.languages", "proposal.languages", proposal.languages, [language.value for language in Language],
        lambda language: t(f"frame.language_name.{language}"), _set("languages"),
    )  # fmt: skip
    inputs.text("page_proposal.version", "proposal.version", proposal.version, _set("version"))
    inputs.text("page_proposal.consultant", "proposal.consultant", proposal.consultant, _set("consultant"))
    inputs.date("page_proposal.date", "proposal.date", paper_caching.paper_date(engagement), _date)
    inputs.text("page_proposal.note", "proposal.note", proposal.note, _set("note"), lines=3)
    with st.expander(t("page_brand.title"), key="fold_brand", on_change="rerun") as folded:
        if folded.open:
            brand_view.show(engagement)
    with st.expander(t("page_fee.title"), key="fold_fee", on_change="rerun") as folded:
        if folded.open:
            fee_view.show(engagement, facts)
    frame.link("pilot", t("page_proposal.pilot.plan"))


def _set(field: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        return engagement.model_copy(update={"proposal": engagement.proposal.model_copy(update={field: value})})

    return change


def _date(engagement: Engagement, value: datetime.date) -> Engagement:
    return _set("date")(engagement, value.isoformat())


def downloads(saved: Saved, proposal: Proposal, facts: MonthlyFacts, edition: Edition) -> None:
    """One button makes the files; then each is one click away."""
    engagement = saved.engagement
    mark = paper_caching.mark(engagement, facts, edition)
    st.caption(t("page_proposal.fingerprint", mark=mark[:12]))
    if not engagement.proposal.languages:
        st.info(t("page_proposal.choose_language"))
        return
    if st.button(t("page_proposal.make"), type="primary", key=inputs.key_of("make"), width="stretch"):
        session.remember_made(engagement_key(saved, mark))
    if session.made() != engagement_key(saved, mark):
        return
    with st.status(t("page_proposal.making"), expanded=True) as status:
        for language in engagement.proposal.languages:
            _file(saved, t("page_proposal.pdf", language=t(f"frame.language_name.{language}")), f"{language}.pdf",
                  paper_caching.pdf(proposal, mark, language, paper_caching.logo(engagement)), "application/pdf")  # fmt: skip
            _file(saved, t("page_proposal.xlsx", language=t(f"frame.language_name.{language}")), f"{language}.xlsx",
                  paper_caching.workbook(engagement, facts, edition, mark, language), XLSX)  # fmt: skip
        status.update(label=t("page_proposal.made"), state="complete", expanded=True)


def engagement_key(saved: Saved, mark: str) -> tuple[str, str, tuple[str, ...]]:
    """What the made files belong to; anything else makes them old."""
    return saved.id, mark, saved.engagement.proposal.languages


def _file(saved: Saved, label: str, ending: str, content: bytes, mime: str) -> None:
    name = t(
        "page_proposal.file_name",
        version="".join(c for c in saved.engagement.proposal.version if c.isalnum() or c in ".-_"),
    )
    st.download_button(
        label,
        content,
        f"{name}-{ending}",
        mime,
        key=inputs.key_of(f"download.{ending}"),
        on_click="ignore",
        width="stretch",
    )
    st.caption(t("page_proposal.sha", sha=hashlib.sha256(content).hexdigest()))
