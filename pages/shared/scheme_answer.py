"""The answer first: what the scheme is, what it pays, and what is wrong with it, in three sentences."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Amount, Engagement, Raw, Unit
from kpi_logic.scheme import Replay, Severity
from pages.shared import scheme_caching, session
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t


def show(engagement: Engagement, facts: MonthlyFacts) -> None:
    """What the scheme is, who earns what, what is wrong with it."""
    assert engagement.scheme is not None
    scheme = t("page_weights.answer.scheme", cards=len(engagement.scheme.scorecards))
    paid = _paid(scheme_caching.replayed(engagement, facts), engagement) if engagement.organisation.people else ""
    parts = {"scheme": Raw(scheme), "paid": Raw(paid), "wrong": Raw(_wrong(engagement, facts))}
    st.markdown(plain(t("page_weights.answer.whole", **parts)))


def _paid(result: Replay, engagement: Engagement) -> str:
    names = told_apart(engagement.organisation.people)
    means = [(mean, person) for mean, person in zip(result.mean_scores, result.people, strict=True) if mean == mean]
    if not means:
        return t("page_weights.answer.unscored")
    best, worst = (pick(means, key=lambda one: one[0]) for pick in (max, min))
    cost = Amount(result.total_cost, Unit.MONEY, result.actuals.currency)
    share = result.cost_share_of_profit
    facts = {"months": len(result.months), "cost": cost}
    paid = (
        t("page_weights.answer.cost", **facts)
        if share is None
        else t("page_weights.answer.cost_share", share=Amount(share, Unit.RATIO), **facts)
    )
    return t(
        "page_weights.answer.ranked",
        paid=Raw(paid),
        best=Raw(names[best[1].id]),
        high=f"{best[0]:.1f}",
        worst=Raw(names[worst[1].id]),
        low=f"{worst[0]:.1f}",
    )


def _wrong(engagement: Engagement, facts: MonthlyFacts) -> str:
    found = scheme_caching.findings(engagement, facts)
    if not found:
        return t("page_weights.answer.clean")
    grave = sum(finding.severity is Severity.HIGH for finding in found)
    first = Raw(session.words().say(found[0].message))
    return t("page_weights.answer.wrong", count=len(found), grave=grave, first=first)
