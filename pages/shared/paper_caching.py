"""The paper, kept by the digest of what it was made from: its conclusions, its value, its bytes."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, ProposalChoice
from kpi_logic.proposal.edition import Edition
from kpi_logic.store import StoreFault
from kpi_logic.text import Language, catalog
from pages.shared import caching, session

if TYPE_CHECKING:
    from kpi_logic.proposal import Proposal, Section
    from kpi_logic.proposal.assemble import Case
    from kpi_logic.release import Papers


def paper_date(engagement: Engagement) -> datetime.date:
    """The day on the cover: the one chosen, else today."""
    chosen = engagement.proposal.date
    return datetime.date.fromisoformat(chosen) if chosen else session.now().date()


def case(engagement: Engagement, facts: MonthlyFacts, edition: Edition) -> "Case":
    """Everything the proposal says."""
    plain = _without_choices(engagement)
    found = _case(facts.fingerprint, plain.model_dump_json(), plain, facts)
    return dataclasses.replace(
        found, engagement=engagement, date=paper_date(engagement), edition=edition, logo=logo(engagement)
    )


def logo(engagement: Engagement) -> bytes | None:
    """The bytes of the client's logo; None where there is none, or where this database does not hold it."""
    ref = engagement.proposal.brand.logo
    if ref is None:
        return None
    try:
        return session.store().file(ref.digest)
    except StoreFault:
        return None  # the page of the logo says so


@st.cache_resource(max_entries=64, show_spinner=False)
def decided(id: str, revision: int) -> tuple[tuple[str, str], ...]:
    """The day of each decision, by its place."""
    from kpi_logic.release.decided import decided_on

    return decided_on(session.store(), id)


def _without_choices(engagement: Engagement) -> Engagement:
    """What the conclusions depend on: typing a word to the client must not compute them all again."""
    later: dict[str, object] = {"tasks": (), "reviews": (), "attempts": (), "reasons": ()}
    return engagement.model_copy(update={"proposal": ProposalChoice(), **later})


@st.cache_resource(max_entries=32, show_spinner=False)
def _case(fingerprint: str, decided: str, _engagement: Engagement, _facts: MonthlyFacts) -> "Case":
    from kpi_logic.walk.conclusions import case_of

    found = caching.diagnosis(_engagement, _facts)
    read = caching.intake(_engagement)
    return case_of(_engagement, _facts, datetime.date.min, found, read)  # the caller puts in the day


@st.cache_resource(max_entries=32, show_spinner=False)
def _main_sections(fingerprint: str, decided: str, _case: "Case") -> "tuple[Section, ...]":
    from kpi_logic.proposal.assemble import main_sections

    return main_sections(_case)


def proposal(engagement: Engagement, facts: MonthlyFacts, edition: Edition) -> "Proposal":
    """The proposal as a value."""
    return _proposal(facts.fingerprint, _decided(engagement, edition), engagement, facts, edition)


def _decided(engagement: Engagement, edition: Edition) -> str:
    """What the paper depends on besides the facts, in one word."""
    return f"{engagement.model_dump_json()}.{paper_date(engagement)}.{edition!r}"


@st.cache_resource(max_entries=32, show_spinner=False)
def _proposal(
    fingerprint: str, decided: str, _engagement: Engagement, _facts: MonthlyFacts, _edition: Edition
) -> "Proposal":
    from kpi_logic.proposal.assemble import assemble

    whole = case(_engagement, _facts, _edition)
    return assemble(whole, _main(whole, _facts))


def _main(whole: "Case", facts: MonthlyFacts) -> "tuple[Section, ...]":
    return _main_sections(facts.fingerprint, _without_choices(whole.engagement).model_dump_json(), whole)


def mark(engagement: Engagement, facts: MonthlyFacts, edition: Edition) -> str:
    """The fingerprint of the proposal."""
    made = proposal(engagement, facts, edition)
    return _mark(facts.fingerprint, _decided(engagement, edition), made)


@st.cache_resource(max_entries=32, show_spinner=False)
def _mark(fingerprint: str, decided: str, _proposal: "Proposal") -> str:
    from kpi_logic.proposal import fingerprint as fingerprint_of

    return fingerprint_of(_proposal)


def released(engagement: Engagement, facts: MonthlyFacts, edition: Edition) -> "Papers":
    """The papers that are frozen: those of the edition, no draft any more."""
    from kpi_logic.release import papers

    whole = case(engagement, facts, dataclasses.replace(edition, draft=False))
    return papers(whole, [Language(language) for language in engagement.proposal.languages], _main(whole, facts))


@st.cache_resource(max_entries=16, show_spinner=False)
def pdf(_proposal: "Proposal", mark: str, language: str, _logo: bytes | None = None) -> bytes:
    """The proposal on paper, by its fingerprint."""
    from kpi_logic.proposal import render_pdf

    return render_pdf(_proposal, catalog(language), fingerprint=mark, logo=_logo)


@st.cache_resource(max_entries=16, show_spinner=False)
def workbook(_engagement: Engagement, _facts: MonthlyFacts, _edition: Edition, mark: str, language: str) -> bytes:
    """The scorecards as a workbook, by the proposal's fingerprint."""
    from kpi_logic.proposal.workbook import scorecard_workbook

    return scorecard_workbook(case(_engagement, _facts, _edition), Language(language))
