"""What only a person can decide about the files: asked once, the answer kept as a decision."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from kpi_logic.intake import Intake, Question
from kpi_logic.model import Engagement, MeasureRef, Raw
from pages.shared import caching, facts_caching, inputs, session
from pages.shared.session import t

NONE = "-"
ACROSS = 3
ELSEWHERE = ("overlap",)
"""Topics that are asked beside the numbers they are about."""


def ask(engagement: Engagement, intake: Intake) -> None:
    """What something waits for stands open, file by file; what has a harmless default folds away."""
    asked = [question for question in intake.questions if question.topic not in ELSEWHERE]
    needed = [question for question in asked if question.needed]
    others = [question for question in asked if not question.needed]
    if needed:
        st.markdown(f"**{t('page_intake.questions', count=len(needed))}**")
        _by_file(engagement, needed)
    if others:
        with st.expander(t("page_intake.more_questions", count=len(others))):
            _by_file(engagement, others)
    _currency_to_look_at(engagement)


def _by_file(engagement: Engagement, questions: Sequence[Question]) -> None:
    """The questions about one file or column side by side."""
    for about, group in groupby(sorted(questions, key=lambda question: question.about), lambda one: one.about):
        found = list(group)
        with st.container(border=True):
            if about:
                st.text(_about(found[0]))
            for start in range(0, len(found), ACROSS):
                row = found[start : start + ACROSS]
                for place, question in zip(st.columns(ACROSS), row, strict=False):
                    with place:
                        _ask(engagement, question)


def _currency_to_look_at(engagement: Engagement) -> None:
    currencies = caching.currencies(engagement)
    if len(currencies) < 2 or facts_caching.ready(engagement).reporting is not None:
        return
    with st.container(border=True):
        st.write(t("page_intake.currency_choice.why"))
        inputs.segmented(
            "page_intake.currency_choice.label", "data.currency", engagement.data.currency, currencies, str, _currency
        )


def _ask(engagement: Engagement, question: Question) -> None:
    label = f"intake_words.question.{question.topic}"
    answer = engagement.data.answers.get(question.code) or question.default or None
    name, change = f"answer.{question.code}", answer_to(question.code)
    if not question.options:
        inputs.text(label, name, answer or "", change)
    else:
        said, empty = (lambda option: _option(question, option)), t("page_intake.answer")
        inputs.choice(label, name, answer, question.options, said, change, placeholder=empty)


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


def answer_to(code: str) -> inputs.Change:
    """Keeps the answer to a question; an empty one takes it back."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        answers = {**engagement.data.answers, code: str(value)}
        if not value or not str(value).strip():
            answers.pop(code)
        return engagement.model_copy(update={"data": engagement.data.model_copy(update={"answers": answers})})

    return change


def _currency(engagement: Engagement, value: Any) -> Engagement:
    return engagement.model_copy(update={"data": engagement.data.model_copy(update={"currency": value})})
