"""A target handed down: company, departments, people; the sums close to the cent."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Cascade, Engagement, Kpi, Raw, Target, Unit
from kpi_logic.targets.cascade import cascade, gaps, move_share, step_of, with_buffer
from kpi_logic.walk import carriers
from pages.shared import bottom_up, inputs, target_caching
from pages.shared.markdown import plain
from pages.shared.session import t
from pages.shared.target_carriers import with_named

WAYS = ("history", "potential", "equal")
FIELD = 190  # pixels: money to the cent can be read in it, and fields wrap on a tablet


def show(engagement: Engagement, target: Target, facts: MonthlyFacts) -> None:
    """The split of one target, made in one click, changed by hand, always closing."""
    st.subheader(t("page_targets.cascade.title"))
    kpi = kpi_library()[target.kpi]
    if kpi.is_ratio:
        _shared(engagement, target, kpi, facts)
        return
    plan = next((plan for plan in engagement.cascades if plan.target == target.id), None)
    _ways(engagement, target, facts, plan)
    if plan is not None:
        _parts(engagement, target, facts, plan)
        bottom_up.show(engagement, target, plan, facts)


def _shared(engagement: Engagement, target: Target, kpi: Kpi, facts: MonthlyFacts) -> None:
    """S5: a ratio is not split; everybody whose role goes with it carries the same target."""
    st.caption(t("page_targets.cascade.ratio"))
    owners = tuple(Raw(person.name) for person in engagement.organisation.people if person.role in kpi.owners)
    if not owners:
        st.caption(t("page_targets.cascade.shared_nobody"))
        return
    value = Amount(target.value, kpi.unit, facts.currency if kpi.unit is Unit.MONEY else None)
    st.markdown(plain(t("page_targets.cascade.shared", people=owners, value=value)))


def _ways(engagement: Engagement, target: Target, facts: MonthlyFacts, plan: Cascade | None) -> None:
    people = carriers(engagement.organisation, target)
    known = {person.id: person.name for person in engagement.organisation.people}
    chosen = [share.to for share in plan.people if share.to in known] if plan else [person.id for person in people]
    if not known:
        st.caption(t("page_targets.cascade.nobody"))
    inputs.several(
        "page_targets.cascade.people", f"{target.id}.carriers", chosen, list(known), lambda p: known.get(p, p),
        _carried(target, facts), accept_new_options=True, placeholder=t("page_targets.cascade.name_here"),
    )  # fmt: skip
    if not chosen:
        return
    with st.container(horizontal=True, gap="small"):
        for way in WAYS:
            change = _splitter(target, facts, way, tuple(chosen))
            inputs.action(f"page_targets.cascade.{way}", f"{target.id}.split.{way}", change)


def _carried(target: Target, facts: MonthlyFacts) -> inputs.Change:
    """These people carry it, those named for the first time too; split by history anew."""

    def change(engagement: Engagement, chosen: tuple[str, ...]) -> Engagement:
        engagement, ids = with_named(engagement, chosen)
        return split(engagement, target, facts, "history", ids)

    return change


def _splitter(
    target: Target, facts: MonthlyFacts, way: Any, ids: tuple[str, ...]
) -> Callable[[Engagement], Engagement]:
    return lambda engagement: split(engagement, target, facts, way, ids)


def split(
    engagement: Engagement,
    target: Target,
    facts: MonthlyFacts,
    way: Any,
    ids: tuple[str, ...],
    joint: dict[str, dict[str, float]] | None = None,
) -> Engagement:
    """The target split anew over these people; what is handed out on top and the shares of shared shops stay."""
    old = next((plan for plan in engagement.cascades if plan.target == target.id), Cascade(target=target.id))
    others = tuple(plan for plan in engagement.cascades if plan.target != target.id)
    people = [person for person in engagement.organisation.people if person.id in ids]
    shares = old.joint if joint is None else joint
    could = target_caching.potential(engagement, target, facts) if way == "potential" else None
    made = (
        (cascade(target, people, by=way, facts=facts, buffer=old.buffer, joint=shares, potential=could),)
        if people
        else ()
    )
    return engagement.model_copy(update={"cascades": (*others, *made)})


def _parts(engagement: Engagement, target: Target, facts: MonthlyFacts, plan: Cascade) -> None:
    kpi = kpi_library()[target.kpi]
    step = step_of(kpi.unit)
    _closing(engagement, target, facts, plan, step)
    people = {person.id: person for person in engagement.organisation.people}
    for department in plan.departments:
        inside = [share for share in plan.people if share.to in people and people[share.to].department == department.to]
        name = department.to or t("page_targets.cascade.no_department")
        head = t("page_targets.cascade.department", name=Raw(name), amount=_said(department.amount, kpi.unit, facts))
        st.markdown(f"**{plain(head)}**")
        siblings = len(plan.departments) > 1
        with st.container(horizontal=True, gap="small"):
            label = t("page_targets.cascade.department_field")
            _share(target, plan, department.to, label, f"department.{department.to}", department.amount, step, siblings)
            for share in inside:
                person = people[share.to]
                name = f"share.{person.id}"
                _share(target, plan, person.id, plain(person.name), name, share.amount, step, len(inside) > 1)
    _buffer(target, plan, facts, kpi, step)


def _closing(engagement: Engagement, target: Target, facts: MonthlyFacts, plan: Cascade, step: float) -> None:
    """Whether everything sums up, and if not, where."""
    unit = kpi_library()[target.kpi].unit
    open_gaps = gaps(plan, target.value, engagement.organisation, step)
    for gap in open_gaps:
        sums = {"expected": _said(gap.expected, unit, facts), "got": _said(gap.got, unit, facts)}
        which = "page_targets.cascade.gap_department" if gap.of else "page_targets.cascade.gap"
        st.warning(plain(t(which, of=Raw(gap.of), **sums)))
    if open_gaps:
        inputs.action("page_targets.cascade.follow", f"{target.id}.follow", _following(target, step), type="primary")
    if not open_gaps:
        total = _said(target.value + plan.buffer, unit, facts)
        st.caption(plain(t("page_targets.cascade.closes", total=total)) + " " + t("page_targets.cascade.by_hand"))


def _following(target: Target, step: float) -> Callable[[Engagement], Engagement]:
    """Everybody's part moved in proportion to the target as it stands; what was shared out by hand keeps its shape."""

    def change(engagement: Engagement) -> Engagement:
        now = next(one for one in engagement.targets if one.id == target.id)
        plan = next(one for one in engagement.cascades if one.target == target.id)
        return _kept(engagement, with_buffer(plan, engagement.organisation, now.value, plan.buffer, step))

    return change


