"""First aid (T1-T5): what is wrong, what the method's checks find on this client, who does what first, what was tried."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Message, Month, Symptom
from kpi_logic.review import (
    Check,
    Examined,
    first_aid_book,
    first_aid_checks,
    first_aid_steps,
    likely_symptom,
    pulse,
)
from kpi_logic.review.calendar import review_calendar
from kpi_logic.store import Saved
from pages.shared import caching, facts_caching, first_aid_steps_view, inputs, scheme_caching, session
from pages.shared.markdown import plain
from pages.shared.session import t

MOST = 6  # cases of one check that are shown before the rest is counted


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The symptom, the answer, the checks (what is at fault first), the steps with who takes them, the record."""
    engagement = saved.engagement
    seen = examined(engagement, facts)
    found = first_aid_checks(seen)
    symptom = _pick(likely_symptom(found))
    st.markdown(plain(session.words().say(answer(symptom, found))))
    first_aid_steps_view.show(symptom, first_aid_steps(symptom, found, seen), engagement)
    st.subheader(_counted(found))
    for one in found:
        _check(one)
    first_aid_steps_view.record(engagement)


def examined(engagement: Engagement, facts: MonthlyFacts) -> Examined:
    """Everything the checks read, from what the other pages have computed."""
    judged = [(target, caching.outlook(target, facts).judged(target.value)) for target in engagement.targets]
    findings = scheme_caching.findings(engagement, facts) if engagement.scheme is not None else ()
    latest: Month | None = facts.months[-1] if facts.months else None
    return Examined(
        engagement,
        judged,
        facts_caching.measurability(engagement),
        findings,
        review_calendar(engagement, latest, session.now().date()),
        pulse(engagement.feedback, engagement.organisation),
    )


def answer(symptom: Symptom, found: tuple[Check, ...]) -> Message:
    """What is at fault for this symptom and whom to go to; else that its checks are clean, or cannot be told."""
    codes = {step.check for step in first_aid_book()[symptom]}
    mine = [one for one in found if one.code in codes]
    first = mine[0]
    facts = {"symptom": Message(f"first_aid.symptom.{symptom}"), "said": first.message}
    if first.state != "at_fault":
        return Message(f"page_first_aid.answer.{first.state}", facts)
    go = first.go or Message("first_aid.go.nobody")
    return Message("page_first_aid.answer.at_fault", facts | {"go": go})


def _counted(found: tuple[Check, ...]) -> str:
    """How many are at fault, and how many nobody can tell."""
    fault, untold = _count(found, "at_fault"), _count(found, "cannot_tell")
    if untold == len(found):
        return t("page_first_aid.checks_untold", untold=untold)
    key = "checks_some_untold" if untold else "checks"
    return t(f"page_first_aid.{key}", count=len(found), fault=fault, untold=untold)


def _count(found: tuple[Check, ...], state: str) -> int:
    return sum(one.state == state for one in found)


def _pick(likely: Symptom) -> Symptom:
    symptoms = list(first_aid_book())
    chosen: Symptom = inputs.view(
        "aid_symptom", likely,
        lambda key: st.pills(
            t("page_first_aid.symptom"), symptoms, key=key, required=True, wrap=True,
            format_func=lambda one: t(f"first_aid.symptom.{one}"),
        ), symptoms,
    )  # fmt: skip
    return chosen


def _check(one: Check) -> None:
    words = session.words()
    with st.container(border=True):
        title = t(f"first_aid.check.{one.code}")
        state = t(f"first_aid.state.{one.state}")
        st.markdown(f"**{plain(state)}** · {plain(title)}\n\n{plain(words.say(one.message))}")
        if one.go is not None:
            st.markdown(plain(t("page_first_aid.go", go=one.go)))
        if one.details:
            with st.expander(t("page_first_aid.cases", count=len(one.details))):
                for line in one.details[:MOST]:
                    st.markdown(f"- {plain(words.say(line))}")
                if len(one.details) > MOST:
                    st.caption(t("page_first_aid.more", count=len(one.details) - MOST))
