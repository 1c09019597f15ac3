"""Targets: chosen, set, judged. Each change is kept with the odds that were said at that moment."""

from typing import Any

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import fan
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Month, Target, Unit
from kpi_logic.targets.outlook import Judgement, Outlook, odds_words
from kpi_logic.walk import new_target, segments, target_kpis, with_odds
from pages.shared import caching, charts, inputs, session
from pages.shared.markdown import plain
from pages.shared.session import t

AHEAD = 24  # months that can be chosen
PERCENT = 100


def pick(engagement: Engagement, facts: MonthlyFacts) -> Target:
    """All targets at a glance, one of them to work on; without any, the first is one click away."""
    if not engagement.targets:
        with st.container(border=True):
            st.subheader(t("empty.targets.title"))
            st.write(t("page_targets.start"))
            _add(facts, "first")
        st.stop()
    _overview(engagement, facts)
    ids = [target.id for target in engagement.targets]
    names = {target.id: _name(target) for target in engagement.targets}
    chooser, more = st.columns([3, 1], vertical_alignment="bottom")
    with chooser:
        chosen = inputs.view(
            "target",
            ids[0],
            lambda key: st.selectbox(t("page_targets.pick"), ids, format_func=names.__getitem__, key=key),
            ids,
        )
    with more:
        _add(facts, "more")
    return next(target for target in engagement.targets if target.id == chosen)


def _overview(engagement: Engagement, facts: MonthlyFacts) -> None:
    rows = [_row(target, facts) for target in engagement.targets]
    heads = ("kpi", "segment", "period", "value", "range", "odds", "verdict")
    config: dict[str, Any] = {head: st.column_config.TextColumn(t(f"page_targets.head.{head}")) for head in heads}
    st.dataframe(rows, hide_index=True, width="stretch", column_config=config)


def _row(target: Target, facts: MonthlyFacts) -> dict[str, str]:
    words = session.words()
    view = caching.outlook(target, facts)
    judged = view.judged(target.value)
    low, high = (view.interval80[0], view.interval80[2]) if view.interval80 else (None, None)
    return {
        "kpi": words.word(KpiRef(target.kpi)),
        "segment": words.segment(target.segment),
        "period": t("page_targets.period", first=view.first, last=view.last),
        "value": words.amount(view.amount(target.value)),
        "range": t("page_targets.range", low=view.amount(low), high=view.amount(high)),
        "odds": words.say(odds_words(judged.probability)),
        "verdict": t(f"target.verdict.{judged.verdict.value}"),
    }


def _name(target: Target) -> str:
    words = session.words()
    first, last = words.month(Month.parse(target.first)), words.month(Month.parse(target.last))
    return f"{words.word(KpiRef(target.kpi))} · {words.segment(target.segment)} · {first} – {last}"


def _add(facts: MonthlyFacts, name: str) -> None:
    def change(engagement: Engagement) -> Engagement:
        return engagement.model_copy(update={"targets": (*engagement.targets, new_target(engagement, facts))})

    inputs.action("page_targets.add", f"add_target.{name}", change, type="primary" if name == "first" else "secondary")


def form(target: Target, facts: MonthlyFacts) -> None:
    """What, for which part of the business, for which months, how much."""
    words = session.words()
    kpis = [kpi.code for kpi in target_kpis(facts)]
    inputs.choice(
        "page_targets.kpi",
        f"{target.id}.kpi",
        target.kpi,
        kpis,
        lambda c: words.word(KpiRef(c)),
        _fresh(target, facts, "kpi"),
    )
    inputs.choice(
        "page_targets.segment",
        f"{target.id}.segment",
        target.segment,
        segments(facts),
        words.segment,
        _fresh(target, facts, "segment"),
    )
    months = [str(facts.months[-1] + n) for n in range(1, AHEAD + 1)]
    left, right = st.columns(2)
    with left:
        inputs.choice(
            "page_targets.first", f"{target.id}.first", target.first, months, _month, _period(target, facts, "first")
        )
    with right:
        later = [month for month in months if month >= target.first]
        inputs.choice(
            "page_targets.last", f"{target.id}.last", target.last, later, _month, _period(target, facts, "last")
        )
    _value(target, facts)
    inputs.text("page_targets.note", f"{target.id}.note", target.note, _set(target, facts, "note"), lines=2)
    inputs.action("page_targets.remove", f"{target.id}.remove", _without(target))


