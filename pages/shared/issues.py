"""Issues for people: grouped, worst first, each with its place and its mend; never a wall of red."""

from collections.abc import Iterable
from itertools import groupby

import streamlit as st

from kpi_logic.model import Issue, Level, Place, Raw
from pages.shared import session
from pages.shared.session import t

MANY = 5


def show_issues(issues: Iterable[Issue], *, expanded: bool = False) -> None:
    """One expander a level, the worst open; many of one kind fold into one line with the first few places."""
    ordered = sorted(issues, key=lambda issue: (-issue.level, issue.code))
    for level, group in groupby(ordered, key=lambda issue: issue.level):
        found = list(group)
        label = t(f"issues.{level.name.lower()}", count=len(found))
        with st.expander(label, expanded=expanded or level >= Level.ASK):
            for _, same in groupby(found, key=lambda issue: issue.code):
                _kind(list(same))


def _kind(same: list[Issue]) -> None:
    words = session.words()
    for issue in same[:MANY]:
        place = _place(issue.place)
        st.text((f"{place}\n" if place else "") + words.say(issue.message))
        st.caption(t("issues.mend", fix=Raw(words.say(issue.fix))))
    if len(same) > MANY:
        st.caption(t("issues.more", count=len(same) - MANY))


def _place(place: Place) -> str:
    said = [
        t(f"issues.place.{part}", value=value if isinstance(value, int) else Raw(value))
        for part, value in (("file", place.file), ("sheet", place.sheet), ("cell", place.cell), ("row", place.row if not place.cell else None),
                            ("column", place.column))
        if value is not None
    ]  # fmt: skip
    return " · ".join(said)
