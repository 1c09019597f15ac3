"""Tables of words on the page: written once for what they show, then only sent.

Streamlit turns rows into a data frame and that into Arrow at every rerun (about 3 ms a table); here the Arrow table is
kept by the fingerprint of what it shows.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

from pages.shared import session


def show(name: str, fingerprint: str, rows: Callable[[], Sequence[dict[str, str]]], **options: Any) -> None:
    """Rows of words, all with the same keys, in the screen's language; *rows* is asked only for a new *fingerprint*."""
    made = _made(name, fingerprint, session.language().value, rows)
    st.dataframe(made, hide_index=True, width="stretch", **options)


@st.cache_resource(max_entries=512, show_spinner=False)
def _made(name: str, fingerprint: str, language: str, _rows: Callable[[], Sequence[dict[str, str]]]) -> pa.Table:
    return pa.Table.from_pylist(list(_rows()))
