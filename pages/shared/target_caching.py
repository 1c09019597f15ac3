"""What the targets page remembers: people by months and its files, each by all that it was computed from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Agreement, Cascade, Engagement, Organisation, Raw, Target
from kpi_logic.text import Language, catalog
from pages.shared import caching

if TYPE_CHECKING:
    from kpi_logic.targets.outlook import Judgement
    from kpi_logic.targets.personal import PersonalMonths
    from kpi_logic.targets.questioning import TargetQuestion
    from kpi_logic.targets.tree import Need


TOLD_BY_FLAGS = frozenset({"gaps", "too_few", "constant", "all_zero"})


def decided(target: Target) -> str:
    """All of a target that its conclusions depend on."""
    return f"{target.kpi}.{target.segment.model_dump_json()}.{target.first}.{target.last}.{target.event}.{target.value}"


def judgement(target: Target, facts: MonthlyFacts) -> Judgement:
    """How the target sits in its outlook."""
    return _judgement(facts.fingerprint, decided(target), target, facts)


@st.cache_resource(max_entries=1024, show_spinner=False)
def _judgement(fingerprint: str, which: str, _target: Target, _facts: MonthlyFacts) -> Judgement:
    return caching.outlook(_target, _facts).judged(_target.value)


def needs(target: Target, facts: MonthlyFacts) -> tuple[Need, ...]:
    """What each driver would have to be, if it alone brought the target; () where nothing can be foretold."""
    return _needs(facts.fingerprint, decided(target), target, facts)


@st.cache_resource(max_entries=1024, show_spinner=False)
def _needs(fingerprint: str, which: str, _target: Target, _facts: MonthlyFacts) -> tuple[Need, ...]:
    drivers = caching.tree(_target, _facts)
    if drivers is None or caching.outlook(_target, _facts).forecast is None:
        return ()
    return drivers.needs(_target.kpi, _target.value)


def asked(target: Target, facts: MonthlyFacts) -> tuple[TargetQuestion, ...]:
    """What is doubtful about the target; what the picture's foot tells of the history already is not said twice."""
    return _asked(facts.fingerprint, decided(target), target, facts)


@st.cache_resource(max_entries=1024, show_spinner=False)
def _asked(fingerprint: str, which: str, _target: Target, _facts: MonthlyFacts) -> tuple[TargetQuestion, ...]:
    from kpi_logic.targets.questioning import questions

    found = questions(caching.outlook(_target, _facts), _target.value)
    return tuple(question for question in found if question.code not in TOLD_BY_FLAGS)


def potential(engagement: Engagement, target: Target, facts: MonthlyFacts) -> Mapping[str, float]:
    """What each shop could make of the target's KPI; profit with what the diagnosis would gain in that shop."""
    found = caching.diagnosis(engagement, facts)
    gaps: dict[str, float] = {}
    for one in (found.bottlenecks or ()) if found.basis == target.kpi else ():
        if one.segment.shop is not None and one.money_per_month is not None:
            gaps[one.segment.shop] = gaps.get(one.segment.shop, 0.0) + one.money_per_month
    which = f"{target.kpi}.{target.segment.model_dump_json()}.{target.first}.{target.last}"
    return _potential(facts.fingerprint, which, tuple(sorted(gaps.items())), target, facts)


@st.cache_resource(max_entries=128, show_spinner=False)
def _potential(
    fingerprint: str, which: str, gaps: tuple[tuple[str, float], ...], _target: Target, _facts: MonthlyFacts
) -> Mapping[str, float]:
    from kpi_logic.targets.sharing import shop_potential

    return shop_potential(_target, _facts, dict(gaps))


def spoken(target: Target, facts: MonthlyFacts, language: Language) -> dict[str, float]:
    """The places to drag a target over, each under the words that tell it apart from the next."""
    return _spoken(facts.fingerprint, decided(target), language.value, target, facts)


@st.cache_resource(max_entries=1024, show_spinner=False)
def _spoken(fingerprint: str, which: str, language: str, _target: Target, _facts: MonthlyFacts) -> dict[str, float]:
    words, view = catalog(language), caching.outlook(_target, _facts)
    places = {words.amount(view.amount(value)): value for value in view.ladder(_target.value)}
    places[words.amount(view.amount(_target.value))] = _target.value
    return dict(sorted(places.items(), key=lambda place: place[1]))


def plan_of(engagement: Engagement, target: Target) -> Cascade | None:
    """How the target is handed down, if it is."""
    return next((plan for plan in engagement.cascades if plan.target == target.id), None)


def personal(engagement: Engagement, target: Target, facts: MonthlyFacts) -> PersonalMonths | None:
    """Everybody's months of a target; None where it is not handed down."""
    mine = tuple(one for one in engagement.agreements if one.target == target.id)
    plan = plan_of(engagement, target)
    decided = f"{target.model_dump_json()}.{plan}.{engagement.organisation.model_dump_json()}.{mine}"
    return _personal(facts.fingerprint, decided, target, plan, engagement.organisation, mine, facts)


@st.cache_resource(max_entries=128, show_spinner=False)
def _personal(
    fingerprint: str,
    decided: str,
    _target: Target,
    _plan: Cascade | None,
    _organisation: Organisation,
    _agreements: tuple[Agreement, ...],
    _facts: MonthlyFacts,
) -> PersonalMonths | None:
    from kpi_logic.targets.personal import personal_months

    return personal_months(_target, caching.outlook(_target, _facts), _organisation, _plan, _agreements)


def personal_file(
    engagement: Engagement, target: Target, facts: MonthlyFacts, language: Language, kind: str, day: datetime.date
) -> bytes:
    """The table of a handed-down target as "csv" or "xlsx"."""
    from kpi_logic.proposal.personal import Sheet, personal_csv, personal_workbook
    from kpi_logic.targets.assent import standings

    table = personal(engagement, target, facts)
    assert table is not None
    client = Raw(engagement.profile.client or engagement.name)
    sheet = Sheet(table, standings(table, engagement.agreements), client, facts.currency or None, day)
    return (personal_csv if kind == "csv" else personal_workbook)(sheet, catalog(language))
