"""Several targets together: whether they can hold at once, and the nearest set that can."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Message, Target, Unit
from kpi_logic.targets.driver import name_of
from kpi_logic.targets.outlook import odds_words
from kpi_logic.targets.together import Part, Standing, Together
from kpi_logic.targets.tree import Tree
from pages.shared import caching, inputs, odds, session
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.target_changes import all_valued


def show(engagement: Engagement, target: Target, facts: MonthlyFacts) -> None:
    """All targets on the same part of the business and the same months as the one at hand."""
    st.subheader(t("page_targets.together.title"))
    mates = {one.kpi: one for one in engagement.targets if _same(one, target)}
    tree = caching.tree(target, facts)
    found = caching.together(target, facts, {code: one.value for code, one in mates.items()})
    if tree is None or found is None:
        st.caption(t("page_targets.together.few" if len(mates) < 2 else "page_targets.together.unknown"))
        return
    _answer(tree, found)
    left, right = st.columns([1, 1], gap="large")
    with left:
        _targets(mates, found, facts)
        if found.proposal:
            ids = {mates[code].id: value for code, value in found.proposal.items()}
            inputs.action("page_targets.together.take", f"{target.id}.together", all_valued(ids, facts))
    with right:
        _drivers(tree, found)
    st.caption(plain(t("target.together.note")))


def _same(one: Target, other: Target) -> bool:
    return (one.segment, one.first, one.last) == (other.segment, other.first, other.last)


def _answer(tree: Tree, found: Together) -> None:
    worst = found.parts[0]
    amount = tree.by_code[worst.code].view.amount
    facts = {"name": name_of(worst.code, short=True), "likely": amount(worst.likely), "value": amount(worst.asked)}
    strained = found.standing is Standing.STRAINED
    said = Message(
        f"target.together.{found.standing.value}", facts | {"odds": odds_words(worst.odds)} if strained else {}
    )
    st.markdown(f"**{plain(session.words().say(said))}**")


def _targets(mates: dict[str, Target], found: Together, facts: MonthlyFacts) -> None:
    words = session.words()
    rows = []
    for code, given in found.off.items():
        unit = kpi_library()[code].unit
        currency = facts.currency if unit is Unit.MONEY else None
        row = {
            t("page_targets.together.kpi"): words.word(KpiRef(code)),
            t("page_targets.together.set"): words.amount(Amount(mates[code].value, unit, currency, full=True)),
            t("page_targets.together.follows"): words.amount(Amount(given, unit, currency, full=True)),
        }
        if found.proposal:
            nearest = Amount(found.proposal[code], unit, currency, full=True)
            row[t("page_targets.together.nearest")] = words.amount(nearest)
        rows.append(row)
    st.dataframe(rows, hide_index=True, width="stretch")


def _drivers(tree: Tree, found: Together) -> None:
    staying = {part.code: part for part in found.factors}
    st.dataframe(
        [_driver(tree, part, staying.get(part.code)) for part in found.parts], hide_index=True, width="stretch"
    )


def _driver(tree: Tree, part: Part, staying: Part | None) -> dict[str, str]:
    words = session.words()
    amount = tree.by_code[part.code].amount
    row = {
        t("page_targets.together.driver"): words.word(name_of(part.code, short=True)),
        t("page_targets.together.likely"): words.amount(amount(part.likely)),
        t("page_targets.together.asked"): words.amount(amount(part.asked)),
        t("page_targets.together.odds"): odds.number(part.odds),
    }
    if staying is not None:
        row[t("page_targets.together.staying")] = words.amount(amount(staying.asked))
    return row
