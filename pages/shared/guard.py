"""What a page needs before it can answer, and what it shows while that is missing."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement
from kpi_logic.store import Saved
from kpi_logic.walk import fit
from pages.shared import caching, frame, session
from pages.shared.session import t


def need_engagement() -> Saved:
    """The open engagement; without one, the way to the start page."""
    saved = session.drawn()
    if saved is not None:
        return saved
    st.info(t("frame.need.open_one"))
    frame.link("home", t("frame.need.go_home"))
    st.stop()


def need_facts(engagement: Engagement) -> MonthlyFacts:
    """The client's facts in one currency; without them, what unlocks the page."""
    intake = caching.intake(engagement)
    if intake is None or intake.facts is None or intake.facts.is_empty:
        teach("files", "intake")
    facts = caching.facts(engagement)
    if facts is None:
        teach("currency", "intake")
    return facts


def teach(what: str, where: str) -> None:
    """An empty state: what would come here, what it takes, and the way there."""
    with st.container(border=True):
        st.subheader(t(f"empty.{what}.title"))
        st.write(t(f"empty.{what}.why"))
        frame.link(where, t(f"empty.{what}.go"))
    st.stop()


def fit_check(engagement: Engagement) -> None:
    """F1-F3 in one quiet line each; a condition that is not met comes first."""
    advices = sorted(fit(engagement.profile), key=lambda advice: {False: 0, None: 1, True: 2}[advice.met])
    unmet = sum(advice.met is False for advice in advices)
    label = t("page_intake.fit.unmet", count=unmet) if unmet else t("page_intake.fit.label")
    with st.expander(label, expanded=bool(unmet)):
        for advice in advices:
            mark = t(
                {True: "page_intake.fit.yes", False: "page_intake.fit.no", None: "page_intake.fit.open"}[advice.met]
            )
            st.text(f"{mark}  {session.words().say(advice.message)}")


def need_decisions(engagement: Engagement) -> None:
    """A proposal needs targets or a scheme to be worth signing; what is missing is told, nothing blocks."""
    for what, where, there in (("targets", "targets", engagement.targets), ("scheme", "weights", engagement.scheme)):
        if not there:
            with st.container(border=True):
                st.write(t(f"empty.{what}.why"))
                frame.link(where, t(f"empty.{what}.go"))
