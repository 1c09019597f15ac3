"""The pulse in numbers: by question, by department where enough answered, since the last round, and by topic."""

import datetime

import streamlit as st

from kpi_logic.library import kpi_library
from kpi_logic.model import Engagement, KpiRef, Message, Raw
from kpi_logic.review import Pulse, Rating
from pages.shared import session
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t


def details(told: Pulse) -> None:
    """Everything behind the sentence, folded."""
    if not told.heard:
        return
    with st.expander(t("page_feedback.details")):
        st.dataframe(_rows(told), hide_index=True, width="stretch", column_config=_columns(told))
        if told.kept_back:
            st.caption(t("page_feedback.kept_back", count=told.kept_back))
        for one in told.changes:
            facts = {
                "question": Message(f"pulse.question.{one.question}"),
                "up": one.up,
                "down": one.down,
                "same": one.same,
            }
            st.caption(t(f"pulse.change.{one.moved}", **facts))
        for topic, kpi, count in told.topics:
            st.caption(plain(_topic(topic, kpi, count)))


def _rows(told: Pulse) -> list[dict[str, str]]:
    rows = []
    for place, rating in enumerate(told.ratings):
        row = {"question": t(f"pulse.question.{rating.question}"), "all": _rating(rating)}
        rows.append(row | {name: _rating(ratings[place]) for name, ratings in told.departments.items()})
    return rows


def _rating(one: Rating) -> str:
    if one.median is None:
        return t("page_feedback.cell_few", n=one.n)
    return t("page_feedback.cell", median=f"{one.median:g}", low=one.low or 0, n=one.n)


def _columns(told: Pulse) -> dict[str, object]:
    heads = {"question": t("page_feedback.head.question"), "all": t("page_feedback.head.all")}
    heads |= {name: name for name in told.departments}
    return {name: st.column_config.TextColumn(head) for name, head in heads.items()}


def _topic(topic: str, kpi: str, count: int) -> str:
    said = t(f"pulse.topic.{topic or 'none'}")
    if not kpi:
        return t("page_feedback.topic_count", topic=Raw(said), count=count)
    name = KpiRef(kpi) if kpi in kpi_library().kpis else Raw(kpi)
    return t("page_feedback.topic_kpi", topic=Raw(said), kpi=name, count=count)


def called(engagement: Engagement) -> dict[str, str]:
    """What to call each form, by id: whose it is, or unnamed, and its day."""
    names = told_apart(engagement.organisation.people)
    return {
        one.id: t(
            "page_feedback.called",
            number=place,
            who=Raw(names.get(one.person) or one.person or t("page_feedback.unnamed")),
            day=one.day or t("word.missing"),
        )
        for place, one in enumerate(engagement.feedback, start=1)
    }


def date_of(written: str) -> datetime.date:
    """A written day; today where there is none, or none that a calendar has."""
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return session.now().date()
