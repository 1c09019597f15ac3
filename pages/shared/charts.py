"""Charts on the page: the same figure as on paper, written once, shown from a cached description.

Altair checks a chart against its schema each time it is drawn (about 8 ms); the finished Vega-Lite dict is kept by the
fingerprint of what it shows, so that a rerun only sends it.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.dataframe_util import convert_anything_to_arrow_bytes

from kpi_logic.facts import MonthlyFacts
from pages.shared import session
from pages.shared.markdown import plain
from pages.shared.session import t


def show(
    name: str,
    fingerprint: str,
    draw: Callable[[], Any],
    facts: MonthlyFacts | None = None,
    titled: bool = True,
    **options: Any,
) -> Any:
    """Draw a figure once for what it shows (*fingerprint*) and the screen's language; its source stands below it.

    ``titled`` False: the page has said the title's sentence already.
    """
    spec, title, subtitle = _spec(name, fingerprint, session.language().value, draw)
    if titled:
        st.markdown(f"**{plain(title)}**")
    if subtitle:
        st.caption(plain(subtitle))
    event = st.vega_lite_chart(spec=spec, width="stretch", theme=None, alt=title, **options)
    if facts is not None and facts.months:
        st.caption(t("page_diagnosis.source", first=facts.months[0], last=facts.months[-1]))
    return event


@st.cache_resource(max_entries=512, show_spinner=False)
def _spec(name: str, fingerprint: str, language: str, _draw: Callable[[], Any]) -> tuple[dict[str, Any], str, str]:
    """The chart's description without its title, which the page sets as text: it wraps, and can be read aloud."""
    spec: dict[str, Any] = _draw().to_dict()
    heading = spec.pop("title", {})
    title, subtitle = (_joined(heading.get(part, "")) for part in ("text", "subtitle"))
    return packed(spec) | {"width": "container"}, title, subtitle


def packed(spec: dict[str, Any]) -> dict[str, Any]:
    """The description with its data in the form that is sent, which Streamlit would else make anew at every rerun.

    Altair names a table of data by the digest of what is in it, so that name is enough to know it again.
    """
    return spec | {"datasets": {name: _arrow(name, rows) for name, rows in spec.get("datasets", {}).items()}}


@st.cache_resource(max_entries=1024, show_spinner=False)
def _arrow(name: str, _rows: Any) -> bytes:
    return convert_anything_to_arrow_bytes(_rows)


def _joined(lines: str | list[str]) -> str:
    """A title that was broken into lines, in one; Latin words keep their space, Han needs none."""
    if isinstance(lines, str):
        return lines
    whole = lines[0] if lines else ""
    for line in lines[1:]:
        gap = " " if whole[-1:].isascii() and line[:1].isascii() else ""
        whole += gap + line
    return whole
