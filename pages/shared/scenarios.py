"""Named scenarios: kept beside the scheme, held against each other, and adopted by the consultant alone."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import rank_change
from kpi_logic.model import Amount, Engagement, Scenario, Scorecard, Unit
from kpi_logic.scheme import Replay
from pages.shared import charts, inputs, scheme_caching, session
from pages.shared.card_changes import with_scheme
from pages.shared.session import t
from pages.shared.subject import ADOPTED, Subject, called, scenario_of, with_scenario

PRESENT = "present"
AUTHORS = ("consultant", "client")


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """The scenarios, and two of them side by side."""
    st.caption(t("page_scenarios.why"))
    stored = session.drawn()
    assert stored is not None
    whole = stored.engagement
    title = t("page_scenarios.numbered", number=len(whole.scenarios) + 1)
    inputs.action("page_scenarios.keep", "scenario.keep", lambda e: _kept(e, subject, title))
    for number, scenario in enumerate(whole.scenarios):
        _line(scenario, number)
    if whole.organisation.people:
        _side_by_side(whole, facts)


def _kept(engagement: Engagement, subject: Subject, title: str) -> Engagement:
    """What is on the desk, kept under a name of its own."""
    scheme = subject.seen(engagement).scheme
    if scheme is None:
        return engagement
    taken = {scenario.id for scenario in engagement.scenarios}
    free = next(name for n in range(1, len(taken) + 2) if (name := f"s{n}") not in taken)
    return with_scenario(engagement, Scenario(id=free, name=title, scheme=scheme))


def _line(scenario: Scenario, number: int) -> None:
    name, by, adopt, drop = st.columns([4, 3, 2, 2], vertical_alignment="bottom")
    with name:
        inputs.text("page_scenarios.name", f"scenario.{scenario.id}.name", scenario.name, _field(scenario.id, "name"))
    with by:
        inputs.segmented(
            "page_scenarios.by", f"scenario.{scenario.id}.by", scenario.by, AUTHORS,
            lambda author: t(f"page_scenarios.author.{author}"), _field(scenario.id, "by"),
        )  # fmt: skip
    with adopt:
        inputs.action("page_scenarios.adopt", f"scenario.{scenario.id}.adopt", lambda e: _adopted(e, scenario.id))
    with drop:
        inputs.action("page_scenarios.drop", f"scenario.{scenario.id}.drop", lambda e: _dropped(e, scenario.id))


def _field(which: str, field: str) -> inputs.Change:
    def change(engagement: Engagement, value: str | None) -> Engagement:
        found = scenario_of(engagement, which)
        if found is None or not value:
            return engagement
        return with_scenario(engagement, found.model_copy(update={field: value}))

    return change


def _adopted(engagement: Engagement, which: str) -> Engagement:
    found = scenario_of(engagement, which)
    return with_scheme(engagement, found.scheme) if found else engagement


def _dropped(engagement: Engagement, which: str) -> Engagement:
    rest = tuple(scenario for scenario in engagement.scenarios if scenario.id != which)
    return engagement.model_copy(update={"scenarios": rest})


def _side_by_side(engagement: Engagement, facts: MonthlyFacts) -> None:
    offered = [scenario.id for scenario in engagement.scenarios]
    offered = [*([PRESENT] if engagement.present_scheme else []), ADOPTED, *offered]
    if len(offered) < 2:
        return
    st.markdown(f"**{t('page_scenarios.compare')}**")
    left, right = st.columns(2, gap="large")
    with left:
        first = _choose("scenario_left", offered[0], offered, engagement)
        before = _replay(first, engagement, facts)
        _cost(before)
    with right:
        second = _choose("scenario_right", offered[-1], offered, engagement)
        after = _replay(second, engagement, facts)
        _cost(after)
    found = scheme_caching.compared(before, after)
    words = session.words()
    key = (facts.fingerprint, scheme_caching.ground(engagement), before.scheme.model_dump_json())
    charts.show("sides", repr((*key, after.scheme.model_dump_json())), lambda: rank_change(found, words), facts=facts)


def _choose(name: str, default: str, offered: list[str], engagement: Engagement) -> str:
    say = called(engagement)

    def named(which: str) -> str:
        return t("page_scenarios.present") if which == PRESENT else say(which)

    label = t(f"page_scenarios.{name}")
    return str(
        inputs.view(name, default, lambda key: st.selectbox(label, offered, format_func=named, key=key), offered)
    )


def _replay(which: str, engagement: Engagement, facts: MonthlyFacts) -> Replay:
    found = scheme_caching.present(engagement, facts) if which == PRESENT else None
    scenario = scenario_of(engagement, which)
    return found or scheme_caching.replayed(engagement, facts, scenario.scheme if scenario else None)


def _cost(result: Replay) -> None:
    """What a scheme would have cost, and what part of profit that is."""
    cost = Amount(result.total_cost, Unit.MONEY, result.actuals.currency, full=True)
    share = result.cost_share_of_profit
    if share is None:
        st.text(t("page_weights.answer.cost", cost=cost, months=len(result.months)))
    else:
        said = Amount(share, Unit.RATIO)
        st.text(t("page_weights.answer.cost_share", cost=cost, months=len(result.months), share=said))
