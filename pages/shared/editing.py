"""A table one can type into, whose cells are kept one by one while the cursor stays where it is.

Streamlit's table forgets the cursor when it is given other rows or another name, and counts an edit twice when its own
result is put back.  So it keeps the rows it was first drawn with and all edits made since; the decision is what comes of
both.  Only when the stored decision is no longer what these edits made (undo, another tab, a page that was left) is a
fresh table drawn.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, Message
from pages.shared import inputs, session

Row = dict[str, Any]
Change = Callable[[Engagement, list[Row]], Engagement]
ADDED = "added"
"""The column of a row that was added in the table: a name that stays the same while the row is filled in."""


@dataclass
class _Desk:
    """One table on the screen: a name nobody had before, its first rows, and what its last edit made of the decision."""

    turn: str
    base: list[Row]
    stored: list[Row] | None


def table(name: str, rows: Sequence[Row], change: Change, what: str, **options: Any) -> None:
    """Draw the rows; each finished cell is kept at once through *change*, which takes all rows as they are then.

    Args:
        what: text key of what was changed.
        options: as of ``st.data_editor``.
    """
    desk, key = _desk(name, list(rows))
    st.data_editor(
        desk.base, key=key, on_change=_commit, args=(_memory(name), key, change, what), hide_index=True,
        width="stretch", **options,
    )  # fmt: skip


def _memory(name: str) -> str:
    return f"desk.{inputs.key_of(name)}"


def _desk(name: str, rows: list[Row]) -> tuple[_Desk, str]:
    """The table as it lies there, or a fresh one."""
    desk: _Desk | None = st.session_state.get(_memory(name))
    if desk is not None and desk.stored is None:
        desk.stored = rows  # what the last edit made of it
    if desk is None or desk.stored != rows or _key(name, desk) not in st.session_state:
        desk = _Desk(secrets.token_hex(4), rows, rows)
        st.session_state[_memory(name)] = desk
    return desk, _key(name, desk)


def _key(name: str, desk: _Desk) -> str:
    return f"{inputs.key_of(name)}.{desk.turn}"


def _commit(memory: str, key: str, change: Change, what: str) -> None:
    desk: _Desk = st.session_state[memory]
    rows = edited(desk.base, st.session_state[key], key)
    desk.stored = None
    session.keep(lambda engagement: change(engagement, rows), Message(what))


def edited(base: Sequence[Row], edits: dict[str, Any], key: str = "") -> list[Row]:
    """The rows with a table's edits in them; an added row carries a name of its own under ``ADDED``.

    >>> edited([{"a": 1}, {"a": 2}], {"edited_rows": {1: {"a": 3}}, "deleted_rows": [0], "added_rows": [{"a": 4}]}, "k")
    [{'a': 3}, {'a': 4, 'added': 'k.0'}]
    """
    rows = [dict(row) for row in base]
    for index, changed in edits.get("edited_rows", {}).items():
        rows[int(index)] |= changed
    gone = {int(index) for index in edits.get("deleted_rows", ())}
    added = [row | {ADDED: f"{key}.{place}"} for place, row in enumerate(edits.get("added_rows", ()))]
    return [row for index, row in enumerate(rows) if index not in gone] + added
