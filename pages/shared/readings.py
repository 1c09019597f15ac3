"""What the files were taken for, and the limits they carry."""

from typing import Any

import streamlit as st

from kpi_logic.intake import Intake, Limit, Source
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, KpiRef, Raw, Unit
from pages.shared import session
from pages.shared.session import t

SHOPS = 3  # named before the rest is counted


def sources(intake: Intake) -> None:
    """What each file was taken for; those that wait for an answer first."""
    if intake.sources:
        st.markdown(f"**{t('page_intake.source.title', count=len(intake.sources))}**")
        waiting_first = sorted(intake.sources, key=lambda source: not source.waiting)
        _table([_source(source) for source in waiting_first])


def limits(intake: Intake) -> None:
    """The platform's own limits, where a file carries them."""
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
