"""The kit's files: for the whole team, for each KPI, for each person; made when they are asked for."""

from collections.abc import Callable

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.scheme import card_of
from kpi_logic.store import Saved
from kpi_logic.text import Language
from pages.shared import inputs, kit_caching, session
from pages.shared.naming import told_apart
from pages.shared.papers import XLSX
from pages.shared.session import t

PDF = "application/pdf"


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """One row a file: what it is, for whom, and the button."""
    language = inputs.view("kit_language", session.language().value, _language, [one.value for one in Language])
    _file("briefing", f"{language}.pdf", lambda: kit_caching.briefing(saved, facts, language), PDF)
    _file("kpi_cards", f"{language}.pdf", lambda: kit_caching.kpi_cards(saved, facts, language), PDF)
    _file("person_cards", f"{language}.pdf", lambda: kit_caching.person_cards(saved, facts, language, ""), PDF)
    _own_card(saved, facts, language)
    _file("workbook", f"{language}.xlsx", lambda: kit_caching.workbook(saved, facts, language), XLSX)


def _language(key: str) -> str:
    offered = [one.value for one in Language]
    return str(
        st.segmented_control(
            t("page_roll_out.language"), offered, format_func=lambda one: t(f"frame.language_name.{one}"), key=key,
            required=True,
        )
    )  # fmt: skip


def _file(name: str, ending: str, make: Callable[[], bytes], mime: str, mark: str = "") -> None:
    what, button = st.columns([4, 2], vertical_alignment="center")
    with what:
        st.markdown(f"**{t(f'page_roll_out.file.{name}')}**")
        st.caption(t(f"page_roll_out.why_file.{name}"))
    with button:
        _button(name, ending, make, mime, mark)


def _button(name: str, ending: str, make: Callable[[], bytes], mime: str, mark: str) -> None:
    st.download_button(
        t("page_roll_out.download"), make, f"{t(f'page_roll_out.file_name.{name}')}{mark}-{ending}", mime,
        key=inputs.key_of(f"kit.{name}.{ending}"), on_click="ignore", width="stretch",
    )  # fmt: skip


def _own_card(saved: Saved, facts: MonthlyFacts, language: str) -> None:
    """The card of one person alone, to be handed out without everybody else's pay."""
    scheme, organisation = saved.engagement.scheme, saved.engagement.organisation
    scored = [person for person in organisation.people if scheme is not None and card_of(scheme, person) is not None]
    if not scored:
        return
    names = told_apart(scored)
    what, whom, button = st.columns([2, 2, 2], vertical_alignment="center")
    with what:
        st.markdown(f"**{t('page_roll_out.file.own_card')}**")
        st.caption(t("page_roll_out.why_file.own_card"))
    with whom:
        whose = inputs.view("kit_person", scored[0].id, lambda key: _whose(key, names), list(names))
    with button:
        mark = "-" + "".join(sign for sign in names[whose] if sign.isalnum())
        _button(
            "own_card", f"{language}.pdf", lambda: kit_caching.person_cards(saved, facts, language, whose), PDF, mark
        )


def _whose(key: str, names: dict[str, str]) -> str:
    return str(
        st.selectbox(
            t("page_roll_out.whose"), list(names), format_func=names.__getitem__, key=key, label_visibility="collapsed"
        )
    )
