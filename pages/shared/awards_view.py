"""Plus and minus points given: to whom, in which month, of which kind, why, and who stands for it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Award, Engagement, Extra, Month
from pages.shared import editing, scheme_caching, session
from pages.shared.naming import told_apart
from pages.shared.session import t

COLUMNS = ("person", "month", "extra", "times", "reason", "approver")
MOST_TIMES = 31


def show(engagement: Engagement, facts: MonthlyFacts) -> None:
    """A row for every time; the kinds are agreed on the scorecard beforehand."""
    st.markdown(f"**{t('page_exceptions.awards.title')}**")
    kinds = {extra.id: extra for card in _cards(engagement) for extra in card.extras}
    if not kinds and not engagement.awards:
        st.caption(t("page_exceptions.awards.no_kinds"))
        return
    rows = [award.model_dump() for award in engagement.awards]
    editing.table(
        "awards",
        rows or [dict.fromkeys(COLUMNS)],
        _with_awards,
        "page_exceptions.awards.changed",
        num_rows="dynamic",
        column_order=COLUMNS,
        column_config=_columns(engagement, kinds, facts),
    )


def _cards(engagement: Engagement) -> Any:
    return engagement.scheme.scorecards if engagement.scheme else ()


def _columns(engagement: Engagement, kinds: Mapping[str, Extra], facts: MonthlyFacts) -> dict[str, Any]:
    names, config = told_apart(engagement.organisation.people), st.column_config
    given = engagement.awards
    months = [str(month) for month in scheme_caching.months(facts)]

    def kind(which: str) -> str:
        return said(kinds[which]) if which in kinds else which

    return {
        "person": config.SelectboxColumn(
            t("page_exceptions.person"), options=_all(names, (one.person for one in given)),
            format_func=lambda who: names.get(who, who), required=True,
        ),
        "month": config.SelectboxColumn(
            t("page_weights.month"), options=_all(months, (one.month for one in given)),
            format_func=lambda month: session.words().month(Month.parse(month)), required=True,
        ),
        "extra": config.SelectboxColumn(
            t("page_exceptions.awards.extra"), options=_all(kinds, (one.extra for one in given)), format_func=kind,
            required=True,
        ),
        "times": config.NumberColumn(t("page_exceptions.awards.times"), min_value=1, max_value=MOST_TIMES, step=1),
        "reason": config.TextColumn(t("page_exceptions.reason")),
        "approver": config.TextColumn(t("page_exceptions.approver")),
    }  # fmt: skip


def _all(offered: Any, given: Any) -> list[str]:
    """What is offered, and what was chosen and is no longer offered."""
    return list(dict.fromkeys([*offered, *given]))


def said(extra: Extra) -> str:
    """A kind with its sign: the client's name for it, or none."""
    sign = "+" if extra.kind == "plus" else "\N{MINUS SIGN}"
    return f"{sign}{extra.points:g} {extra.name}".strip()


def _with_awards(engagement: Engagement, rows: list[dict[str, Any]]) -> Engagement:
    """The engagement with a table's rows as its awards; a row that lacks person, month or kind is none yet."""
    whole = [row for row in rows if row.get("person") and row.get("month") and row.get("extra")]
    return engagement.model_copy(update={"awards": tuple(_award(row) for row in whole)})


def _award(row: dict[str, Any]) -> Award:
    return Award(
        person=row["person"],
        month=row["month"],
        extra=row["extra"],
        times=int(row.get("times") or 1),
        reason=row.get("reason") or "",
        approver=row.get("approver") or "",
    )
