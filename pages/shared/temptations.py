"""The gaming test: where pay would go up while profit goes down, and the smallest change that closes it."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import corridor
from kpi_logic.model import Engagement, Scorecard
from kpi_logic.scheme import Closing, Gaming, Temptation
from pages.shared import charts, inputs, scheme_caching, session
from pages.shared.card_changes import OneStep, replaced
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.subject import Subject

DRAWN = 2  # corridors with a picture; the sentences say the rest


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """The corridors, the most harmful first, each with what closes it; then what was tried and is safe."""
    st.caption(t("page_firmness.gaming.why"))
    found = scheme_caching.gaming(engagement, facts)
    if found.untold is not None:
        st.info(session.words().say(found.untold))
        return
    if not found.corridors:
        st.success(t("page_firmness.gaming.none"))
    for place, one in enumerate(found.corridors):
        _corridor(found, one, place, subject)
        if place < DRAWN:
            key = f"{scheme_caching.key_of(engagement, facts)}.{one.role}.{one.lever}"
            charts.show("corridor", key, lambda one=one: corridor(one, found, session.words()), facts, titled=False)
    safe = [one for one in found.temptations if one.corridor is None]
    if safe:
        with st.expander(t("page_firmness.gaming.safe", count=len(safe))):
            for one in safe:
                st.text(session.words().say(found.message(one)))


def _corridor(found: Gaming, one: Temptation, place: int, subject: Subject) -> None:
    with st.container(border=True):
        st.markdown(plain(session.words().say(found.message(one))))
        for number, closing in enumerate(one.closings):
            said, click = st.columns([6, 1], vertical_alignment="center")
            with said:
                st.text(session.words().say(found.closing_message(closing)))
            with click:
                name = f"gaming.{place}.{number}.close"
                inputs.action("page_firmness.gaming.close", name, subject.lift(_closed(closing)))
        if not one.closings:
            st.caption(t("page_firmness.gaming.open"))


def _closed(closing: Closing) -> OneStep:
    return lambda engagement: replaced(engagement, closing.card)
