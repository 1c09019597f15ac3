"""The minutes of a review: whether it was held, who was there, what was said, what was decided, who does what."""

import datetime
from typing import Any

import streamlit as st

from kpi_logic.library import kpi_library
from kpi_logic.model import Engagement, KpiRef, KpiVerdict, Raw, Review, RoleRef
from pages.shared import agenda_caching, editing, inputs, session
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.review.review_changes import A_DAY, dropped, with_actions, with_day, with_field, with_held
from pages.shared.session import t

WORDS = ("happened", "why", "following")
COLUMNS = ("what", "owner", "due", "done")
BLANK: dict[str, Any] = {"what": "", "owner": "", "due": "", "done": False, "id": ""}


def show(engagement: Engagement, review: Review) -> None:
    """Everything that is written down; each answer is kept at once."""
    st.subheader(t("page_reviews.minutes"))
    _held(engagement, review)
    for column, field in zip(st.columns(len(WORDS)), WORDS, strict=True):
        with column:
            name = f"review.{review.id}.{field}"
            inputs.text(
                f"page_reviews.words.{field}", name, getattr(review, field), with_field(review.id, field), lines=4
            )
    _actions(engagement, review)
    _verdicts(review)
    with st.popover(t("page_reviews.drop")):
        st.write(t("page_reviews.drop_sure"))
        inputs.action("page_reviews.drop", f"review.{review.id}.drop", dropped(review.id))


def _held(engagement: Engagement, review: Review) -> None:
    names = told_apart(engagement.organisation.people)
    held, day, who = st.columns([1, 1, 3], vertical_alignment="bottom")
    today = str(agenda_caching.today())
    with held:
        inputs.switch("page_reviews.held", f"review.{review.id}.held", bool(review.held), with_held(review.id, today))
    if review.held:
        with day:
            on = datetime.date.fromisoformat(review.held)
            inputs.date("page_reviews.day", f"review.{review.id}.day", on, with_day(review.id))
    if names:
        with who:
            inputs.several(
                "page_reviews.attended",
                f"review.{review.id}.attended",
                review.attended,
                list(names),
                lambda one: names.get(one, one),
                with_field(review.id, "attended"),
                placeholder=t("page_reviews.attended_hint"),
            )


def _actions(engagement: Engagement, review: Review) -> None:
    st.markdown(f"**{t('page_reviews.actions.title')}**")
    rows = [one.model_dump() for one in review.actions]
    editing.table(
        f"review.{review.id}.actions",
        rows or [BLANK],
        with_actions(review.id),
        "page_reviews.actions.changed",
        num_rows="dynamic",
        column_order=COLUMNS,
        column_config=_columns(engagement, review),
    )


def _columns(engagement: Engagement, review: Review) -> dict[str, Any]:
    names, config = told_apart(engagement.organisation.people), st.column_config
    owners = list(dict.fromkeys([*names, *(one.owner for one in review.actions if one.owner)]))
    return {
        "what": config.TextColumn(t("page_reviews.actions.what"), required=True, width="large"),
        "owner": config.SelectboxColumn(
            t("page_reviews.actions.owner"), options=owners, format_func=lambda one: names.get(one, one)
        ),
        "due": config.TextColumn(t("page_reviews.actions.due"), validate=A_DAY, help="YYYY-MM-DD"),
        "done": config.CheckboxColumn(t("page_reviews.actions.done")),
    }


def _verdicts(review: Review) -> None:
    st.markdown(f"**{t('page_reviews.verdicts.title')}**")
    if not review.verdicts:
        st.caption(t("page_reviews.verdicts.none"))
    for one in review.verdicts:
        st.markdown(f"- {plain(_said(one))}")


def _said(one: KpiVerdict) -> str:
    kpi = KpiRef(one.kpi) if one.kpi in kpi_library().kpis else Raw(one.kpi)
    facts = {"role": RoleRef(one.role), "kpi": kpi, "decision": t(f"kpi_health.decision.{one.decision}")}
    return session.words().say("page_reviews.verdicts.line", **facts, reason=Raw(one.reason))
