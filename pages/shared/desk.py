"""The desk: one role's weights on faders, and what everybody would score and be paid beside them."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Message, Month, RoleRef, Scheme, Scorecard
from pages.shared import frame, inputs, scheme_caching, session
from pages.shared.card_changes import weighed
from pages.shared.faders import element
from pages.shared.faders.payload import moved, weights_only, with_people
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.subject import Subject


def show(engagement: Engagement, subject: Subject, facts: MonthlyFacts) -> Scorecard:
    """One role's weights on faders, and beside them what everybody would score and be paid; gives the role's card."""
    assert engagement.scheme is not None
    roles, month = st.columns([3, 1], vertical_alignment="bottom")
    with roles:
        card = _pick(engagement.scheme)
    if not engagement.organisation.people:
        data = weights_only(card, _place(subject, card), session.words(), element.seen("faders"))
    else:
        with month:
            chosen = _month(scheme_caching.months(facts))
        result = scheme_caching.replayed(engagement, facts)
        data = with_people(card, result, chosen, _place(subject, card), session.words(), element.seen("faders"))
    element.draw("faders", data, lambda value: _keep_moved(value, card, subject))
    if not engagement.organisation.people:
        st.info(t("empty.people.why"))
        frame.link("intake", t("empty.people.go"))
    return card


def _place(subject: Subject, card: Scorecard) -> str:
    return f"{subject.id}/{card.role}"


def _keep_moved(value: Any, card: Scorecard, subject: Subject) -> None:
    """Keep what the faders tell, if it is what faders of this card can tell."""
    told = moved(value, card)
    if told is None or value.get("subject") != _place(subject, card):
        return
    session.keep(lambda e: subject.lift(weighed(card, *told))(e), Message("page_weights.weight"))


def chosen_month(facts: MonthlyFacts) -> Month:
    """The month whose scores stand on the desk."""
    chosen: Month = inputs.viewed("scored_month", facts.months[-1])
    return chosen


def _month(months: tuple[Month, ...]) -> Month:
    newest_first = list(reversed(months))
    return inputs.view(
        "scored_month",
        newest_first[0],
        lambda key: st.selectbox(t("page_weights.month"), newest_first, format_func=session.words().month, key=key),
        newest_first,
    )


def _pick(scheme: Scheme) -> Scorecard:
    roles = [card.role for card in scheme.scorecards]
    role = inputs.view(
        "role",
        roles[0],
        lambda key: st.pills(
            t("page_weights.role"),
            roles,
            format_func=lambda role: plain(_role(role)),
            key=key,
            required=True,
            wrap=True,
        ),
        roles,
    )
    return next(card for card in scheme.scorecards if card.role == role)


def _role(role: str) -> str:
    return session.words().word(RoleRef(role))
