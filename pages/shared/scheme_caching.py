"""What is known of a scheme, computed once for equal input: replays, findings, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Month, Scheme, Scorecard, Vote
from pages.shared import caching

if TYPE_CHECKING:
    from kpi_logic.scheme import (
        Actuals,
        Comparison,
        CostOdds,
        EventEffect,
        Finding,
        Gaming,
        MonthScores,
        Replay,
        Robustness,
        Slip,
        VoteGap,
    )

MONTHS = 12  # of history that are re-scored


def months(facts: MonthlyFacts) -> tuple[Month, ...]:
    """The months that are re-scored."""
    return facts.months[-MONTHS:]


def ground(engagement: Engagement) -> str:
    """The decisions that a score depends on, besides the scheme: who there is, and what was asked of them."""
    parts = (
        engagement.organisation,
        *engagement.targets,
        *engagement.cascades,
        *engagement.exceptions,
        *engagement.awards,
        *engagement.agreements,
    )
    return "\n".join(part.model_dump_json() for part in parts)


def actuals(engagement: Engagement, facts: MonthlyFacts) -> Actuals:
    """What everybody reached, for every KPI of any scheme of the engagement."""
    schemes = (engagement.scheme, engagement.present_scheme, *(one.scheme for one in engagement.scenarios))
    return caching.actuals(engagement.organisation, facts, months(facts), schemes)


def replayed(engagement: Engagement, facts: MonthlyFacts, scheme: Scheme | None = None) -> Replay:
    """The last months under the engagement's scheme, or under *scheme*."""
    asked = scheme or engagement.scheme
    assert asked is not None
    return _replayed(key_of(engagement, facts, asked), engagement, facts, asked)


@st.cache_resource(max_entries=128, show_spinner=False)
def _replayed(key: str, _engagement: Engagement, _facts: MonthlyFacts, _scheme: Scheme) -> Replay:
    from kpi_logic.scheme import replay

    found = actuals(_engagement, _facts)
    return replay(
        _scheme,
        _engagement.organisation,
        _facts,
        found.months,
        _engagement.targets,
        _engagement.cascades,
        found,
        exceptions=_engagement.exceptions,
        awards=_engagement.awards,
        agreements=_engagement.agreements,
    )


def key_of(engagement: Engagement, facts: MonthlyFacts, scheme: Scheme | None = None) -> str:
    """What everything said of the engagement's scheme, or of *scheme*, depends on."""
    asked = scheme or engagement.scheme
    assert asked is not None
    return "\n".join((facts.fingerprint, ground(engagement), asked.model_dump_json()))


def present(engagement: Engagement, facts: MonthlyFacts) -> Replay | None:
    """The last months under the present scheme, which knows no new targets; None where there is none."""
    if engagement.present_scheme is None:
        return None
    old = engagement.model_copy(
        update={"targets": (), "cascades": (), "exceptions": (), "awards": (), "agreements": ()}
    )
    return replayed(old, facts, caching.present_scheme(engagement, facts))


def compared(before: Replay, after: Replay) -> Comparison:
    """Two schemes side by side."""
    from kpi_logic.scheme import compare

    return compare(before, after)


def scores(engagement: Engagement, facts: MonthlyFacts, month: Month) -> MonthScores:
    """One month with everything that makes its numbers."""
    return _scores(f"{key_of(engagement, facts)}\n{month}", str(month), engagement, facts)


@st.cache_resource(max_entries=128, show_spinner=False)
def _scores(key: str, month: str, _engagement: Engagement, _facts: MonthlyFacts) -> MonthScores:
    from kpi_logic.scheme import score

    assert _engagement.scheme is not None
    return score(
        _engagement.scheme,
        _engagement.organisation,
        _facts,
        Month.parse(month),
        _engagement.targets,
        _engagement.cascades,
        actuals(_engagement, _facts),
        exceptions=_engagement.exceptions,
        awards=_engagement.awards,
        agreements=_engagement.agreements,
    )


def findings(engagement: Engagement, facts: MonthlyFacts, scheme: Scheme | None = None) -> tuple[Finding, ...]:
    """What the KPI lint says of the engagement's scheme, or of *scheme*."""
    asked = scheme or engagement.scheme
    assert asked is not None
    return _findings(_with_profile(engagement, facts, asked), engagement, facts, asked)


def _with_profile(engagement: Engagement, facts: MonthlyFacts, scheme: Scheme | None = None) -> str:
    said = "".join(one.model_dump_json() for one in engagement.feedback)
    return f"{key_of(engagement, facts, scheme)}\n{engagement.profile.model_dump_json()}\n{said}"


