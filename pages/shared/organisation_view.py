"""Who holds what holds the client back: owners, scorecards, and what is missing in the organisation."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Raw, RoleRef, Segment
from kpi_logic.scheme import OrganisationFinding, Ownership
from pages.shared import caching, frame, session
from pages.shared.markdown import plain
from pages.shared.session import t

OPEN = 5  # findings shown before the rest folds away


def show(engagement: Engagement, facts: MonthlyFacts, segment: Segment) -> None:
    """A line for each bottleneck, then the gaps, the gravest first."""
    if not engagement.organisation.people:
        st.info(t("page_diagnosis.organisation.no_people"))
        frame.link("intake", t("frame.step.intake"))
        return
    view = caching.organisation_view(engagement, facts)
    held = [one for one in view.ownership if segment.contains(one.segment) or one.segment.contains(segment)]
    if held:
        st.dataframe([_row(one) for one in held], hide_index=True, width="stretch", column_config=_columns())
    else:
        st.info(t("page_diagnosis.organisation.no_bottlenecks"))
    if engagement.present_scheme or engagement.scheme:
        st.caption(t(f"page_diagnosis.organisation.{'present' if engagement.present_scheme else 'designed'}"))
    if not view.findings:
        st.success(t("page_diagnosis.organisation.clean"))
    for finding in view.findings[:OPEN]:
        _line(finding)
    if len(view.findings) > OPEN:
        with st.expander(t("page_weights.lint.more", count=len(view.findings) - OPEN)):
            for finding in view.findings[OPEN:]:
                _line(finding)


def _row(one: Ownership) -> dict[str, str]:
    words = session.words()

    def people(names: tuple[str, ...]) -> str:
        return words.word(tuple(map(Raw, names))) or t("page_diagnosis.organisation.nobody")

    return {
        "kpi": words.word(one.name),
        "segment": words.segment(one.segment),
        "roles": words.word(tuple(map(RoleRef, one.roles))) or t("diagnosis.organisation.no_role"),
        "owners": people(one.owners),
        "scored": people(one.scored),
        "held": t(f"diagnosis.held.{one.held.value}"),
    }


def _columns() -> dict[str, Any]:
    names = ("kpi", "segment", "roles", "owners", "scored", "held")
    return {name: st.column_config.TextColumn(t(f"page_diagnosis.organisation.{name}")) for name in names}


def _line(finding: OrganisationFinding) -> None:
    words = session.words()
    severity = t(f"page_diagnosis.organisation.severity_{finding.severity.value}")
    st.markdown(f"**{severity}**  {plain(words.say(finding.message))}")
    st.caption(t("issues.mend", fix=Raw(plain(words.say(finding.fix)))))
