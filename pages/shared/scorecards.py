"""Role scorecards: what counts, how much, and from which level on."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library, role_library
from kpi_logic.metrics import computable
from kpi_logic.model import Amount, Engagement, KpiRef, Line, RoleRef, Scheme, Scorecard, Unit
from kpi_logic.scheme import filled
from kpi_logic.walk import default_scheme
from kpi_logic.weights import rebalance, to_hundred
from pages.shared import inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t

MOST = 5  # P2
PERCENT = 100
REWARDS = ("both", "rewards", "penalties", "none", "unknown")
LEVELS = ("threshold", "target", "stretch")


def need_scheme(engagement: Engagement, facts: MonthlyFacts) -> Scheme:
    """The scheme; without one, a start from the roles' usual KPIs is one click away."""
    if engagement.scheme is not None:
        return engagement.scheme
    with st.container(border=True):
        st.subheader(t("empty.scheme.title"))
        st.write(t("page_weights.start"))
        inputs.action(
            "page_weights.suggest", "scheme.suggest", lambda e: _adopted(e, default_scheme(e, facts)), type="primary"
        )
    st.stop()


def editor(engagement: Engagement, scheme: Scheme, facts: MonthlyFacts) -> None:
    """One role's card: its KPIs, weights on sliders that always sum to 100, levels."""
    card = _pick(scheme)
    held = [person.name for person in engagement.organisation.people if person.role == card.role]
    st.caption(plain(t("page_weights.held_by", people=tuple(held))) if held else t("page_weights.held_by_nobody"))
    _kpis(card, facts)
    for line in card.lines:
        _weight(card, line)
    st.caption(t("page_weights.total", total=sum(line.weight for line in card.lines)))
    with st.expander(t("page_weights.levels.title")):
        st.caption(t("page_weights.levels.why"))
        for line in card.lines:
            _levels(card, line)
        _gates(card)
    with st.expander(t("page_weights.rules.title")):
        _rules(scheme)
    _roles(engagement, scheme, facts)


def _rules(scheme: Scheme) -> None:
    """What holds for everybody: reward beside penalty, trial, review, exceptions (P5, P8-P10)."""
    inputs.choice(
        "page_weights.rules.rewards_and_penalties", "scheme.rewards_and_penalties", scheme.rewards_and_penalties, REWARDS,
        lambda which: t(f"page_weights.rules.rewards.{which}"), _rule("rewards_and_penalties"),
    )  # fmt: skip
    left, right = st.columns(2)
    with left:
        inputs.number(
            "page_weights.rules.trial_months", "scheme.trial_months", scheme.trial_months, _rule("trial_months"),
            min_value=0, max_value=12, step=1,
        )  # fmt: skip
    with right:
        inputs.number(
            "page_weights.rules.review_every_months", "scheme.review_every_months", scheme.review_every_months,
            _rule("review_every_months"), min_value=0, max_value=24, step=1,
        )  # fmt: skip
    inputs.text(
        "page_weights.rules.exception_rule",
        "scheme.exception_rule",
        scheme.exception_rule,
        _rule("exception_rule"),
        lines=2,
    )


def _rule(field: str) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        assert engagement.scheme is not None
        value = value if value is not None else 0
        return _adopted(engagement, engagement.scheme.model_copy(update={field: value}))

    return change


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


def _kpi(code: str) -> str:
    return session.words().word(KpiRef(code))


def _kpis(card: Scorecard, facts: MonthlyFacts) -> None:
    offered = [kpi.code for kpi in computable(facts, kpi_library().kpis.values())]
    chosen = [line.kpi for line in card.lines]
    inputs.several(
        "page_weights.kpis", f"{card.role}.kpis", chosen, offered, _kpi,
        lambda engagement, codes: _with_kpis(engagement, card, codes, facts), max_selections=max(MOST, len(chosen)),
    )  # fmt: skip


def _with_kpis(engagement: Engagement, card: Scorecard, codes: tuple[str, ...], facts: MonthlyFacts) -> Engagement:
    """Kept KPIs keep the proportions of their weights; a new one starts at an even part."""
    if not codes:
        return engagement
    card = _standing(engagement, card)
    old = {line.kpi: line for line in card.lines}
    wished = [old[code].weight if code in old else PERCENT / len(codes) for code in codes]
    weights = to_hundred(wished if sum(wished) else [1.0] * len(codes))
    lines = tuple(
        old.get(code, Line(kpi=code, weight=0)).model_copy(update={"weight": weight})
        for code, weight in zip(codes, weights, strict=True)
    )
    changed = _replaced(engagement, card.model_copy(update={"lines": lines}))
    assert changed.scheme is not None
    return _adopted(changed, filled(changed.scheme, changed.organisation, facts))


