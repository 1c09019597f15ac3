"""The numbers for BI tools: published into the database's views, or as files."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.store import Saved, StoreFault
from pages.shared import inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t


def section(saved: Saved, facts: MonthlyFacts) -> None:
    """Publish on demand; download CSV, Parquet and the data dictionary."""
    with st.expander(t("bi.section.title")):
        st.caption(t("bi.section.note"))
        st.caption(t("bi.section.pay"))
        if st.button(t("bi.section.publish"), key=inputs.key_of("bi_publish"), width="stretch"):
            _publish(saved, facts)
        st.download_button(
            t("bi.section.download"),
            lambda: _zip(saved, facts),  # made when it is asked for: it takes a second
            f"{t('bi.section.file')}.zip",
            "application/zip",
            key=inputs.key_of("bi_download"),
            on_click="ignore",
            width="stretch",
        )


def _publish(saved: Saved, facts: MonthlyFacts) -> None:
    from kpi_logic.bi import snapshot

    found = snapshot(saved.engagement, facts)
    try:
        revision = session.store().publish(saved.id, found.tables, session.now())
    except StoreFault as fault:
        st.error(plain(session.words().say(fault.message)))
    else:
        st.success(t("bi.section.published", revision=revision, rows=found.rows))


def _zip(saved: Saved, facts: MonthlyFacts) -> bytes:
    from kpi_logic.bi import export_zip, snapshot

    return export_zip(snapshot(saved.engagement, facts))
