"""The one place that remembers conclusions: thin wrappers that compute once for equal input.

Everything is kept by the digest of what it was computed from, never by a table itself (Streamlit samples large tables
when it hashes them, so two different ones can look alike).  Values are shared and must not be changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import ClientFile, Intake, read_files
from kpi_logic.model import Cascade, Data, Engagement, Month, Organisation, ProposalChoice, Scheme, Segment, Target
from pages.shared import session

# The rooms that compute are opened where they are needed: the first page must not wait for the last one's libraries.
if TYPE_CHECKING:
    from kpi_logic.diagnosis import Diagnosis, Leads, Output
    from kpi_logic.library import Ledger
    from kpi_logic.scheme import Actuals, Finding, OrganisationView
    from kpi_logic.targets.bottom_up import BottomUp
    from kpi_logic.targets.hindsight import Hindsight
    from kpi_logic.targets.opinion import PlainView
    from kpi_logic.targets.outlook import Outlook
    from kpi_logic.targets.together import Together
    from kpi_logic.targets.tree import Tree

Answers = tuple[tuple[str, str], ...]
Refs = tuple[tuple[str, str], ...]


def intake(engagement: Engagement) -> Intake | None:
    """What the kept files say; None where there are none."""
    refs = tuple((ref.name, ref.digest) for ref in engagement.data.files)
    return _read(refs, _answers(engagement)) if refs else None


def read_together(engagement: Engagement, fresh: Sequence[ClientFile]) -> Intake:
    """New files read together with those already kept, without keeping anything."""
    kept = [ClientFile(ref.name, session.store().file(ref.digest)) for ref in engagement.data.files]
    return read_files([*kept, *fresh], dict(_answers(engagement)))


def facts(engagement: Engagement) -> MonthlyFacts | None:
    """The client's facts as agreed, in one currency; None where there are none, or where the currency is unsettled."""
    from pages.shared import facts_caching

    return facts_caching.ready(engagement).facts


def currencies(engagement: Engagement) -> tuple[str, ...]:
    """Every currency in the client's files."""
    found = intake(engagement)
    return found.facts.currencies if found is not None and found.facts is not None else ()


def shops(engagement: Engagement) -> tuple[Segment, ...]:
    """Every shop in the client's files, of any currency."""
    found = intake(engagement)
    return found.facts.shops if found is not None and found.facts is not None else ()


def _answers(engagement: Engagement) -> Answers:
    return tuple(sorted(engagement.data.answers.items()))


@st.cache_resource(max_entries=64, show_spinner=False)
def _read(refs: Refs, answers: Answers) -> Intake:
    files = [ClientFile(name, session.store().file(digest)) for name, digest in refs]
    return read_files(files, dict(answers))


def benchmarks(engagement: Engagement) -> Ledger:
    """What platforms ask and others call usual, behind the client's own file and what was agreed with him."""
    from kpi_logic.diagnosis import ledger_of

    found = intake(engagement)
    return ledger_of(() if found is None else found.limits, engagement.limits)


def diagnosis(engagement: Engagement, facts: MonthlyFacts) -> Diagnosis:
    """What holds the client back, by his own benchmarks."""
    known = benchmarks(engagement)
    return _diagnose(facts.fingerprint, known.mark, facts, known)


@st.cache_resource(max_entries=64, show_spinner=False)
def _diagnose(fingerprint: str, mark: str, _facts: MonthlyFacts, _benchmarks: Ledger) -> Diagnosis:
    from kpi_logic.diagnosis import diagnose

    return diagnose(_facts, benchmarks=_benchmarks)


