"""Who tries the scheme, against whom, for how long, by which rule; and what such a pilot can show at best."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import pilot_reach
from kpi_logic.model import Engagement, Message
from kpi_logic.release import pilot_record
from kpi_logic.review import PilotDesign, PilotFinding, pilot_findings, rule_told
from kpi_logic.store import Saved
from pages.shared import charts, inputs, pilot_caching, session
from pages.shared.markdown import plain
from pages.shared.pilot import design_form, finding_list, sealing
from pages.shared.session import t


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The answer, what is doubtful, the decisions, the rule in words, the seal."""
    engagement = saved.engagement
    design = pilot_caching.design(engagement, facts)
    _answer(design)
    record = pilot_record(session.store().trail(saved.id))
    found = pilot_findings(engagement, facts, record, session.now().date(), design)
    finding_list.show([one for one in found if not _is_the_answer(one, design)])
    if design.kpi is None and design.sides.treated and design.sides.compared:
        _suggestion(engagement, facts)
    design_form.sides(engagement, facts)
    _candidates(engagement, facts)
    design_form.rule(engagement, facts)
    if design.kpi is not None:
        _shown(design, engagement, facts)
        if design.sides.treated and design.sides.compared:
            with st.expander(t("page_pilot_rule.suggestion")):
                _suggestion(engagement, facts)
    _words(design)
    sealing.show(saved, facts, design)


def _answer(design: PilotDesign) -> None:
    words = session.words()
    st.markdown(f"**{plain(words.say(design.answer))}**")
    if design.meaning is not None:
        st.write(plain(words.say(design.meaning)))


def _is_the_answer(one: PilotFinding, design: PilotDesign) -> bool:
    """Whether the first sentence of the page says it already."""
    if design.reason is None:
        return False
    said = {"untold", design.reason.key.rpartition(".")[2]}
    return one.code in said or (one.code == "no_compared" and "all_treated" in said)


def _shown(design: PilotDesign, engagement: Engagement, facts: MonthlyFacts) -> None:
    """What other lengths could show."""
    if any(least is not None for least in design.by_months):
        words = session.words()
        charts.show("pilot_reach", pilot_caching.key_of(engagement, facts), lambda: pilot_reach(design, words), facts)


def _suggestion(engagement: Engagement, facts: MonthlyFacts) -> None:
    """A rule the history can carry, one press away."""
    found = pilot_caching.suggestion(engagement, facts)
    if found is None:
        st.caption(t("page_pilot_rule.no_suggestion"))
        return
    for why in found.why:
        st.markdown(f"- {plain(session.words().say(why))}")
    inputs.action("page_pilot_rule.take", "trial.take", lambda e: _taking(e, found.rule, found.months))


def _taking(engagement: Engagement, rule: object, months: int) -> Engagement:
    return engagement.model_copy(update={"pilot": engagement.pilot.model_copy(update={"rule": rule, "months": months})})


def _candidates(engagement: Engagement, facts: MonthlyFacts) -> None:
    """The shops that are not on either side yet, each with why it is fit."""
    found = pilot_caching.candidates(engagement, facts)
    if not found:
        return
    taken = pilot_caching.design(engagement, facts).sides.compared
    st.caption(t("page_pilot_rule.candidates"))
    for place, one in enumerate(found):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(session.words().say(one.why)))
            if one.fit and one.shop not in taken:
                inputs.action("page_pilot_rule.compare", f"trial.compare.{place}", _comparing(one.shop))


def _comparing(shop: str) -> design_form.Step:
    return lambda engagement: design_form.put(engagement, "compared_shops", (*engagement.pilot.compared_shops, shop))


def _words(design: PilotDesign) -> None:
    """The rule line by line, as it is sealed."""
    told: tuple[Message, ...] = rule_told(design)
    if told:
        st.subheader(t("page_pilot_rule.rule"))
        for line in told:
            st.markdown(f"- {plain(session.words().say(line))}")
