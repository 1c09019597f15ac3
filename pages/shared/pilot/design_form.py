"""The decisions on a pilot: sides, months, rule."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Engagement, KpiRef, Month
from kpi_logic.review.percent import percent
from kpi_logic.review.shop_windows import shop_names
from pages.shared import inputs, pilot_caching, session
from pages.shared.session import t

Step = Callable[[Engagement], Engagement]
AHEAD = 12  # months after the data in which a pilot can start
CONFIDENCES = (0.7, 0.8, 0.9, 0.95)
LONGEST, PERCENT = 6, 100


def sides(engagement: Engagement, facts: MonthlyFacts) -> None:
    """Who tries it and who goes on as before; when."""
    pilot, departments, shops = engagement.pilot, engagement.organisation.departments, shop_names(facts)
    tries, goes_on = st.columns(2)
    for column, shop_field, team_field in ((tries, "shops", "teams"), (goes_on, "compared_shops", "compared_teams")):
        with column:
            _several(shop_field, getattr(pilot, shop_field), shops, str)
            _several(team_field, getattr(pilot, team_field), departments, str)
    first, months, paid = st.columns(3, vertical_alignment="bottom")
    with first:
        offered = [str(facts.months[-1] + n) for n in range(1, AHEAD + 1)]
        inputs.choice(
            "page_pilot_rule.first", "trial.first", pilot.first or None, offered, _month, _field("first"),
            placeholder=t("page_proposal.pilot.open"),
        )  # fmt: skip
    with months:
        inputs.number(
            "page_pilot_rule.months", "trial.months", pilot.months, _field("months"), min_value=1, max_value=LONGEST,
            step=1,
        )  # fmt: skip
    with paid:
        inputs.switch("page_pilot_rule.paid", "trial.paid", pilot.paid, _field("paid"))


def rule(engagement: Engagement, facts: MonthlyFacts) -> None:
    """What is judged, what is asked, how sure, what must not suffer, and the client's own words."""
    known = engagement.pilot.rule
    offered = [*pilot_caching.measurable(engagement, facts)]
    kpi, least, sure = st.columns([2, 1, 1])
    with kpi:
        inputs.choice(
            "page_pilot_rule.kpi", "trial.kpi", known.kpi or None, offered, _kpi, _rule("kpi"),
            placeholder=t("page_pilot_rule.kpi_open"),
        )  # fmt: skip
    with least:
        inputs.number(
            "page_pilot_rule.at_least", "trial.at_least", round(known.at_least * PERCENT),
            lambda e, value: _put_rule(e, "at_least", (value or 0) / PERCENT), min_value=0, max_value=PERCENT, step=1,
        )  # fmt: skip
    with sure:
        inputs.choice(
            "page_pilot_rule.confidence", "trial.confidence", known.confidence, CONFIDENCES,
            lambda value: session.words().word(percent(value)), _rule("confidence"),
        )  # fmt: skip
    guards = [code for code in dict.fromkeys([*_counters(known.kpi), *offered]) if code != known.kpi]
    inputs.several("page_pilot_rule.guards", "trial.guards", known.guards, guards, _kpi, _rule("guards"),
        placeholder=t("page_pilot_rule.none"),
    )  # fmt: skip
    inputs.text(
        "page_pilot_rule.words", "trial.words", engagement.pilot.success_rule, _field("success_rule"), lines=2,
        help=t("page_pilot_rule.words_help"),
    )  # fmt: skip


def put(engagement: Engagement, field: str, value: Any) -> Engagement:
    """The engagement with one field of its pilot decided."""
    return engagement.model_copy(update={"pilot": engagement.pilot.model_copy(update={field: value})})


def _put_rule(engagement: Engagement, field: str, value: Any) -> Engagement:
    return put(engagement, "rule", engagement.pilot.rule.model_copy(update={field: value}))


def _field(name: str) -> inputs.Change:
    return lambda engagement, value: put(engagement, name, value)


def _rule(name: str) -> inputs.Change:
    return lambda engagement, value: _put_rule(engagement, name, value)


def _several(field: str, value: tuple[str, ...], options: tuple[str, ...], say: Callable[[str], str]) -> None:
    inputs.several(
        f"page_pilot_rule.{field}",
        f"trial.{field}",
        value,
        options,
        say,
        _field(field),
        placeholder=t("page_pilot_rule.none"),
    )


def _counters(kpi: str) -> tuple[str, ...]:
    """The counter-metrics of the KPI judged (P11)."""
    known = kpi_library().kpis.get(kpi)
    return known.counters if known is not None else ()


def _kpi(code: str) -> str:
    return session.words().word(KpiRef(code)) if code in kpi_library().kpis else code


def _month(written: str) -> str:
    return session.words().month(Month.parse(written))
