"""What the files were taken for, where they say the same thing twice, and the limits they carry."""

from typing import Any

import streamlit as st

from kpi_logic.intake import Intake, Limit, Overlap, Source
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, KpiRef, MeasureRef, Raw, Unit
from pages.shared import session
from pages.shared.session import t

SHOPS = 3  # named before the rest is counted


def show(intake: Intake) -> None:
    """Sources first; overlaps and limits only where there are any."""
    if intake.sources:
        _table([_source(source) for source in intake.sources])
    if intake.overlaps:
        st.markdown(f"**{t('page_intake.overlap.title')}**")
        st.caption(t("page_intake.overlap.why"))
        _table([_overlap(overlap) for overlap in intake.overlaps])
    if intake.limits:
        st.markdown(f"**{t('page_intake.limit.title')}**")
        _table([_limit(limit) for limit in intake.limits])


def _table(rows: list[dict[str, Any]]) -> None:
    st.dataframe(rows, hide_index=True, width="stretch")


def _source(source: Source) -> dict[str, str]:
    words = session.words()
    span = (
        t("page_intake.source.span", first=source.first, last=source.last)
        if source.first and source.last
        else words.say("word.missing")
    )
    notes = [t("page_intake.source.partial", months=source.partial)] if source.partial else []
    notes += [t(f"intake_words.waiting.{source.waiting}")] if source.waiting else []
    notes += [t("page_intake.source.overlaps", files=tuple(map(Raw, source.overlaps)))] if source.overlaps else []
    return {
        t("page_intake.source.file"): source.file,
        t("page_intake.source.kind"): t(f"intake_words.format.{source.format}"),
        t("page_intake.source.months"): span,
        t("page_intake.source.shops"): _shops(source),
        t("page_intake.source.rows"): words.word(source.rows),
        t("page_intake.source.notes"): " · ".join(notes),
    }


def _shops(source: Source) -> str:
    named = tuple(Raw(shop) for shop in source.shops[:SHOPS])
    said = session.words().word(named)
    rest = len(source.shops) - SHOPS
    return t("page_intake.source.more_shops", shops=said, count=rest) if rest > 0 else said


def _overlap(overlap: Overlap) -> dict[str, str]:
    words = session.words()
    unit = kpi_library().measures[overlap.measure].unit
    currency = overlap.currency if unit is Unit.MONEY else None
    return {
        t("page_intake.overlap.measure"): words.word(MeasureRef(overlap.measure)),
        t("page_intake.overlap.first"): _from(overlap.first, Amount(overlap.value, unit, currency, full=True)),
        t("page_intake.overlap.second"): _from(overlap.second, Amount(overlap.other, unit, currency, full=True)),
        t("page_intake.overlap.gap"): words.ratio(overlap.gap),
        t("page_intake.overlap.settled"): t(f"intake_words.settled.{overlap.settled}"),
    }


def _from(file: str, value: Amount) -> str:
    return t("page_intake.overlap.from", file=Raw(file), value=value)


def _limit(limit: Limit) -> dict[str, str]:
    words = session.words()
    share = abs(limit.value) <= 1 and limit.bound != "none"
    unit = (
        kpi_library().kpis[limit.kpi].unit if limit.kpi in kpi_library().kpis else Unit.RATIO if share else Unit.COUNT
    )
    return {
        t("page_intake.limit.metric"): words.word(KpiRef(limit.kpi)) if limit.kpi else limit.metric,
        t(
            "page_intake.limit.bound"
        ): f"{t(f'intake_words.bound.{limit.bound}')} {words.amount(Amount(limit.value, unit))}",
        t("page_intake.limit.actual"): words.amount(Amount(limit.actual, unit)),
        t("page_intake.limit.file"): limit.file,
    }
