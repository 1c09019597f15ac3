"""What must be signed anew for the next version, and whose signature goes on to count."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import differences
from kpi_logic.store import Saved
from pages.shared import session
from pages.shared.iterate_caching import Released
from pages.shared.markdown import plain
from pages.shared.session import t


def show(saved: Saved, known: Released, facts: MonthlyFacts) -> None:
    """The parts to be signed again, and the signatures of the others."""
    # The rooms of the paper are opened only here: the pilot's other tabs need not wait for them.
    from kpi_logic.proposal.assemble.signing import SIGNED
    from kpi_logic.release import carried_into, sections_to_sign
    from kpi_logic.release.signed import signed

    found = differences(known.engagement, saved.engagement)
    anew = sections_to_sign(found, new_data=known.facts != facts.fingerprint)
    st.subheader(t("page_iterate.signing", anew=len(anew), of=len(SIGNED)))
    st.write(t("page_iterate.sign_anew" if anew else "page_iterate.sign_nothing"))
    st.markdown("\n".join(f"- {plain(t(f'proposal.{section}.title'))}" for section in anew))
    standing = {**carried_into(known.register, known.number), **known.register.signatures_of(known.number)}
    kept = [one for one in standing.values() if one.item in SIGNED and one.item not in anew]
    if not standing:
        st.caption(t("page_iterate.nobody_signed", version=plain(known.version)))
    for one in kept:
        st.caption(plain(t("page_iterate.still", said=session.words().say(signed(one)))))
