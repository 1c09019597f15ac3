"""Kinds of plus and minus points of a scorecard, agreed before they are given (P12)."""

import hashlib
from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, Extra, Scorecard
from pages.shared import editing, inputs
from pages.shared.card_changes import replaced, standing
from pages.shared.session import t
from pages.shared.subject import Subject

COLUMNS = ("kind", "name", "points", "most")
KINDS = ("plus", "minus")
MOST = 20.0


def show(card: Scorecard, subject: Subject) -> None:
    """A row for every kind, and the limit of all together."""
    st.caption(t("page_exceptions.extras.why"))
    editing.table(
        f"extras.{subject.id}.{card.role}",
        [extra.model_dump() for extra in card.extras] or [dict.fromkeys((*COLUMNS, "id"))],
        subject.lift(lambda engagement, rows: _with_extras(engagement, card, rows)),
        "page_exceptions.extras.changed",
        num_rows="dynamic",
        column_order=COLUMNS,
        column_config=_columns(),
    )
    inputs.number(
        "page_exceptions.extras.cap", f"{card.role}.extra_cap", card.extra_cap, subject.lift(_cap(card)),
        min_value=0.0, max_value=MOST, step=1.0, format="%.4g",
    )  # fmt: skip


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "kind": config.SelectboxColumn(
            t("page_exceptions.extras.kind"), options=list(KINDS),
            format_func=lambda kind: t(f"page_exceptions.extras.{kind}"), required=True,
        ),
        "name": config.TextColumn(t("page_exceptions.extras.name")),
        "points": config.NumberColumn(t("page_exceptions.extras.points"), min_value=0.5, max_value=MOST, step=0.5),
        "most": config.NumberColumn(t("page_exceptions.extras.most"), min_value=0.5, max_value=MOST, step=0.5),
    }  # fmt: skip


def _with_extras(engagement: Engagement, card: Scorecard, rows: list[dict[str, Any]]) -> Engagement:
    """The card with a table's rows as its kinds; a row that is neither plus nor minus is none yet."""
    extras = tuple(_extra(row) for row in rows if row.get("kind"))
    return replaced(engagement, standing(engagement, card).model_copy(update={"extras": extras}))


def _extra(row: dict[str, Any]) -> Extra:
    given = {name: row[name] for name in ("name", "points", "most") if row.get(name)}
    made = hashlib.sha256(str(row.get(editing.ADDED)).encode()).hexdigest()[:8]
    return Extra(id=row.get("id") or made, kind=row["kind"], **given)


def _cap(card: Scorecard) -> inputs.Change:
    def change(engagement: Engagement, value: float | None) -> Engagement:
        cap = value if value is not None else 0.0
        return replaced(engagement, standing(engagement, card).model_copy(update={"extra_cap": cap}))

    return change
