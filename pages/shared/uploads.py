"""The client's files: given, read, said what was read and what is wrong, kept only if they could be read."""

import hashlib
from typing import Any

import streamlit as st

from kpi_logic.intake import ClientFile, Intake, client_workbook
from kpi_logic.model import Engagement, FileRef, Level, Message, Raw
from kpi_logic.store import Saved
from kpi_logic.walk import with_client_book
from pages.shared import caching, inputs, session
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
            _questions(saved.engagement, intake)
            _sources(intake)
            show_issues(intake.issues)


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
        type=["xlsx", "csv", "txt", "tsv"],
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
        name, button = st.columns([4, 1], vertical_alignment="center")
        name.text(ref.name)
        with button:
            inputs.action("page_intake.upload.remove", f"remove.{ref.digest}", _without(ref.digest))


def _without(digest: str) -> Any:
    def change(engagement: Engagement) -> Engagement:
        rest = tuple(ref for ref in engagement.data.files if ref.digest != digest)
        return engagement.model_copy(update={"data": engagement.data.model_copy(update={"files": rest})})

    return change


def _questions(engagement: Engagement, intake: Intake) -> None:
    """What only a person can decide: asked once, the answer kept as a decision."""
    for question in intake.questions:
        st.warning(t(f"intake_words.question.{question.code}"))
        inputs.segmented(
            "page_intake.answer", f"answer.{question.code}", engagement.data.answers.get(question.code), question.options,
            _option, _answer(question.code),
        )  # fmt: skip
    currencies = caching.currencies(engagement)
    if len(currencies) > 1:
        st.warning(t("page_intake.currency_choice.why"))
        inputs.segmented(
            "page_intake.currency_choice.label", "data.currency", engagement.data.currency, currencies, str, _currency
        )


def _option(option: str) -> str:
    """An option in words where it has some; else as it stands (a currency, a file's name)."""
    key = f"intake_words.{option}"
    return t(key) if session.words().has(key) else option


def _answer(code: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        answers = {**engagement.data.answers, code: str(value)}
        return engagement.model_copy(update={"data": engagement.data.model_copy(update={"answers": answers})})

    return change


def _currency(engagement: Engagement, value: Any) -> Engagement:
    return engagement.model_copy(update={"data": engagement.data.model_copy(update={"currency": value})})


def _sources(intake: Intake) -> None:
    """What each file was taken for."""
    if not intake.sources:
        return
    words = session.words()
    rows = [
        {
            t("page_intake.source.file"): source.file,
            t("page_intake.source.kind"): t(f"intake_words.format.{source.format}"),
            t("page_intake.source.months"): t("page_intake.source.span", first=source.first, last=source.last)
            if source.first
            else words.say("word.missing"),
            t("page_intake.source.shops"): words.word(tuple(Raw(shop) for shop in source.shops)),
            t("page_intake.source.rows"): source.rows,
        }
        for source in intake.sources
    ]
    st.dataframe(rows, hide_index=True, width="stretch")
