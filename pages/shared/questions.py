"""What only a person can decide about the files: asked once, the answer kept as a decision."""

from typing import Any

import streamlit as st

from kpi_logic.intake import Intake, Question
from kpi_logic.model import Engagement, MeasureRef, Raw
from pages.shared import caching, inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t

NONE = "-"


def ask(engagement: Engagement, intake: Intake) -> None:
    """What something waits for stands open; what has a harmless default folds away."""
    needed = [question for question in intake.questions if question.needed]
    others = [question for question in intake.questions if not question.needed]
    for question in needed:
        _ask(engagement, question)
    if others:
        with st.expander(t("page_intake.more_questions", count=len(others))):
            for question in others:
                _ask(engagement, question)
    currencies = caching.currencies(engagement)
    if len(currencies) > 1:
        st.warning(t("page_intake.currency_choice.why"))
        inputs.segmented(
            "page_intake.currency_choice.label", "data.currency", engagement.data.currency, currencies, str, _currency
        )


def _ask(engagement: Engagement, question: Question) -> None:
    asked = t(f"intake_words.question.{question.topic}")
    about = f"{_about(question)}: " if question.about else ""
    (st.warning if question.needed else st.caption)(plain(about + asked))
    answer = engagement.data.answers.get(question.code) or question.default or None
    name, change = f"answer.{question.code}", _answer(question.code)
    if not question.options:
        inputs.text("page_intake.answer", name, answer or "", change)
    else:
        inputs.choice(
            "page_intake.answer", name, answer, question.options, lambda option: _option(question, option), change
        )


def _about(question: Question) -> str:
    """A measure by its name, else the file or column as it stands."""
    key = f"measure.{question.about}.name"
    words = session.words()
    return words.word(MeasureRef(question.about)) if words.has(key) else words.word(Raw(question.about))


def _option(question: Question, option: str) -> str:
    """An option in words where it has some; else as it stands (a currency, a file's name)."""
    words = session.words()
    if question.topic == "column":
        keys = [f"intake_words.field.{'none' if option == NONE else option}", f"measure.{option}.name"]
    else:
        keys = [f"intake_words.{option}"]
    return next((t(key) for key in keys if words.has(key)), option)


def _answer(code: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        answers = {**engagement.data.answers, code: str(value)}
        if not value:
            answers.pop(code)
        return engagement.model_copy(update={"data": engagement.data.model_copy(update={"answers": answers})})

    return change


def _currency(engagement: Engagement, value: Any) -> Engagement:
    return engagement.model_copy(update={"data": engagement.data.model_copy(update={"currency": value})})
