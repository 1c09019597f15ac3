"""Inputs bound to a decision: shown from the store, saved to the store the moment they change.

A Streamlit widget alone forgets its value when its page is left, and one that is fed from state loses every second
answer.  Here the stored decision is put into the widget before each drawing and a change is saved before the next one,
so that the store is the only memory.
"""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, Message
from pages.shared import session
from pages.shared.session import t

Change = Callable[[Engagement, Any], Engagement]


def key_of(name: str) -> str:
    """The widget key of a decision; each engagement has its own."""
    return f"{session.engagement_id()}.{name}"


def text(label: str, name: str, value: str, change: Change, *, lines: int = 1, **options: Any) -> None:
    """A line or a box of free words; *label* is a text key."""
    key = _show(name, value)
    draw = st.text_input if lines == 1 else st.text_area
    more = {} if lines == 1 else {"height": 28 + 26 * lines}
    draw(t(label), key=key, on_change=_commit, args=(key, change, label), **more, **options)


def number(label: str, name: str, value: float | None, change: Change, said: str = "", **options: Any) -> None:
    """A number, or nothing; *said* replaces the label where it names a unit."""
    key = _show(name, value)
    st.number_input(said or t(label), key=key, on_change=_commit, args=(key, change, label), **options)


def choice(
    label: str,
    name: str,
    value: Any,
    options: Sequence[Any],
    say: Callable[[Any], str],
    change: Change,
    said: str = "",
    **more: Any,
) -> None:
    """One of several; a value that is no longer offered stays on the list, so that it is not lost by looking at it.

    *said* replaces the label where it names something.
    """
    offered = list(options) if value in options or value is None else [value, *options]
    key = _show(name, value)
    st.selectbox(
        said or t(label),
        offered,
        format_func=say,
        key=key,
        on_change=_commit,
        args=(key, change, label, offered),
        **more,
    )


def several(
    label: str,
    name: str,
    value: Sequence[Any],
    options: Sequence[Any],
    say: Callable[[Any], str],
    change: Change,
    **more: Any,
) -> None:
    """Any number of several; with ``accept_new_options`` words of one's own too."""
    offered = list(dict.fromkeys([*options, *value]))
    key = _show(name, list(value))
    st.multiselect(
        t(label),
        offered,
        format_func=say,
        key=key,
        on_change=_commit,
        args=(key, lambda e, v: change(e, tuple(v)), label, None if more.get("accept_new_options") else offered),
        wrap=True,
        **more,
    )


def segmented(
    label: str, name: str, value: Any, options: Sequence[Any], say: Callable[[Any], str], change: Change
) -> None:
    """One of a few, all visible."""
    key = _show(name, value)
    st.segmented_control(
        t(label), list(options), format_func=say, key=key, on_change=_commit, args=(key, change, label)
    )


def tags(
    label: str, name: str, value: Sequence[Any], options: Sequence[Any], say: Callable[[Any], str], change: Change
) -> None:
    """Any number of a few, all visible; nothing moves below it when it is used."""
    key = _show(name, list(value))
    st.pills(
        t(label),
        list(options),
        selection_mode="multi",
        format_func=say,
        key=key,
        on_change=_commit,
        args=(key, lambda e, v: change(e, tuple(v)), label),
    )


def slider(
    label: str, name: str, value: int, low: int, high: int, change: Change, said: str = "", **options: Any
) -> None:
    """A whole number on a slider; *said* replaces the label where the label is not a text key."""
    key = _show(name, value)
    st.slider(said or t(label), low, high, key=key, on_change=_commit, args=(key, change, label), **options)


def ladder(
    label: str,
    name: str,
    value: Any,
    places: Sequence[Any],
    say: Callable[[Any], str],
    change: Change,
    said: str = "",
) -> None:
    """One of many values in order, to be dragged; each is shown as *say* puts it; *said* replaces the label."""
    key = _show(name, value)
    st.select_slider(
        said or t(label), list(places), format_func=say, key=key, on_change=_commit, args=(key, change, label, places)
    )


def switch(label: str, name: str, value: bool, change: Change, said: str = "", **options: Any) -> None:
    """Yes or no."""
    key = _show(name, value)
    st.toggle(said or t(label), key=key, on_change=_commit, args=(key, change, label), **options)


def action(label: str, name: str, change: Callable[[Engagement], Engagement], **options: Any) -> None:
    """A button that takes a decision."""
    st.button(t(label), key=key_of(name), on_click=session.keep, args=(change, Message(label)), **options)


def _show(name: str, value: Any) -> str:
    """Put the stored decision into the widget, if it does not show it already.

    Told again what it shows, the browser would throw away what was typed or moved since: five quick presses of an
    arrow key on a slider then count as one.
    """
    key = key_of(name)
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def _commit(key: str, change: Change, label: str, offered: Sequence[Any] | None = None) -> None:
    """Save the answer, unless it is none of those *offered*.

    A select box gives the browser's label for what it does not find: after a switch of the language, words of the other
    one.  The next drawing puts the stored decision back into it.
    """
    value = st.session_state[key]
    given = value if isinstance(value, list) else [value]
    if offered is None or all(one is None or one in offered for one in given):
        session.keep(lambda engagement: change(engagement, value), Message(label))


def view(name: str, default: Any, draw: Callable[[str], Any], offered: Sequence[Any]) -> Any:
    """A choice of what to look at: remembered across pages in this session, never saved.

    ``draw`` takes the widget's key.  The session keeps a copy of its own, because a widget forgets when its page is
    left.
    """
    own, live = f"own.{key_of(name)}", key_of(name)
    if live not in st.session_state or st.session_state[live] not in offered:
        kept = st.session_state.get(own, default)
        st.session_state[live] = kept if kept in offered else default
    chosen = draw(live)
    st.session_state[own] = chosen
    return chosen


def viewed(name: str, default: Any) -> Any:
    """What is looked at, for those who draw beside it."""
    return st.session_state.get(key_of(name), default)


def date(label: str, name: str, value: datetime.date | None, change: Change, hidden: bool = False) -> None:
    """A day, or none yet; *hidden* leaves the label to a head above."""
    key = _show(name, value)
    st.date_input(
        t(label), key=key, on_change=_commit, args=(key, change, label), format="YYYY-MM-DD",
        label_visibility="collapsed" if hidden else "visible",
    )  # fmt: skip


def colour(label: str, name: str, value: str, change: Change) -> None:
    """A colour, #rrggbb."""
    key = _show(name, value)
    st.color_picker(t(label), key=key, on_change=_commit, args=(key, change, label))


def turn(name: str, value: Any) -> None:
    """Turn a view to something else from a callback: a bar was clicked, a button pressed."""
    key = key_of(name)
    st.session_state[f"own.{key}"] = st.session_state[key] = value


def clicked(key: str, selection: str) -> list[Any]:
    """The points of a chart that were clicked, for the chart's callback; empty where a click took them back."""
    return st.session_state[key]["selection"].get(selection) or []
