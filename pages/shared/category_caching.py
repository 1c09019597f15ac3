"""The facts by category, as agreed: made once for equal files and decisions."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake import Intake
from kpi_logic.model import Data, Engagement
from pages.shared import caching
from pages.shared.session import language, t


def by_category(engagement: Engagement, facts: MonthlyFacts) -> MonthlyFacts | None:
    """One "shop" for each category, in the currency and under the definitions of *facts*; None without two of them."""
    found = caching.intake(engagement)
    if found is None or found.categories is None:
        return None
    files = str([ref.digest for ref in engagement.data.files])
    decided = f"{engagement.data.model_dump_json()}.{language()}"
    return _by_category(f"{facts.fingerprint}.{files}", decided, found, engagement.data, t("category.none"))


@st.cache_resource(max_entries=64, show_spinner=False)
def _by_category(read: str, decided: str, _intake: Intake, _data: Data, none: str) -> MonthlyFacts | None:
    from kpi_logic.diagnosis import by_column
    from kpi_logic.metrics import ready_facts

    assert _intake.categories is not None
    table = _intake.categories.drop(columns=["platform", "shop", "site"])
    named = table.assign(category=table["category"].replace("", none))
    facts = ready_facts(replace(_intake, facts=by_column(named, "category")), _data).facts
    return facts if facts is not None and len(facts.shops) > 1 else None
