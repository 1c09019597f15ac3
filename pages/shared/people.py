"""Departments and people: who answers for which shop (M2, M3)."""

import secrets
from typing import Any

import streamlit as st

from kpi_logic.library import role_library
from kpi_logic.model import Engagement, Message, Organisation, Person, RoleRef
from pages.shared import caching, inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t

COLUMNS = ("name", "department", "role", "shops", "bonus", "leads")


def editor(engagement: Engagement) -> None:
    """A table one can type into; each finished cell is kept at once."""
    st.caption(t("page_intake.people.lead"))
    people = engagement.organisation.people
    rows = [{column: _cell(person, column) for column in COLUMNS} for person in people]
    # A new key whenever the stored people change: the editor's own memory of edits must start empty then, because the
    # edits already stand in the rows it is given.
    key = f"{inputs.key_of('people')}.{hash(people)}"
    shops = sorted(
        {segment.shop for segment in caching.shops(engagement) if segment.shop} | {s for p in people for s in p.shops}
    )
    st.data_editor(
        rows or [dict.fromkeys(COLUMNS)],
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config=_columns(shops),
        column_order=COLUMNS,
        on_change=_commit,
        args=(key,),
        width="stretch",
    )
    _who_owns_what(engagement, shops)


def _columns(shops: list[str]) -> dict[str, Any]:
    roles = list(role_library())
    return {
        "name": st.column_config.TextColumn(t("page_intake.people.name"), required=True),
        "department": st.column_config.TextColumn(t("page_intake.people.department")),
        "role": st.column_config.SelectboxColumn(
            t("page_intake.people.role"), options=roles, format_func=lambda role: session.words().word(RoleRef(role))
        ),
        "shops": st.column_config.MultiselectColumn(
            t("page_intake.people.shops"), options=shops, help=t("page_intake.people.shops_help")
        ),
        "bonus": st.column_config.NumberColumn(t("page_intake.people.bonus"), min_value=0, format="%.2f"),
        "leads": st.column_config.CheckboxColumn(t("page_intake.people.leads")),
    }


def _cell(person: Person, column: str) -> Any:
    value = getattr(person, column)
    return list(value) if column == "shops" else value


def _commit(key: str) -> None:
    edits = st.session_state[key]
    session.keep(lambda engagement: _applied(engagement, edits), Message("page_intake.people.changed"))


def _applied(engagement: Engagement, edits: dict[str, Any]) -> Engagement:
    """The engagement with a data editor's edits put into its people; a row without a name is nobody yet."""
    rows = [
        {column: _cell(person, column) for column in COLUMNS} | {"id": person.id}
        for person in engagement.organisation.people
    ]
    if not rows:
        rows = [{}]
    for index, changed in edits.get("edited_rows", {}).items():
        rows[int(index)] |= changed
    gone = {int(index) for index in edits.get("deleted_rows", ())}
    kept = [row for index, row in enumerate(rows) if index not in gone] + list(edits.get("added_rows", ()))
    people = tuple(_person(row) for row in kept if str(row.get("name") or "").strip())
    departments = tuple(dict.fromkeys(person.department for person in people if person.department))
    return engagement.model_copy(update={"organisation": Organisation(departments=departments, people=people)})


def _person(row: dict[str, Any]) -> Person:
    return Person(
        id=row.get("id") or secrets.token_hex(4),
        name=str(row["name"]).strip(),
        department=row.get("department") or "",
        role=row.get("role") or "",
        shops=tuple(row.get("shops") or ()),
        bonus=row.get("bonus"),
        leads=bool(row.get("leads")),
    )


def _who_owns_what(engagement: Engagement, shops: list[str]) -> None:
    """Shops nobody answers for by name."""
    owned = {shop for person in engagement.organisation.people for shop in person.shops}
    orphans = tuple(shop for shop in shops if shop not in owned)
    if shops and orphans and engagement.organisation.people:
        st.caption(plain(t("page_intake.people.orphans", shops=orphans)))
