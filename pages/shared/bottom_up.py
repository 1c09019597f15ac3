"""What was handed down against what the people's own shops are likely to bring; and who shares a shop with whom."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Cascade, Engagement, Raw, Target, Unit
from kpi_logic.targets.bottom_up import BottomUp, OwnView, joint_shops
from kpi_logic.targets.outlook import odds_words
from pages.shared import caching, cascades, inputs, session, tables
from pages.shared.markdown import plain
from pages.shared.session import t

PERCENT = 100
HEADS = ("person", "given", "level", "odds")
NUMBERS: Any = {"given": "right", "level": "right"}


def show(engagement: Engagement, target: Target, plan: Cascade, facts: MonthlyFacts) -> None:
    """Everybody's own view, the gap, and the shares of shops with several owners."""
    found = caching.bottom_up(plan, target, engagement, facts)
    if found.views:
        st.markdown(f"**{t('page_targets.cascade.bottom')}**")
        st.markdown(_gap(found, target, facts))
        names = {person.id: person.name for person in engagement.organisation.people}
        config: Any = {
            head: st.column_config.TextColumn(t(f"page_targets.bottom.{head}"), alignment=NUMBERS.get(head))
            for head in HEADS
        }
        key = f"{facts.fingerprint}.{target.kpi}.{found.views}.{names}"
        tables.show(
            "bottom_up",
            key,
            lambda: [_row(view, names, target, facts) for view in found.views],
            column_config=config,
        )
    _joint(engagement, target, plan, facts)


def _gap(found: BottomUp, target: Target, facts: MonthlyFacts) -> str:
    if found.total is None:
        return plain(t("target.bottom.unknown"))
    gap = found.total - target.value
    which = "above" if gap >= 0 else "below"
    said = {"total": _amount(found.total, target, facts), "gap": _amount(abs(gap), target, facts)}
    return plain(t(f"target.bottom.{which}", **said))


def _row(view: OwnView, names: dict[str, str], target: Target, facts: MonthlyFacts) -> dict[str, str]:
    words = session.words()
    return {
        "person": names.get(view.person, view.person),
        "given": words.amount(_amount(view.given, target, facts)),
        "level": words.amount(_amount(view.level, target, facts)),
        "odds": words.say(odds_words(view.odds)),
    }


def _joint(engagement: Engagement, target: Target, plan: Cascade, facts: MonthlyFacts) -> None:
    """Shares of the shops that several carriers own; a change splits by history again."""
    shared = joint_shops(plan, engagement.organisation.people, facts.of_segment(target.segment))
    if not shared:
        return
    st.caption(t("page_targets.cascade.joint_title"))
    names = {person.id: person.name for person in engagement.organisation.people}
    ids = tuple(share.to for share in plan.people)
    for shop, shares in shared.items():
        for column, (owner, part) in zip(st.columns(max(len(shares), 4)), shares.items(), strict=False):

            def change(engagement: Engagement, value: Any, shop: str = shop, owner: str = owner) -> Engagement:
                joint = dict(plan.joint) | {shop: _moved(shared[shop], owner, float(value or 0) / PERCENT)}
                return cascades.split(engagement, target, facts, "history", ids, joint)

            with column:
                inputs.number(
                    "page_targets.cascade.joint_title",
                    f"{target.id}.joint.{shop}.{owner}",
                    round(part * PERCENT, 2),
                    change,
                    said=plain(t("page_targets.cascade.joint", shop=Raw(shop), name=Raw(names.get(owner, owner)))),
                    min_value=0.0,
                    max_value=100.0,
                    step=5.0,
                    format="%.0f",
                )


def _moved(shares: Any, owner: str, part: float) -> dict[str, float]:
    """One owner's part set, the others' in proportion, all summing to 1."""
    rest = sum(share for name, share in shares.items() if name != owner)
    count = len(shares) - 1
    return {
        name: part if name == owner else (1 - part) * (share / rest if rest > 0 else 1 / count)
        for name, share in shares.items()
    }


def _amount(value: float | None, target: Target, facts: MonthlyFacts) -> Amount:
    unit = kpi_library()[target.kpi].unit
    return Amount(value, unit, facts.currency if unit is Unit.MONEY else None)
