"""Actuals in: months and filled scorecards as they come, where they differ, and everybody's running scorecard."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Amount, Message, Raw, Unit
from kpi_logic.review import together
from kpi_logic.store import Saved
from pages.shared import actuals_caching, caching, frame, readings, session, uploads
from pages.shared.actuals_caching import Came
from pages.shared.issues import show_issues
from pages.shared.markdown import plain
from pages.shared.pilot import filled_drop, proposed_awards, running_card, source_gaps
from pages.shared.session import t


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The answer; what somebody must settle; a person's running scorecard; the places where more is brought in."""
    if not saved.engagement.organisation.people:
        st.info(t("empty.people.why"))
        frame.link("intake", t("empty.people.go"))
        return
    read = actuals_caching.books(saved)
    found = actuals_caching.came(saved, facts, read)
    st.markdown(f"**{plain(session.words().say(answer(saved, found)))}**")
    if found is None:
        st.caption(t("page_actuals.unlocks"))
    else:
        if found.version:
            st.caption(plain(t("page_actuals.by_release", version=Raw(found.version))))
        for month in sorted(found.unfinished):
            st.caption(t("page_actuals.unfinished", month=month))
        source_gaps.show(saved.engagement, found)
        proposed_awards.show(saved.engagement, found)
        running_card.show(saved.engagement, facts, found)
    _bring_in(saved, read, found)


def answer(saved: Saved, found: Came | None) -> Message:
    """How far it has come, in one sentence."""
    if found is None:
        pilot = saved.engagement.pilot.first
        start = actuals_caching.start_of(saved)
        return Message("page_actuals.nothing" if start else "page_actuals.no_start", {"first": start or pilot})
    facts = {"first": found.months[0], "last": found.months[-1]}
    if found.reported.open:
        return Message("page_actuals.open", {**facts, "open": len(found.reported.open)})
    shadow, paid = together(found.running)
    currency = found.result.actuals.currency
    told = facts | {
        "shadow": Amount(shadow, Unit.MONEY, currency, full=True),
        "paid": Amount(paid, Unit.MONEY, currency, full=True),
        "people": sum(bool(one.scored) for one in found.running),
    }
    known = (shadow is not None, paid is not None)
    key = {(True, True): "both", (True, False): "would_pay", (False, True): "pays"}.get(known, "came")
    if key == "would_pay" and any(month.awaiting for one in found.running for month in one.scored):
        key = "would_pay_waiting"
    return Message(f"page_actuals.{key}", told)


def _bring_in(saved: Saved, read: tuple[actuals_caching.ReadBook, ...], found: Came | None) -> None:
    """Both ways in, side by side: the client's files, and the scorecards that people fill in."""
    st.subheader(t("page_actuals.bring"))
    files, filled = st.columns(2, gap="large")
    with files:
        uploads.box(saved)
        intake = caching.intake(saved.engagement)
        if intake is not None:
            with st.expander(t("page_actuals.read", count=len(intake.sources))):
                readings.sources(intake)
            show_issues(issue for issue in intake.issues if issue.code not in uploads.ASKED)
    with filled:
        filled_drop.show(saved, read)
    if found is not None:
        show_issues(found.reported.remarks)
