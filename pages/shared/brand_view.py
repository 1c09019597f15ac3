"""The client's logo and colour: given, checked, and shown as they will be printed."""

import streamlit as st

from kpi_logic.model import Brand, Engagement, FileRef, Message
from kpi_logic.proposal.accent import accent_told
from kpi_logic.proposal.logo import LogoUnusable, usable_logo
from kpi_logic.proposal.style import paper_look
from kpi_logic.store import StoreFault
from pages.shared import inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t


def show(engagement: Engagement) -> None:
    """The logo as it stands and a place for another one; the accent colour, and a word where it is too pale."""
    brand = engagement.proposal.brand
    _logo(brand)
    _accent(brand)
    told = accent_told(brand)
    if told is not None:
        st.warning(plain(session.words().say(told)))


def _logo(brand: Brand) -> None:
    if brand.logo is not None:
        _picture(brand.logo)
        inputs.action("page_brand.remove", "brand.remove", _without_logo)
    key = f"brand.logo.{brand.logo.digest[:12] if brand.logo is not None else ''}"  # a kept picture empties the place
    given = st.file_uploader(t("page_brand.logo"), type=["png", "jpg", "jpeg"], key=inputs.key_of(key))
    if given is None:
        return
    try:
        made = usable_logo(given.getvalue())
    except LogoUnusable as refused:
        st.error(plain(session.words().say(refused.message)))
        return
    ref = session.store().put_file(made, given.name)
    if brand.logo is None or brand.logo.digest != ref.digest:
        session.keep(lambda engagement: _with(engagement, logo=ref), Message("page_brand.kept"))
        st.rerun()


def _picture(logo: FileRef) -> None:
    try:
        st.image(session.store().file(logo.digest), width=160)
    except StoreFault as fault:
        st.error(plain(session.words().say(fault.message)))


def _accent(brand: Brand) -> None:
    shown = brand.accent or paper_look().colour.accent
    inputs.colour("page_brand.accent", "brand.accent", shown, _coloured)
    if brand.accent:
        inputs.action("page_brand.house", "brand.house", lambda engagement: _with(engagement, accent=""))


def _coloured(engagement: Engagement, chosen: str) -> Engagement:
    return _with(engagement, accent=chosen)


def _without_logo(engagement: Engagement) -> Engagement:
    return _with(engagement, logo=None)


def _with(engagement: Engagement, **update: object) -> Engagement:
    brand = engagement.proposal.brand.model_copy(update=update)
    return engagement.model_copy(update={"proposal": engagement.proposal.model_copy(update={"brand": brand})})