def _weight(card: Scorecard, line: Line) -> None:
    """A weight on a slider, and its lock; the card of the KPI stands behind the question mark."""
    slider, lock = st.columns([5, 2], vertical_alignment="bottom")
    # With nothing left to take from or give to, a slider would only jump back.
    movable = not line.locked and any(not other.locked for other in card.lines if other is not line)
    with slider:
        inputs.slider(
            "page_weights.weight", f"{card.role}.{line.kpi}.weight", line.weight, 0, PERCENT, _weigh(card, line.kpi),
            said=_kpi(line.kpi), disabled=not movable, help=session.words().texts[f"kpi.{line.kpi}.card"],
        )  # fmt: skip
    with lock:
        inputs.switch("page_weights.lock", f"{card.role}.{line.kpi}.lock", line.locked, _lock(card, line.kpi))


def _weigh(card: Scorecard, kpi: str) -> inputs.Change:
    def change(engagement: Engagement, value: int) -> Engagement:
        now = _standing(engagement, card)
        before = {line.kpi: line.weight for line in now.lines}
        if kpi not in before:
            return engagement
        after = rebalance(before, {line.kpi for line in now.lines if line.locked}, kpi, value)
        lines = tuple(line.model_copy(update={"weight": after[line.kpi]}) for line in now.lines)
        return _replaced(engagement, now.model_copy(update={"lines": lines}))

    return change


def _lock(card: Scorecard, kpi: str) -> inputs.Change:
    return lambda engagement, value: _with_line(engagement, card, kpi, locked=bool(value))


def _levels(card: Scorecard, line: Line) -> None:
    """Threshold, target and stretch of one KPI; ratios as percentages, the way people say them."""
    scale = PERCENT if kpi_library()[line.kpi].unit is Unit.RATIO else 1
    unit = " (%)" if scale == PERCENT else ""
    st.text(f"{_kpi(line.kpi)}{unit}")
    for column, level in zip(st.columns(3), LEVELS, strict=True):
        stored = getattr(line, level)
        with column:
            inputs.number(
                f"page_weights.levels.{level}", f"{card.role}.{line.kpi}.{level}",
                None if stored is None else round(stored * scale, 4), _level(card, line.kpi, level, scale), format="%.4g",
                placeholder=t("page_weights.levels.personal") if line.personal else t("page_weights.levels.none"),
            )  # fmt: skip


def _level(card: Scorecard, kpi: str, level: str, scale: int) -> inputs.Change:
    return lambda engagement, value: _with_line(
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


def _roles(engagement: Engagement, scheme: Scheme, facts: MonthlyFacts) -> None:
    """A card for a role that has none yet, and the way to start over from the usual sets."""
    have = {card.role for card in scheme.scorecards}
    wanted = [
        role
        for role in dict.fromkeys(person.role for person in engagement.organisation.people)
        if role in role_library() and role not in have
    ]
    if wanted:
        inputs.action("page_weights.add_roles", "scheme.add_roles", lambda e: _with_roles(e, facts))
    inputs.action("page_weights.restart", "scheme.restart", lambda e: _adopted(e, default_scheme(e, facts)))


def _with_roles(engagement: Engagement, facts: MonthlyFacts) -> Engagement:
    assert engagement.scheme is not None
    have = {card.role for card in engagement.scheme.scorecards}
    fresh = tuple(card for card in default_scheme(engagement, facts).scorecards if card.role not in have)
    return _adopted(
        engagement, engagement.scheme.model_copy(update={"scorecards": (*engagement.scheme.scorecards, *fresh)})
    )


def _with_line(engagement: Engagement, card: Scorecard, kpi: str, **fields: Any) -> Engagement:
    card = _standing(engagement, card)
    lines = tuple(line.model_copy(update=fields) if line.kpi == kpi else line for line in card.lines)
    return _replaced(engagement, card.model_copy(update={"lines": lines}))


def _standing(engagement: Engagement, card: Scorecard) -> Scorecard:
    """The card as it stands now: where answers follow quickly, the screen they were given on is a step behind."""
    assert engagement.scheme is not None
    return next((one for one in engagement.scheme.scorecards if one.role == card.role), card)


def _replaced(engagement: Engagement, card: Scorecard) -> Engagement:
    assert engagement.scheme is not None
    cards = tuple(card if old.role == card.role else old for old in engagement.scheme.scorecards)
    return _adopted(engagement, engagement.scheme.model_copy(update={"scorecards": cards}))


def _adopted(engagement: Engagement, scheme: Scheme) -> Engagement:
    return engagement.model_copy(update={"scheme": scheme})
