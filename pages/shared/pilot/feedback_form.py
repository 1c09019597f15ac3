"""One form for one person: three questions, free words, and what they are about. Usable on a tablet that goes round."""

import streamlit as st

from kpi_logic.library import kpi_library
from kpi_logic.model import Engagement, Feedback, KpiRef, Message
from kpi_logic.review.pulse import QUESTIONS, RATES
from pages.shared import inputs, session
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.pilot.feedback_changes import form_of, next_form, opened, with_field
from pages.shared.session import t

TOPICS = ("", "kpi", "target", "weight", "payout", "gate", "data", "fairness", "other")
OPEN = "form_open"


def today() -> str:
    """The day on the forms."""
    return session.now().date().isoformat()


def next_person(engagement: Engagement, label: str, name: str) -> None:
    """One press: the next person's blank form, and nothing of the one before on the screen."""
    st.button(
        t(label), type="primary", width="stretch", key=inputs.key_of(name),
        on_click=_turn_over, args=(next_form(engagement),),
    )  # fmt: skip


def _turn_over(which: str) -> None:
    session.keep(opened(which, today()), Message("page_feedback.next"))
    inputs.turn(OPEN, which)


def current(engagement: Engagement) -> Feedback | None:
    """The form that lies on the table; None before anybody began."""
    return form_of(engagement, inputs.viewed(OPEN, ""))


def draw(form: Feedback, engagement: Engagement) -> None:
    """The questions, the words, what they are about."""
    with st.container(border=True):
        _who(form, engagement)
        for question in QUESTIONS:
            inputs.segmented(
                f"page_feedback.ask.{question}", f"feedback.{form.id}.{question}", getattr(form, question), RATES,
                _rate, with_field(form.id, question),
            )  # fmt: skip
        inputs.text(
            "page_feedback.words", f"feedback.{form.id}.words", form.words, with_field(form.id, "words"), lines=3
        )
        _about(form, engagement)


def _who(form: Feedback, engagement: Engagement) -> None:
    names = told_apart(engagement.organisation.people)
    inputs.choice(
        "page_feedback.who", f"feedback.{form.id}.person", form.person, ["", *names],
        lambda who: names.get(who) or who or t("page_feedback.unnamed"), with_field(form.id, "person"),
    )  # fmt: skip


def _about(form: Feedback, engagement: Engagement) -> None:
    topic, kpi = st.columns(2)
    with topic:
        inputs.choice(
            "page_feedback.topic", f"feedback.{form.id}.topic", form.topic, TOPICS,
            lambda one: t(f"pulse.topic.{one or 'none'}"), with_field(form.id, "topic"),
        )  # fmt: skip
    with kpi:
        inputs.choice(
            "page_feedback.kpi", f"feedback.{form.id}.kpi", form.kpi, ["", *kpis_of(engagement, form)], kpi_name,
            with_field(form.id, "kpi"),
        )  # fmt: skip


def kpis_of(engagement: Engagement, form: Feedback) -> list[str]:
    """The KPIs that a person is scored on; of the whole scheme for somebody who stays unnamed."""
    cards = engagement.scheme.scorecards if engagement.scheme else ()
    role = next((person.role for person in engagement.organisation.people if person.id == form.person), "")
    mine = [card for card in cards if card.role == role] or cards
    return list(dict.fromkeys(line.kpi for card in mine for line in card.lines))


def kpi_name(code: str) -> str:
    """A KPI as the catalogue calls it; none for a remark on the whole."""
    if not code:
        return t("page_feedback.no_kpi")
    return session.words().word(KpiRef(code)) if code in kpi_library().kpis else plain(code)


def _rate(rate: int) -> str:
    return t(f"page_feedback.rate.r{rate}")
