"""Where the client stands among one's other clients: quartiles only, and only from five others on."""

import streamlit as st

from kpi_logic.store import Saved
from pages.shared import agenda_caching, inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t


def show(saved: Saved) -> None:
    """Folded: only who unfolds it lets the other engagements be read."""
    key = inputs.key_of("peers")
    fold = st.expander(t("page_reviews.peers.title"), key=key, on_change="rerun")
    if fold.open:
        with fold:
            _told(saved)


def _told(saved: Saved) -> None:
    st.caption(t("page_reviews.peers.note"))
    quartiles, clients = agenda_caching.peers(saved.engagement)
    mine = agenda_caching.own_values(saved)
    said = [one.sentence(mine[one.kpi, one.currency]) for one in quartiles if (one.kpi, one.currency) in mine]
    if not said:
        st.info(t("page_reviews.peers.few" if mine else "page_reviews.peers.unpublished", clients=clients))
    st.markdown("\n".join(f"- {plain(session.words().say(one))}" for one in said))