@st.cache_resource(max_entries=128, show_spinner=False)
def _findings(key: str, _engagement: Engagement, _facts: MonthlyFacts, _scheme: Scheme) -> tuple[Finding, ...]:
    from kpi_logic.scheme import lint_engagement

    return lint_engagement(_engagement, _facts, _scheme)


def mendable(engagement: Engagement, facts: MonthlyFacts) -> tuple[bool, ...]:
    """For each finding on the engagement's scheme, whether a click can mend it."""
    return _mendable(_with_profile(engagement, facts), engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _mendable(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> tuple[bool, ...]:
    from kpi_logic.scheme import mend

    return tuple(mend(finding, _engagement, _facts) is not None for finding in findings(_engagement, _facts))


def gaming(engagement: Engagement, facts: MonthlyFacts) -> Gaming:
    """Which lever a rational employee would pull under the engagement's scheme."""
    return _gaming(key_of(engagement, facts), engagement, facts)


@st.cache_resource(max_entries=32, show_spinner=False)
def _gaming(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> Gaming:
    from kpi_logic.scheme import gaming_test

    assert _engagement.scheme is not None
    return gaming_test(
        _engagement.scheme,
        _engagement.organisation,
        _facts,
        _engagement.targets,
        _engagement.cascades,
        agreements=_engagement.agreements,
    )


def robust(engagement: Engagement, facts: MonthlyFacts) -> Robustness:
    """How far the engagement's weights may move before a rank or a grade turns."""
    return _robust(key_of(engagement, facts), replayed(engagement, facts))


@st.cache_resource(max_entries=64, show_spinner=False)
def _robust(key: str, _result: Replay) -> Robustness:
    from kpi_logic.scheme import robustness

    return robustness(_result)


def slips(engagement: Engagement, facts: MonthlyFacts, month: Month) -> tuple[Slip, ...]:
    """Everybody's slip for a month."""
    return _slips(key_of(engagement, facts), str(month), engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _slips(key: str, month: str, _engagement: Engagement, _facts: MonthlyFacts) -> tuple[Slip, ...]:
    from kpi_logic.scheme import slips as found

    assert _engagement.scheme is not None
    return found(
        _engagement.scheme,
        _engagement.organisation,
        _facts,
        Month.parse(month),
        _engagement.targets,
        _engagement.cascades,
        actuals(_engagement, _facts),
        exceptions=_engagement.exceptions,
        awards=_engagement.awards,
        agreements=_engagement.agreements,
    )


def effects(engagement: Engagement, facts: MonthlyFacts) -> tuple[EventEffect, ...]:
    """What each recorded exception does to score and pay under the engagement's scheme."""
    return _effects(key_of(engagement, facts), engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _effects(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> tuple[EventEffect, ...]:
    from kpi_logic.scheme import exception_effects

    assert _engagement.scheme is not None
    return exception_effects(
        _engagement.scheme,
        _engagement.organisation,
        _facts,
        _engagement.exceptions,
        targets=_engagement.targets,
        cascades=_engagement.cascades,
        awards=_engagement.awards,
        actuals=actuals(_engagement, _facts),
        agreements=_engagement.agreements,
    )


def cost(engagement: Engagement, facts: MonthlyFacts) -> CostOdds:
    """What the coming months will cost, with its odds."""
    return _cost(key_of(engagement, facts), engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _cost(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> CostOdds:
    from kpi_logic.scheme import cost_odds

    assert _engagement.scheme is not None
    return cost_odds(
        _engagement.scheme,
        _engagement.organisation,
        _facts,
        _engagement.targets,
        _engagement.cascades,
        agreements=_engagement.agreements,
    )


def vote_gaps(
    engagement: Engagement, card: Scorecard, votes: Sequence[Vote], facts: MonthlyFacts
) -> tuple[VoteGap, ...]:
    """The largest disagreements on a card, with what pay would change over the last months."""
    key = f"{key_of(engagement, facts)}\n{card.role}\n{[vote.model_dump_json() for vote in votes]}"
    return _vote_gaps(key, engagement, card, tuple(votes), facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _vote_gaps(
    key: str, _engagement: Engagement, _card: Scorecard, _votes: tuple[Vote, ...], _facts: MonthlyFacts
) -> tuple[VoteGap, ...]:
    from kpi_logic.scheme import vote_gaps as found

    assert _engagement.scheme is not None
    told = {vote.voter: {kpi: float(weight) for kpi, weight in vote.weights.items()} for vote in _votes}
    return found(_card, told, _engagement.scheme, _engagement.organisation, actuals(_engagement, _facts))
