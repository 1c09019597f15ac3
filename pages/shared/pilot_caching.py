"""What is known of a pilot, computed once for equal input: what it can show, what it showed, what to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement

if TYPE_CHECKING:
    from kpi_logic.review import Candidate, PilotDesign, PilotPlan, PilotSuggestion, ReadOut

SALES = "gmv"


def key_of(engagement: Engagement, facts: MonthlyFacts) -> str:
    """What a design depends on."""
    return "\n".join((facts.fingerprint, engagement.pilot.model_dump_json(), engagement.organisation.model_dump_json()))


def design(engagement: Engagement, facts: MonthlyFacts) -> PilotDesign:
    """What the pilot as decided can show."""
    return _design(key_of(engagement, facts), engagement, facts)


@st.cache_resource(max_entries=128, show_spinner=False)
def _design(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> PilotDesign:
    from kpi_logic.review import pilot_design

    return pilot_design(_engagement.pilot, _engagement.organisation, _facts)


def candidates(engagement: Engagement, facts: MonthlyFacts) -> tuple[Candidate, ...]:
    """The shops that could be compared, the most alike first: by the KPI chosen, by sales until one is."""
    known = design(engagement, facts)
    code = known.kpi.code if known.kpi is not None else SALES
    return _candidates(facts.fingerprint, known.sides.treated, code, engagement.pilot.first, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _candidates(
    fingerprint: str, treated: tuple[str, ...], kpi: str, first: str, _facts: MonthlyFacts
) -> tuple[Candidate, ...]:
    from kpi_logic.library import kpi_library
    from kpi_logic.model import Month
    from kpi_logic.review import candidates as found

    return found(treated, kpi_library()[kpi], _facts, Month.parse(first) if first else None)


def suggestion(engagement: Engagement, facts: MonthlyFacts) -> PilotSuggestion | None:
    """A rule that the history can carry."""
    return _suggestion(_with_scheme(engagement, facts), engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _suggestion(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> PilotSuggestion | None:
    from kpi_logic.review import suggested_rule

    return suggested_rule(_engagement, _facts)


def measurable(engagement: Engagement, facts: MonthlyFacts) -> tuple[str, ...]:
    """The KPIs of the scheme that may be judged."""
    return _measurable(_with_scheme(engagement, facts), engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _measurable(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> tuple[str, ...]:
    from kpi_logic.review import measurable_kpis

    return measurable_kpis(_engagement, _facts)


def read_out(plan: PilotPlan, facts: MonthlyFacts, sealed: bool) -> ReadOut:
    """What the pilot showed, by a plan."""
    return _read_out(f"{facts.fingerprint}\n{plan.digest}\n{sealed}", plan, facts, sealed)


@st.cache_resource(max_entries=64, show_spinner=False)
def _read_out(key: str, _plan: PilotPlan, _facts: MonthlyFacts, sealed: bool) -> ReadOut:
    from kpi_logic.review import read_out as found

    return found(_plan, _facts, sealed)


def plan(engagement: Engagement, facts: MonthlyFacts) -> PilotPlan:
    """The plan as it would be sealed now."""
    return _plan(_with_scheme(engagement, facts), engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _plan(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> PilotPlan:
    from kpi_logic.review import pilot_plan

    return pilot_plan(_engagement, _facts)


def _with_scheme(engagement: Engagement, facts: MonthlyFacts) -> str:
    scheme = engagement.scheme.model_dump_json() if engagement.scheme is not None else ""
    return f"{key_of(engagement, facts)}\n{scheme}"
