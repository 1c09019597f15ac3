"""The exceptions ledger: what happened, who asked and who stands for it, until when, and what it does to pay (P10)."""

from dataclasses import replace
from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Level, Message, Month, SchemeException, Unit
from kpi_logic.review import Remark, exception_findings, together
from kpi_logic.scheme import EventEffect, InForce, kpis_of, override_rate
from kpi_logic.store import Saved
from pages.shared import actuals_caching, awards_view, frame, inputs, scheme_caching, session
from pages.shared.exception_changes import dropped, fresh, with_field
from pages.shared.issues import show_issues
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t

KINDS = ("stock_out", "infringement", "platform_failure", "promotion", "exchange_rate", "leave", "other")
RULES = ("exclude_days", "exclude_month", "pro_rata_target", "hold_harmless")
AHEAD = 12  # months after the history that an exception may be agreed for
PERCENT = 100


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The answer; what is wrong; one of them open to be changed; what each did; below it the points given."""
    engagement = saved.engagement
    if not engagement.organisation.people:
        st.info(t("empty.people.why"))
        frame.link("intake", t("empty.people.go"))
        return
    st.markdown(f"**{plain(session.words().say(answer(saved, facts)))}**")
    st.caption(t("page_exceptions.why"))
    found = findings(engagement, facts)
    show_issues(found, labels="remark.level")
    inputs.action("page_exceptions.add", "exceptions.add", fresh(str(facts.months[-1])))
    if engagement.exceptions:
        _edit(_pick(engagement.exceptions), engagement, facts, found)
        _effects(saved, facts)
    awards_view.show(engagement, facts)


def answer(saved: Saved, facts: MonthlyFacts) -> Message:
    """How many there are, how much of what was scored they override, and what they move: trial months said apart."""
    engagement, events = saved.engagement, saved.engagement.exceptions
    if not events:
        return Message("page_exceptions.none")
    found = actuals_caching.came(saved, facts)
    if found is None:
        return Message("page_exceptions.not_scored", {"count": len(events)})
    people = engagement.organisation.people
    told: dict[str, Any] = {
        "count": len(events),
        "acting": int(InForce.of(events, people, found.months).acts.any(axis=(1, 2)).sum()),
        "rate": Amount(override_rate(events, people, found.months), Unit.RATIO),
        "months": len(found.months),
    }
    bare = replace(saved, engagement=engagement.model_copy(update={"exceptions": ()}))
    without = actuals_caching.came(bare, facts)
    assert without is not None
    moved = [_moved(*pair) for pair in zip(together(found.running), together(without.running), strict=True)]
    for name, change in zip(("trial", "change"), moved, strict=True):
        told[name] = Amount(change, Unit.MONEY, facts.currency, signed=True, full=True)
    trial, paid = (change is not None for change in moved)
    key = "answer_both" if trial and paid else "answer_trial" if trial else "answer" if paid else "answer_unpaid"
    return Message(f"page_exceptions.{key}", told)


def _moved(with_them: float | None, without: float | None) -> float | None:
    """What the exceptions change in a sum; None where there is none, with them and without."""
    if with_them is None and without is None:
        return None
    return round((with_them or 0.0) - (without or 0.0), 2)


def findings(engagement: Engagement, facts: MonthlyFacts) -> tuple[Remark, ...]:
    """What is wrong with the ledger."""
    assert engagement.scheme is not None
    key = f"{scheme_caching.key_of(engagement, facts)}\n{engagement.organisation.model_dump_json()}"
    return _findings(key, engagement, facts)


@st.cache_resource(max_entries=64, show_spinner=False)
def _findings(key: str, _engagement: Engagement, _facts: MonthlyFacts) -> tuple[Remark, ...]:
    assert _engagement.scheme is not None
    people, months = _engagement.organisation.people, scheme_caching.months(_facts)
    return exception_findings(_engagement.exceptions, people, _engagement.scheme, months)


def _pick(events: tuple[SchemeException, ...]) -> SchemeException:
    by_id = {event.id: event for event in events}
    newest = events[-1].id

    def said(which: str) -> str:
        event = by_id[which]
        kind = t(f"scheme.exception.kind.{event.kind}")
        return plain(t("page_exceptions.called", number=list(by_id).index(which) + 1, kind=kind))

    chosen = inputs.view(
        "exception_shown",
        newest,
        lambda key: st.pills(
            t("page_exceptions.which"), list(by_id), format_func=said, key=key, required=True, wrap=True
        ),
        list(by_id),
    )
    return by_id[chosen]


def _edit(event: SchemeException, engagement: Engagement, facts: MonthlyFacts, found: tuple[Remark, ...]) -> None:
    with st.container(border=True):
        _what(event, engagement)
        _when(event, facts)
        _words(event)
        _who_stands_for_it(event)
        for remark in found:
            if event.id in remark.about and remark.level >= Level.WARN:
                st.warning(plain(session.words().say(remark.message)))
        inputs.action("page_exceptions.drop", f"exception.{event.id}.drop", dropped(event.id))


def _what(event: SchemeException, engagement: Engagement) -> None:
    names = told_apart(engagement.organisation.people)
    scheme = engagement.scheme
    kpis = ["", *(code for code in kpis_of(scheme) if code in kpi_library().kpis)]
    kind, rule, person, kpi = st.columns([2, 4, 2, 3])
    with kind:
        _choice(event, "kind", KINDS, lambda one: t(f"scheme.exception.kind.{one}"))
    with rule:
        _choice(event, "rule", RULES, lambda one: t(f"scheme.exception.rule.{one}"))
    with person:
        _choice(event, "person", ["", *names], lambda one: names.get(one) or one or t("page_exceptions.everybody"))
    with kpi:
        _choice(event, "kpi", kpis, _kpi)


def _kpi(code: str) -> str:
    if not code:
        return t("page_exceptions.all")
    return session.words().word(KpiRef(code)) if code in kpi_library().kpis else code


def _when(event: SchemeException, facts: MonthlyFacts) -> None:
    months = _months(facts)
    first, last, expires, part = st.columns([1, 1, 1, 1])
    with first:
        _choice(event, "first", months, _month)
    with last:
        _choice(event, "last", months, _month)
    with expires:
        _choice(event, "expires", ["", *months], lambda one: _month(one) if one else t("page_exceptions.never"))
    with part:
        if event.rule == "exclude_days":
            inputs.number(
                "page_exceptions.days", f"exception.{event.id}.days", event.days, with_field(event.id, "days"),
                min_value=0, max_value=31, step=1,
            )  # fmt: skip
        elif event.rule == "pro_rata_target":
            inputs.number(
                "page_exceptions.share", f"exception.{event.id}.share", round(event.share * PERCENT),
                with_field(event.id, "share", PERCENT), min_value=1, max_value=PERCENT, step=1,
            )  # fmt: skip


def _words(event: SchemeException) -> None:
    reason, evidence = st.columns(2)
    for column, field in ((reason, "reason"), (evidence, "evidence")):
        with column:
            _text(event, field)


def _who_stands_for_it(event: SchemeException) -> None:
    requester, approver = st.columns(2)
    for column, field in ((requester, "requester"), (approver, "approver")):
        with column:
            _text(event, field)


def _text(event: SchemeException, field: str) -> None:
    name = f"exception.{event.id}.{field}"
    inputs.text(f"page_exceptions.{field}", name, getattr(event, field), with_field(event.id, field))


def _choice(event: SchemeException, field: str, options: Any, say: Any) -> None:
    name = f"exception.{event.id}.{field}"
    inputs.choice(f"page_exceptions.{field}", name, getattr(event, field), options, say, with_field(event.id, field))


def _months(facts: MonthlyFacts) -> list[str]:
    return [
        str(month) for month in (*scheme_caching.months(facts), *(facts.months[-1] + n for n in range(1, AHEAD + 1)))
    ]


def _month(written: str) -> str:
    """A month as people write it; what is none is shown as it stands, so that it can be corrected."""
    try:
        return session.words().month(Month.parse(written))
    except ValueError:
        return written


def _effects(saved: Saved, facts: MonthlyFacts) -> None:
    """Score and pay without each exception and with it, over the months it is in force."""
    engagement = saved.engagement
    found = scheme_caching.effects(engagement, facts)
    if not found:
        st.caption(t("page_exceptions.no_effect"))
        return
    moved = [one for one in found if one.change or one.score_before != one.score_after]
    if not moved:
        st.caption(t("page_exceptions.no_change"))
        return
    names = told_apart(engagement.organisation.people)
    places = {event.id: number for number, event in enumerate(engagement.exceptions, start=1)}
    rows = [_row(one, places[one.event.id], names, facts) for one in moved]
    heads = ("event", "person", "months", "score_before", "score_after", "pay_before", "pay_after", "change")
    config: dict[str, Any] = {
        head: st.column_config.TextColumn(
            t(f"page_exceptions.head.{head}"), alignment="left" if head in heads[:3] else "right"
        )
        for head in heads
    }
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)
    start = actuals_caching.start_of(saved)
    if start is None or any(month < start for one in moved for month in one.months):
        st.caption(t("page_exceptions.replayed"))


def _row(one: EventEffect, number: int, names: dict[str, str], facts: MonthlyFacts) -> dict[str, str]:
    words = session.words()

    def money(value: float | None, signed: bool = False) -> str:
        return words.money(value, facts.currency, full=True, signed=signed)

    def score(value: float | None) -> str:
        return t("word.missing") if value is None else f"{value:.1f}"

    return {
        "event": t("page_exceptions.called", number=number, kind=t(f"scheme.exception.kind.{one.event.kind}")),
        "person": names[one.person.id],
        "months": t("word.list_separator").join(words.month(month) for month in one.months),
        "score_before": score(one.score_before),
        "score_after": score(one.score_after),
        "pay_before": money(one.before),
        "pay_after": money(one.after),
        "change": money(one.change, signed=True),
    }
