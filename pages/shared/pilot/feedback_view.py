"""What those who are scored say: collected here, answered here, before the scheme counts (P15)."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import pulse_bars
from kpi_logic.model import Engagement, Message
from kpi_logic.review import Pulse, pulse
from kpi_logic.store import Saved
from pages.shared import charts, frame, inputs, session
from pages.shared.markdown import plain
from pages.shared.pilot import feedback_answers, feedback_form, feedback_told
from pages.shared.session import t

TABLET = "form_tablet"


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The answer, the chart, the remarks that wait; or, handed over, one person's form and nothing else."""
    engagement = saved.engagement
    if not engagement.organisation.people:
        st.info(t("empty.people.why"))
        frame.link("intake", t("empty.people.go"))
        return
    handed_over = inputs.view(
        TABLET, False, lambda key: st.toggle(t("page_feedback.tablet"), key=key, help=t("page_feedback.tablet_help"),
                                             on_change=_clear_table), (False, True),
    )  # fmt: skip
    if handed_over:
        _for_one_person(engagement)
    else:
        _for_the_consultant(engagement)


def _clear_table() -> None:
    """Handed over or taken back: the form that lay on the table is nobody else's business."""
    inputs.turn(feedback_form.OPEN, "")


def _for_one_person(engagement: Engagement) -> None:
    form = feedback_form.current(engagement)
    if form is None:
        st.write(t("page_feedback.hand_over"))
        feedback_form.next_person(engagement, "page_feedback.begin", "feedback.begin")
        return
    feedback_form.draw(form, engagement)
    st.caption(t("page_feedback.saved_at_once"))
    feedback_form.next_person(engagement, "page_feedback.next", "feedback.next")


def _for_the_consultant(engagement: Engagement) -> None:
    told = pulse(engagement.feedback, engagement.organisation)
    st.markdown(plain(session.words().say(answer(told))))
    if told.worst is not None:
        words = session.words()
        key = "".join(one.model_dump_json() for one in engagement.feedback)
        charts.show(
            "pulse", f"{key}{engagement.organisation.model_dump_json()}", lambda: pulse_bars(told, words), titled=False
        )
    feedback_told.details(told)
    feedback_answers.show(engagement, told)
    _forms(engagement)


def answer(told: Pulse) -> Message:
    """How many were heard, what is worst, how many wait for an answer."""
    facts = {"heard": told.heard, "people": told.people, "open": len(told.open)}
    waiting = Message(f"page_feedback.answer.{'open' if told.open else 'none_open'}", facts)
    if not told.heard:
        return Message("page_feedback.answer.nobody", facts)
    worst = told.worst
    if worst is None:
        return Message("page_feedback.answer.few", facts | {"waiting": waiting})
    said = {
        "question": Message(f"pulse.question.{worst.question}"),
        "median": f"{worst.median:g}",
        "low": worst.low or 0,
        "n": worst.n,
    }
    return Message("page_feedback.answer.told", facts | said | {"waiting": waiting})


def _forms(engagement: Engagement) -> None:
    """Forms that came on paper: entered here one by one, and corrected or taken out."""
    label = t("page_feedback.forms", count=sum(one.given for one in engagement.feedback))
    on_the_table = bool(inputs.viewed(feedback_form.OPEN, ""))
    with st.expander(label, expanded=on_the_table or not engagement.feedback):
        st.caption(t("page_feedback.forms_why"))
        feedback_form.next_person(engagement, "page_feedback.add", "feedback.add")
        if not engagement.feedback:
            return
        names = feedback_told.called(engagement)
        ids = ["", *reversed([one.id for one in engagement.feedback])]
        chosen = inputs.view(
            feedback_form.OPEN, "",
            lambda key: st.selectbox(
                t("page_feedback.which"), ids, key=key,
                format_func=lambda which: names[which] if which else t("page_feedback.no_form"),
            ), ids,
        )  # fmt: skip
        form = next((one for one in engagement.feedback if one.id == chosen), None)
        if form is not None:
            feedback_form.draw(form, engagement)
            feedback_answers.day(form)
            feedback_answers.drop(form)
