"""Several currencies as one: what is reported in, and the rate of every month; without a rate there is no sum."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts, latest
from kpi_logic.intake import Intake
from kpi_logic.metrics import rate_table, reporting_currency
from kpi_logic.model import Engagement, Exchange, Rate, Raw
from pages.shared import definition_view, editing, inputs, session
from pages.shared.session import t

USUAL = ("CNY", "USD", "EUR", "GBP", "JPY")
NONE = ""


def section(engagement: Engagement, intake: Intake) -> None:
    """The reporting currency, the rates it needs, and which rate of the month they are."""
    facts = intake.facts
    if facts is None:
        return
    st.subheader(t("page_intake.exchange.title"))
    held = [code for code in facts.currencies if code]
    key = "several" if len(facts.currencies) > 1 else "one"
    if held:
        st.caption(t(f"page_intake.exchange.{key}", currencies=tuple(map(Raw, held)), currency=Raw(held[0])))
    reporting = reporting_currency(intake, engagement.data)
    offered = list(dict.fromkeys([NONE, *held, engagement.profile.currency, *USUAL]))
    inputs.choice("page_intake.exchange.reporting", "data.reporting", reporting or NONE, offered, _said, _report_in)
    if reporting is None:
        return
    _rates(engagement, intake, facts, reporting)
    definition_view.fx_rule(engagement)


def _said(code: str) -> str:
    return code or t("page_intake.exchange.none")


def _report_in(engagement: Engagement, value: Any) -> Engagement:
    return _with(engagement, reporting=value or None)


def _with(engagement: Engagement, **changed: Any) -> Engagement:
    exchange = Exchange.model_validate(engagement.data.exchange.model_dump() | changed)
    data = engagement.data.model_copy(update={"exchange": exchange})
    return engagement.model_copy(update={"data": data})


def _rates(engagement: Engagement, intake: Intake, facts: MonthlyFacts, reporting: str) -> None:
    typed = {(r.month, r.source) for r in engagement.data.exchange.rates if r.target == reporting}
    needed = rate_table(facts, reporting, latest(intake.rates, engagement.data.exchange.rates))
    if not needed:
        return
    st.markdown(f"**{t('page_intake.exchange.rates', currency=Raw(reporting))}**")
    st.caption(t("page_intake.exchange.how"))
    lacking = sum(rate is None for _, _, rate in needed)
    (st.warning if lacking else st.caption)(
        t("page_intake.exchange.missing", count=lacking) if lacking else t("page_intake.exchange.complete")
    )
    rows = [
        {"month": str(month), "source": currency, "rate": rate, "origin": _origin((str(month), currency), rate, typed)}
        for month, currency, rate in needed
    ]
    editing.table(
        f"rates.{reporting}",
        rows,
        lambda engaged, edited: _with_rates(engaged, intake, reporting, edited),
        "page_intake.exchange.changed",
        column_config=_columns(),
        column_order=("month", "source", "rate", "origin"),
        num_rows="fixed",
    )


def _origin(which: tuple[str, str], rate: float | None, typed: set[tuple[str, str]]) -> str:
    if rate is None:
        return session.words().say("word.missing")
    return t("page_intake.exchange.typed" if which in typed else "page_intake.exchange.uploaded")


def _columns() -> dict[str, Any]:
    return {
        "month": st.column_config.TextColumn(t("page_intake.exchange.month"), disabled=True),
        "source": st.column_config.TextColumn(t("page_intake.exchange.from"), disabled=True),
        "rate": st.column_config.NumberColumn(t("page_intake.exchange.rate"), min_value=0.0, format="%.6g"),
        "origin": st.column_config.TextColumn(t("page_intake.exchange.origin"), disabled=True),
    }


def _with_rates(engagement: Engagement, intake: Intake, reporting: str, rows: list[dict[str, Any]]) -> Engagement:
    """What differs from the uploaded table was typed; a cleared cell takes the typed rate back."""
    uploaded = {(rate.month, rate.source): rate.rate for rate in intake.rates if rate.target == reporting}
    kept = [rate for rate in engagement.data.exchange.rates if rate.target != reporting]
    made = [
        Rate(month=row["month"], source=row["source"], target=reporting, rate=float(row["rate"]))
        for row in rows
        if row.get("rate") and uploaded.get((row["month"], row["source"])) != row["rate"]
    ]
    return _with(engagement, reporting=reporting, rates=(*kept, *made))
