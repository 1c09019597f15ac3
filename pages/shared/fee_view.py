"""What the project is likely to cost: the answers it depends on, each line, and the lines set by hand."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Amount, Engagement, FeeLine, Unit
from kpi_logic.proposal.fees import DriverCost, FeeEstimate, counts, fee_estimate
from pages.shared import inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t

LINKS = ("erp", "bi", "hr")
DEPTHS = ("templates", "scheme", "coaching")
LOCALS = ("unknown", "none", "warehouse", "team")
MOST = 1e9  # money of one line


def show(engagement: Engagement, facts: MonthlyFacts) -> None:
    """The range, then what it rests on; a line is set by hand with a reason."""
    fee, found = engagement.proposal.fee, fee_estimate(engagement, facts)
    st.markdown(plain(t("fee.lead", low=_money(found, found.low), high=_money(found, found.high))))
    if found.example:
        st.caption(t("fee.example"))
    inputs.switch("page_fee.shown", "fee.shown", fee.shown, _set("shown"))
    inputs.switch("page_fee.links_known", "fee.links_known", fee.links is not None, _links_known)
    if fee.links is not None:
        inputs.tags("page_fee.links", "fee.links", fee.links, LINKS, lambda one: t(f"fee.link.{one}"), _set("links"))
    inputs.choice(
        "page_fee.depth", "fee.depth", fee.depth or None, DEPTHS, lambda one: t(f"fee.depth.{one}"),
        lambda e, value: _set("depth")(e, value or ""), placeholder=t("page_fee.by_form"),
    )  # fmt: skip
    inputs.choice("page_fee.local", "fee.local", fee.local, LOCALS, lambda one: t(f"fee.local.{one}"), _set("local"))
    _lines(engagement, found)
    if found.lacking:
        st.caption(t("page_fee.lacking"))
        st.markdown("\n".join(f"- {plain(session.words().say(one))}" for one in found.lacking))


def _lines(engagement: Engagement, found: FeeEstimate) -> None:
    """One driver at a time: its range as computed, and as the consultant sets it."""
    drivers = [line.driver for line in found.lines]
    driver = inputs.view(
        "fee_driver", drivers[0],
        lambda key: st.selectbox(t("page_fee.driver"), drivers, key=key, format_func=lambda one: t(f"fee.name.{one}")),
        drivers,
    )  # fmt: skip
    line = next(one for one in found.lines if one.driver == driver)
    share = Amount(found.shares[drivers.index(driver)], Unit.RATIO)
    said = t(
        "page_fee.line", found=_said(line), low=_money(found, line.low), high=_money(found, line.high), share=share
    )
    st.caption(plain(said))
    own = _own(engagement, driver)
    for end in ("low", "high"):
        inputs.number(
            f"page_fee.{end}", f"fee.{driver}.{end}", getattr(own, end), _set_line(driver, end),
            t(f"page_fee.{end}", currency=found.currency), min_value=0.0, max_value=MOST, step=500.0, format="%.0f",
        )  # fmt: skip
    inputs.text("page_fee.reason", f"fee.{driver}.reason", own.reason, _set_line(driver, "reason"), max_chars=300)
    if (own.low is not None or own.high is not None) and not counts(own):
        st.warning(t("page_fee.incomplete"))


def _said(line: DriverCost) -> str:
    return line.reason or session.words().say(line.found)


def _money(found: FeeEstimate, value: float) -> Amount:
    return Amount(value, Unit.MONEY, found.currency)


def _own(engagement: Engagement, driver: Any) -> FeeLine:
    found = (line for line in engagement.proposal.fee.lines if line.driver == driver)
    return next(found, FeeLine(driver=driver))


def _set(field: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        fee = engagement.proposal.fee.model_copy(update={field: value})
        return engagement.model_copy(update={"proposal": engagement.proposal.model_copy(update={"fee": fee})})

    return change


def _links_known(engagement: Engagement, known: bool) -> Engagement:
    return _set("links")(engagement, () if known else None)


def _set_line(driver: str, field: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        line = _own(engagement, driver).model_copy(update={field: value})
        rest = tuple(one for one in engagement.proposal.fee.lines if one.driver != driver)
        kept = line.reason or line.low is not None or line.high is not None
        return _set("lines")(engagement, (*rest, line) if kept else rest)

    return change
