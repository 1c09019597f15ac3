"""Issues for people: grouped, worst first, each with its mend; never a wall of red. Their words name the place."""

from collections.abc import Iterable
from itertools import groupby

import streamlit as st

from kpi_logic.model import Issue, Level, Raw
from pages.shared import session
from pages.shared.markdown import plain
from pages.shared.session import t

MANY = 5


def show_issues(issues: Iterable[Issue], *, expanded: bool = False, labels: str = "issues") -> None:
    """One expander a level, the worst open; many of one kind fold into one line with the first few places.

    *labels* are the text keys' beginning of what stands on the expanders.
    """
    ordered = sorted(issues, key=lambda issue: (-issue.level, issue.code))
    for level, group in groupby(ordered, key=lambda issue: issue.level):
        found = list(group)
        label = t(f"{labels}.{level.name.lower()}", count=len(found))
        with st.expander(label, expanded=expanded or level >= Level.ASK):
            for _, same in groupby(found, key=lambda issue: issue.code):
                _kind(list(same))


def _kind(same: list[Issue]) -> None:
    words = session.words()
    for issue in same[:MANY]:
        st.text(words.say(issue.message))
        st.caption(plain(t("issues.mend", fix=Raw(words.say(issue.fix)))))
    if len(same) > MANY:
        st.caption(t("issues.more", count=len(same) - MANY))
