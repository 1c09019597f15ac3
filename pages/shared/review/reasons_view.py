"""A review from its agenda to its minutes: what happened, why, what next, what to do, who does what until when."""

from collections.abc import Sequence

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import waterfall
from kpi_logic.model import Engagement, Message, Month, Review, ReviewKind
from kpi_logic.review import Agenda
from kpi_logic.store import Saved
from pages.shared import agenda_caching, charts, guard, inputs, session
from pages.shared.markdown import plain
from pages.shared.review import minutes_view
from pages.shared.review.meeting_words import called, review_called
from pages.shared.review.review_changes import opened
from pages.shared.session import t

GROUPS = {"agenda.why.driver": "agenda.group.driver", "agenda.why.shop": "agenda.group.shop"}
PARTS = ("happened", "why", "following", "todo")
OPEN = 4  # sentences of a part shown before the rest folds away


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The agenda first, then the minutes of the same review; before any was opened, the agenda as it would be now."""
    engagement = saved.engagement
    if engagement.scheme is None:
        guard.teach("scheme", "weights")
    _offer(engagement, facts)
    review = _chosen(engagement) if engagement.reviews else None
    kind, month = (review.kind, Month.parse(review.month)) if review else (_kind(), facts.months[-1])
    found = agenda_caching.agenda(engagement, facts, kind, month)
    st.markdown(f"**{plain(session.words().say(found.answer))}**")
    if month not in facts.months:
        st.warning(t("page_reviews.no_data", month=month))
    _agenda(found, facts)
    if review is None:
        st.caption(t("page_reviews.none"))
    else:
        minutes_view.show(engagement, review)


def _kind() -> ReviewKind:
    """A quarter or a month, where no review says which."""
    kinds: tuple[ReviewKind, ...] = ("quarterly", "monthly")
    chosen: ReviewKind = inputs.view(
        "review_kind",
        kinds[0],
        lambda key: st.segmented_control(
            t("page_reviews.kind"),
            kinds,
            format_func=lambda kind: t(f"page_reviews.{kind}"),
            key=key,
            required=True,
        ),
        kinds,
    )
    return chosen


def _chosen(engagement: Engagement) -> Review:
    """The review that is looked at."""
    reviews = sorted(engagement.reviews, key=lambda one: (one.month, one.kind))
    by_id = {one.id: one for one in reviews}
    chosen = inputs.view(
        "review_shown",
        reviews[-1].id,
        lambda key: st.pills(
            t("page_reviews.which"),
            list(by_id),
            format_func=lambda which: plain(review_called(by_id[which], engagement)),
            key=key,
            required=True,
            wrap=True,
        ),
        list(by_id),
    )
    return by_id[chosen]


def _offer(engagement: Engagement, facts: MonthlyFacts) -> None:
    """The latest meeting whose months are there and that nobody opened yet."""
    latest = facts.months[-1]
    ready = [one for one in agenda_caching.meetings(engagement, facts) if one.month <= latest and not one.review]
    if ready:
        last = ready[-1]
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(plain(t("page_reviews.ready", review=called(last, engagement), count=len(ready))))
            inputs.action("page_reviews.open", "review.open", opened(last.kind, str(last.month)), type="primary")
            if last.kind != "quarterly":
                inputs.action("page_reviews.quarter", "review.quarter", opened("quarterly", str(latest)))
    elif not engagement.reviews:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(plain(t("page_reviews.early", month=latest)))
            inputs.action("page_reviews.open_now", "review.open", opened("quarterly", str(latest)))


def _agenda(found: Agenda, facts: MonthlyFacts) -> None:
    for part in PARTS:
        said: Sequence[Message] = getattr(found, part)
        st.markdown(f"##### {t(f'page_reviews.part.{part}')}")
        if not said:
            st.caption(t(f"page_reviews.nothing.{part}"))
        if part == "why":
            _grouped(said)
        else:
            _lines(said[:OPEN] if part == "todo" else said)
        if part == "todo" and len(said) > OPEN:
            with st.expander(t("page_reviews.more", count=len(said) - OPEN)):
                _lines(said[OPEN:])
        if part == "why":
            _picture(found, facts)


def _grouped(said: Sequence[Message]) -> None:
    """Drivers and shops apart: each list is the whole change, and the two do not add up."""
    _lines([one for one in said if one.key not in GROUPS])
    for key, head in GROUPS.items():
        group = [one for one in said if one.key == key]
        if group:
            st.markdown(f"**{plain(t(head))}**")
            _lines(group)


def _picture(found: Agenda, facts: MonthlyFacts) -> None:
    """The exact parts of the change, from the one period to the other."""
    change = found.change
    if change is not None:
        key = f"{facts.fingerprint}.{change.metric}.{found.before}.{found.after}"
        charts.show("review_why", key, lambda: waterfall(change, session.words()), facts=facts)


def _lines(said: Sequence[Message]) -> None:
    if said:
        st.markdown("\n".join(f"- {plain(session.words().say(one))}" for one in said))
