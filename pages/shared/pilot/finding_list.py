"""What is doubtful about a pilot: the gravest first, each with what to do."""

from collections.abc import Sequence

import streamlit as st

from kpi_logic.model import Level, Raw
from kpi_logic.review import PilotFinding
from pages.shared import session
from pages.shared.markdown import plain
from pages.shared.session import t

OPEN = 3  # shown before the rest, and all mere notes, fold away
NAMES = {Level.ERROR: "error", Level.ASK: "error", Level.WARN: "warn", Level.NOTE: "note"}


def show(found: Sequence[PilotFinding]) -> None:
    """The list; nothing where nothing is doubtful."""
    grave = [one for one in found if one.level > Level.NOTE][:OPEN]
    rest = [one for one in found if one not in grave]
    for one in grave:
        _line(one)
    if rest:
        with st.expander(t("page_pilot_rule.more", count=len(rest))):
            for one in rest:
                _line(one)


def _line(one: PilotFinding) -> None:
    words = session.words()
    level = t(f"page_pilot_rule.level.{NAMES[one.level]}")
    fix = t("issues.mend", fix=Raw(plain(words.say(one.fix))))
    with st.container(border=True):
        st.markdown(f"**{level}**  {plain(words.say(one.message))}\n\n:small[:gray[{fix}]]")
