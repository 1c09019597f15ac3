"""The consultant's own words for a section of the paper, written where the section is read."""

import streamlit as st

from kpi_logic.model import Engagement, Prose
from kpi_logic.model.prose import MOST
from kpi_logic.text import Language
from pages.shared import inputs
from pages.shared.session import t


def edit(engagement: Engagement, section: str) -> None:
    """A box for each language, in a popover that is only filled while it is open."""
    with st.popover(t("page_prose.edit"), key=f"words_of_{section}", on_change="rerun") as folded:
        if not folded.open:
            return
        st.caption(t("page_prose.means"))
        own = _of(engagement, section)
        for language in Language:
            inputs.text(
                f"page_prose.{language.value}", f"prose.{section}.{language.value}", getattr(own, language.value),
                _set(section, language.value), lines=5, max_chars=MOST,
            )  # fmt: skip


def _of(engagement: Engagement, section: str) -> Prose:
    found = (words for words in engagement.proposal.prose if words.section == section)
    return next(found, Prose(section=section))


def _set(section: str, language: str) -> inputs.Change:
    def change(engagement: Engagement, value: str) -> Engagement:
        words = _of(engagement, section).model_copy(update={language: value})
        rest = tuple(one for one in engagement.proposal.prose if one.section != section)
        prose = (*rest, words) if words.zh or words.en else rest
        return engagement.model_copy(update={"proposal": engagement.proposal.model_copy(update={"prose": prose})})

    return change
