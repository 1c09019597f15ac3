"""Weights found by asking: several methods side by side, and a mirror of what the data say by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Scorecard, Unit
from kpi_logic.scheme import mirrored
from kpi_logic.weights import ahp, bwm, judged, pairwise, preferences
from pages.shared import inputs, questions_of_weight, scheme_caching, session
from pages.shared.card_changes import with_weights
from pages.shared.judgements import METHODS, judgement_of
from pages.shared.session import t
from pages.shared.subject import Subject

Weights = Mapping[str, int]


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """One method's questions, and beside them what every method says so far."""
    kpis = [line.kpi for line in card.lines if line.kpi in kpi_library().kpis]
    if len(kpis) < 2:
        st.info(t("page_elicitation.too_few"))
        return
    asked, answer = st.columns([1, 2], gap="medium")
    with asked:
        method = _method()
        st.caption(t(f"weights.about.{method}"))
        questions_of_weight.ask(method, engagement, card.role, kpis, facts)
    with answer:
        found = {name: judged(judgement_of(engagement, card.role, name), kpis) for name in METHODS}
        _table(card, kpis, found, engagement, facts)
        _agree(method, engagement, card.role, kpis)
        _adopt(found, card, subject)


def _method() -> str:
    def say(method: str) -> str:
        return t(f"weights.method.{method}")

    return str(
        inputs.view(
            "elicit_method",
            METHODS[0],
            lambda key: st.pills(
                t("page_elicitation.method"), METHODS, format_func=say, key=key, required=True, wrap=True
            ),
            METHODS,
        )
    )


def _table(
    card: Scorecard,
    kpis: Sequence[str],
    found: Mapping[str, Weights | None],
    engagement: Engagement,
    facts: MonthlyFacts,
) -> None:
    """KPIs down, methods across; what the data say stands apart, after the methods."""
    mirror = mirrored(scheme_caching.replayed(engagement, facts), card) if engagement.organisation.people else {}
    now = {line.kpi: line.weight for line in card.lines}
    columns: dict[str, Weights | None] = {"now": now, **found, **mirror}
    heads = {name: t(f"page_elicitation.head.{name}") for name in columns}
    rows = [{"kpi": session.words().word(KpiRef(kpi))} | {n: _cell(w, kpi) for n, w in columns.items()} for kpi in kpis]
    config: dict[str, Any] = {"kpi": st.column_config.TextColumn(t("page_elicitation.kpi"), pinned=True)}
    config |= {name: st.column_config.TextColumn(head, alignment="right") for name, head in heads.items()}
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)
    if mirror:
        st.caption(t("page_elicitation.mirror"))


def _cell(weights: Weights | None, kpi: str) -> str:
    return t("word.missing") if weights is None else str(weights.get(kpi, 0))


def _agree(method: str, engagement: Engagement, role: str, kpis: Sequence[str]) -> None:
    """How far the answers of a method go together, and the smallest change that mends them."""
    judgement = judgement_of(engagement, role, method)
    if judgement is None:
        return
    if method == "ahp":
        ratio = f"{ahp(pairwise(judgement, kpis)).consistency_ratio:.2f}"
        if not questions_of_weight.contradiction_named(judgement, role, kpis):
            st.caption(t("weights.consistency.good", ratio=ratio))
    rows = preferences(judgement, kpis) if method == "bwm" else None
    if rows is not None:
        st.caption(t("weights.consistency.xi", xi=Amount(bwm(*rows).xi, Unit.RATIO)))


def _adopt(found: Mapping[str, Weights | None], card: Scorecard, subject: Subject) -> None:
    """One method's weights become the role's: a decision, to be undone like any other."""
    told = {method: weights for method, weights in found.items() if weights is not None}
    for method, weights in told.items():
        inputs.action(
            f"page_elicitation.adopt_{method}", f"elicit.{card.role}.{method}.adopt",
            subject.lift(with_weights(card, weights)),
        )  # fmt: skip
