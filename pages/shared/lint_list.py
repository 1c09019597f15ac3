"""What the KPI lint says of the scheme: the gravest first, each with its evidence and its mend."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Raw, Scheme
from kpi_logic.scheme import Finding, Severity
from pages.shared import caching, session
from pages.shared.markdown import plain
from pages.shared.session import t

OPEN = 6  # findings shown before the rest folds away


def show(engagement: Engagement, scheme: Scheme, facts: MonthlyFacts) -> None:
    """The findings; none is an answer too."""
    st.subheader(t("page_weights.lint.title"))
    found = caching.findings(engagement, facts)
    if not found:
        st.success(t("page_weights.lint.clean"))
        return
    counts = {severity: sum(finding.severity is severity for finding in found) for severity in Severity}
    st.caption(
        t(
            "page_weights.lint.counts",
            high=counts[Severity.HIGH],
            medium=counts[Severity.MEDIUM],
            low=counts[Severity.LOW],
        )
    )
    for finding in found[:OPEN]:
        _line(finding)
    if len(found) > OPEN:
        with st.expander(t("page_weights.lint.more", count=len(found) - OPEN)):
            for finding in found[OPEN:]:
                _line(finding)


def _line(finding: Finding) -> None:
    words = session.words()
    with st.container(border=True):
        severity = t(f"page_weights.lint.{finding.severity.value}")
        st.markdown(f"**{severity}**  {plain(words.say(finding.message))}")
        st.caption(t("issues.mend", fix=Raw(plain(words.say(finding.fix)))))