def leads(facts: MonthlyFacts) -> Leads:
    """Which process KPIs lead results."""
    return _leads(facts.fingerprint, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _leads(fingerprint: str, _facts: MonthlyFacts) -> Leads:
    from kpi_logic.diagnosis import leads as find_leads

    return find_leads(_facts)


def output(engagement: Engagement, facts: MonthlyFacts) -> Output:
    """Output per head and per unit of ad spend."""
    return _output(facts.fingerprint, engagement.organisation.model_dump_json(), engagement.organisation, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _output(fingerprint: str, who: str, _organisation: Organisation, _facts: MonthlyFacts) -> Output:
    from kpi_logic.diagnosis import output as output_of

    return output_of(_facts, _organisation)


def organisation_view(engagement: Engagement, facts: MonthlyFacts) -> OrganisationView:
    """Who holds what holds the client back, by the present scheme, or by the new one where there is no present one."""
    scheme = engagement.present_scheme or engagement.scheme
    found = diagnosis(engagement, facts)
    decided = f"{engagement.organisation.model_dump_json()}.{scheme}.{found.benchmarks.mark}"
    return _organisation_view(facts.fingerprint, decided, engagement.organisation, scheme, facts, found)


@st.cache_resource(max_entries=64, show_spinner=False)
def _organisation_view(
    fingerprint: str,
    decided: str,
    _organisation: Organisation,
    _scheme: Scheme | None,
    _facts: MonthlyFacts,
    _found: Diagnosis,
) -> OrganisationView:
    from kpi_logic.scheme import organisation_findings

    return organisation_findings(_organisation, _scheme, _facts, _found.bottlenecks or ())


def outlook(target: Target, facts: MonthlyFacts) -> Outlook:
    """What the target's KPI may do in its months; the target's value does not matter here."""
    which = (target.kpi, target.segment.model_dump_json(), target.first, target.last, target.event)
    return _outlook(facts.fingerprint, which, target, facts)


@st.cache_resource(max_entries=512, show_spinner=False)
def _outlook(fingerprint: str, which: tuple[str, ...], _target: Target, _facts: MonthlyFacts) -> Outlook:
    from kpi_logic.walk import outlook_of

    return outlook_of(_target, _facts)


def tree(target: Target, facts: MonthlyFacts) -> Tree | None:
    """The drivers of the segment over the target's months, whatever the KPI."""
    which = (target.segment.model_dump_json(), target.first, target.last)
    return _tree(facts.fingerprint, which, target, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _tree(fingerprint: str, which: tuple[str, ...], _target: Target, _facts: MonthlyFacts) -> Tree | None:
    from kpi_logic.targets.tree import tree_of

    return tree_of(_facts, _target.segment, Month.parse(_target.first), Month.parse(_target.last))


def together(target: Target, facts: MonthlyFacts, values: Mapping[str, float]) -> Together | None:
    """Whether targets on these KPIs can hold at once, in the target's segment and months."""
    which = (target.segment.model_dump_json(), target.first, target.last)
    return _together(facts.fingerprint, which, tuple(sorted(values.items())), target, facts)


@st.cache_resource(max_entries=256, show_spinner=False)
def _together(
    fingerprint: str,
    which: tuple[str, ...],
    values: tuple[tuple[str, float], ...],
    _target: Target,
    _facts: MonthlyFacts,
) -> Together | None:
    from kpi_logic.targets.together import together as found

    drivers = tree(_target, _facts)
    return found(drivers, dict(values)) if drivers is not None else None


def plain_view(target: Target, facts: MonthlyFacts) -> PlainView | None:
    """The second opinion on the target's KPI, before any number is named."""
    which = (target.kpi, target.segment.model_dump_json(), target.first, target.last, target.event)
    return _plain_view(facts.fingerprint, which, target, facts)


@st.cache_resource(max_entries=256, show_spinner=False)
def _plain_view(fingerprint: str, which: tuple[str, ...], _target: Target, _facts: MonthlyFacts) -> PlainView | None:
    from kpi_logic.targets.opinion import plain_view as found

    return found(outlook(_target, _facts))


def hindsight(target: Target, facts: MonthlyFacts) -> Hindsight:
    """What would have been said some months ago of the growth that the target asks."""
    share = outlook(target, facts).judged(target.value).growth
    asked = round(share.share, 4) if share else None
    return _hindsight(
        facts.fingerprint, (target.kpi, target.segment.model_dump_json(), target.first), asked, target, facts
    )


@st.cache_resource(max_entries=256, show_spinner=False)
def _hindsight(
    fingerprint: str, which: tuple[str, ...], asked: float | None, _target: Target, _facts: MonthlyFacts
) -> Hindsight:
    from kpi_logic.targets.hindsight import looking_back_from

    return looking_back_from(outlook(_target, _facts), asked)


def bottom_up(plan: Cascade, target: Target, engagement: Engagement, facts: MonthlyFacts) -> BottomUp:
    """What the carriers' own shops are likely to bring."""
    decided = f"{plan.model_dump_json()}.{target.model_dump_json()}.{engagement.organisation.model_dump_json()}"
    return _bottom_up(facts.fingerprint, decided, plan, target, engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _bottom_up(
    fingerprint: str, decided: str, _plan: Cascade, _target: Target, _engagement: Engagement, _facts: MonthlyFacts
) -> BottomUp:
    from kpi_logic.targets.bottom_up import bottom_up as found

    return found(_plan, _target, _engagement.organisation.people, _facts)


def actuals(
    organisation: Organisation, facts: MonthlyFacts, months: Sequence[Month], schemes: Sequence[Scheme | None]
) -> Actuals:
    """Every KPI of the schemes, for everybody, in some months."""
    from kpi_logic.scheme import kpis_of

    when = tuple(map(str, months))
    return _actuals(facts.fingerprint, organisation.model_dump_json(), kpis_of(*schemes), when, organisation, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _actuals(
    fingerprint: str,
    who: str,
    kpis: tuple[str, ...],
    months: tuple[str, ...],
    _organisation: Organisation,
    _facts: MonthlyFacts,
) -> Actuals:
    from kpi_logic.scheme import actuals_table

    return actuals_table(_organisation, _facts, kpis, [Month.parse(month) for month in months])


def present_scheme(engagement: Engagement, facts: MonthlyFacts) -> Scheme:
    """The present scheme with history's levels where its sheet leaves them out."""
    decided = f"{engagement.organisation.model_dump_json()}.{engagement.present_scheme}"
    return _present_scheme(facts.fingerprint, decided, engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _present_scheme(fingerprint: str, decided: str, _engagement: Engagement, _facts: MonthlyFacts) -> Scheme:
    from kpi_logic.scheme import filled

    assert _engagement.present_scheme is not None
    return filled(_engagement.present_scheme, _engagement.organisation, _facts)


def findings(engagement: Engagement, facts: MonthlyFacts) -> tuple[Finding, ...]:
    """What the KPI lint says of the scheme as it stands."""
    decided = engagement.model_copy(update={"data": Data(), "proposal": ProposalChoice()}).model_dump_json()
    return _findings(facts.fingerprint, decided, engagement, facts)


@st.cache_resource(max_entries=256, show_spinner=False)
def _findings(fingerprint: str, decided: str, _engagement: Engagement, _facts: MonthlyFacts) -> tuple[Finding, ...]:
    from kpi_logic.scheme import lint_engagement

    return lint_engagement(_engagement, _facts)
