"""What is known at a review, computed once for equal input: agendas, the health of KPIs, earlier odds, next targets."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Month, ReviewKind, Target
from kpi_logic.store import Saved
from pages.shared import caching, scheme_caching, session

if TYPE_CHECKING:
    from kpi_logic.review import (
        Agenda,
        Calibration,
        ClientRows,
        KpiAdvice,
        KpiHealth,
        Meeting,
        PeerQuartiles,
        Rebase,
    )

VIEW = "v_monthly_kpi"  # what every engagement publishes for BI tools, and peers are read from


def today() -> datetime.date:
    """The day, where the server stands."""
    return session.now().astimezone().date()


def since(engagement: Engagement) -> Month | None:
    """The first month that was scored."""
    return Month.parse(engagement.pilot.first) if engagement.pilot.first else None


def meetings(engagement: Engagement, facts: MonthlyFacts) -> tuple[Meeting, ...]:
    """Every check and review, held, due and to come: cheap enough to be asked for anew."""
    from kpi_logic.review import review_calendar

    return review_calendar(engagement, facts.months[-1], today())


def health(engagement: Engagement, facts: MonthlyFacts) -> tuple[KpiHealth, ...]:
    """The health of every KPI of the scheme, from its replayed months."""
    return _health(_key(engagement, facts), engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _health(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> tuple[KpiHealth, ...]:
    from kpi_logic.review import kpi_health

    return kpi_health(_engagement, _facts, scheme_caching.replayed(_engagement, _facts), since(_engagement))


def _key(engagement: Engagement, facts: MonthlyFacts) -> str:
    return f"{scheme_caching.key_of(engagement, facts)}\n{engagement.pilot.first}"


def advice(engagement: Engagement, facts: MonthlyFacts) -> tuple[KpiAdvice, ...]:
    """What may be changed on the scorecards."""
    mark = caching.diagnosis(engagement, facts).benchmarks.mark
    return _advice(f"{_key(engagement, facts)}\n{mark}", engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _advice(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> tuple[KpiAdvice, ...]:
    from kpi_logic.review import kpi_advice

    found = caching.diagnosis(_engagement, _facts).bottlenecks or ()
    return kpi_advice(_engagement, _facts, health(_engagement, _facts), caching.leads(_facts), found)


def agenda(engagement: Engagement, facts: MonthlyFacts, kind: ReviewKind, month: Month) -> Agenda:
    """What a review has to talk about; without people there is nobody whose KPIs could be ill."""
    told = "".join(review.model_dump_json() for review in engagement.reviews)
    key = f"{_key(engagement, facts)}\n{kind}\n{month}\n{today()}\n{told}"
    return _agenda(key, engagement, facts, kind, month)


@st.cache_resource(max_entries=64, show_spinner=False)
def _agenda(key: str, _engagement: Engagement, _facts: MonthlyFacts, _kind: ReviewKind, _month: Month) -> Agenda:
    from kpi_logic.review import agenda as found

    return found(_engagement, _facts, _kind, _month, today(), advice(_engagement, _facts))


def calibration(saved: Saved, facts: MonthlyFacts) -> Calibration:
    """Every odds ever stated in a released version or in the present one, against what came."""
    from kpi_logic.release import register

    releases = register(session.store(), saved.id).releases
    known = tuple((one.version, one.revision, one.document) for _, one in sorted(releases.items()))
    targets = "".join(target.model_dump_json() for target in saved.engagement.targets)
    return _calibration(f"{facts.fingerprint}\n{known}\n{targets}", saved, facts, known)


@st.cache_resource(max_entries=64, show_spinner=False)
def _calibration(key: str, _saved: Saved, _facts: MonthlyFacts, _known: Sequence[tuple[str, int, str]]) -> Calibration:
    from kpi_logic.review import calibration as found

    store = session.store()
    versions = [(version, store.at(_saved.id, revision)) for version, revision, _ in _known]
    return found([*versions, ("", _saved.engagement)], _facts)


def next_targets(engagement: Engagement, facts: MonthlyFacts) -> tuple[Rebase, ...]:
    """The next period's target of each one that is over."""
    decided = "".join(target.model_dump_json() for target in engagement.targets)
    return _next_targets(f"{facts.fingerprint}\n{decided}", engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _next_targets(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> tuple[Rebase, ...]:
    from kpi_logic.walk import next_targets as found

    return found(_engagement, _facts)


def over(engagement: Engagement, facts: MonthlyFacts) -> tuple[Target, ...]:
    """Targets past their period, without computing what follows them."""
    from kpi_logic.review import past_their_period

    return past_their_period(engagement, facts.months[-1])


def own_values(saved: Saved) -> Mapping[tuple[str, str | None], float]:
    """The client's usual month of each KPI, as it was published last."""
    from kpi_logic.review import usual_values

    return usual_values(session.store().published(saved.id, VIEW))


def peers(engagement: Engagement) -> tuple[tuple[PeerQuartiles, ...], int]:
    """Quartiles over the store's other clients that published their numbers, and how many other clients there are."""
    from kpi_logic.review import peer_quartiles

    mine = client_of(engagement)
    others = [one for one in _published() if one.client != mine]
    return peer_quartiles(others), len({one.client for one in others})


def client_of(engagement: Engagement) -> str:
    """What tells one client's engagements from another's."""
    return (engagement.profile.client or engagement.name).strip().casefold()


def _published() -> list[ClientRows]:
    """What every engagement of the store published; one that published nothing is none."""
    from kpi_logic.review import ClientRows

    store = session.store()
    found = [
        ClientRows(client_of(one.engagement), store.published(one.id, VIEW))
        for one in store.list(include_archived=True)
        if one.engagement is not None
    ]
    return [one for one in found if one.rows]
