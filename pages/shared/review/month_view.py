"""review, month."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.store import Saved
from pages.shared.session import t


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """Replaced by its maker."""
    st.caption(t("page_review.tab.month"))
