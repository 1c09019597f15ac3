"""Departments and people: who answers for which shop (M2, M3)."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from kpi_logic.library import role_library
from kpi_logic.model import Engagement, Organisation, Person, RoleRef
from pages.shared import caching, editing, session
from pages.shared.markdown import plain
from pages.shared.session import t

COLUMNS = ("name", "department", "role", "shops", "bonus", "leads", "joined", "left")
DAYS = ("joined", "left")
A_DAY = r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$"


def editor(engagement: Engagement) -> None:
    """A table one can type into; each finished cell is kept at once."""
    st.caption(t("page_intake.people.lead"))
    people = engagement.organisation.people
    shops = sorted(
        {segment.shop for segment in caching.shops(engagement) if segment.shop} | {s for p in people for s in p.shops}
    )
    editing.table(
        "people",
        [_row(person) for person in people] or [dict.fromkeys((*COLUMNS, "id"))],
        _with_people,
        "page_intake.people.changed",
        num_rows="dynamic",
        column_config=_columns(shops),
        column_order=COLUMNS,
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
        **{
            day: st.column_config.TextColumn(t(f"page_exceptions.{day}"), validate=A_DAY, help="YYYY-MM-DD")
            for day in DAYS
        },
    }


def _row(person: Person) -> dict[str, Any]:
    row = {column: getattr(person, column) for column in COLUMNS}
    return row | {"shops": list(person.shops), "id": person.id}


def _with_people(engagement: Engagement, rows: list[dict[str, Any]]) -> Engagement:
    """The engagement with a table's rows as its people; a row without a name is nobody yet."""
    known = {person.id: person for person in engagement.organisation.people}
    people = tuple(_person(row, known) for row in rows if str(row.get("name") or "").strip())
    departments = tuple(dict.fromkeys(person.department for person in people if person.department))
    return engagement.model_copy(update={"organisation": Organisation(departments=departments, people=people)})


def _person(row: dict[str, Any], known: Mapping[str, Person]) -> Person:
    """A row as a person; what the table does not show (duties) stays as it was."""
    added = row.get(editing.ADDED)
    fresh = hashlib.sha256(str(added).encode()).hexdigest()[:8] if added else secrets.token_hex(4)
    which = row.get("id") or fresh
    before = known.get(which)
    return Person(
        id=which,
        name=str(row["name"]).strip(),
        department=row.get("department") or "",
        role=row.get("role") or "",
        shops=tuple(row.get("shops") or ()),
        bonus=row.get("bonus"),
        leads=bool(row.get("leads")),
        duties=before.duties if before else (),
        **{day: row.get(day) or "" for day in DAYS},
    )


def _who_owns_what(engagement: Engagement, shops: list[str]) -> None:
    """Shops nobody answers for by name."""
    owned = {shop for person in engagement.organisation.people for shop in person.shops}
    orphans = tuple(shop for shop in shops if shop not in owned)
    if shops and orphans and engagement.organisation.people:
        st.caption(plain(t("page_intake.people.orphans", shops=orphans)))
