"""Every saved revision of the engagement, and the way back to any of them."""

import streamlit as st

from kpi_logic.model import Message
from kpi_logic.store import EditConflict, Revision, Saved, StoreFault, undo_and_redo
from pages.shared import session
from pages.shared.markdown import plain
from pages.shared.session import t

SHOWN, FOLDED = 30, "history"


def show_history(saved: Saved) -> None:
    """An undo button and the list of revisions, newest first."""
    revisions = _revisions(saved.id, saved.revision)
    back, forward = undo_and_redo(revisions)
    for column, label, number in zip(st.columns(2), ("undo", "redo"), (back, forward), strict=True):
        column.button(
            t(f"frame.{label}"),
            on_click=_restore,
            args=(saved, number),
            disabled=number is None,
            width="stretch",
            key=label,
        )
    with st.popover(t("frame.history"), width="stretch", key=FOLDED, on_change="rerun") as folded:
        if folded.open:  # the rows are drawn only for those who look: a hundred elements would slow down every page
            for revision in revisions[-SHOWN:][::-1]:
                _row(saved, revision)


@st.cache_resource(max_entries=64, show_spinner=False)
def _revisions(which: str, newest: int) -> tuple[Revision, ...]:
    """What happened up to a revision never changes, so it is read once."""
    return session.store().history(which)


def _row(saved: Saved, revision: Revision) -> None:
    text, button = st.columns([3, 1], vertical_alignment="center")
    number, what, when = revision.number, revision.what, revision.created_at
    said = _said(what)
    shown = t("frame.revision", number=number, what=said, when=when.astimezone().strftime("%Y-%m-%d %H:%M"))
    text.caption(plain(shown))
    if number == saved.revision:
        button.caption(t("frame.current"))
    else:
        button.button(t("frame.restore"), key=f"restore.{number}", on_click=_restore, args=(saved, number))


def _said(what: Message) -> str:
    """What a step did; one that another version of the program recorded may have no words here."""
    try:
        return session.words().say(what)
    except KeyError:
        return t("store.unknown_step")


def _restore(saved: Saved, number: int) -> None:
    what = Message("frame.restored", {"number": number})
    try:
        session.store().restore(
            saved.id, number, expected_revision=saved.revision, author=session.AUTHOR, now=session.now()
        )
    except EditConflict:
        session.notice(Message("frame.moved_on"))
    except StoreFault as fault:
        session.notice(fault.message)
    else:
        session.notice(what)
