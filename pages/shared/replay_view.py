"""History re-scored at once: people, ranks, payouts, and who gains or loses against the present scheme."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import payout_bars, rank_change
from kpi_logic.model import Amount, Engagement, Month, RoleRef, Scheme, Unit
from kpi_logic.scheme import Comparison, MonthScores, Replay, compare, replay, score
from pages.shared import caching, charts, frame, inputs, session
from pages.shared.session import t

MONTHS = 12  # of history that are re-scored


def show(engagement: Engagement, scheme: Scheme, facts: MonthlyFacts) -> None:
    """One month in detail, the year in a chart, the present scheme beside it."""
    if not engagement.organisation.people:
        st.info(t("empty.people.why"))
        frame.link("intake", t("empty.people.go"))
        return
    months = facts.months[-MONTHS:]
    actuals = caching.actuals(engagement.organisation, facts, months, (scheme, engagement.present_scheme))
    month = _month(months)
    _people(
        score(scheme, engagement.organisation, facts, month, engagement.targets, engagement.cascades, actuals), facts
    )
    new = replay(scheme, engagement.organisation, facts, months, engagement.targets, engagement.cascades, actuals)
    _year(new, engagement, facts, scheme)
    if engagement.present_scheme is not None:
        present = caching.present_scheme(engagement, facts)
        old = replay(present, engagement.organisation, facts, months, actuals=actuals)
        _against(compare(old, new), facts, engagement)


def _month(months: tuple[Month, ...]) -> Month:
    newest_first = list(reversed(months))
    return inputs.view(
        "scored_month",
        newest_first[0],
        lambda key: st.selectbox(t("page_weights.month"), newest_first, format_func=session.words().month, key=key),
        newest_first,
    )


def _people(scores: MonthScores, facts: MonthlyFacts) -> None:
    ranked = sorted(scores.people, key=lambda p: -(p.score if p.score is not None else -1.0))
    rows = [_row(place, person, facts.currency) for place, person in enumerate(ranked, start=1)]
    heads = ("rank", "name", "role", "score", "grade", "payout")
    right = {"rank", "score", "payout"}
    config: dict[str, Any] = {
        head: st.column_config.TextColumn(
            t(f"page_weights.head.{head}"), alignment="right" if head in right else "left"
        )
        for head in heads
    }
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)
    said = list(dict.fromkeys(session.words().say(m) for person in scores.people for m in person.findings))
    if said:
        with st.expander(t("page_weights.findings", count=len(said))):
            for line in said:
                st.text(line)


def _row(place: int, person: Any, currency: str | None) -> dict[str, str]:
    words = session.words()
    return {
        "rank": str(place) if person.score is not None else words.say("word.missing"),
        "name": person.person.name,
        "role": words.word(RoleRef(person.person.role)),
        "score": words.say("word.missing") if person.score is None else f"{person.score:.1f}",
        "grade": person.grade or words.say("word.missing"),
        "payout": words.money(person.payout, currency, full=True),
    }


def _year(new: Replay, engagement: Engagement, facts: MonthlyFacts, scheme: Scheme) -> None:
    words = session.words()
    key = f"{facts.fingerprint}.{engagement.organisation.model_dump_json()}.{scheme.model_dump_json()}"
    charts.show("payouts", key, lambda: payout_bars(new, words), facts=facts)
    share = new.cost_share_of_profit
    cost = Amount(new.total_cost, Unit.MONEY, facts.currency, full=True)
    if share is None:
        st.caption(t("page_weights.cost", cost=cost, months=len(new.months)))
    else:
        st.caption(t("page_weights.cost_share", cost=cost, months=len(new.months), share=Amount(share, Unit.RATIO)))


def _against(found: Comparison, facts: MonthlyFacts, engagement: Engagement) -> None:
    words = session.words()
    with st.expander(t("page_weights.compare.title"), expanded=False):
        change = Amount(found.cost_change, Unit.MONEY, facts.currency, signed=True, full=True)
        st.caption(t("page_weights.compare.cost", change=change, winners=len(found.winners), losers=len(found.losers)))
        st.caption(t("page_weights.compare.assumed"))
        key = f"{facts.fingerprint}.{engagement.model_dump_json()}"
        charts.show("ranks", key, lambda: rank_change(found, words), facts=facts)
