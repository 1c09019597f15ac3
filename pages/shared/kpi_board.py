"""The KPI board: where each core KPI stands, which way it goes, with its trend."""

from typing import Any

import streamlit as st

from kpi_logic.diagnosis import BoardRow, Drill
from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import kpi_trend
from kpi_logic.model import Amount, KpiRef, Unit
from kpi_logic.text import Catalog
from pages.shared import charts, inputs, session
from pages.shared.session import t


def show(drill: Drill, facts: MonthlyFacts) -> None:
    """A table of all, and the line and the plain-words card of the one that is picked."""
    if not drill.board:
        st.info(t("page_diagnosis.no_board"))
        return
    words = session.words()
    st.dataframe(
        [_row(row, facts.currency, words) for row in drill.board],
        hide_index=True,
        width="stretch",
        column_config=_columns(),
    )
    course, card = st.columns([3, 2], gap="large")
    with card:
        row = _pick(drill, words)
        st.caption(words.texts[f"kpi.{row.kpi}.card"])
    with course:
        key = f"{facts.fingerprint}.{drill.segment.model_dump_json()}"
        charts.show(f"trend.{row.kpi}", key, lambda: kpi_trend(row, words, facts.currency), facts=facts)


def _row(row: BoardRow, currency: str | None, words: Catalog) -> dict[str, Any]:
    def said(value: float | None) -> str:
        return words.amount(Amount(value, row.unit, currency if row.unit is Unit.MONEY else None))

    return {
        "name": words.word(KpiRef(row.kpi)),
        "recent": said(row.recent),
        "before": said(row.before),
        "year_ago": said(row.year_ago),
        "verdict": t(f"page_diagnosis.verdict.{row.verdict.value}"),
        "series": [None if value != value else float(value) for value in row.series.tail(24)],
    }


def _columns() -> dict[str, Any]:
    heads = {
        name: t(f"page_diagnosis.board.{name}")
        for name in ("name", "recent", "before", "year_ago", "verdict", "series")
    }
    columns: dict[str, Any] = {name: st.column_config.TextColumn(head) for name, head in heads.items()}
    for number in ("recent", "before", "year_ago"):
        columns[number] = st.column_config.TextColumn(heads[number], alignment="right")
    return columns | {"series": st.column_config.LineChartColumn(heads["series"])}


def _pick(drill: Drill, words: Catalog) -> BoardRow:
    codes = [row.kpi for row in drill.board]
    code = inputs.view(
        "board_kpi",
        codes[0],
        lambda key: st.selectbox(
            t("page_diagnosis.board.pick"), codes, format_func=lambda c: words.word(KpiRef(c)), key=key
        ),
        codes,
    )
    return next(row for row in drill.board if row.kpi == code)
