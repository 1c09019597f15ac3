"""Role scorecards: what counts, how much, and from which level on."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library, role_library
from kpi_logic.metrics import computable
from kpi_logic.model import (
    Amount,
    Engagement,
    KpiRef,
    Line,
    Raw,
    Scheme,
    Scorecard,
    Unit,
)
from kpi_logic.scheme import filled
from kpi_logic.walk import default_scheme
from kpi_logic.weights import rebalance, to_hundred
from pages.shared import caching, diagnosis_caching, extras_view, inputs, lint_list, scheme_rules, session
from pages.shared.card_changes import replaced, standing, with_line, with_scheme
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t
from pages.shared.subject import Subject

MOST = 5  # P2
PERCENT = 100
LEVELS = ("threshold", "target", "stretch")


def need_scheme(engagement: Engagement, facts: MonthlyFacts) -> Scheme:
    """The scheme; without one, a start from the roles' usual KPIs is one click away, and the present one is examined."""
    if engagement.scheme is not None:
        return engagement.scheme
    with st.container(border=True):
        st.subheader(t("empty.scheme.title"))
        st.write(t("page_weights.start"))
        inputs.action(
            "page_weights.suggest", "scheme.suggest", lambda e: with_scheme(e, _suggested(e, facts)), type="primary"
        )
        if engagement.present_scheme is not None:
            present = caching.present_scheme(engagement, facts)
            inputs.action("page_weights.from_present", "scheme.from_present", lambda e: with_scheme(e, present))
    if engagement.present_scheme is not None:
        lint_list.present(engagement, facts)
    st.stop()


def show(engagement: Engagement, subject: Subject, card: Scorecard, facts: MonthlyFacts) -> None:
    """Everything of a card that is no fader: which KPIs, the weights as numbers, levels, and the rules for all."""
    scheme = engagement.scheme
    assert scheme is not None
    named = told_apart(engagement.organisation.people)
    held = tuple(Raw(named[person.id]) for person in engagement.organisation.people if person.role == card.role)
    st.caption(plain(t("page_weights.held_by", people=held)) if held else t("page_weights.held_by_nobody"))
    _kpis(card, subject, facts)
    with st.expander(t("page_weights.numbers")):
        for line in card.lines:
            _weight(card, line, subject)
    with st.expander(t("page_weights.levels.title")):
        st.caption(t("page_weights.levels.why"))
        for line in card.lines:
            if line.kpi in kpi_library().kpis:
                _levels(card, line, subject)
            else:  # without a unit there are no levels
                st.text(line.kpi)
                st.caption(t("page_weights.levels.unknown"))
        _gates(card)
    with st.expander(t("page_exceptions.extras.title")):
        extras_view.show(card, subject)
    with st.expander(t("page_weights.rules.title")):
        scheme_rules.show(scheme, subject)
    _roles(engagement, scheme, subject, facts)


def _kpi(code: str) -> str:
    return session.words().word(KpiRef(code)) if code in kpi_library().kpis else code


def _kpis(card: Scorecard, subject: Subject, facts: MonthlyFacts) -> None:
    offered = [kpi.code for kpi in computable(facts, kpi_library().kpis.values())]
    chosen = [line.kpi for line in card.lines]
    inputs.several(
        "page_weights.kpis", f"{card.role}.kpis", chosen, offered, _kpi,
        subject.lift(lambda engagement, codes: _with_kpis(engagement, card, codes, facts)),
        max_selections=max(MOST, len(chosen)),
    )  # fmt: skip


def _with_kpis(engagement: Engagement, card: Scorecard, codes: tuple[str, ...], facts: MonthlyFacts) -> Engagement:
    """Kept KPIs keep the proportions of their weights; a new one starts at an even part."""
    if not codes:
        return engagement
    card = standing(engagement, card)
    old = {line.kpi: line for line in card.lines}
    wished = [old[code].weight if code in old else PERCENT / len(codes) for code in codes]
    weights = to_hundred(wished if sum(wished) else [1.0] * len(codes))
    lines = tuple(
        old.get(code, Line(kpi=code, weight=0)).model_copy(update={"weight": weight})
        for code, weight in zip(codes, weights, strict=True)
    )
    changed = replaced(engagement, card.model_copy(update={"lines": lines}))
    assert changed.scheme is not None
    return with_scheme(changed, filled(changed.scheme, changed.organisation, facts))


