"""The place for scorecards that came back filled in: read at once, kept only if they tell something."""

import hashlib
from typing import Any

import streamlit as st

from kpi_logic.model import Engagement, FileRef, Issue, Level, Message, Place, Raw
from kpi_logic.review import Remark
from kpi_logic.store import Saved
from pages.shared import actuals_caching, inputs, session
from pages.shared.actuals_caching import ReadBook
from pages.shared.issues import show_issues
from pages.shared.session import t

ROUND, REFUSED = "filled_round", "filled_refused"


def show(saved: Saved, read: tuple[ReadBook, ...]) -> None:
    """The box, why the last ones were not kept, and those that are."""
    st.markdown(f"**{t('page_actuals.filled.title')}**")
    st.caption(t("page_actuals.filled.why"))
    turn = inputs.viewed(ROUND, 0)
    given = st.file_uploader(
        t("page_actuals.filled.title"),
        type=["xlsx"],
        accept_multiple_files=True,
        key=inputs.key_of(f"filled.{turn}"),
        label_visibility="collapsed",
    )
    if given:
        _take(saved, [(file.name, file.getvalue()) for file in given])
    refused: tuple[Issue, ...] = inputs.viewed(REFUSED, ())
    if refused:
        st.error(t("page_actuals.filled.refused"))
        show_issues(refused, expanded=True)
    _kept(read)


def _take(saved: Saved, fresh: list[tuple[str, bytes]]) -> None:
    """Keep what tells something and is not kept yet; remember why the rest was not."""
    kept = {ref.digest for ref in saved.engagement.data.filled}
    good: list[FileRef] = []
    refused: list[Issue] = []
    with st.status(t("page_actuals.filled.reading"), expanded=False) as status:
        for name, content in fresh:
            digest = hashlib.sha256(content).hexdigest()
            if digest in kept:
                session.notice(Message("page_actuals.filled.repeated", {"name": Raw(name)}))
                continue
            kept.add(digest)
            read = actuals_caching.read_book(saved, FileRef(name=name, digest=digest, size=len(content)), content)
            if read.usable:
                good.append(session.store().put_file(content, name))
            else:
                refused += read.issues or (_nothing_told(name),)
        status.update(label=t("page_actuals.filled.read"), state="complete")
    inputs.turn(REFUSED, tuple(refused))
    inputs.turn(ROUND, inputs.viewed(ROUND, 0) + 1)
    if good:
        session.keep(lambda engagement: _with(engagement, tuple(good)), Message("page_actuals.filled.kept"))
    st.rerun()


def _nothing_told(name: str) -> Issue:
    """A workbook of ours in which nothing was filled in."""
    return Remark("reported_empty", Level.WARN, Place(file=name), {"file": Raw(name)})


def _with(engagement: Engagement, refs: tuple[FileRef, ...]) -> Engagement:
    data = engagement.data.model_copy(update={"filled": (*engagement.data.filled, *refs)})
    return engagement.model_copy(update={"data": data})


def _kept(read: tuple[ReadBook, ...]) -> None:
    if not read:
        return
    with st.expander(t("page_actuals.filled.kept_files", count=len(read))):
        for book in read:
            name, button = st.columns([4, 1], vertical_alignment="center")
            name.text(t("page_actuals.filled.one", name=book.ref.name, count=len(book.values)))
            with button:
                inputs.action(
                    "page_intake.upload.remove", f"filled.remove.{book.ref.digest}", _without(book.ref.digest)
                )
    issues = [issue for book in read for issue in book.issues]
    show_issues(issues, expanded=any(issue.level >= Level.WARN for issue in issues))


def _without(digest: str) -> Any:
    def change(engagement: Engagement) -> Engagement:
        rest = tuple(ref for ref in engagement.data.filled if ref.digest != digest)
        return engagement.model_copy(update={"data": engagement.data.model_copy(update={"filled": rest})})

    return change
