"""How firm the result is: how far weights may move, who would take which place, what the bonuses hang on."""

from collections.abc import Sequence
from math import isnan
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import tornado
from kpi_logic.model import Engagement, KpiRef, Scorecard
from kpi_logic.scheme import Replay, Robustness, Turn
from pages.shared import charts, scheme_caching, session
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t
from pages.shared.subject import Subject

PLACES = 5  # ranks with a column of their own
SIDES = ("down", "up")


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """The badge, then the odds of every place and the tornado, then what the coming months will cost."""
    if not engagement.organisation.people:
        st.info(t("empty.people.why"))
        return
    words, result = session.words(), scheme_caching.replayed(engagement, facts)
    found = scheme_caching.robust(engagement, facts)
    names = told_apart(engagement.organisation.people)
    st.markdown(f"**{plain(words.say(found.message(names)))}**")
    _turns(found, card, names)
    _places(found, result, names)
    key = scheme_caching.key_of(engagement, facts)
    currency = result.actuals.currency
    charts.show("tornado", key, lambda: tornado(found, words, currency), facts=facts)
    st.markdown(f"**{t('page_firmness.cost')}**")
    st.text(words.say(scheme_caching.cost(engagement, facts).message))


def _places(found: Robustness, result: Replay, names: dict[str, str]) -> None:
    """How often each person takes each place when the weights waver; the likeliest places first."""
    st.markdown(f"**{t('page_firmness.places')}**")
    st.caption(t("page_firmness.places_why"))
    shown = min(PLACES, len(result.people))
    means = result.mean_scores
    order = sorted(range(len(means)), key=lambda row: (isnan(means[row]), -means[row]))
    rows = [_chances(found.acceptability[row].tolist(), names[result.people[row].id], shown) for row in order]
    config: dict[str, Any] = {"name": st.column_config.TextColumn(t("page_weights.head.name"), pinned=True)}
    for place in range(1, shown + 1):
        head = t("page_firmness.place", place=place)
        config[f"p{place}"] = st.column_config.TextColumn(head, alignment="right")
    if len(result.people) > shown:
        config["rest"] = st.column_config.TextColumn(t("page_firmness.below", place=shown), alignment="right")
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)


def _chances(shares: Sequence[float], name: str, shown: int) -> dict[str, str]:
    row = {"name": name} | {f"p{place}": _percent(shares[place - 1]) for place in range(1, shown + 1)}
    return row | ({"rest": _percent(sum(shares[shown:]))} if len(shares) > shown else {})


def _percent(share: float) -> str:
    """Whole percentages; a place that never came up stays empty, so that the eye finds the others."""
    if isnan(share):
        return t("word.missing")
    return f"{share * 100:.0f}%" if share >= 0.005 else ""


def _turns(found: Robustness, card: Scorecard, names: dict[str, str]) -> None:
    """For each weight of the card on the desk, how far it may move down and up before something turns."""
    mine = [turn for turn in found.turns if turn.role == card.role]
    if not mine:
        return
    st.markdown(f"**{t('page_firmness.turns')}**")
    rows = []
    for line in card.lines:
        sides = {("down" if turn.change < 0 else "up"): turn for turn in mine if turn.kpi == line.kpi}
        if sides:
            row = {side: _turn(sides[side], names) if side in sides else t("page_firmness.never") for side in SIDES}
            rows.append({"kpi": session.words().word(KpiRef(line.kpi))} | row)
    config = {"kpi": t("page_elicitation.kpi")} | {side: t(f"page_firmness.{side}") for side in SIDES}
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)


def _turn(turn: Turn, names: dict[str, str]) -> str:
    who = t("word.list_separator").join(names.get(one, one) for one in turn.people)
    points = f"{abs(turn.change):.1f}"
    if turn.kind == "grade":
        return t("page_firmness.turn_grade", points=points, who=who, grade=turn.grade)
    return t("page_firmness.turn_rank", points=points, who=who)
