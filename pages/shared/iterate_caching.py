"""What is known of the scheme against the one released last: computed once for equal input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement
from kpi_logic.store import Saved
from pages.shared import caching, scheme_caching, session

if TYPE_CHECKING:
    from kpi_logic.release import Register
    from kpi_logic.review import Advice, TrialMonths
    from kpi_logic.scheme import Actuals, Comparison, Replay


@dataclass(frozen=True)
class Released:
    """The version that counts now: its name, the number of its entry, what was decided in it, and its data's mark."""

    version: str
    number: int
    engagement: Engagement
    facts: str
    register: Register


def released(saved: Saved) -> Released | None:
    """The newest release; None while nothing was released."""
    from kpi_logic.release import register

    known = register(session.store(), saved.id)
    if known.newest is None:
        return None
    number, newest = known.newest
    return Released(newest.version, number, _at(saved.id, newest.revision, newest.document), newest.facts, known)


@st.cache_resource(max_entries=32, show_spinner=False)
def _at(id: str, revision: int, document: str) -> Engagement:
    return session.store().at(id, revision)


@dataclass(frozen=True)
class Trial:
    """The months that are looked at, and the actuals that count in them (None: the facts')."""

    months: TrialMonths
    counting: Actuals | None
    key: str


def trial(saved: Saved, facts: MonthlyFacts) -> Trial:
    """The pilot's months that are over, with what filled scorecards told of them."""
    from kpi_logic.review import trial_months
    from pages.shared import actuals_caching

    came = actuals_caching.came(saved, facts)
    if came is None:
        months = trial_months(saved.engagement.pilot, facts.months)
        return Trial(months, None, f"{months}")
    known = sorted({*facts.months, *came.months} - came.unfinished)
    months = trial_months(saved.engagement.pilot, known)
    return Trial(months, came.reported.actuals, f"{months}\n{came.key}")


def compared(old: Engagement, now: Engagement, facts: MonthlyFacts, tried: Trial) -> Comparison | None:
    """The released scheme against the present one, person by person."""
    if old.scheme is None or now.scheme is None:
        return None
    agreed = f"{old.scheme.model_dump_json()}{old.targets}{old.cascades}{old.agreements}"
    return _compared(f"{scheme_caching.key_of(now, facts)}\n{agreed}\n{tried.key}", old, now, facts, tried)


@st.cache_resource(max_entries=64, show_spinner=False)
def _compared(key: str, _old: Engagement, _now: Engagement, _facts: MonthlyFacts, _tried: Trial) -> Comparison | None:
    from kpi_logic.review import before_after

    return before_after(_old, _now, _facts, _tried.months.months, _tried.counting)


def advice(engagement: Engagement, facts: MonthlyFacts, tried: Trial) -> tuple[Advice, ...]:
    """What the pilot's months and the people's words speak for."""
    said = "".join(one.model_dump_json() for one in engagement.feedback)
    return _advice(f"{scheme_caching.key_of(engagement, facts)}\n{tried.key}\n{said}", engagement, facts, tried)


@st.cache_resource(max_entries=64, show_spinner=False)
def _advice(key: str, _engagement: Engagement, _facts: MonthlyFacts, _tried: Trial) -> tuple[Advice, ...]:
    from kpi_logic.review import advice as found

    return found(_replayed(_engagement, _facts, _tried), _engagement.feedback)


def _replayed(engagement: Engagement, facts: MonthlyFacts, tried: Trial) -> Replay:
    from kpi_logic.review.before_after import laid_over
    from kpi_logic.scheme import replay_engagement

    months = tried.months.months
    table = caching.actuals(engagement.organisation, facts, months, (engagement.scheme,))
    return replay_engagement(engagement, facts, months=months, actuals=laid_over(table, tried.counting))
