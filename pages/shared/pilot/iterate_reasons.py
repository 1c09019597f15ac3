"""Every change since the release with its reason; those without one come first, and nothing is blocked by them."""

from collections.abc import Sequence

import streamlit as st

from kpi_logic.model import Difference, Engagement, Message
from kpi_logic.review import reason_for
from pages.shared import inputs, session
from pages.shared.markdown import plain
from pages.shared.pilot.feedback_told import called
from pages.shared.pilot.reason_changes import own_reason, same_for, with_reason
from pages.shared.session import t

SOURCES = ("pilot", "feedback", "exception", "review", "data", "law", "other")
Told = Sequence[tuple[Difference, tuple[Message, ...]]]


def show(engagement: Engagement, told: Told, base: str) -> None:
    """The list, and one change open for its reason."""
    bare = [one.path for one, _ in told if reason_for(one, engagement.reasons, base) is None]
    st.subheader(t("page_iterate.changes", count=len(told), bare=len(bare)))
    by_path = {one.path: (one, said) for one, said in told}
    st.dataframe(
        [_row(one, said, engagement, base) for one, said in told], hide_index=True, width="stretch",
        column_config={
            head: st.column_config.TextColumn(t(f"page_iterate.head.{head}"))
            for head in ("change", "source", "reason")
        },
    )  # fmt: skip
    ordered = [*bare, *(path for path in by_path if path not in bare)]
    chosen = inputs.view(
        "change_shown", ordered[0],
        lambda key: st.selectbox(
            t("page_iterate.which"), ordered, key=key, format_func=lambda path: _label(path, by_path, bare)
        ), ordered,
    )  # fmt: skip
    _reason(chosen, bare, engagement, base)


def _label(path: str, by_path: dict[str, tuple[Difference, tuple[Message, ...]]], bare: Sequence[str]) -> str:
    said = _sentence(by_path[path][1])
    return t("page_iterate.bare", change=said) if path in bare else said


def _sentence(said: Sequence[Message]) -> str:
    return session.words().word(tuple(said))


def _row(one: Difference, said: Sequence[Message], engagement: Engagement, base: str) -> dict[str, str]:
    given = reason_for(one, engagement.reasons, base)
    return {
        "change": _sentence(said),
        "source": t(f"page_iterate.source.{given.source}") if given else t("page_iterate.no_reason"),
        "reason": given.reason if given else "",
    }


def _reason(path: str, bare: Sequence[str], engagement: Engagement, base: str) -> None:
    own = own_reason(engagement, path, base)
    with st.container(border=True):
        source, forms = st.columns([1, 2])
        with source:
            inputs.choice(
                "page_iterate.source_of", f"reason.{path}.source", own.source, SOURCES,
                lambda one: t(f"page_iterate.source.{one}"), with_reason(path, base, "source"),
            )  # fmt: skip
        with forms:
            names = {one: name for one, name in called(engagement).items() if _has_words(engagement, one)}
            if names or own.feedback:
                inputs.several(
                    "page_iterate.feedback", f"reason.{path}.feedback", own.feedback, list(names),
                    lambda which: names.get(which, which), with_reason(path, base, "feedback"),
                    placeholder=t("page_iterate.feedback_place"),
                )  # fmt: skip
        inputs.text(
            "page_iterate.reason", f"reason.{path}.reason", own.reason, with_reason(path, base, "reason"), lines=2,
            placeholder=t("page_iterate.reason_place"),
        )  # fmt: skip
        others = [other for other in bare if other != path]
        if own.reason.strip() and others:
            st.caption(plain(t("page_iterate.others", count=len(others))))
            inputs.action("page_iterate.same", f"reason.{path}.same", same_for(others, path, base))


def _has_words(engagement: Engagement, which: str) -> bool:
    return any(one.id == which and one.words.strip() for one in engagement.feedback)
