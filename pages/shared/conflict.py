"""Two versions of one engagement: both shown, neither lost."""

import streamlit as st

from kpi_logic.model import differences
from pages.shared import session
from pages.shared.session import t


def show_conflict() -> None:
    """If somebody else saved meanwhile, show what differs and let the visitor choose."""
    standing = session.conflict()
    if standing is None:
        return
    mine, theirs, _ = standing
    with st.container(border=True):
        st.markdown(f"**{t('frame.conflict.title')}**")
        st.write(t("frame.conflict.why", revision=theirs.revision))
        rows = [
            {t("frame.conflict.what"): d.path, t("frame.conflict.theirs"): d.before, t("frame.conflict.mine"): d.after}
            for d in differences(theirs.engagement, mine)
        ]
        st.dataframe(rows, hide_index=True)
        left, right, _ = st.columns([1, 1, 2])
        left.button(t("frame.conflict.keep_theirs"), on_click=session.settle, args=(False,))
        right.button(t("frame.conflict.keep_mine"), on_click=session.settle, args=(True,))