def _value(target: Target, facts: MonthlyFacts) -> None:
    """The target itself; ratios are typed as percentages, the way people say them."""
    kpi = kpi_library()[target.kpi]
    scale = PERCENT if kpi.unit is Unit.RATIO else 1
    shown = round(target.value * scale, 4)
    unit = {Unit.RATIO: "%", Unit.MONEY: facts.currency or ""}.get(kpi.unit, "")
    inputs.number(
        "page_targets.value",
        f"{target.id}.value",
        shown,
        lambda engagement, value: _changed(engagement, target, facts, value=float(value or 0) / scale),
        said=t("page_targets.value_in", unit=unit) if unit else t("page_targets.value"),
        step=_step(shown),
        format="%.2f",
    )


def _step(value: float) -> float:
    """A step of about one hundredth, round."""
    size = max(abs(value), 1.0)
    return float(10 ** (len(str(int(size))) - 2)) if size >= 10 else 0.1


def verdict(target: Target, judgement: Judgement, facts: MonthlyFacts) -> None:
    """The chart, the sentence, the levels; a level can be taken with one click."""
    words = session.words()
    view = judgement.outlook
    st.markdown(f"**{plain(words.say(judgement.sentence))}**")
    key = f"{facts.fingerprint}.{target.kpi}.{target.segment.model_dump_json()}.{target.first}.{target.last}.{target.value}"
    charts.show("fan", key, lambda: fan(judgement, words), facts=facts, titled=False)
    _levels(target, view, facts)
    growth = judgement.growth
    if growth is not None:
        said = [
            t(
                f"target.growth.{growth.kind}",
                base=view.amount(growth.base),
                share=Amount(growth.share, Unit.RATIO, signed=True),
            )
        ]
        if growth.rank is not None:
            said.append(t("target.growth.rank", rank=f"{growth.rank:.0%}"))
        st.caption(plain(" · ".join(said)))
    for message in view.flag_messages:
        st.caption(plain(words.say(message)))


def _levels(target: Target, view: Outlook, facts: MonthlyFacts) -> None:
    if view.levels is None:
        return
    for column, name in zip(st.columns(3), view.levels._fields, strict=True):
        value = getattr(view.levels, name)
        with column, st.container(border=True):
            st.caption(t(f"target.level.{name}"))
            st.text(session.words().amount(view.amount(value)))
            inputs.action("page_targets.take", f"{target.id}.take.{name}", _take(target, facts, view.rounded(value)))


def _take(target: Target, facts: MonthlyFacts, value: float) -> Any:
    return lambda engagement: _changed(engagement, target, facts, value=value)


def _fresh(target: Target, facts: MonthlyFacts, field: str) -> inputs.Change:
    """Another KPI or segment: the old number means nothing there, so it starts at about 60 % odds again."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        moved = target.model_copy(update={field: value})
        levels = caching.outlook(moved, facts)
        return _replaced(engagement, with_odds(moved.model_copy(update={"value": levels.start}), facts))

    return change


def _period(target: Target, facts: MonthlyFacts, field: str) -> inputs.Change:
    def change(engagement: Engagement, value: str) -> Engagement:
        moved = target.model_copy(update={field: value})
        if moved.last < moved.first:
            moved = moved.model_copy(update={"last": moved.first})
        start = caching.outlook(moved, facts).start
        return _replaced(engagement, with_odds(moved.model_copy(update={"value": start}), facts))

    return change


def _set(target: Target, facts: MonthlyFacts, field: str) -> inputs.Change:
    return lambda engagement, value: _changed(engagement, target, facts, **{field: value})


def _changed(engagement: Engagement, target: Target, facts: MonthlyFacts, **fields: Any) -> Engagement:
    return _replaced(engagement, with_odds(target.model_copy(update=fields), facts))


def _replaced(engagement: Engagement, target: Target) -> Engagement:
    targets = tuple(target if old.id == target.id else old for old in engagement.targets)
    return engagement.model_copy(update={"targets": targets})


def _without(target: Target) -> Any:
    def change(engagement: Engagement) -> Engagement:
        return engagement.model_copy(
            update={
                "targets": tuple(old for old in engagement.targets if old.id != target.id),
                "cascades": tuple(old for old in engagement.cascades if old.target != target.id),
            }
        )

    return change


def _month(text: str) -> str:
    return session.words().month(Month.parse(text))
