"""What is agreed with the people before the scheme counts: feedback, the season, the legal checklist (P5, P15)."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Raw, RollOut, Scheme, Scorecard, feedback_state, heard
from kpi_logic.scheme import NOTICE, LegalPoint, legal_checklist
from pages.shared import frame, inputs, session
from pages.shared.card_changes import with_scheme
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.subject import Subject

FEEDBACK = ("unknown", "none", "collected", "answered")
MONTHS = range(1, 13)


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """Was everybody asked and answered; which months are the season; what to clear with a lawyer."""
    scheme = engagement.scheme
    assert scheme is not None
    _people(engagement, scheme.roll_out, subject)
    st.subheader(t("legal.title"))
    st.warning(session.words().say(NOTICE))
    for point in legal_checklist(scheme):
        _point(point, scheme.roll_out, subject)


def _people(engagement: Engagement, roll_out: RollOut, subject: Subject) -> None:
    st.caption(t("page_roll_out.why"))
    _asked(engagement, roll_out, subject)
    inputs.text(
        "page_roll_out.briefing", "roll_out.briefing", roll_out.briefing, subject.lift(_field("briefing")), lines=2
    )
    inputs.tags(
        "page_roll_out.season_months", "roll_out.season_months", roll_out.season_months, MONTHS,
        lambda month: t("page_roll_out.month", name=Raw(t(f"month.m{month:02d}"))), subject.lift(_field("season_months")),
    )  # fmt: skip


def _asked(engagement: Engagement, roll_out: RollOut, subject: Subject) -> None:
    """What the collected forms show; only while there is none, what somebody says of it."""
    told = [one for one in engagement.feedback if one.given]
    if not told:
        inputs.choice(
            "page_roll_out.feedback", "roll_out.feedback", roll_out.feedback, FEEDBACK,
            lambda state: t(f"page_roll_out.asked.{state}"), subject.lift(_field("feedback")),
        )  # fmt: skip
    else:
        state = t(f"page_roll_out.asked.{feedback_state(told)}")
        waiting = sum(not one.answered for one in told)
        people = len(engagement.organisation.people)
        st.markdown(
            plain(t("page_feedback.roll_out", state=Raw(state), heard=heard(told, people), people=people, open=waiting))
        )
    frame.link("pilot", t("page_feedback.go"))


def _point(point: LegalPoint, roll_out: RollOut, subject: Subject) -> None:
    said = plain(session.words().say(point.message))
    inputs.switch(
        "page_roll_out.legal", f"roll_out.legal.{point.code}", point.code in roll_out.legal,
        subject.lift(_confirmed(point.code)), said,
    )  # fmt: skip
    if point.state == "at_odds":
        st.warning(t("legal.at_odds"))


def _confirmed(code: str) -> inputs.Change:
    def change(engagement: Engagement, yes: bool) -> Engagement:
        assert engagement.scheme is not None
        others = tuple(one for one in engagement.scheme.roll_out.legal if one != code)
        return _put(engagement, "legal", (*others, code) if yes else others)

    return change


def _field(name: str) -> inputs.Change:
    return lambda engagement, value: _put(
        engagement, name, tuple(sorted(value)) if isinstance(value, tuple) else value or ""
    )


def _put(engagement: Engagement, name: str, value: Any) -> Engagement:
    scheme = engagement.scheme
    assert isinstance(scheme, Scheme)
    roll_out = scheme.roll_out.model_copy(update={name: value})
    return with_scheme(engagement, scheme.model_copy(update={"roll_out": roll_out}))