def _share(
    target: Target, plan: Cascade, to: str, label: str, name: str, amount: float, step: float, siblings: bool
) -> None:
    """One part; its siblings follow, and where it has none what is handed out on top does."""
    into = "siblings" if siblings else "buffer"
    inputs.number(
        "page_targets.cascade.share",
        f"{target.id}.{name}",
        amount,
        _moved(plan, to, into, step),
        said=label,
        min_value=0.0 if amount >= 0 else None,
        step=max(step, float(round(abs(amount) / 100))),
        format="%.2f" if step < 1 else "%.0f",
        width=FIELD,
    )


def _moved(plan: Cascade, to: str, into: Any, step: float) -> inputs.Change:
    """A part moved in the cascade as it stands then: the screen may be a step behind where answers follow quickly."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        now = next((one for one in engagement.cascades if one.target == plan.target), plan)
        return _kept(engagement, move_share(now, engagement.organisation, to, float(value or 0), into, step))

    return change


def _buffer(target: Target, plan: Cascade, facts: MonthlyFacts, kpi: Kpi, step: float) -> None:
    """What is handed out on top, set as an amount; everybody's part follows."""
    inputs.number(
        "page_targets.cascade.buffer_field",
        f"{target.id}.buffer",
        plan.buffer,
        _buffered(target, plan, step),
        step=max(step, float(round(abs(target.value) / 100))),
        format="%.2f" if step < 1 else "%.0f",
        width=FIELD,
    )
    if plan.buffer:
        st.caption(plain(t("page_targets.cascade.buffer", amount=_said(plan.buffer, kpi.unit, facts))))


def _buffered(target: Target, plan: Cascade, step: float) -> inputs.Change:
    """Another buffer on the cascade and the target as they stand then."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        now = next((one for one in engagement.cascades if one.target == plan.target), plan)
        total = next((one.value for one in engagement.targets if one.id == target.id), target.value)
        return _kept(engagement, with_buffer(now, engagement.organisation, total, float(value or 0), step))

    return change


def _kept(engagement: Engagement, moved: Cascade) -> Engagement:
    cascades = tuple(moved if old.target == moved.target else old for old in engagement.cascades)
    return engagement.model_copy(update={"cascades": cascades})


def _said(value: float, unit: Unit, facts: MonthlyFacts) -> Amount:
    return Amount(value, unit, facts.currency if unit is Unit.MONEY else None, full=True)
