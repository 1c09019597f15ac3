"""The engagements on the start page: open, rename, duplicate, archive, export; new, example, import."""

import streamlit as st

from kpi_logic.model import Engagement, Message, Raw, StepState, progress
from kpi_logic.store import StoreFault, Summary, export_engagement, import_engagement
from pages.shared import frame, session
from pages.shared.issues import show_issues
from pages.shared.markdown import plain
from pages.shared.samples import SAMPLES, Sample, SampleUnreadable, sample_engagement
from pages.shared.session import t


def card(summary: Summary) -> None:
    """One engagement: its name, how far it has come, what can be done with it."""
    states = progress(summary.engagement) if summary.engagement else ()
    with st.container(border=True, key=f"card.{summary.id}"):
        name, buttons = st.columns([3, 2], vertical_alignment="center")
        with name:
            st.text(summary.name)
            if states:
                _how_far(summary, states)
            else:
                st.caption(t("home.unreadable"))
        with buttons.container(horizontal=True, horizontal_alignment="right"):
            if st.button(t("home.open"), key=f"open.{summary.id}", type="primary"):
                _open(summary.id)
            with st.popover(t("home.more"), key=f"more.{summary.id}", on_change="rerun") as folded:
                if folded.open:
                    _more(summary)


def _how_far(summary: Summary, states: tuple[StepState, ...]) -> None:
    done = sum(state.done for state in states)
    missing = tuple(dict.fromkeys(session.words().say(message) for state in states for message in state.missing[:1]))
    st.progress(done / len(states), text=t("home.done_of", done=done, of=len(states)))
    rest = t("home.missing", missing=missing) if missing else t("home.all_done")
    when = t("home.updated", when=summary.updated_at.astimezone().strftime("%Y-%m-%d %H:%M"))
    st.caption(" · ".join([rest, when] + ([t("home.archived")] if summary.archived else [])))


def _open(which: str) -> None:
    session.open_engagement(which)
    frame.go("intake")


def _more(summary: Summary) -> None:
    store, key = session.store(), f"name.{summary.id}"
    st.text_input(t("home.new_title"), summary.name, key=key)
    st.button(t("home.rename"), key=f"rename.{summary.id}", on_click=_rename, args=(summary.id, key))
    copy = t("home.copy_name", name=Raw(summary.name))
    st.button(t("home.duplicate"), key=f"copy.{summary.id}", on_click=_duplicate, args=(summary.id, copy))
    label, act = ("home.unarchive", store.unarchive) if summary.archived else ("home.archive", store.archive)
    st.button(t(label), key=f"archive.{summary.id}", on_click=act, args=(summary.id,))
    st.download_button(
        t("home.export"),
        data=lambda: export_engagement(store, summary.id),
        file_name=f"{summary.id[:8]}.kpibook",
        mime="application/zip",
        key=f"export.{summary.id}",
        on_click="ignore",
    )


def _rename(which: str, key: str) -> None:
    name = st.session_state[key].strip()
    if name:
        session.store().rename(which, name, now=session.now(), author=session.AUTHOR)


def _duplicate(which: str, name: str) -> None:
    session.store().duplicate(which, name, now=session.now(), author=session.AUTHOR)


def new() -> None:
    """A name, and the engagement is open."""
    st.subheader(t("home.new"))
    with st.form("new_engagement", border=True):
        name = st.text_input(t("home.new_name"), placeholder=t("home.new_placeholder"))
        if st.form_submit_button(t("home.create"), type="primary"):
            if name.strip():
                _create(Engagement(name=name.strip()))
            st.warning(t("home.name_needed"))


def examples() -> None:
    """The samples that are shipped, each opened as an engagement of one's own."""
    st.subheader(t("home.examples"))
    for sample in SAMPLES:
        with st.container(border=True):
            st.markdown(f"**{t(sample.title)}**")
            st.caption(t(sample.why))
            if st.button(t("home.open_example"), key=f"example.{sample.key}"):
                _create_example(sample)


def _create_example(sample: Sample) -> None:
    with st.spinner(t(sample.title)):
        try:
            engagement = sample_engagement(sample, t(sample.name), session.store())
        except SampleUnreadable as unreadable:
            show_issues(unreadable.issues, expanded=True)
            return
    _create(engagement)


def _create(engagement: Engagement) -> None:
    """Keep and open it; the paper starts in the language of the screen and is chosen apart from then on."""
    paper = engagement.proposal.model_copy(update={"languages": (session.language().value,)})
    engagement = engagement.model_copy(update={"proposal": paper})
    saved = session.store().create(engagement, now=session.now(), author=session.AUTHOR)
    _open(saved.id)


def importer() -> None:
    """An exported file comes back as a new engagement."""
    st.subheader(t("home.import"))
    given = st.file_uploader(t("home.import_help"), type=["kpibook"], key="import_file")
    if given is None or st.session_state.get("imported_file") == given.file_id:
        return
    st.session_state["imported_file"] = given.file_id
    try:
        saved = import_engagement(session.store(), given.getvalue(), now=session.now(), author=session.AUTHOR)
    except StoreFault as problem:
        st.error(plain(session.words().say(problem.message)))
    else:
        session.notice(Message("home.imported", {"name": Raw(saved.engagement.name)}))
        _open(saved.id)
