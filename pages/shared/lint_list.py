"""What the KPI lint says of a scheme: the gravest first, each with its evidence and its mend."""

from collections.abc import Sequence

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Raw, Scorecard
from kpi_logic.scheme import Finding, Severity, mend
from pages.shared import caching, inputs, scheme_caching, session
from pages.shared.card_changes import OneStep
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.subject import Subject

OPEN = 4  # findings shown before the rest folds away


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """The findings on the scheme, each with a click that mends it where a click can; none is an answer too."""
    found = scheme_caching.findings(engagement, facts)
    if not found:
        st.success(t("page_weights.lint.clean"))
        return
    _list(found, scheme_caching.mendable(engagement, facts), subject, facts)


def present(engagement: Engagement, facts: MonthlyFacts) -> None:
    """What is wrong with the scheme the client has today: the reason for a new one."""
    found = scheme_caching.findings(engagement, facts, caching.present_scheme(engagement, facts))
    st.subheader(t("page_weights.lint.present"))
    _list(found, (False,) * len(found), Subject(), facts)


def _list(found: Sequence[Finding], mends: Sequence[bool], subject: Subject, facts: MonthlyFacts) -> None:
    counts = {severity.value: sum(finding.severity is severity for finding in found) for severity in Severity}
    st.caption(t("page_weights.lint.counts", **counts))
    for place, finding in enumerate(found[:OPEN]):
        _line(finding, place, mends[place], subject, facts)
    if len(found) > OPEN:
        rest = st.expander(t("page_weights.lint.more", count=len(found) - OPEN), key="lint_rest", on_change="rerun")
        if rest.open:  # what nobody unfolds need not be drawn
            with rest:
                for place, finding in enumerate(found[OPEN:], start=OPEN):
                    _line(finding, place, mends[place], subject, facts)


def _line(finding: Finding, place: int, by_click: bool, subject: Subject, facts: MonthlyFacts) -> None:
    words = session.words()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        severity = t(f"page_weights.lint.{finding.severity.value}")
        fix = t("issues.mend", fix=Raw(plain(words.say(finding.fix))))
        st.markdown(f"**{severity}**  {plain(words.say(finding.message))}\n\n:small[:gray[{fix}]]")
        if by_click:
            inputs.action("page_weights.lint.mend", f"lint.{place}.mend", subject.lift(_mended(finding, facts)))


def _mended(finding: Finding, facts: MonthlyFacts) -> OneStep:
    return lambda engagement: mend(finding, engagement, facts) or engagement
