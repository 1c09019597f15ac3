"""Plan against actual for one month: the company's targets, then people, exceptions that applied, what 1 % more pays."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import plan_actual_chart
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Message, Month, Target, Unit
from kpi_logic.review import PlanActual
from kpi_logic.review.reported import named
from kpi_logic.scheme import InForce, SlipLine
from kpi_logic.store import Saved
from pages.shared import actuals_caching, charts, facts_caching, frame, inputs, session
from pages.shared.actuals_caching import Came
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.pilot import running_card
from pages.shared.session import t

TARGET_HEADS = ("kpi", "segment", "asked", "came", "share", "asked_so_far", "came_so_far", "range")
LINE_HEADS = ("kpi", "weight", "actual", "target", "points")


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The month's answer, the proof of one target, and everybody below it."""
    engagement, found = saved.engagement, actuals_caching.came(saved, facts)
    months = _months(engagement, facts, found)
    if not months:
        st.info(t("page_month.nothing"))
        frame.link("pilot", t("page_month.go"))
        return
    month: Month = inputs.view(
        "review_month", months[0],
        lambda key: st.selectbox(t("page_month.month"), months, format_func=session.words().month, key=key), months,
    )  # fmt: skip
    unfinished = _unfinished(engagement, found, month)
    plans = [
        actuals_caching.against_plan(target, facts, month, unfinished)
        for target in engagement.targets
        if _in_period(target, month)
    ]
    st.markdown(f"**{plain(session.words().say(answer(month, plans, found, unfinished)))}**")
    _targets(plans, facts)
    _exceptions(engagement, month)
    if found is not None and month in found.months:
        _people(engagement, facts, found, month)
    else:
        st.caption(t("page_month.not_scored"))


def _months(engagement: Engagement, facts: MonthlyFacts, found: Came | None) -> list[Month]:
    """Months that something was planned or scored for, and that are known; the newest first."""
    planned = {month for month in facts.months for target in engagement.targets if _in_period(target, month)}
    return sorted(planned | set(found.months if found else ()), reverse=True)


def _in_period(target: Target, month: Month) -> bool:
    return target.first <= str(month) <= target.last and target.kpi in kpi_library().kpis


def _unfinished(engagement: Engagement, found: Came | None, month: Month) -> Month | None:
    """The month, where it is not over."""
    known = found.unfinished if found is not None else {facts_caching.unfinished_month(engagement)}
    return month if month in known else None


def answer(month: Month, plans: list[PlanActual], found: Came | None, unfinished: Month | None) -> Message:
    """How many targets were met, and how everybody scored."""
    told: dict[str, Any] = {"month": month, "met": sum(bool(plan.met) for plan in plans), "of": len(plans)}
    if unfinished is not None:
        return Message("page_month.unfinished", told)
    scores = []
    if found is not None and month in found.months:
        column = found.months.index(month)
        scores = [one for one in found.result.scores[:, column].tolist() if one == one]
    told |= {"people": len(scores), "score": Amount(round(sum(scores) / len(scores), 1), Unit.SCORE) if scores else ""}
    key = ("both" if plans else "scores") if scores else "targets" if plans else "neither"
    return Message(f"page_month.{key}", told)


def _targets(plans: list[PlanActual], facts: MonthlyFacts) -> None:
    """One target seen, with how far it was to be expected; all of them in a table."""
    if not plans:
        st.caption(t("page_month.no_target"))
        return
    shown = _picked(plans)
    words = session.words()
    st.markdown(plain(words.say(shown.message)))
    if shown.band_message is not None:
        st.caption(plain(words.say(shown.band_message)))
    key = f"{facts.fingerprint}.{shown.target.model_dump_json()}.{shown.month}.{shown.unfinished}"
    charts.show("plan_actual", key, lambda: plan_actual_chart(shown, words), facts, titled=False)
    config: dict[str, Any] = {
        head: st.column_config.TextColumn(
            t(f"page_month.head.{head}"), alignment="left" if head in ("kpi", "segment") else "right"
        )
        for head in TARGET_HEADS
    }
    st.dataframe([_row(plan) for plan in plans], hide_index=True, width="stretch", column_config=config)


def _picked(plans: list[PlanActual]) -> PlanActual:
    """The one to look at: one that was missed first."""
    if len(plans) == 1:
        return plans[0]
    words, by_id = session.words(), {plan.target.id: plan for plan in plans}
    first = next((plan for plan in plans if plan.met is False), plans[0])

    def said(which: str) -> str:
        target = by_id[which].target
        return f"{words.word(KpiRef(target.kpi))} · {words.segment(target.segment)}"

    chosen = inputs.view(
        "review_target", first.target.id,
        lambda key: st.selectbox(t("page_month.target"), list(by_id), format_func=said, key=key), list(by_id),
    )  # fmt: skip
    return by_id[chosen]


