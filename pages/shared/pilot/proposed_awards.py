"""Plus and minus points that filled scorecards tell: proposed only, until somebody else confirms them by name."""

import streamlit as st

from kpi_logic.model import Award, Engagement, Message, Month
from kpi_logic.scheme import Names
from pages.shared import inputs, session
from pages.shared.actuals_caching import Came
from pages.shared.awards_view import said
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t


def show(engagement: Engagement, found: Came) -> None:
    """Each with who, when, what and how often; one name confirms all that are ticked."""
    proposed = found.reported.proposed
    if not proposed:
        return
    with st.form(inputs.key_of("confirm_awards"), clear_on_submit=True, border=True):
        st.markdown(f"**{t('page_actuals.awards.title', count=len(proposed))}**")
        st.caption(t("page_actuals.awards.why"))
        ticked = [award for award in proposed if st.checkbox(plain(_line(engagement, award)), value=True)]
        by = st.text_input(t("page_actuals.awards.by"), max_chars=80)
        if not st.form_submit_button(t("page_actuals.awards.confirm"), type="primary"):
            return
    if not by.strip():
        st.warning(t("page_actuals.awards.nameless"))
        return
    own = {award.person for award in ticked if Names.of(engagement.organisation.people).same(by, award.person)}
    if own:
        names = told_apart(engagement.organisation.people)
        st.warning(t("page_actuals.awards.own", person=plain(", ".join(names[one] for one in sorted(own)))))
        return
    session.keep(lambda e: _with(e, ticked, by.strip()), Message("page_actuals.awards.confirm"))
    st.rerun()


def _line(engagement: Engagement, award: Award) -> str:
    names = told_apart(engagement.organisation.people)
    cards = engagement.scheme.scorecards if engagement.scheme else ()
    kinds = {extra.id: said(extra) for card in cards for extra in card.extras}
    return t(
        "page_actuals.awards.one",
        person=names.get(award.person, award.person),
        month=Month.parse(award.month),
        extra=kinds.get(award.extra, award.extra),
        times=award.times,
    )


def _with(engagement: Engagement, awards: list[Award], by: str) -> Engagement:
    given = tuple(award.model_copy(update={"approver": by}) for award in awards)
    return engagement.model_copy(update={"awards": (*engagement.awards, *given)})
