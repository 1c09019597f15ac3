"""The client's files: given, read, said what was read and what is wrong, kept only if they could be read."""

from typing import Any

import streamlit as st

from kpi_logic.intake import ClientFile, Intake, accepted, client_workbook
from kpi_logic.model import Engagement, FileRef, Message, Raw
from kpi_logic.store import Saved
from kpi_logic.walk import with_client_book
from pages.shared import (
    caching,
    corrections,
    facts_caching,
    inputs,
    questions,
    readings,
    session,
    two_sources,
    warehouse_link,
)
from pages.shared.issues import show_issues
from pages.shared.session import t

ASKED = ("overlap_conflict", "month_open", "site_open", "currency_open", "shop_open")
"""Issues that stand on the page as the question itself."""


def files(saved: Saved, intake: Intake | None) -> None:
    """The upload; what was read; what only a person can settle; what else there is to say, folded."""
    left, right = st.columns([3, 2], gap="large")
    with right:
        _blank()
    with left:
        box(saved)
    if intake is not None:
        readings.sources(intake)
        questions.ask(saved.engagement, intake)
        two_sources.section(saved.engagement, intake)
        told = [issue for issue in intake.issues if issue.code not in ASKED]
        show_issues((*told, *facts_caching.ready(saved.engagement).issues))
        readings.limits(intake)
        corrections.section(saved.engagement, intake)
        _kept(saved.engagement)
    warehouse_link.section(saved)


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


def box(saved: Saved) -> None:
    """The place for files, and why the last ones were not kept; the same wherever months are brought in."""
    st.markdown(f"**{t('page_intake.upload.title')}**")
    st.caption(t("page_intake.upload.why"))
    given = st.file_uploader(
        t("page_intake.upload.label"),
        type=["xlsx", "csv", "txt", "tsv", "gz", "json"],
        accept_multiple_files=True,
        key=inputs.key_of(f"upload.{session.upload_round()}"),
        label_visibility="collapsed",
    )
    if given:
        _take(saved, [ClientFile(file.name, file.getvalue()) for file in given])
    refused = session.refused()
    if refused:
        st.error(t("page_intake.upload.refused"))
        show_issues(refused, expanded=True)


def _take(saved: Saved, fresh: list[ClientFile]) -> None:
    """Read the new files together with those already kept; keep those that nothing speaks against."""
    engagement = saved.engagement
    kept = [(ref.name, ref.digest) for ref in engagement.data.files]
    with st.status(t("page_intake.upload.reading"), expanded=False) as status:
        found = accepted(fresh, kept, lambda files: caching.read_together(engagement, files))
        status.update(label=t("page_intake.upload.read"), state="complete")
    session.refuse(found.refused)
    if found.repeated:
        session.notice(Message("page_intake.upload.repeated", {"files": tuple(map(Raw, found.repeated))}))
    if found.intake is not None:
        _keep(found.files, found.intake)
    st.rerun()


def _keep(files: tuple[ClientFile, ...], intake: Intake) -> None:
    refs = tuple(session.store().put_file(file.held, file.name) for file in files)
    session.keep(
        lambda engagement: with_client_book(_with_files(engagement, refs), intake), Message("page_intake.upload.kept")
    )
    session.notice(Message("page_intake.upload.kept_number", {"count": len(refs)}))


def _with_files(engagement: Engagement, refs: tuple[FileRef, ...]) -> Engagement:
    data = engagement.data.model_copy(update={"files": (*engagement.data.files, *refs)})
    return engagement.model_copy(update={"data": data})


def _kept(engagement: Engagement) -> None:
    refs = engagement.data.files
    if not refs:
        return
    with st.expander(t("page_intake.upload.kept_files", count=len(refs))):
        for ref in refs:
            name, button = st.columns([4, 1], vertical_alignment="center")
            name.text(ref.name)
            with button:
                inputs.action("page_intake.upload.remove", f"remove.{ref.digest}", _without(ref.digest))


def _without(digest: str) -> Any:
    def change(engagement: Engagement) -> Engagement:
        rest = tuple(ref for ref in engagement.data.files if ref.digest != digest)
        return engagement.model_copy(update={"data": engagement.data.model_copy(update={"files": rest})})

    return change
