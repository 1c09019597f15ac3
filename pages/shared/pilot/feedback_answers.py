"""Remarks and their answers: what waits comes first; an answer says by whom and on which day."""

from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, Feedback
from kpi_logic.review import Pulse
from pages.shared import inputs
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.pilot.feedback_changes import dropped, with_answer, with_field
from pages.shared.pilot.feedback_form import kpi_name, today
from pages.shared.pilot.feedback_told import called, date_of
from pages.shared.session import t


def show(engagement: Engagement, told: Pulse) -> None:
    """One remark open at a time, those without an answer first."""
    remarks = [*told.open, *(one for one in engagement.feedback if one.words.strip() and one.answered)]
    if not remarks:
        return
    st.subheader(t("page_feedback.remarks", open=len(told.open), count=len(remarks)))
    by_id, names = {one.id: one for one in remarks}, called(engagement)
    chosen = inputs.view(
        "remark_open", remarks[0].id,
        lambda key: st.selectbox(t("page_feedback.remark"), list(by_id), format_func=names.__getitem__, key=key),
        list(by_id),
    )  # fmt: skip
    st.caption(t(f"page_feedback.{_state(by_id[chosen])}"))
    _answer(by_id[chosen], engagement)


def _state(one: Feedback) -> str:
    """Whether it waits for an answer, for the name of whoever gave it, or for nothing."""
    if one.answered:
        return "done"
    return "nameless" if one.answer.strip() else "waits"


def _answer(one: Feedback, engagement: Engagement) -> None:
    with st.container(border=True):
        st.markdown(f"> {plain(one.words.strip())}".replace("\n", "\n> "))
        about = [t(f"pulse.topic.{one.topic}")] if one.topic else []
        about += [kpi_name(one.kpi)] if one.kpi else []
        if about:
            st.caption(plain(t("word.list_separator").join(about)))
        inputs.text(
            "page_feedback.answer_words", f"feedback.{one.id}.answer", one.answer, with_answer(one.id, today()), lines=3,
            help=t("page_feedback.answer_help"),
        )  # fmt: skip
        by, on = st.columns(2)
        with by:
            names = answerers(engagement)
            inputs.choice(
                "page_feedback.answered_by", f"feedback.{one.id}.answered_by", one.answered_by, ["", *names],
                lambda who: names.get(who) or who or t("page_feedback.not_said"), with_field(one.id, "answered_by"),
            )  # fmt: skip
        with on:
            if one.answered_on:
                inputs.date(
                    "page_feedback.answered_on", f"feedback.{one.id}.answered_on", date_of(one.answered_on),
                    _day_change(one.id, "answered_on"),
                )  # fmt: skip


def answerers(engagement: Engagement) -> dict[str, str]:
    """Who may answer, by id: those who lead first, then everybody else."""
    people = sorted(engagement.organisation.people, key=lambda person: not person.leads)
    names = told_apart(engagement.organisation.people)
    return {person.id: names[person.id] for person in people}


def day(form: Feedback) -> None:
    """The day a form was filled in; a form that came on paper has an earlier one."""
    inputs.date("page_feedback.day", f"feedback.{form.id}.day", date_of(form.day), _day_change(form.id, "day"))


def drop(form: Feedback) -> None:
    """A form that was entered by mistake."""
    inputs.action("page_feedback.drop", f"feedback.{form.id}.drop", dropped(form.id))


def _day_change(which: str, field: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        return with_field(which, field)(engagement, value.isoformat() if value else "")

    return change