def _weight(card: Scorecard, line: Line, subject: Subject) -> None:
    """A weight as a number, and its lock: the same decision as on the faders, for keyboards."""
    number, lock = st.columns([5, 2], vertical_alignment="bottom")
    # With nothing left to take from or give to, a number would only jump back.
    movable = not line.locked and any(not other.locked for other in card.lines if other is not line)
    with number:
        inputs.number(
            "page_weights.weight", f"{card.role}.{line.kpi}.weight", line.weight,
            subject.lift(_weigh(card, line.kpi)), said=_kpi(line.kpi), disabled=not movable,
            min_value=0, max_value=PERCENT, step=1,
        )  # fmt: skip
    with lock:
        inputs.switch(
            "page_weights.lock", f"{card.role}.{line.kpi}.lock", line.locked, subject.lift(_lock(card, line.kpi))
        )


def _weigh(card: Scorecard, kpi: str) -> inputs.Change:
    def change(engagement: Engagement, value: int | None) -> Engagement:
        now = standing(engagement, card)
        before = {line.kpi: line.weight for line in now.lines}
        if kpi not in before or value is None:
            return engagement
        after = rebalance(before, {line.kpi for line in now.lines if line.locked}, kpi, value)
        lines = tuple(line.model_copy(update={"weight": after[line.kpi]}) for line in now.lines)
        return replaced(engagement, now.model_copy(update={"lines": lines}))

    return change


def _lock(card: Scorecard, kpi: str) -> inputs.Change:
    return lambda engagement, value: with_line(engagement, card, kpi, locked=bool(value))


def _levels(card: Scorecard, line: Line, subject: Subject) -> None:
    """Threshold, target and stretch of one KPI; ratios as percentages, the way people say them."""
    scale = PERCENT if kpi_library()[line.kpi].unit is Unit.RATIO else 1
    unit = " (%)" if scale == PERCENT else ""
    st.text(f"{_kpi(line.kpi)}{unit}")
    for column, level in zip(st.columns(3), LEVELS, strict=True):
        stored = getattr(line, level)
        with column:
            inputs.number(
                f"page_weights.levels.{level}", f"{card.role}.{line.kpi}.{level}",
                None if stored is None else round(stored * scale, 4), subject.lift(_level(card, line.kpi, level, scale)),
                format="%.4g",
                placeholder=t("page_weights.levels.personal") if line.personal else t("page_weights.levels.none"),
            )  # fmt: skip


def _level(card: Scorecard, kpi: str, level: str, scale: int) -> inputs.Change:
    return lambda engagement, value: with_line(
        engagement, card, kpi, **{level: None if value is None else value / scale}
    )


def _gates(card: Scorecard) -> None:
    for gate in card.gates:
        limit = session.words().amount(_amount(gate.kpi, gate.limit))
        st.caption(
            t("page_weights.gate", kpi=KpiRef(gate.kpi), limit=limit, share=session.words().ratio(gate.multiplier))
        )


def _amount(kpi: str, value: float) -> Amount:
    return Amount(value, kpi_library()[kpi].unit)


def _roles(engagement: Engagement, scheme: Scheme, subject: Subject, facts: MonthlyFacts) -> None:
    """A card for a role that has none yet, and the way to start over from the usual sets."""
    have = {card.role for card in scheme.scorecards}
    wanted = [
        role
        for role in dict.fromkeys(person.role for person in engagement.organisation.people)
        if role in role_library() and role not in have
    ]
    if wanted:
        inputs.action("page_weights.add_roles", "scheme.add_roles", subject.lift(lambda e: _with_roles(e, facts)))
    inputs.action(
        "page_weights.restart", "scheme.restart", subject.lift(lambda e: with_scheme(e, _suggested(e, facts)))
    )


def _with_roles(engagement: Engagement, facts: MonthlyFacts) -> Engagement:
    assert engagement.scheme is not None
    have = {card.role for card in engagement.scheme.scorecards}
    fresh = tuple(card for card in _suggested(engagement, facts).scorecards if card.role not in have)
    return with_scheme(
        engagement, engagement.scheme.model_copy(update={"scorecards": (*engagement.scheme.scorecards, *fresh)})
    )


def _suggested(engagement: Engagement, facts: MonthlyFacts) -> Scheme:
    """The scheme to start from, its gates at the limits that hold for this client."""
    return default_scheme(engagement, facts, diagnosis_caching.gate_limits(engagement, facts))
