"""A target handed down: company, departments, people; the sums close to the cent."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Cascade, Engagement, Person, Raw, Target, Unit
from kpi_logic.targets.cascade import cascade, gaps, move_share, step_of
from kpi_logic.walk import carriers
from pages.shared import frame, inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t

WAYS = ("history", "equal")


def show(engagement: Engagement, target: Target, facts: MonthlyFacts) -> None:
    """The split of one target, made in one click, changed by hand, always closing."""
    st.subheader(t("page_targets.cascade.title"))
    kpi = kpi_library()[target.kpi]
    if not engagement.organisation.people:
        st.caption(t("empty.people.why"))
        frame.link("intake", t("empty.people.go"))
        return
    if kpi.is_ratio:
        st.caption(t("page_targets.cascade.ratio"))
        return
    plan = next((plan for plan in engagement.cascades if plan.target == target.id), None)
    _ways(engagement, target, facts, plan)
    if plan is not None:
        _parts(engagement, target, facts, plan)


def _ways(engagement: Engagement, target: Target, facts: MonthlyFacts, plan: Cascade | None) -> None:
    people = carriers(engagement.organisation, target)
    known = {person.id: person.name for person in engagement.organisation.people}
    chosen = [share.to for share in plan.people if share.to in known] if plan else [person.id for person in people]
    left, *right = st.columns([3, 1, 1], vertical_alignment="bottom")
    with left:
        inputs.several(
            "page_targets.cascade.people", f"{target.id}.carriers", chosen, list(known), lambda p: known.get(p, p),
            lambda engagement, ids: _split(engagement, target, facts, "history", ids),
        )  # fmt: skip
    for column, way in zip(right, WAYS, strict=True):
        with column:
            inputs.action(
                f"page_targets.cascade.{way}", f"{target.id}.split.{way}", _splitter(target, facts, way, tuple(chosen))
            )


def _splitter(target: Target, facts: MonthlyFacts, way: Any, ids: tuple[str, ...]) -> Any:
    return lambda engagement: _split(engagement, target, facts, way, ids)


def _split(engagement: Engagement, target: Target, facts: MonthlyFacts, way: Any, ids: tuple[str, ...]) -> Engagement:
    others = tuple(plan for plan in engagement.cascades if plan.target != target.id)
    people = [person for person in engagement.organisation.people if person.id in ids]
    made = (cascade(target, people, by=way, facts=facts),) if people else ()
    return engagement.model_copy(update={"cascades": (*others, *made)})


def _parts(engagement: Engagement, target: Target, facts: MonthlyFacts, plan: Cascade) -> None:
    words = session.words()
    kpi = kpi_library()[target.kpi]
    step = step_of(kpi.unit)
    open_gaps = gaps(plan, target.value, engagement.organisation, step)
    for gap in open_gaps:
        facts_said = {"expected": _said(gap.expected, kpi.unit, facts), "got": _said(gap.got, kpi.unit, facts)}
        which = "page_targets.cascade.gap_department" if gap.of else "page_targets.cascade.gap"
        st.warning(plain(t(which, of=Raw(gap.of), **facts_said)))
    if not open_gaps:
        st.caption(t("page_targets.cascade.closes", total=_said(target.value + plan.buffer, kpi.unit, facts)))
    people = {person.id: person for person in engagement.organisation.people}
    for department in plan.departments:
        inside = [share for share in plan.people if share.to in people and people[share.to].department == department.to]
        name = department.to or t("page_targets.cascade.no_department")
        st.text(t("page_targets.cascade.department", name=Raw(name), amount=_said(department.amount, kpi.unit, facts)))
        for row in range(0, len(inside), 4):
            for column, share in zip(st.columns(4), inside[row : row + 4], strict=False):
                with column:
                    _share(target, plan, people[share.to], share.amount, step)
    if plan.buffer:
        st.caption(words.say("page_targets.cascade.buffer", amount=_said(plan.buffer, kpi.unit, facts)))


def _share(target: Target, plan: Cascade, person: Person, amount: float, step: float) -> None:
    inputs.number(
        "page_targets.cascade.share",
        f"{target.id}.share.{person.id}",
        amount,
        lambda engagement, value: _moved(engagement, plan, person.id, float(value or 0), step),
        said=plain(person.name),
        min_value=0.0,
        step=max(step, float(round(amount / 100))),
        format="%.2f" if step < 1 else "%.0f",
    )


def _moved(engagement: Engagement, plan: Cascade, to: str, amount: float, step: float) -> Engagement:
    moved = move_share(plan, engagement.organisation, to, amount, "siblings", step)
    cascades = tuple(moved if old.target == plan.target else old for old in engagement.cascades)
    return engagement.model_copy(update={"cascades": cascades})


def _said(value: float, unit: Unit, facts: MonthlyFacts) -> Amount:
    return Amount(value, unit, facts.currency if unit is Unit.MONEY else None, full=True)
