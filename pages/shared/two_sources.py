"""P13: one number, two sources: the gap in money by month and in total, and the choice whose figure counts."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi_logic.intake import Intake, Overlap
from kpi_logic.library import kpi_library
from kpi_logic.metrics import is_restatement
from kpi_logic.model import Amount, Engagement, MeasureRef, Raw, Unit
from pages.shared import inputs, session, tables
from pages.shared.markdown import plain
from pages.shared.session import t

Pair = tuple[str, str]


def section(engagement: Engagement, intake: Intake) -> None:
    """Every pair of sources, those that wait for a choice first; pairs that agree in everything in one line each."""
    if not intake.overlaps:
        return
    st.subheader(t("page_intake.two.title"))
    st.caption(t("page_intake.two.why"))
    pairs: dict[Pair, list[Overlap]] = {}
    for overlap in intake.overlaps:
        pairs.setdefault((overlap.first, overlap.second), []).append(overlap)
    for pair, found in sorted(pairs.items(), key=lambda one: not any(o.settled == "open" for o in one[1])):
        differing = [overlap for overlap in found if overlap.values != overlap.others]
        agreeing = len({overlap.measure for overlap in found} - {overlap.measure for overlap in differing})
        if differing:
            _pair(engagement, intake, pair, differing)
        if agreeing:
            said = t("page_intake.two.same", first=Raw(pair[0]), second=Raw(pair[1]), count=agreeing)
            st.caption(plain(said))


def _pair(engagement: Engagement, intake: Intake, pair: Pair, found: list[Overlap]) -> None:
    first, second = map(Raw, pair)
    with st.container(border=True):
        st.markdown(f"**{plain(t('page_intake.two.pair', first=first, second=second))}**")
        if any(is_restatement(overlap, intake) for overlap in found):
            st.caption(plain(t("page_intake.two.restated", first=first, second=second)))
        mark = _mark(found)
        tables.show("two", mark, lambda: [_total(one) for one in _together(found)])
        with st.expander(t("page_intake.two.by_month")):
            tables.show("two_months", mark, lambda: [row for overlap in found for row in _months(overlap)])
        if any(overlap.settled == "definition" for overlap in found):
            st.caption(t("page_intake.two.definition"))
        _choices(engagement, pair, [o for o in found if o.settled != "definition"])


def _choices(engagement: Engagement, pair: Pair, found: Sequence[Overlap]) -> None:
    """One choice a number, and one for all of them where there are several."""
    measures = tuple(dict.fromkeys(overlap.measure for overlap in found))
    answers = engagement.data.answers
    name = "|".join(pair)
    if len(measures) > 1:
        chosen = {answers.get(f"overlap:{code}", answers.get("overlap", "")) for code in measures}
        value = chosen.pop() if len(chosen) == 1 else ""
        _choose("choose_all", f"answer.pair.{name}", value, pair, _answers(measures))
    for code in measures:
        value = answers.get(f"overlap:{code}", answers.get("overlap", ""))
        _choose("choose", f"answer.source.{code}.{name}", value, pair, _answers((code,)), measure=MeasureRef(code))


def _choose(key: str, name: str, value: str, pair: Pair, change: inputs.Change, **facts: Any) -> None:
    st.caption(t(f"page_intake.two.{key}", **facts))
    inputs.segmented("page_intake.answer", name, value if value in pair else None, pair, str, change)


def _answers(measures: Sequence[str]) -> inputs.Change:
    def change(engagement: Engagement, value: Any) -> Engagement:
        answers = {key: old for key, old in engagement.data.answers.items() if key != "overlap"}
        general = engagement.data.answers.get("overlap")
        for code in measures:
            answers.pop(f"overlap:{code}", None)
            if value:
                answers[f"overlap:{code}"] = value
        if general and value:
            answers["overlap"] = general
        return engagement.model_copy(update={"data": engagement.data.model_copy(update={"answers": answers})})

    return change


def _mark(found: Sequence[Overlap]) -> str:
    return repr([(o.measure, o.shop, o.site, o.settled, o.values, o.others, o.first, o.second) for o in found])


def _together(found: Sequence[Overlap]) -> list[list[Overlap]]:
    """The overlaps of all shops of one measure, currency and state."""
    groups: dict[tuple[str, str, str], list[Overlap]] = {}
    for overlap in found:
        groups.setdefault((overlap.measure, overlap.currency, overlap.settled), []).append(overlap)
    return list(groups.values())


def _total(same: Sequence[Overlap]) -> dict[str, str]:
    overlap, words = same[0], session.words()
    value, other = sum(one.value for one in same), sum(one.other for one in same)
    largest = max(abs(value), abs(other))
    return {
        t("page_intake.two.measure"): words.word(MeasureRef(overlap.measure)),
        t("page_intake.two.first", file=Raw(overlap.first)): _amount(overlap, value),
        t("page_intake.two.second", file=Raw(overlap.second)): _amount(overlap, other),
        t("page_intake.two.gap"): _amount(overlap, other - value, signed=True),
        t("page_intake.two.share"): words.ratio(abs(other - value) / largest if largest else 0.0),
        t("page_intake.two.settled"): t(f"intake_words.settled.{overlap.settled}"),
    }


def _months(overlap: Overlap) -> list[dict[str, str]]:
    words = session.words()
    shop = " · ".join(filter(None, (overlap.platform, overlap.shop, overlap.site)))
    return [
        {
            t("page_intake.two.measure"): words.word(MeasureRef(overlap.measure)),
            t("page_intake.two.shop"): shop,
            t("page_intake.two.month"): words.month(month),
            t("page_intake.two.first", file=Raw(overlap.first)): _amount(overlap, value),
            t("page_intake.two.second", file=Raw(overlap.second)): _amount(overlap, other),
            t("page_intake.two.gap"): _amount(overlap, other - value, signed=True),
        }
        for month, value, other in zip(overlap.months, overlap.values, overlap.others, strict=False)
    ]


def _amount(overlap: Overlap, value: float, signed: bool = False) -> str:
    unit = kpi_library().measures[overlap.measure].unit
    currency = overlap.currency if unit is Unit.MONEY else None
    return session.words().amount(Amount(value, unit, currency, full=True, signed=signed))
