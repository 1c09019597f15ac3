"""What is remembered about the client's numbers: the facts as agreed, how far each KPI can be relied on, two definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import Intake
from kpi_logic.model import Data, Definition, Engagement, Month
from pages.shared import caching

if TYPE_CHECKING:
    from kpi_logic.metrics import DefinitionGap, Measurability, Ready


def ready(engagement: Engagement) -> Ready:
    """The facts that everything is computed from, and what stands in their way."""
    return _of(engagement, engagement.data)


def as_read(engagement: Engagement) -> MonthlyFacts | None:
    """The facts before any definition was agreed, in one currency: what two definitions are compared on."""
    return _of(engagement, engagement.data.model_copy(update={"definition": Definition()})).facts


def _of(engagement: Engagement, data: Data) -> Ready:
    from kpi_logic.metrics import Ready

    found = caching.intake(engagement)
    if found is None or found.facts is None:
        return Ready(None)
    read_as = f"{[ref.digest for ref in data.files]}.{sorted(data.answers.items())}"
    return _ready(f"{found.facts.fingerprint}.{read_as}", data.model_dump_json(), found, data)


@st.cache_resource(max_entries=64, show_spinner=False)
def _ready(read: str, decided: str, _intake: Intake, _data: Data) -> Ready:
    from kpi_logic.metrics import ready_facts

    return ready_facts(_intake, _data)


def measurability(engagement: Engagement) -> tuple[Measurability, ...]:
    """Every KPI of the catalogue, the worst first; empty where there are no facts."""
    facts, found = ready(engagement).facts, caching.intake(engagement)
    if facts is None or found is None:
        return ()
    data = engagement.data
    decided = f"{data.model_dump_json()}.{engagement.organisation.model_dump_json()}"
    return _measurability(facts.fingerprint, decided, facts, found, engagement)


@st.cache_resource(max_entries=64, show_spinner=False)
def _measurability(
    fingerprint: str, decided: str, _facts: MonthlyFacts, _intake: Intake, _engagement: Engagement
) -> tuple[Measurability, ...]:
    from kpi_logic.library import kpi_library
    from kpi_logic.metrics import evidence_of, measurability

    return measurability(
        _facts,
        kpi_library().kpis.values(),
        evidence_of(_intake),
        _engagement.organisation,
        _engagement.data.deliverers,
    )


def definition_gap(engagement: Engagement, topic: str, one: str, other: str) -> DefinitionGap | None:
    """What another definition changes, in money and ranks; None where the data do not carry both."""
    facts = as_read(engagement)
    if facts is None:
        return None
    who = engagement.organisation.model_dump_json()
    return _gap(facts.fingerprint, who, (topic, one, other), facts, engagement)


@st.cache_resource(max_entries=128, show_spinner=False)
def _gap(
    fingerprint: str, who: str, what: tuple[str, str, str], _facts: MonthlyFacts, _engagement: Engagement
) -> DefinitionGap | None:
    from kpi_logic.metrics import definition_gap

    return definition_gap(_facts, *what, people=_engagement.organisation.people)


def unfinished_month(engagement: Engagement) -> Month | None:
    """The last month, if it looks like a part of a month: trends and diagnosis leave it out."""
    facts = ready(engagement).facts
    return _unfinished(facts.fingerprint, facts) if facts is not None and not facts.is_empty else None


@st.cache_resource(max_entries=64, show_spinner=False)
def _unfinished(fingerprint: str, _facts: MonthlyFacts) -> Month | None:
    from kpi_logic.diagnosis.cube import Cube
    from kpi_logic.diagnosis.partial import is_partial

    return _facts.months[-1] if is_partial(Cube.of(_facts)) else None
