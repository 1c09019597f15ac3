"""Which target is worked on, and what it is about."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, KpiRef, Month, Target
from kpi_logic.targets.events import offered
from kpi_logic.targets.outlook import odds_words
from kpi_logic.targets.spans import usual_spans
from kpi_logic.walk import new_target, segments, target_kpis
from pages.shared import inputs, session, target_caching
from pages.shared.session import t
from pages.shared.target_changes import changed, fresh, respanned, without

FOLDED = "target_settings"
CHOOSER, SPAN = 360, 210  # pixels: on a tablet they wrap instead of being cut
AHEAD = 24  # months that can be chosen


def pick(engagement: Engagement, facts: MonthlyFacts) -> Target:
    """One of the targets to work on; without any, the first is one click away."""
    if not engagement.targets:
        with st.container(border=True):
            st.subheader(t("empty.targets.title"))
            st.write(t("page_targets.start"))
            _add(facts, "first")
        st.stop()
    ids = [target.id for target in engagement.targets]
    names = {target.id: _name(target, facts) for target in engagement.targets}
    with st.container(horizontal=True, gap="small"):
        chosen = inputs.view(
            "target",
            ids[0],
            lambda key: st.selectbox(
                t("page_targets.pick"),
                ids,
                format_func=names.__getitem__,
                key=key,
                label_visibility="collapsed",
                width=CHOOSER,
            ),
            ids,
        )
        target = next(target for target in engagement.targets if target.id == chosen)
        _span(target, facts)
        with st.popover(t("page_targets.settings"), key=FOLDED, on_change="rerun") as folded:
            if folded.open:
                _settings(target, facts)
        _add(facts, "more")
    return target


def _span(target: Target, facts: MonthlyFacts) -> None:
    """The usual periods, one choice each; any other is set in the settings."""
    usual = {(str(span.first), str(span.last)): span for span in usual_spans(facts.months[-1])}

    def said(months: tuple[str, str]) -> str:
        if months in usual:
            return t(f"page_targets.span.{usual[months].code}")
        first, last = (Month.parse(month) for month in months)
        return t("page_targets.span.own", first=first, last=last)

    inputs.choice(
        "page_targets.span.label", f"{target.id}.span", (target.first, target.last), list(usual), said,
        respanned(target, facts), label_visibility="collapsed", width=SPAN,
    )  # fmt: skip


def _name(target: Target, facts: MonthlyFacts) -> str:
    words = session.words()
    first, last = words.month(Month.parse(target.first)), words.month(Month.parse(target.last))
    name = f"{words.word(KpiRef(target.kpi))} · {words.segment(target.segment)} · {first} – {last}"
    odds = odds_words(target_caching.judgement(target, facts).probability)
    return t("page_targets.odds_of", name=name, odds=odds)


def _add(facts: MonthlyFacts, name: str) -> None:
    def change(engagement: Engagement) -> Engagement:
        return engagement.model_copy(update={"targets": (*engagement.targets, new_target(engagement, facts))})

    kind = "primary" if name == "first" else "secondary"
    inputs.action("page_targets.add", f"add_target.{name}", change, type=kind)


def _settings(target: Target, facts: MonthlyFacts) -> None:
    """What, for which part of the business, for which months; why this number."""
    words = session.words()
    kpis = [kpi.code for kpi in target_kpis(facts)]
    inputs.choice(
        "page_targets.kpi", f"{target.id}.kpi", target.kpi, kpis, lambda c: words.word(KpiRef(c)),
        fresh(target, facts, "kpi"),
    )  # fmt: skip
    inputs.choice(
        "page_targets.segment", f"{target.id}.segment", target.segment, segments(facts), words.segment,
        fresh(target, facts, "segment"),
    )  # fmt: skip
    months = [str(facts.months[-1] + n) for n in range(1, AHEAD + 1)]
    left, right = st.columns(2)
    with left:
        inputs.choice(
            "page_targets.first", f"{target.id}.first", target.first, months, _month, fresh(target, facts, "first")
        )
    with right:
        later = [month for month in months if month >= target.first]
        inputs.choice(
            "page_targets.last", f"{target.id}.last", target.last, later, _month, fresh(target, facts, "last")
        )
    _event(target, facts)
    inputs.text("page_targets.note", f"{target.id}.note", target.note, changed(target, facts, "note"), lines=2)
    inputs.action("page_targets.remove", f"{target.id}.remove", without(target))


def _event(target: Target, facts: MonthlyFacts) -> None:
    """A sale or a season that the odds count in by itself, where the history holds one."""
    shops = facts.of_segment(target.segment).shops
    codes = offered(shops, facts.months, max(Month.parse(target.last), facts.months[-1]))
    if codes:
        words = session.words()
        inputs.choice(
            "page_targets.event", f"{target.id}.event", target.event, ["", *codes],
            lambda code: words.say(f"event.{code or 'none'}"), changed(target, facts, "event"),
        )  # fmt: skip


def _month(text: str) -> str:
    return session.words().month(Month.parse(text))
