"""What stands around every page: the walk, the client, the language, undo; and the one way in."""

from pathlib import Path

import streamlit as st

from kpi_logic.model import Message, Raw, Step, progress
from kpi_logic.store import Saved
from kpi_logic.text import Language
from pages.shared import session
from pages.shared.boot import boot
from pages.shared.conflict import show_conflict
from pages.shared.history import show_history
from pages.shared.look import wear
from pages.shared.markdown import plain
from pages.shared.session import t

FOLDER = Path(__file__).resolve().parents[1]
LATER = ("pilot", "roll_out", "review", "first_aid")  # what comes after the signature
NAMES = ("home", *(step.value for step in Step), *LATER, "verify")
UP, WANTED = "frame_is_up", "wanted_page"


def required(name: str) -> None:
    """First line of every page: a visitor who came in by the side door is led through the front, then back here.

    On a fresh server Streamlit runs a page file asked for by its address without the entry file, and so without
    anything the frame guards.
    """
    if st.session_state.pop(UP, False):
        return
    address = dict(st.query_params)
    st.session_state[WANTED] = (name, address)
    st.switch_page("streamlit_app.py", query_params=address)  # the frame reads its language from there


def run() -> None:
    """Draw the frame and run the page."""
    boot()
    st.set_page_config(page_title=t("frame.product"), layout="wide", initial_sidebar_state="expanded")
    wear()
    pages = {
        name: st.Page(FOLDER / f"{name}.py", title=t(f"frame.step.{name}"), default=name == "home") for name in NAMES
    }
    page = st.navigation(list(pages.values()), position="hidden")
    _go_where_wanted(pages)
    saved = session.saved()
    _sidebar(pages, saved)
    if saved is not None:
        _walk(pages, page, saved)
        show_conflict()
    fault = session.fault()
    if fault is not None:
        st.error(plain(session.words().say(fault)))
    word = session.notice()
    if word is not None:
        st.toast(plain(session.words().say(word)))
    st.session_state[UP] = True
    page.run()


def link(name: str, label: str) -> None:
    """A link to another page that keeps the engagement."""
    st.page_link(st.session_state["pages"][name], label=label, query_params=_address())


def go(name: str) -> None:
    """Move on to another page."""
    st.switch_page(st.session_state["pages"][name], query_params=_address())


def _address() -> dict[str, str]:
    which = session.engagement_id()
    return {"lang": session.language().value} | ({"e": which} if which else {})


def _go_where_wanted(pages: dict[str, "st.Page"]) -> None:  # type: ignore[name-defined]
    st.session_state["pages"] = pages
    if WANTED not in st.session_state:
        return
    name, address = st.session_state.pop(WANTED)
    st.switch_page(pages[name], query_params=address)


def _sidebar(pages: dict[str, object], saved: Saved | None) -> None:
    with st.sidebar:
        st.markdown(f"**{t('frame.product')}**")
        _language_switch()
        for name in ("home", "verify"):
            st.page_link(pages[name], label=t(f"frame.step.{name}"), query_params=_address())
        if saved is None:
            st.caption(t("frame.no_engagement"))
            return
        with st.container(border=True):
            st.text(saved.engagement.profile.client or saved.engagement.name)
            st.caption(t("frame.saved", revision=saved.revision))
        st.caption(t("frame.later"))
        for name in LATER:
            st.page_link(pages[name], label=t(f"frame.step.{name}"), query_params=_address())
        show_history(saved)


def _language_switch() -> None:
    options = list(Language)
    st.session_state["language_switch"] = session.language()
    st.segmented_control(
        t("frame.language"),
        options,
        format_func=lambda language: t(f"frame.language_name.{language}"),
        key="language_switch",
        on_change=_switch_language,
        label_visibility="collapsed",
        required=True,
    )


def _switch_language() -> None:
    session.choose_language(Language(st.session_state["language_switch"]))


def _walk(pages: dict[str, object], page: object, saved: Saved) -> None:
    """Five steps, where we are, what is missing; nothing blocks."""
    states = progress(saved.engagement)
    columns = st.columns(len(states), border=False, gap="small")
    for number, (column, state) in enumerate(zip(columns, states, strict=True), start=1):
        here = pages[state.step.value] is page or getattr(page, "url_path", None) == state.step.value
        label = t(
            "frame.walk.here" if here else "frame.walk.there", number=number, step=Message(f"frame.step.{state.step}")
        )
        with column:
            st.page_link(pages[state.step.value], label=label, query_params=_address(), width="stretch")
            st.caption(t("frame.walk.done") if state.done else session.words().word(state.missing))
    _client_line(saved)


def _client_line(saved: Saved) -> None:
    """Whose numbers these are, and of which months."""
    from pages.shared import caching

    client = Raw(saved.engagement.profile.client or saved.engagement.name)
    facts = caching.facts(saved.engagement)
    if facts is None:
        st.caption(plain(t("frame.client_line", client=client)))
    else:
        said = t("frame.client_period", client=client, first=facts.months[0], last=facts.months[-1])
        st.caption(plain(said))
