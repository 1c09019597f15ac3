"""Change the scheme by what the pilot showed: what the evidence speaks for, what was changed and why, who gains, who
loses, and what must be signed anew.
"""

from collections.abc import Sequence

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import gain_bars
from kpi_logic.model import Difference, Engagement, Message, Raw
from kpi_logic.review import Advice
from kpi_logic.review.change_reasons import asks_for_reason, reason_for
from kpi_logic.scheme import Comparison
from kpi_logic.store import Saved
from pages.shared import charts, frame, guard, inputs, iterate_caching, session
from pages.shared.iterate_caching import Released, Trial
from pages.shared.markdown import plain
from pages.shared.pilot import iterate_people, iterate_reasons, iterate_signing
from pages.shared.pilot.reason_changes import pressed
from pages.shared.session import t

Told = Sequence[tuple[Difference, tuple[Message, ...]]]
OPEN = 3  # advices shown before the rest folds away


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The answer, the evidence with its presses, the changes with their reasons, before and after, the signatures."""
    engagement = saved.engagement
    if engagement.scheme is None:
        guard.teach("scheme", "weights")
    known = iterate_caching.released(saved)
    tried = iterate_caching.trial(saved, facts)
    if known is None:
        st.info(t("page_iterate.not_released"))
        frame.link("proposal", t("page_iterate.release_first"))
        _advices(engagement, facts, tried, "")
        return
    told = _told(known.engagement, engagement)
    found = iterate_caching.compared(known.engagement, engagement, facts, tried) if told else None
    st.markdown(plain(session.words().say(answer(known, told, engagement, found))))
    if found is not None:
        _before_after(found, tried, engagement, known, facts)
    _advices(engagement, facts, tried, known.version)
    if told:
        iterate_reasons.show(engagement, told, known.version)
        iterate_signing.show(saved, known, facts)


def _told(released: Engagement, engagement: Engagement) -> Told:
    """Every change that asks for a reason, with its sentences."""
    from kpi_logic.proposal.changes import changes_by_place  # the paper's room: not for those who open another tab

    return [one for one in changes_by_place(released, engagement) if asks_for_reason(one[0])]


def answer(known: Released, told: Told, engagement: Engagement, found: Comparison | None) -> Message:
    """How many changes, how many without a reason, who gains and loses most."""
    if not told:
        return Message("page_iterate.answer.same", {"version": Raw(known.version)})
    bare = sum(reason_for(one, engagement.reasons, known.version) is None for one, _ in told)
    facts = {"version": Raw(known.version), "changes": len(told), "bare": bare}
    said = Message(f"page_iterate.answer.{'bare' if bare else 'reasoned'}", facts)
    if found is None:
        return said
    return Message("page_iterate.answer.whole", {"changes": said, "people": iterate_people.said(found)})


def _before_after(
    found: Comparison, tried: Trial, engagement: Engagement, known: Released, facts: MonthlyFacts
) -> None:
    words = session.words()
    months = tried.months
    st.caption(t(f"page_iterate.months.{'tried' if months.tried else 'before'}", months=months.months))
    if found.winners or found.losers:
        key = f"{known.number}.{engagement.model_dump_json()}.{facts.fingerprint}.{tried.key}"
        charts.show("gains", key, lambda: gain_bars(found, words))
    with st.expander(t("page_iterate.each_person", count=len(found.changes))):
        iterate_people.table(found)


def _advices(engagement: Engagement, facts: MonthlyFacts, tried: Trial, base: str) -> None:
    found = iterate_caching.advice(engagement, facts, tried)
    st.subheader(t("page_iterate.evidence", count=len(found)))
    if not found:
        st.caption(t("page_iterate.no_evidence"))
    for place, one in enumerate(found[:OPEN]):
        _advice(one, place, base)
    if len(found) > OPEN:
        with st.expander(t("page_iterate.more", count=len(found) - OPEN)):
            for place, one in enumerate(found[OPEN:], start=OPEN):
                _advice(one, place, base)


def _advice(one: Advice, place: int, base: str) -> None:
    words = session.words()
    with st.container(border=True):
        said, press = st.columns([6, 1], vertical_alignment="center")
        with said:
            st.markdown(f"{plain(words.say(one.message))}  \n:small[:gray[{plain(words.say(one.step))}]]")
        with press:
            if one.can_be_pressed:
                change = pressed(one, base, words.say(one.message))
                inputs.action("page_iterate.press", f"advice.{place}", change, width="stretch")
