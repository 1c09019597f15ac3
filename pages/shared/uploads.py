"""The client's files: given, read, said what was read and what is wrong, kept only if they could be read."""

import hashlib
from typing import Any

import streamlit as st

from kpi_logic.intake import ClientFile, Intake, client_workbook
from kpi_logic.model import Engagement, FileRef, Level, Message
from kpi_logic.store import Saved
from kpi_logic.walk import with_client_book
from pages.shared import caching, inputs, questions, readings, session
from pages.shared.issues import show_issues
from pages.shared.session import t


def files(saved: Saved, intake: Intake | None) -> None:
    """The blank workbook, the upload, the files that are kept and what they say."""
    left, right = st.columns([3, 2], gap="large")
    with right:
        _blank()
        _kept(saved.engagement)
    with left:
        _upload(saved)
        if intake is not None:
            questions.ask(saved.engagement, intake)
            show_issues(intake.issues)
    if intake is not None:
        readings.show(intake)


def _blank() -> None:
    with st.container(border=True):
        st.markdown(f"**{t('page_intake.blank.title')}**")
        st.caption(t("page_intake.blank.why"))
        language = session.language()
        st.download_button(
            t("page_intake.blank.download"),
            data=lambda: client_workbook(language.value),
            file_name=t("page_intake.blank.name"),
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="blank_workbook",
            on_click="ignore",
        )


def _upload(saved: Saved) -> None:
    st.markdown(f"**{t('page_intake.upload.title')}**")
    st.caption(t("page_intake.upload.why"))
    given = st.file_uploader(
        t("page_intake.upload.label"),
        type=["xlsx", "csv", "txt", "tsv", "gz", "json"],
        accept_multiple_files=True,
        key=inputs.key_of(f"upload.{session.upload_round()}"),
        label_visibility="collapsed",
    )
    stored = {ref.digest for ref in saved.engagement.data.files}
    fresh = [file for file in given or () if hashlib.sha256(file.getvalue()).hexdigest() not in stored]
    if fresh:
        _take(saved, [ClientFile(file.name, file.getvalue()) for file in fresh])
    refused = session.refused()
    if refused:
        st.error(t("page_intake.upload.refused"))
        show_issues(refused, expanded=True)


def _take(saved: Saved, fresh: list[ClientFile]) -> None:
    """Read the new files together with those already kept; keep them only if nothing was refused."""
    with st.status(t("page_intake.upload.reading"), expanded=False) as status:
        intake = caching.read_together(saved.engagement, fresh)
        status.update(label=t("page_intake.upload.read"), state="complete")
    if any(issue.level is Level.ERROR for issue in intake.issues):
        session.refuse(intake.issues)
        st.rerun()
    session.refuse(())
    refs = tuple(session.store().put_file(file.content, file.name) for file in fresh)
    session.keep(
        lambda engagement: with_client_book(_with_files(engagement, refs), intake), Message("page_intake.upload.kept")
    )
    session.notice(Message("page_intake.upload.kept"))
    st.rerun()


def _with_files(engagement: Engagement, refs: tuple[FileRef, ...]) -> Engagement:
    data = engagement.data.model_copy(update={"files": (*engagement.data.files, *refs)})
    return engagement.model_copy(update={"data": data})


def _kept(engagement: Engagement) -> None:
    for ref in engagement.data.files:
        name, button = st.columns([3, 2], vertical_alignment="center")
        name.text(ref.name)
        with button:
            inputs.action("page_intake.upload.remove", f"remove.{ref.digest}", _without(ref.digest))


def _without(digest: str) -> Any:
    def change(engagement: Engagement) -> Engagement:
        rest = tuple(ref for ref in engagement.data.files if ref.digest != digest)
        return engagement.model_copy(update={"data": engagement.data.model_copy(update={"files": rest})})

    return change
