"""What is asked of a diagnosis on its page, computed once for equal decisions and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Organisation, Segment
from pages.shared import caching

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_logic.diagnosis import Change, Diagnosis, Drill, LedgerRow, ProfitTree
    from kpi_logic.diagnosis.comparison import Periods
    from kpi_logic.library import Ledger
    from kpi_logic.metrics import ProfitBasis


SELLERS = "operations"  # the role that answers for a shop's sales


def gate_limits(engagement: Engagement, facts: MonthlyFacts) -> Mapping[str, float]:
    """The strictest limit in force of each KPI over the client's shops: what ``walk.default_scheme`` takes."""
    return caching.benchmarks(engagement).strictest(facts.shops)


def drill(found: Diagnosis, facts: MonthlyFacts, segment: Segment) -> Drill:
    """The diagnosis of a part of the business."""
    return _drill(facts.fingerprint, found.benchmarks.mark, segment.model_dump_json(), found, facts, segment)


@st.cache_resource(max_entries=512, show_spinner=False)
def _drill(
    fingerprint: str, mark: str, which: str, _found: Diagnosis, _facts: MonthlyFacts, _segment: Segment
) -> Drill:
    from kpi_logic.diagnosis import drill as drill_into

    return drill_into(_found, _facts, _segment)


def by_owner(engagement: Engagement, facts: MonthlyFacts) -> MonthlyFacts | None:
    """The facts with each shop under the one person who answers for it; None where fewer than two people do."""
    return _by_owner(facts.fingerprint, engagement.organisation.model_dump_json(), engagement.organisation, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _by_owner(fingerprint: str, who: str, _organisation: Organisation, _facts: MonthlyFacts) -> MonthlyFacts | None:
    from kpi_logic.diagnosis import owners_of, regrouped

    owners = owners_of(_organisation, _facts, SELLERS) or owners_of(_organisation, _facts)
    return regrouped(_facts, owners) if len(set(owners.values())) > 1 else None


def change(facts: MonthlyFacts, metric: str, periods: Periods, segment: Segment) -> Change | None:
    """What moved a metric of a part of the business between two periods."""
    return _change(facts.fingerprint, (metric, *_which(periods, segment)), facts, metric, periods, segment)


@st.cache_resource(max_entries=512, show_spinner=False)
def _change(
    fingerprint: str,
    which: tuple[str, ...],
    _facts: MonthlyFacts,
    _metric: str,
    _periods: Periods,
    _segment: Segment,
) -> Change | None:
    from kpi_logic.diagnosis import change_between

    return change_between(_facts, _metric, *_periods, _segment)


def tree(found: Diagnosis, facts: MonthlyFacts, periods: Periods, segment: Segment) -> ProfitTree | None:
    """The profit tree of a part of the business in two periods; None where it has no row in them."""
    return _tree(facts.fingerprint, _which(periods, segment), found.basis, facts, periods, segment)


@st.cache_resource(max_entries=512, show_spinner=False)
def _tree(
    fingerprint: str,
    which: tuple[str, ...],
    _basis: ProfitBasis | None,
    _facts: MonthlyFacts,
    _periods: Periods,
    _segment: Segment,
) -> ProfitTree | None:
    from kpi_logic.diagnosis import profit_tree

    here = _facts.of_segment(_segment).of_months([*_periods[0], *_periods[1]])
    return None if here.is_empty else profit_tree(here, _basis, _periods[1], _periods[0])


@st.cache_resource(max_entries=64, show_spinner=False)
def metrics(fingerprint: str, _facts: MonthlyFacts) -> tuple[str, ...]:
    """What a change can be told of."""
    from kpi_logic.diagnosis import metrics_of

    return metrics_of(_facts)


def _which(periods: Periods, segment: Segment) -> tuple[str, ...]:
    return (*map(str, periods[0]), "", *map(str, periods[1]), segment.model_dump_json())


def ledger_rows(engagement: Engagement, facts: MonthlyFacts | None) -> tuple[LedgerRow, ...]:
    """Every line of the client's ledger and where he stands on it."""
    known = caching.benchmarks(engagement)
    return _ledger_rows(facts.fingerprint if facts is not None else "", known.mark, known, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _ledger_rows(fingerprint: str, mark: str, _known: Ledger, _facts: MonthlyFacts | None) -> tuple[LedgerRow, ...]:
    from kpi_logic.diagnosis import ledger_rows as rows_of

    return rows_of(_known, _facts)
