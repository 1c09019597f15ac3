"""Is the file in my hand what was released?"""

import streamlit as st

from kpi_logic.release import Finding, verify
from kpi_logic.release.words import told
from kpi_logic.store import StoreFault
from pages.shared import frame, session
from pages.shared.markdown import plain
from pages.shared.session import t

frame.required("verify")

st.title(t("page_verify.title"))
st.write(t("page_verify.lead"))
given = st.file_uploader(t("page_verify.upload"), key="verify_file")
if given is not None:
    try:
        verdict = verify(given.getvalue(), session.store())
    except StoreFault as fault:
        st.error(plain(session.words().say(fault.message)))
        st.stop()
    answer, *grounds = (plain(session.words().say(message)) for message in told(verdict))
    good = verdict.finding is Finding.RELEASED and verdict.broken_at is None
    box = st.success if good else st.error if verdict.finding is Finding.ALTERED else st.warning
    box(answer)
    for ground in grounds:
        st.markdown(f"- {ground}")
