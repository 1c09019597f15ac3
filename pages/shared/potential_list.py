"""Where more is possible although nothing went wrong: a quieter list, folded under the bottlenecks."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi_logic.diagnosis import Potential, bound_of
from kpi_logic.model import Amount, Raw, Unit
from pages.shared import session
from pages.shared.session import t


def show(potentials: Sequence[Potential], currency: str | None) -> None:
    """A folded table, each line with the kind of its reference; nothing where there is none."""
    if not potentials:
        return
    with st.expander(t("page_diagnosis.potential.title", count=len(potentials))):
        st.caption(t("page_diagnosis.potential.caption"))
        rows = [_row(one, currency) for one in potentials]
        st.dataframe(rows, hide_index=True, width="stretch", column_config=_columns())


def _row(one: Potential, currency: str | None) -> dict[str, str]:
    words = session.words()

    def said(value: float) -> str:
        return words.amount(Amount(value, one.unit, currency if one.unit is Unit.MONEY else None))

    money = {name: Amount(value, Unit.MONEY, currency) for name, value in
             (("money", one.money_per_month), ("low", one.money_low), ("high", one.money_high))}  # fmt: skip
    return {
        "name": words.word(one.name),
        "segment": words.segment(one.segment),
        "current": said(one.current),
        "reference": said(one.reference),
        "kind": _kind(one),
        "money": words.say("figure.bottleneck.label", **money),
    }


def _kind(one: Potential) -> str:
    if one.norm is None:
        return t(f"diagnosis.reference_kind.{one.reference_kind}")
    facts = {"bound": bound_of(one.norm), "source": Raw(one.norm.source), "grade": Raw(one.norm.grade)}
    return t("diagnosis_norm.kind", **facts)


def _columns() -> dict[str, Any]:
    names = ("name", "segment", "current", "reference", "kind", "money")
    numbers = ("current", "reference", "money")
    return {
        name: st.column_config.TextColumn(
            t(f"page_diagnosis.potential.{name}"), alignment="right" if name in numbers else None
        )
        for name in names
    }
