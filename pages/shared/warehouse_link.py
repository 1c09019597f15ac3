"""Order lines in the client's database: address, table, columns; the months that come back are kept like an upload."""

import os
from typing import Any

import streamlit as st

from kpi_logic.intake import ClientFile, cancelled_words, suggested_columns
from kpi_logic.model import Engagement, FileRef, Level, Message
from kpi_logic.store import Saved
from kpi_logic.walk import with_client_book
from kpi_logic.warehouse import FIELDS, LinesMapping, Linked, columns_at, file_refused, read_link, with_password
from pages.shared import caching, inputs, session
from pages.shared.issues import show_issues
from pages.shared.session import t

FOLDER = "KPI_LINK_FOLDER"
"""The environment's name for the folder whose database files may be linked from a page; without it none may."""
NOTHING = ""


class _Anything:
    """What may be typed into a free field."""

    def __contains__(self, what: object) -> bool:
        return True


def section(saved: Saved) -> None:
    """The link: nothing is read before a button is pressed, and the password is never kept."""
    with st.expander(t("page_link.title"), expanded=session.link() is not None):
        st.caption(t("page_link.why"))
        url, table = _address()
        if st.button(t("page_link.look"), key=inputs.key_of("link_look"), disabled=not (url and table)):
            _look(url, table)
        found = session.link()
        if found is None or found["at"] != (url.rpartition("@")[2], table):
            return
        show_issues(found["issues"], expanded=True)
        if found["columns"]:
            _columns(saved, url, table, found["columns"])


def _free(name: str, key: str, **options: Any) -> str:
    text: str = inputs.view(name, "", lambda live: st.text_input(t(key), key=live, **options), _Anything())  # type: ignore[arg-type]
    return text.strip()


def _address() -> tuple[str, str]:
    """The whole address and the table."""
    left, middle, right = st.columns([5, 2, 3])
    with left:
        url = _free("link.url", "page_link.url", placeholder="postgresql://user@host:5432/database")
    with middle:
        secret = st.text_input(t("page_link.password"), type="password", key="link_password")
    with right:
        table = _free("link.table", "page_link.table", placeholder="order_lines")
    return with_password(url, secret or ""), table


def _look(url: str, table: str) -> None:
    refused = file_refused(url, os.environ.get(FOLDER))
    columns, issues = ((), (refused,)) if refused else columns_at(url, table)
    session.remember_link({"at": (url.rpartition("@")[2], table), "columns": columns, "issues": issues})


def _columns(saved: Saved, url: str, table: str, columns: tuple[str, ...]) -> None:
    """One choice a field, with what is likely chosen already; then the button that reads."""
    likely, chosen = suggested_columns(columns), dict[str, str]()
    offered = [NOTHING, *columns]
    places = st.columns(4)
    for number, field in enumerate(FIELDS):
        with places[number % 4]:
            column = inputs.view(f"link.map.{field}", likely.get(field, NOTHING), _choice(field, offered), offered)
        if column:
            chosen[field] = column
    if st.button(t("page_link.read"), key=inputs.key_of("link_read"), type="primary"):
        _read(saved, url, LinesMapping(table, chosen, cancelled_words()))


def _choice(field: str, offered: list[str]) -> Any:
    return lambda key: st.selectbox(
        t(f"page_link.field.{field}"), offered, key=key, format_func=lambda column: column or t("page_link.none")
    )


def _read(saved: Saved, url: str, mapping: LinesMapping) -> None:
    """Read the months and keep them as a file; leaving the page while it reads stops the query."""
    with st.status(t("page_link.reading"), expanded=False) as status:
        found = read_link(url, mapping, lambda message: status.update(label=session.words().say(message)))
        status.update(state="complete" if found.content else "error")
    if found.content:
        _keep(saved, found, f"{mapping.table}.csv")
    show_issues(found.issues, expanded=True)


def _keep(saved: Saved, found: Linked, name: str) -> None:
    """Keep the months in place of those read from the same table before."""
    before = _without(saved.engagement, name)
    intake = caching.read_together(before, [ClientFile(name, found.content)])
    if any(issue.level is Level.ERROR for issue in intake.issues):
        show_issues(intake.issues, expanded=True)
        return
    ref = session.store().put_file(found.content, name)
    session.keep(lambda engagement: with_client_book(_with(engagement, ref), intake), Message("page_link.kept"))
    st.success(t("page_link.done", number=found.rows))


def _without(engagement: Engagement, name: str) -> Engagement:
    rest = tuple(ref for ref in engagement.data.files if ref.name != name)
    return engagement.model_copy(update={"data": engagement.data.model_copy(update={"files": rest})})


def _with(engagement: Engagement, ref: FileRef) -> Engagement:
    rest = _without(engagement, ref.name)
    data = rest.data.model_copy(update={"files": (*rest.data.files, ref)})
    return rest.model_copy(update={"data": data})
