"""Every saved revision of the engagement, and the way back to any of them."""

import streamlit as st

from kpi_logic.model import Message
from kpi_logic.store import EditConflict, Revision, Saved
from pages.shared import session
from pages.shared.session import t

SHOWN = 30


def show_history(saved: Saved) -> None:
    """An undo button and the list of revisions, newest first."""
    left, right = st.columns(2)
    back = saved.revision - 1
    left.button(t("frame.undo"), on_click=_restore, args=(saved, back), disabled=back < 1, width="stretch", key="undo")
    with right.popover(t("frame.history"), width="stretch"):
        for revision in session.store().history(saved.id)[-SHOWN:][::-1]:
            _row(saved, revision)


def _row(saved: Saved, revision: Revision) -> None:
    text, button = st.columns([3, 1], vertical_alignment="center")
    number, what, when = revision.number, revision.what, revision.created_at
    said = session.words().say(what)
    text.caption(t("frame.revision", number=number, what=said, when=when.astimezone().strftime("%Y-%m-%d %H:%M")))
    if number == saved.revision:
        button.caption(t("frame.current"))
    else:
        button.button(t("frame.restore"), key=f"restore.{number}", on_click=_restore, args=(saved, number))


def _restore(saved: Saved, number: int) -> None:
    what = Message("frame.restored", {"number": number})
    try:
        session.store().restore(
            saved.id, number, expected_revision=saved.revision, author=session.AUTHOR, now=session.now()
        )
    except EditConflict:
        session.notice(Message("frame.moved_on"))
    else:
        session.notice(what)
