"""The seal: the pilot's plan put into the trail, and whether today's decisions are still those."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, Raw
from kpi_logic.release import SealedPilot, counting_pilot, freeze_pilot, sealed_pilots
from kpi_logic.review import PilotDesign
from kpi_logic.review.percent import percent
from kpi_logic.store import Saved, StoreFault
from pages.shared import session
from pages.shared.markdown import plain
from pages.shared.session import t


def show(saved: Saved, facts: MonthlyFacts, design: PilotDesign) -> None:
    """What was sealed, and the button that seals what is decided now."""
    st.subheader(t("page_pilot_rule.seal.title"))
    sealed = counting_pilot(sealed_pilots(session.store().trail(saved.id)))
    if sealed is not None:
        told(sealed, saved)
    else:
        st.caption(t("page_pilot_rule.seal.why"))
    if sealed is not None and set(sealed.changed(saved.engagement)) <= {"scheme"}:
        return
    if _begun(saved, facts):
        st.info(t("page_pilot_rule.seal.begun", first=Month.parse(saved.engagement.pilot.first)))
        return
    if design.kpi is None or not (saved.engagement.pilot.first and design.sides.treated and design.sides.compared):
        st.info(t("page_pilot_rule.seal.open"))
        return
    _form(saved, facts, sealed is not None)


def _begun(saved: Saved, facts: MonthlyFacts) -> bool:
    """Whether numbers of the pilot are known, so that a seal could bear no verdict."""
    first = saved.engagement.pilot.first
    return bool(first and facts.months and facts.months[-1] >= Month.parse(first))


def told(one: SealedPilot, saved: Saved) -> None:
    """Who sealed it, when, its SHA-256, and what was changed since."""
    when = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
    by = one.seal.by or t("page_pilot_rule.seal.nobody")
    st.markdown(plain(t("page_pilot_rule.seal.sealed", when=when, by=Raw(by), number=one.number)))
    st.caption(t("page_proposal.sha", sha=one.seal.sha256))
    if one.seal.plan.smallest is not None:
        st.caption(t("page_pilot_rule.seal.smallest", smallest=percent(round(one.seal.plan.smallest, 2))))
    changed = one.changed(saved.engagement)
    if not changed:
        st.success(t("page_pilot_rule.seal.unchanged"))
    elif changed == ("scheme",):
        st.info(t("page_pilot_rule.seal.scheme_only"))
    else:
        fields = t("word.list_separator").join(t(f"pilot.field.{name}") for name in changed)
        st.warning(plain(t("page_pilot_rule.seal.changed", fields=Raw(fields))))


def _form(saved: Saved, facts: MonthlyFacts, again: bool) -> None:
    with st.form(f"{saved.id}.trial.seal", border=True):
        by = st.text_input(t("page_pilot_rule.seal.by"), value=saved.engagement.proposal.consultant, max_chars=80)
        st.caption(t("page_pilot_rule.seal.again" if again else "page_pilot_rule.seal.means"))
        if not st.form_submit_button(t("page_pilot_rule.seal.do"), type="primary"):
            return
    if not by.strip():
        st.warning(t("page_pilot_rule.seal.nameless"))
        return
    try:
        freeze_pilot(session.store(), saved, facts, by.strip(), session.now())
    except StoreFault as fault:
        st.error(plain(session.words().say(fault.message)))
    else:
        st.rerun()
