"""Releasing a version, and what was released: files, signatures, receipts."""

from dataclasses import replace

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.proposal import Proposal
from kpi_logic.proposal.edition import Edition
from kpi_logic.release import (
    Register,
    Release,
    Signature,
    carried_into,
    carry_over,
    edition_of,
    register,
    release,
    sign,
    still_signed,
)
from kpi_logic.release.signed import signed
from kpi_logic.release.words import receipt
from kpi_logic.store import Saved, StoreFault
from pages.shared import inputs, paper_caching, session
from pages.shared.markdown import plain
from pages.shared.session import t

ROLES = ("owner", "hr", "head", "consultant")
ENDINGS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def edition(saved: Saved, facts: MonthlyFacts) -> Edition:
    """Which edition the engagement on the screen would print."""
    known = edition_of(session.store(), saved, facts.fingerprint)
    return replace(known, decided=paper_caching.decided(saved.id, saved.revision))


def state(known: Edition) -> None:
    """Whether this is a draft or the released version, and what changed since the last one."""
    if not known.draft:
        st.success(t("page_release.is_released", version=plain(known.version)))
        return
    st.caption(t("page_release.is_draft", version=plain(known.version)))
    if known.since:
        with st.expander(t("page_release.changes", since=plain(known.since), count=len(known.changes))):
            for change in known.changes:
                st.markdown(f"- {plain(session.words().say(change))}")


def section(saved: Saved, facts: MonthlyFacts, known: Edition, proposal: Proposal) -> None:
    """The button that freezes a version, and every version that was frozen."""
    if known.draft and saved.engagement.proposal.languages:
        with st.popover(t("page_release.release", version=plain(known.version)), width="stretch"):
            _release(saved, facts, known)
    _released(saved, register(session.store(), saved.id), proposal)


def _release(saved: Saved, facts: MonthlyFacts, known: Edition) -> None:
    st.write(t("page_release.means"))
    if st.button(t("page_release.confirm"), type="primary", key=inputs.key_of("release")):
        with st.spinner(t("page_release.freezing")):
            made = paper_caching.released(saved.engagement, facts, known)
        by = saved.engagement.proposal.consultant
        try:
            entry = release(session.store(), saved, made, known, facts.fingerprint, by, session.now())
            carry_over(session.store(), saved.id, entry.number, session.now())
        except StoreFault as fault:
            st.error(plain(session.words().say(fault.message)))
        else:
            st.rerun()


def _released(saved: Saved, known: Register, proposal: Proposal) -> None:
    if known.trail.broken_at is not None:
        st.error(t("verify.broken", number=known.trail.broken_at))
    for number, one in sorted(known.releases.items(), reverse=True):
        when = known.time_of(number).astimezone().strftime("%Y-%m-%d %H:%M")
        newest = known.newest is not None and number == known.newest[0]
        label = t("page_release.version", version=plain(one.version), when=when)
        with st.expander(label, expanded=newest, key=f"{saved.id}.release.{number}", on_change="rerun") as folded:
            if folded.open:
                _files(saved, number, one)
                _signatures(saved, known, number, one)
                if newest:
                    _sign(saved, number, one, proposal)
                _receipt(saved, known, number, one)


def _files(saved: Saved, number: int, one: Release) -> None:
    for file in one.files:
        ending = file.name.rpartition(".")[2]
        name = f"{t('page_proposal.file_name', version=_plain_name(one.version))}-{file.name}"
        st.download_button(
            t("page_release.file", name=file.name),
            session.store().file(file.sha256),
            name,
            ENDINGS[ending],
            key=f"{saved.id}.released.{number}.{file.name}",
            on_click="ignore",
            width="stretch",
        )
        st.caption(t("page_proposal.sha", sha=file.sha256))


def _signatures(saved: Saved, known: Register, number: int, one: Release) -> None:
    for entry, signature in known.signatures_of(number).items():
        when = known.time_of(entry).astimezone().strftime("%Y-%m-%d %H:%M")
        st.markdown(f"- {when} · {plain(session.words().say(signed(signature)))}")
    for entry in carried_into(known, number):
        st.markdown(f"- {plain(session.words().say(still_signed(known, entry)))}")


def _sign(saved: Saved, number: int, one: Release, proposal: Proposal) -> None:
    """A name under the whole, or under a part of it; or a reservation."""
    with st.form(f"{saved.id}.sign.{number}", clear_on_submit=True, border=True):
        st.markdown(f"**{t('page_release.sign.title')}**")
        name = st.text_input(t("page_release.sign.name"), max_chars=80)
        role = st.selectbox(t("page_release.sign.role"), ROLES, format_func=lambda role: t(f"page_release.role.{role}"))
        items = [
            "",
            *(section.key for section in proposal.sections if session.words().has(f"proposal.{section.key}.title")),
        ]
        item = st.selectbox(t("page_release.sign.item"), items, format_func=_item)
        approves = st.radio(
            t("page_release.sign.says"), (True, False), horizontal=True,
            format_func=lambda yes: t("page_release.sign.yes" if yes else "page_release.sign.no"),
        )  # fmt: skip
        note = st.text_input(t("page_release.sign.note"), max_chars=300)
        if not st.form_submit_button(t("page_release.sign.record"), type="primary"):
            return
    if not name.strip():
        st.warning(t("page_release.sign.nameless"))
        return
    record = Signature(
        release=number, content=one.content, item=item, name=name.strip(),
        role=t(f"page_release.role.{role}"), approves=bool(approves), note=note.strip(),
    )  # fmt: skip
    try:
        sign(session.store(), saved.id, record, session.now())
    except StoreFault as fault:
        st.error(plain(session.words().say(fault.message)))
    else:
        st.rerun()


def _item(key: str) -> str:
    return t(f"proposal.{key}.title") if key else t("verify.whole")


def _receipt(saved: Saved, known: Register, number: int, one: Release) -> None:
    said = "\r\n".join(session.words().say(line) for line in receipt(known, number))
    st.download_button(
        t("page_release.receipt"),
        ("\ufeff" + said + "\r\n").encode(),
        f"{t('page_release.receipt_name', version=_plain_name(one.version))}.txt",
        "text/plain",
        key=f"{saved.id}.receipt.{number}",
        on_click="ignore",
        width="stretch",
        help=t("page_release.receipt_help"),
    )


def _plain_name(version: str) -> str:
    """A version as a file name may hold it."""
    return "".join(character for character in version if character.isalnum() or character in ".-_")
