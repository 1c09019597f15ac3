"""Who does what by when until the scheme begins."""

import datetime
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Raw, Task
from kpi_logic.store import Saved
from pages.shared import inputs, kit_caching
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t

WIDTHS = (5, 2, 2, 1)


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """What is next, then every step with its person and day."""
    from kpi_logic.proposal.kit import counted_from, tasks

    case = kit_caching.case(saved, facts)
    steps, start = tasks(case), counted_from(case)
    names = told_apart(saved.engagement.organisation.people)
    _answer(steps, names)
    if start is not None:
        st.caption(t("page_roll_out.counts", month=start))
    for column, head in zip(st.columns(WIDTHS), ("step", "owner", "due", "done"), strict=True):
        column.caption(t(f"page_roll_out.head.{head}"))
    for task in steps:
        _row(task, names)


def _answer(steps: tuple[Task, ...], names: dict[str, str]) -> None:
    """The next step that nobody has done, and how many are."""
    done = sum(task.done for task in steps)
    following = min((task for task in steps if not task.done), key=lambda task: task.due or "9", default=None)
    if following is None:
        st.success(t("page_roll_out.all_done", count=len(steps)))
        return
    who = names.get(following.owner)
    facts = {
        "done": done,
        "count": len(steps),
        "step": t(f"kit.task.{following.step}"),
        "due": following.due or t("kit.open"),
    }
    st.markdown(f"**{plain(t('page_roll_out.next', who=Raw(who) if who else t('kit.open'), **facts))}**")


def _row(task: Task, names: dict[str, str]) -> None:
    step, owner, due, done = st.columns(WIDTHS, vertical_alignment="center")
    step.text(t(f"kit.task.{task.step}"))
    said = t(f"kit.task.{task.step}")
    with owner:
        inputs.choice(
            "page_roll_out.head.owner", f"task.{task.step}.owner", task.owner, ["", *names],
            lambda one: names.get(one) or one or t("kit.open"), _field(task, "owner"), label_visibility="collapsed",
        )  # fmt: skip
    with due:
        day = datetime.date.fromisoformat(task.due) if task.due else None
        inputs.date("page_roll_out.head.due", f"task.{task.step}.due", day, _field(task, "due"), hidden=True)
    with done:
        inputs.switch(
            "page_roll_out.head.done", f"task.{task.step}.done", task.done, _field(task, "done"), said,
            label_visibility="collapsed",
        )  # fmt: skip


def _field(task: Task, field: str) -> inputs.Change:
    """One field of a step; whatever was only suggested for it is decided with it."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        given = value.isoformat() if isinstance(value, datetime.date) else value
        known = next((one for one in engagement.tasks if one.step == task.step), task)
        others = tuple(one for one in engagement.tasks if one.step != task.step)
        kept = known.model_copy(update={field: "" if given is None else given})
        return engagement.model_copy(update={"tasks": (*others, kept)})

    return change
