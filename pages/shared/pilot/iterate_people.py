"""Before and after for each person: scores and pay under the released scheme and under the present one."""

import streamlit as st

from kpi_logic.model import Amount, Message, Raw, Unit
from kpi_logic.scheme import Comparison, PersonChange
from pages.shared import session
from pages.shared.naming import told_apart
from pages.shared.session import t

HEADS = ("person", "score_before", "score_after", "pay_before", "pay_after", "gain")


def said(found: Comparison) -> Message:
    """Who gains most, who loses most."""
    if not found.winners and not found.losers:
        return Message("page_iterate.people.nobody")
    facts = {"winners": len(found.winners), "losers": len(found.losers)}
    parts = [
        _one(f"page_iterate.people.{name}", several[0], found)
        for name, several in (("best", found.winners), ("worst", found.losers))
        if several
    ]
    return Message("page_iterate.people.some", facts | {"who": tuple(parts)})


def _one(key: str, one: PersonChange, found: Comparison) -> Message:
    gain = Amount(one.gain, Unit.MONEY, found.currency, signed=True, full=True)
    return Message(key, {"person": Raw(one.person.name), "gain": gain})


def table(found: Comparison) -> None:
    """One row a person, the largest gain first."""
    names = told_apart([one.person for one in found.changes])
    ordered = sorted(found.changes, key=lambda one: -(one.gain if one.gain is not None else float("-inf")))
    config = {
        head: st.column_config.TextColumn(
            t(f"page_iterate.head.{head}"), alignment="left" if head == "person" else "right", pinned=head == "person"
        )
        for head in HEADS
    }
    rows = [_row(one, names[one.person.id], found) for one in ordered]
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)
    change = Amount(found.cost_change, Unit.MONEY, found.currency, signed=True, full=True)
    st.caption(t("page_iterate.cost", change=change))


def _row(one: PersonChange, name: str, found: Comparison) -> dict[str, str]:
    def money(value: float | None, signed: bool = False) -> str:
        return session.words().money(value, found.currency, full=True, signed=signed)

    def score(value: float | None) -> str:
        return t("word.missing") if value is None else f"{value:.1f}"

    return {
        "person": name,
        "score_before": score(one.score_before),
        "score_after": score(one.score_after),
        "pay_before": money(one.payout_before),
        "pay_after": money(one.payout_after),
        "gain": money(one.gain, signed=True),
    }
