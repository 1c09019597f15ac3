"""Tabs of which only the open one is drawn: what nobody looks at costs nothing."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.elements.layouts import TabContainer


def tabs(name: str, labels: Sequence[str]) -> Sequence["TabContainer"]:
    """The page's tabs, each with ``.open``; draw into a tab only while it is open.

    Which one was open is remembered by its place, so that it survives another language and another page.

    Args:
        name: one for each group of tabs.
        labels: what stands on them, in the screen's language; no two alike.
    """
    key, place = f"tabs.{name}", f"tab_place.{name}"
    if st.session_state.get(key) not in labels:  # a fresh page, or the labels of the other language
        st.session_state[key] = labels[min(st.session_state.get(place, 0), len(labels) - 1)]
    drawn = st.tabs(labels, key=key, on_change="rerun")
    st.session_state[place] = next((number for number, tab in enumerate(drawn) if tab.open), 0)
    return drawn


def draw_open(name: str, labels: Sequence[str], sections: Sequence[Callable[[], None]]) -> None:
    """The page's tabs, each with the section that fills it while it is open."""
    for tab, section in zip(tabs(name, labels), sections, strict=True):
        if tab.open:
            with tab:
                section()
