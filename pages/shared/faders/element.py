"""The faders on the page: an element of our own, drawn and computed in the browser."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared import inputs
from pages.shared.faders.payload import Payload

HERE = Path(__file__).parent


def script() -> str:
    """The whole script of the element: the rules first, then what draws them."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("engine.js", "faders.js"))


@st.cache_resource(show_spinner=False)
def _element() -> Any:
    return st.components.v2.component(
        "faders", js=script(), css=(HERE / "faders.css").read_text(encoding="utf-8"), isolate_styles=True
    )


def seen(name: str) -> int:
    """How many changes of these faders the server has seen; what the browser shows is never overwritten by less."""
    return int(st.session_state.get(f"{inputs.key_of(name)}.seen", 0))


def draw(name: str, data: Payload, keep: Callable[[Any], None]) -> None:
    """Put the faders on the page; *keep* is told what was moved, once a fader rests.

    Args:
        name: one for each place on the pages that has faders.
        keep: takes what the browser told, whatever that is: it has to be checked (``payload.moved``).
    """
    key = inputs.key_of(name)
    _element()(key=key, data=data, on_moved_change=functools.partial(_told, key, keep))


def _told(key: str, keep: Callable[[Any], None]) -> None:
    value = st.session_state[key].get("moved")
    if isinstance(value, dict) and isinstance(value.get("sent"), int):
        st.session_state[f"{key}.seen"] = value["sent"]
    keep(value)
