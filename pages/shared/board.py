"""The data board: which number is there for which month."""

import streamlit as st

from kpi_logic.figures import presence_map
from kpi_logic.intake import Intake
from kpi_logic.metrics import presence
from kpi_logic.text import Catalog
from pages.shared import charts, guard


def data_board(words: Catalog, intake: Intake | None) -> None:
    """Months x measures; an empty state teaches what comes here."""
    if intake is None or intake.facts is None:
        guard.teach("board", "intake")
    facts = intake.facts
    charts.show("presence", facts.fingerprint, lambda: presence_map(presence(facts), words))
    st.caption(words.say("page_intake.board.how"))
