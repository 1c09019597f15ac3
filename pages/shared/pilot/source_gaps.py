"""Where the files and a filled scorecard tell different numbers: side by side, with what each would pay; one chooses."""

from collections.abc import Callable, Sequence

import streamlit as st

from kpi_logic.library import kpi_library
from kpi_logic.model import FACTS, Amount, Engagement, KpiRef, ReportedChoice, Unit
from kpi_logic.review import Gap, Told
from pages.shared import inputs, session
from pages.shared.actuals_caching import Came
from pages.shared.inputs import Change
from pages.shared.markdown import plain
from pages.shared.naming import told_apart
from pages.shared.session import t

MANY = 8
OPEN = ""


def show(engagement: Engagement, found: Came) -> None:
    """Those that pay differently first; what is open is open, and the files count until somebody chooses."""
    gaps = sorted(found.reported.gaps, key=lambda gap: (gap.chosen is not None, -(gap.moves or 0.0)))
    told = {"laid_in": found.reported.laid_in, "agreeing": found.reported.agreeing, "gaps": len(gaps)}
    if any(told.values()):
        st.caption(t("page_actuals.gaps.told", **told))
    if not gaps:
        return
    with st.expander(t("page_actuals.gaps.title", count=len(gaps)), expanded=bool(found.reported.open)):
        st.caption(t("page_actuals.gaps.why"))
        if len(gaps) > 1:
            _all_at_once(gaps)
        names = told_apart(engagement.organisation.people)
        for gap in gaps[:MANY]:
            _one(gap, names[gap.person.id], found.result.actuals.currency)
        if len(gaps) > MANY:
            st.caption(t("page_actuals.gaps.more", count=len(gaps) - MANY))


def _all_at_once(gaps: Sequence[Gap]) -> None:
    """One press for all of them, either way."""
    files, filled = st.columns(2)
    with files:
        inputs.action("page_actuals.gaps.all_files", "gaps.all_files", _all(gaps, _facts_of), width="stretch")
    with filled:
        inputs.action("page_actuals.gaps.all_filled", "gaps.all_filled", _all(gaps, _book_of), width="stretch")


def _facts_of(gap: Gap) -> Told | None:
    return next((one for one in gap.told if one.source == FACTS), None)


def _book_of(gap: Gap) -> Told | None:
    """The workbook's number, where only one workbook tells another."""
    filled = [one for one in gap.told if one.source != FACTS]
    return filled[0] if len(filled) == 1 else None


def _one(gap: Gap, who: str, currency: str | None) -> None:
    by_source = {one.source: one for one in gap.told}

    def said(source: str) -> str:
        return _source(by_source.get(source), gap, currency) if source else _undecided(gap)

    values, choice = st.columns([2, 3], vertical_alignment="center")
    for one in gap.told:
        values.text(_source(one, gap, currency))
    label = t("page_actuals.gaps.one", person=who, kpi=KpiRef(gap.kpi), month=gap.month)
    with choice:
        inputs.choice(
            "page_actuals.gaps.choose",
            f"gap.{gap.person.id}.{gap.kpi}.{gap.month}",
            gap.chosen or OPEN,
            [OPEN, *by_source],
            said,
            _chosen(gap),
            said=plain(label),
        )


def _undecided(gap: Gap) -> str:
    return t("page_actuals.gaps.undecided" if _facts_of(gap) else "page_actuals.gaps.undecided_none")


def _source(one: Told | None, gap: Gap, currency: str | None) -> str:
    if one is None:
        return t("word.missing")
    words, unit = session.words(), kpi_library()[gap.kpi].unit
    value = words.amount(Amount(one.value, unit, currency if unit is Unit.MONEY else None))
    pay = words.money(one.pay, currency, full=True)
    return t("page_actuals.gaps.facts" if one.source == FACTS else "page_actuals.gaps.filled",
             name=one.name, value=value, pay=pay)  # fmt: skip


def _chosen(gap: Gap) -> Change:
    def change(engagement: Engagement, source: str) -> Engagement:
        return _with(engagement, gap, next((one for one in gap.told if one.source == source), None))

    return change


def _all(gaps: Sequence[Gap], pick: Callable[[Gap], Told | None]) -> Callable[[Engagement], Engagement]:
    """Each gap settled by the source that is picked for it; one that has no such source stays as it is."""

    def change(engagement: Engagement) -> Engagement:
        for gap in gaps:
            told = pick(gap)
            if told is not None:
                engagement = _with(engagement, gap, told)
        return engagement

    return change


def _with(engagement: Engagement, gap: Gap, told: Told | None) -> Engagement:
    """The choice made, or taken back."""
    name = ReportedChoice.id_of(gap.person.id, gap.kpi, str(gap.month))
    rest = tuple(one for one in engagement.reported if one.id != name)
    if told is not None:
        made = ReportedChoice(
            id=name, person=gap.person.id, kpi=gap.kpi, month=str(gap.month), source=told.source, value=told.value
        )
        rest = (*rest, made)
    return engagement.model_copy(update={"reported": rest})
