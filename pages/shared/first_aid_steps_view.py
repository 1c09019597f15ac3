"""The steps of first aid in their order, and the record of what was tried."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi_logic.model import Attempt, Engagement, Raw, Symptom
from kpi_logic.review import AidStep, first_aid_book
from pages.shared import editing, inputs, session
from pages.shared.attempt_changes import tried, with_attempts
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t

HELPED = ("yes", "no", "unknown")
COLUMNS = ("symptom", "step", "who", "day", "outcome", "helped")


def show(symptom: Symptom, steps: Sequence[AidStep], engagement: Engagement) -> None:
    """Each step: what to do, who does it, when to stop; one press puts it on record."""
    if any(step.needed for step in steps):
        st.subheader(t("page_first_aid.steps"))
        _steps(symptom, steps, engagement)
        return
    with st.expander(t("page_first_aid.steps_not_needed", count=len(steps))):
        _steps(symptom, steps, engagement)


def _steps(symptom: Symptom, steps: Sequence[AidStep], engagement: Engagement) -> None:
    names = told_apart(engagement.organisation.people)
    for number, step in enumerate(steps, start=1):
        times = sum(one.step == step.book.code for one in engagement.attempts)
        with st.container(border=True):
            said, press = st.columns([6, 1], vertical_alignment="center")
            with said:
                _say(step, number, times, names)
            with press:
                code = step.book.code
                who = names.get(step.people[0], "") if step.people else ""
                day = session.now().date().isoformat()
                inputs.action("page_first_aid.tried", f"tried.{code}", tried(symptom, code, who, day), width="stretch")


def _say(step: AidStep, number: int, times: int, names: dict[str, str]) -> None:
    """What to do; below it, smaller, who does it, when to stop, and whether it is needed at all."""
    code = step.book.code
    do = t("page_first_aid.step", number=number, do=Raw(t(f"first_aid.step.{code}.do")))
    small = [
        t("page_first_aid.by", who=Raw(_who(step, names))),
        t("page_first_aid.stop", stop=Raw(t(f"first_aid.step.{code}.stop"))),
    ]
    if not step.needed:
        small.append(t("page_first_aid.not_needed"))
    if times:
        small.append(t("page_first_aid.tried_times", count=times))
    lines = "  \n".join(f":small[:gray[{plain(line)}]]" for line in small)
    st.markdown(f"{plain(do)}\n\n{lines}")


def _who(step: AidStep, names: dict[str, str]) -> str:
    """Who takes a step: the kind of person, and the names where they are known."""
    kind = t(f"first_aid.who.{step.book.who}")
    known = tuple(Raw(names[one]) for one in step.people if one in names)
    return t("page_first_aid.who_named", kind=Raw(kind), names=known) if known else kind


def record(engagement: Engagement) -> None:
    """What was tried, by whom, on which day, and whether it helped: to be read and mended."""
    st.subheader(t("page_first_aid.record", count=len(engagement.attempts)))
    if not engagement.attempts:
        st.caption(t("page_first_aid.nothing_tried"))
        return
    helped = [one for one in engagement.attempts if one.helped]
    if helped:
        last = t(f"first_aid.step.{helped[-1].step}.do") if _known(helped[-1].step) else helped[-1].step
        st.markdown(plain(t("page_first_aid.helped", count=len(helped), last=Raw(last))))
    rows = [_row(one) for one in engagement.attempts]
    editing.table(
        "attempts", rows, with_attempts, "page_first_aid.changed", num_rows="dynamic", column_order=COLUMNS,
        column_config=_columns(engagement),
    )  # fmt: skip


def _row(one: Attempt) -> dict[str, Any]:
    helped = {True: "yes", False: "no", None: "unknown"}[one.helped]
    return one.model_dump() | {"helped": helped}


def _known(step: str) -> bool:
    return any(step == one.code for several in first_aid_book().values() for one in several)


def _columns(engagement: Engagement) -> dict[str, Any]:
    config, book = st.column_config, first_aid_book()
    steps = list(
        dict.fromkeys(
            [*(one.code for several in book.values() for one in several), *(a.step for a in engagement.attempts)]
        )
    )
    return {
        "symptom": config.SelectboxColumn(
            t("page_first_aid.head.symptom"), options=list(book), format_func=lambda one: t(f"first_aid.symptom.{one}"),
            required=True,
        ),
        "step": config.SelectboxColumn(
            t("page_first_aid.head.step"), options=steps, required=True, width="large",
            format_func=lambda one: t(f"first_aid.step.{one}.do") if _known(one) else one,
        ),
        "who": config.TextColumn(t("page_first_aid.head.who"), max_chars=80),
        "day": config.TextColumn(
            t("page_first_aid.head.day"), validate=r"^\d{4}-\d{2}-\d{2}$", help=t("page_first_aid.day_help")
        ),
        "outcome": config.TextColumn(t("page_first_aid.head.outcome"), max_chars=300),
        "helped": config.SelectboxColumn(
            t("page_first_aid.head.helped"), options=list(HELPED), format_func=lambda one: t(f"page_first_aid.helped_{one}"),
        ),
    }  # fmt: skip
