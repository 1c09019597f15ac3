"""The proposal's choices and its files: language, version, PDF, scorecard workbook, each with its SHA-256."""

import datetime
import hashlib
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Month
from kpi_logic.proposal import Proposal
from kpi_logic.proposal.edition import Edition
from kpi_logic.store import Saved
from kpi_logic.text import Language
from pages.shared import fee_view, inputs, paper_caching, session
from pages.shared.session import t

AHEAD = 12  # months from which a pilot can start
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
    with st.expander(t("page_proposal.pilot.title"), key="fold_pilot", on_change="rerun") as folded:
        if folded.open:
            _pilot(engagement, facts)
    with st.expander(t("page_fee.title"), key="fold_fee", on_change="rerun") as folded:
        if folded.open:
            fee_view.show(engagement, facts)


def _pilot(engagement: Engagement, facts: MonthlyFacts) -> None:
    """M5: who tries the scheme first, from when, for how long, and what counts as success."""
    pilot = engagement.pilot
    months = [str(facts.months[-1] + n) for n in range(1, AHEAD + 1)]
    inputs.several(
        "page_proposal.pilot.teams",
        "pilot.teams",
        pilot.teams,
        engagement.organisation.departments,
        str,
        _set_pilot("teams"),
    )
    inputs.choice(
        "page_proposal.pilot.first", "pilot.first", pilot.first or None, months,
        lambda month: session.words().month(Month.parse(month)), _set_pilot("first"), placeholder=t("page_proposal.pilot.open"),
    )  # fmt: skip
    inputs.number(
        "page_proposal.pilot.months",
        "pilot.months",
        pilot.months,
        _set_pilot("months"),
        min_value=1,
        max_value=6,
        step=1,
    )
    inputs.text(
        "page_proposal.pilot.success_rule",
        "pilot.success_rule",
        pilot.success_rule,
        _set_pilot("success_rule"),
        lines=2,
    )


def _set_pilot(field: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        return engagement.model_copy(update={"pilot": engagement.pilot.model_copy(update={field: value})})

    return change


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
                  paper_caching.pdf(proposal, mark, language), "application/pdf")  # fmt: skip
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
