"""When the next check and the next review are due, which were left out, and a file for any calendar program."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Message
from kpi_logic.review import IcsEvent, Meeting, ics
from kpi_logic.store import Saved
from pages.shared import agenda_caching, guard, inputs, session, tables
from pages.shared.markdown import plain
from pages.shared.review.meeting_words import called
from pages.shared.review.review_changes import opened
from pages.shared.session import t

NAMED = 3  # overdue meetings that get a line and a button of their own


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The answer, the overdue ones, the whole calendar, the file."""
    engagement = saved.engagement
    if engagement.scheme is None:
        guard.teach("scheme", "weights")
    found = agenda_caching.meetings(engagement, facts)
    st.markdown(f"**{plain(session.words().say(answer(found, engagement)))}**")
    for meeting in [one for one in found if one.state == "overdue"][-NAMED:]:
        _overdue(meeting, engagement)
    _table(found, engagement)
    season = engagement.scheme.roll_out.season_months
    st.caption(t("page_reviews.calendar.rule", every=engagement.scheme.review_every_months or 3))
    st.caption(t("page_reviews.calendar.season" if season else "page_reviews.calendar.no_season",
                 months=tuple(t(f"month.m{month:02d}") for month in season)))  # fmt: skip
    _download(saved, found)


def answer(found: Sequence[Meeting], engagement: Engagement) -> Message:
    """The next meeting with its day, and how many were left out."""
    late = [one for one in found if one.state == "overdue"]
    coming = next((one for one in found if one.state == "open"), None)
    if coming is None:
        return Message("page_reviews.calendar.nothing")
    facts = {"next": called(coming, engagement), "day": str(coming.due), "late": len(late)}
    if not late:
        return Message("page_reviews.calendar.next", facts)
    return Message("page_reviews.calendar.next_late", facts | {"first": called(late[0], engagement)})


def _overdue(meeting: Meeting, engagement: Engagement) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        name = called(meeting, engagement)
        st.markdown(
            plain(
                t(
                    f"page_reviews.calendar.{'begun' if meeting.review else 'overdue'}",
                    review=name,
                    day=str(meeting.due),
                )
            )
        )
        if not meeting.review:
            inputs.action(
                "page_reviews.open",
                f"calendar.{meeting.kind}.{meeting.month}",
                opened(meeting.kind, str(meeting.month)),
            )


def _table(found: Sequence[Meeting], engagement: Engagement) -> None:
    if not found:
        return
    widths: dict[str, Any] = {
        t(f"page_reviews.calendar.head.{head}"): st.column_config.TextColumn(width=width)
        for head, width in (("day", "small"), ("on", "large"), ("state", "small"))
    }
    tables.show(
        "meetings", repr((found, engagement.scheme)), lambda: [_row(one, engagement) for one in found],
        height="content", column_config=widths,
    )  # fmt: skip


def _row(one: Meeting, engagement: Engagement) -> dict[str, str]:
    return {
        t("page_reviews.calendar.head.day"): str(one.due),
        t("page_reviews.calendar.head.what"): called(one, engagement),
        t("page_reviews.calendar.head.on"): _on(one),
        t("page_reviews.calendar.head.state"): t(f"meeting.state.{one.state}"),
    }


def _on(one: Meeting) -> str:
    return session.words().word(tuple(Message(f"meeting.on.{reason}") for reason in one.on))


def _download(saved: Saved, found: Sequence[Meeting]) -> None:
    ahead = [one for one in found if one.state != "held"]
    if ahead:
        st.download_button(
            t("page_reviews.calendar.download", count=len(ahead)),
            calendar_file(saved, ahead).encode(),
            f"{t('meeting.file')}.ics",
            "text/calendar; charset=utf-8",
            key=inputs.key_of("calendar_file"),
            on_click="ignore",
            help=t("page_reviews.calendar.help"),
        )


def calendar_file(saved: Saved, found: Sequence[Meeting]) -> str:
    """The meetings as iCalendar text in the screen's language, stamped with the revision's own time.

    The same decisions give the same file, whenever it is taken.
    """
    engagement = saved.engagement
    title = t("meeting.calendar", client=engagement.profile.client or engagement.name)
    events = [
        IcsEvent(f"{saved.id}.{one.kind}.{one.month}", one.due, f"{called(one, engagement)} · {title}", _on(one))
        for one in found
    ]
    return ics(events, saved.updated_at, title)