def _row(plan: PlanActual) -> dict[str, str]:
    words = session.words()
    asked, came = plan.so_far or (None, None)
    share = plan.came_now / plan.asked_now if plan.came_now is not None and plan.asked_now > 0 else None
    low, high = (None, None) if plan.band is None else (plan.band[plan.place, 0], plan.band[plan.place, -1])
    return {
        "kpi": words.word(KpiRef(plan.target.kpi)),
        "segment": words.segment(plan.target.segment),
        "asked": words.amount(plan.amount(plan.asked_now)),
        "came": words.amount(plan.amount(plan.came_now)),
        "share": words.ratio(share),
        "asked_so_far": words.amount(plan.amount(asked)),
        "came_so_far": words.amount(plan.amount(came)),
        "range": t("page_targets.range", low=plan.amount(low), high=plan.amount(high)),
    }


def _exceptions(engagement: Engagement, month: Month) -> None:
    """Every exception recorded for the month, and what became of it."""
    force = InForce.of(engagement.exceptions, engagement.organisation.people, (month,))
    names = told_apart(engagement.organisation.people)
    rows = []
    for place, event in enumerate(engagement.exceptions):
        if event.first <= str(month) <= event.last:
            for row, person in enumerate(engagement.organisation.people):
                if event.person in ("", person.id):
                    kind = t(f"scheme.exception.kind.{event.kind}")
                    rows.append(
                        {
                            "event": t("page_exceptions.called", number=place + 1, kind=kind),
                            "person": names[person.id],
                            "kpi": session.words().word(named(event.kpi)) if event.kpi else t("page_exceptions.all"),
                            "rule": t(f"scheme.exception.rule.{event.rule}"),
                            "state": t(f"page_exceptions.state.{force.state(place, row, 0)}"),
                        }
                    )
    if not rows:
        st.caption(t("page_month.no_exception"))
        return
    with st.expander(t("page_month.exceptions", count=len(rows)), expanded=len(rows) <= 4):
        config: dict[str, Any] = {
            "event": t("page_exceptions.head.event"), "person": t("page_exceptions.person"),
            "kpi": t("page_exceptions.kpi"), "rule": t("page_exceptions.rule"), "state": t("page_month.state"),
        }  # fmt: skip
        st.dataframe(rows, hide_index=True, width="stretch", column_config=config)


def _people(engagement: Engagement, facts: MonthlyFacts, found: Came, month: Month) -> None:
    """Everybody's score and pay of the month; one of them with each KPI, and what 1 % more of it pays."""
    st.subheader(t("page_month.people"))
    words, column = session.words(), found.months.index(month)
    currency, names = found.result.actuals.currency, told_apart(engagement.organisation.people)
    rows = []
    for one in found.running:
        month_of = one.months[column]
        rows.append(
            {
                "person": names[one.person.id],
                "score": t("word.missing") if month_of.score is None else f"{month_of.score:.1f}",
                "grade": month_of.grade or t("word.missing"),
                "pay": words.money(month_of.pay, currency, full=True),
            }
        )
    shadow = all(one.months[column].shadow for one in found.running)
    config: dict[str, Any] = {
        "person": t("page_exceptions.person"),
        "score": st.column_config.TextColumn(t("page_actuals.running.score"), alignment="right"),
        "grade": t("page_actuals.running.grade"),
        "pay": st.column_config.TextColumn(
            t(f"page_actuals.running.{'would_pay' if shadow else 'pay'}"), alignment="right"
        ),
    }
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)
    who = running_card.pick(engagement, found, "review_person").person.id
    slip = actuals_caching.slip(engagement, facts, found, month, who)
    heads: dict[str, Any] = {
        head: st.column_config.TextColumn(t(f"page_month.line.{head}"), alignment="left" if head == "kpi" else "right")
        for head in LINE_HEADS
    }
    lines = [_line(line, currency) for line in slip.lines]
    st.dataframe(lines, hide_index=True, width="stretch", column_config=heads)
    if _held_harmless(engagement, month, who):
        st.caption(t("page_month.held_harmless"))
    running_card.what_more_pays(engagement, facts, found, month, who)


def _held_harmless(engagement: Engagement, month: Month, who: str) -> bool:
    """Whether an exception in force keeps this person's month from harm."""
    force = InForce.of(engagement.exceptions, engagement.organisation.people, (month,))
    row = next(row for row, person in enumerate(force.people) if person.id == who)
    events = enumerate(engagement.exceptions)
    return any(bool(force.stands[place, row, 0]) for place, event in events if event.rule == "hold_harmless")


def _line(line: SlipLine, currency: str | None) -> dict[str, str]:
    words, known = session.words(), kpi_library().kpis.get(line.kpi)
    unit = known.unit if known else Unit.SCORE
    money = currency if unit is Unit.MONEY else None
    return {
        "kpi": words.word(named(line.kpi)),
        "weight": str(line.weight),
        "actual": words.amount(Amount(line.actual, unit, money)),
        "target": words.amount(Amount(line.target, unit, money)),
        "points": t("word.missing") if line.points is None else f"{line.points:.1f}",
    }
