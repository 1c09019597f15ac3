"""The visitor's session: which language, which engagement, and keeping a decision.

The store is the only memory that counts.  A session holds no decision of its own: it knows which engagement is open
and which revision its screen was drawn from, so that a save against a newer one is noticed.
"""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, Issue, Message
from kpi_logic.store import EditConflict, NoSuchEngagement, Saved, Store, StoreFault, default_url, open_store
from kpi_logic.text import Catalog, Language, catalog

AUTHOR = ""  # one person at one laptop needs no name; a team server will know who it is
LANGUAGE, OPEN, SHOWN, CONFLICT = "language", "open_engagement", "shown_revision", "conflict"
NOTICE, FAULT = "notice", "fault"
REFUSED, ROUND, DRAWN = "refused", "upload_round", "drawn_from"


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The database of engagements, opened once a server."""
    return open_store(default_url(os.environ))


def language() -> Language:
    """The screen's language: what the visitor chose, else what the address says, else the browser's."""
    if LANGUAGE not in st.session_state:
        asked = st.query_params.get("lang")
        known = asked in set(Language)
        st.session_state[LANGUAGE] = Language(asked) if known else Language.of_locale(st.context.locale)
    return Language(st.session_state[LANGUAGE])


def choose_language(chosen: Language) -> None:
    """Switch the screen's language."""
    st.session_state[LANGUAGE] = chosen
    st.query_params["lang"] = chosen.value


def words() -> Catalog:
    """The catalogue of the screen's language."""
    return catalog(language())


def t(key: str, /, **facts: Any) -> str:
    """A text in the screen's language."""
    return words().say(key, **facts)


def engagement_id() -> str | None:
    """The open engagement: the address wins, so that a link, a refresh and a second tab all find it."""
    asked = st.query_params.get("e")
    if asked and asked != st.session_state.get(OPEN):
        _enter(asked)
    return st.session_state.get(OPEN)


def open_engagement(which: str | None) -> None:
    """Open another engagement, or none."""
    _enter(which)
    if which is None:
        st.query_params.pop("e", None)
    else:
        st.query_params["e"] = which


def saved() -> Saved | None:
    """The open engagement as the store has it now; None where none is open or the address names none that exists."""
    st.session_state[DRAWN] = _found()
    return drawn()


def drawn() -> Saved | None:
    """The open engagement as the frame was drawn from it, without asking the store again."""
    found: Saved | None = st.session_state.get(DRAWN)
    return found


def latest() -> Saved | None:
    """The open engagement; the store is asked only where an answer was kept since the frame was drawn."""
    known = drawn()
    return known if known is not None and st.session_state.get(SHOWN) == known.revision else saved()


def _found() -> Saved | None:
    which = engagement_id()
    if which is None:
        return None
    try:
        found = store().open(which)
    except NoSuchEngagement:
        return None
    st.session_state[SHOWN] = found.revision
    if st.query_params.get("e") != which:
        st.query_params["e"] = found.id
    return found


def keep(change: Callable[[Engagement], Engagement], what: Message) -> None:
    """Save a decision at once, as a new revision of what the screen was drawn from.

    Somebody else's newer revision is never overwritten: both are put before the visitor.
    """
    which = st.session_state[OPEN]
    current = store().open(which)
    shown = st.session_state.get(SHOWN, current.revision)
    base = current.engagement if shown == current.revision else store().at(which, shown)
    _save(which, change(base), shown, what)


def _save(which: str, engagement: Engagement, expected: int, what: Message) -> None:
    """Save, or put what stands in the way before the visitor: the other version, or the store's own words."""
    try:
        kept = store().save(which, engagement, expected_revision=expected, what=what, author=AUTHOR, now=now())
        # Answers can come faster than the page is drawn: one's own last answer is what the next one builds on.
        st.session_state[SHOWN] = kept.revision
    except EditConflict as standing:
        st.session_state[CONFLICT] = (standing.mine, standing.theirs, what)
    except StoreFault as fault:
        st.session_state[FAULT] = fault.message


def fault() -> Message | None:
    """Why the last change could not be kept, told once."""
    return st.session_state.pop(FAULT, None)


def now() -> datetime:
    """The time, asked for in one place only."""
    return datetime.now(UTC)


def notice(message: Message | None = None) -> Message | None:
    """Leave a short word for the next drawing of the page, or take it."""
    if message is not None:
        st.session_state[NOTICE] = message
        return None
    return st.session_state.pop(NOTICE, None)


def conflict() -> tuple[Engagement, Saved, Message] | None:
    """The two versions that stand against each other, if any do."""
    return st.session_state.get(CONFLICT)


def settle(mine: bool) -> None:
    """End a conflict: put my version on top of theirs as a new revision, or leave theirs."""
    engagement, theirs, what = st.session_state.pop(CONFLICT)
    if mine:
        _save(theirs.id, engagement, theirs.revision, what)


def _enter(which: str | None) -> None:
    for key in (SHOWN, CONFLICT, REFUSED):
        st.session_state.pop(key, None)
    st.session_state[OPEN] = which


def upload_round() -> int:
    """How many uploads were taken or refused: each gets an empty box, or a refused file would come along again."""
    return int(st.session_state.get(ROUND, 0))


def refuse(issues: tuple[Issue, ...]) -> None:
    """End an upload: remember why it was not kept; nothing to remember means that it was."""
    st.session_state[REFUSED] = issues
    st.session_state[ROUND] = upload_round() + 1


def refused() -> tuple[Issue, ...]:
    """Why the last upload was not kept."""
    return st.session_state.get(REFUSED, ())


def remember_link(what: Mapping[str, Any] | None) -> None:
    """Remember the columns of the table that was looked at, never its address's password."""
    st.session_state["link"] = what


def link() -> Mapping[str, Any] | None:
    """The columns of the table that was looked at last."""
    return st.session_state.get("link")


def remember_made(what: object) -> None:
    """Remember which proposal the files on the screen were made of."""
    st.session_state["made"] = what


def made() -> object:
    """Which proposal the files on the screen were made of."""
    return st.session_state.get("made")
