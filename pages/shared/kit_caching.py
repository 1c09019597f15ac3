"""The roll-out kit's files, kept by what they were made of."""

from typing import TYPE_CHECKING

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.store import Saved
from kpi_logic.text import catalog
from pages.shared import paper_caching, releases

if TYPE_CHECKING:
    from kpi_logic.proposal import Proposal
    from kpi_logic.proposal.assemble import Case


def case(saved: Saved, facts: MonthlyFacts) -> "Case":
    """What the kit is made of: the same as the proposal."""
    return paper_caching.case(saved.engagement, facts, releases.edition(saved, facts))


def briefing(saved: Saved, facts: MonthlyFacts, language: str) -> bytes:
    """The slides for the whole team."""
    from kpi_logic.proposal.kit import briefing as briefing_of
    from kpi_logic.proposal.style import Sheet

    return _printed(briefing_of(case(saved, facts)), language, Sheet.SLIDES)


def kpi_cards(saved: Saved, facts: MonthlyFacts, language: str) -> bytes:
    """A page for each KPI."""
    from kpi_logic.proposal.kit import kpi_cards as cards_of

    return _printed(cards_of(case(saved, facts)), language)


def person_cards(saved: Saved, facts: MonthlyFacts, language: str, only: str) -> bytes:
    """A page for each person, or for one."""
    from kpi_logic.proposal.kit import person_cards as cards_of

    return _printed(cards_of(case(saved, facts), only), language)


def workbook(saved: Saved, facts: MonthlyFacts, language: str) -> bytes:
    """The Excel scorecards: those of the proposal."""
    edition = releases.edition(saved, facts)
    mark = paper_caching.mark(saved.engagement, facts, edition)
    return paper_caching.workbook(saved.engagement, facts, edition, mark, language)


def _printed(sheets: "Proposal", language: str, sheet: str = "paper") -> bytes:
    from kpi_logic.proposal import fingerprint

    return _pdf(fingerprint(sheets), language, sheet, sheets)


@st.cache_resource(max_entries=16, show_spinner=False)
def _pdf(mark: str, language: str, sheet: str, _sheets: "Proposal") -> bytes:
    from kpi_logic.proposal import render_pdf
    from kpi_logic.proposal.style import Sheet

    return render_pdf(_sheets, catalog(language), sheet=Sheet(sheet))
