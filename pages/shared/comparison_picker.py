"""Which two periods are compared, and in which metric: views of the visitor's own, not decisions."""

import streamlit as st

from kpi_logic.diagnosis import Comparison, Diagnosis, comparisons, driver_name, periods_of
from kpi_logic.diagnosis.comparison import Periods
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, months_between
from pages.shared import diagnosis_caching, inputs, session
from pages.shared.session import t

VIEW = "compared"  # every view here begins so


def metric(facts: MonthlyFacts) -> str | None:
    """The profit or the sales whose change is told; None where there are not even sales."""
    offered = diagnosis_caching.metrics(facts.fingerprint, facts)
    if len(offered) < 2:
        return next(iter(offered), None)
    words = session.words()
    return inputs.view(
        f"{VIEW}.metric",
        offered[0],
        lambda key: st.selectbox(
            t("page_diagnosis.compared.metric"),
            offered,
            format_func=lambda code: words.word(driver_name(code)),
            key=key,
        ),
        offered,
    )


def breakdown(owners: bool, categories: bool = False) -> str:
    """Whether the change is told by driver, by shop, by the people who answer for the shops, or by category."""
    offered = ("driver", "shop", *(("owner",) if owners else ()), *(("category",) if categories else ()))
    return inputs.view(
        f"{VIEW}.by",
        offered[0],
        lambda key: st.segmented_control(
            t("page_diagnosis.compared.by"),
            offered,
            format_func=lambda one: t(f"page_diagnosis.compared.by_{one}"),
            key=key,
            required=True,
        ),
        offered,
    )


def periods(diagnosis: Diagnosis) -> Periods | None:
    """The months before and after; None where there is one month only. The choice is the same in every tab."""
    if diagnosis.first is None or diagnosis.last is None:
        return None
    months = tuple(months_between(diagnosis.first, diagnosis.last))
    offered = comparisons(months)
    if not offered:
        return None
    kind = inputs.view(
        f"{VIEW}.kind",
        offered[0],
        lambda key: st.segmented_control(
            t("page_diagnosis.compared.with"),
            offered,
            format_func=lambda one: t(f"page_diagnosis.compared.{one.value}"),
            key=key,
            required=True,
        ),
        offered,
    )
    return _own(months) if kind is Comparison.CUSTOM else periods_of(kind, diagnosis.last)


def _own(months: tuple[Month, ...]) -> Periods:
    """Two spans from four months; one that ends before it begins is read the other way round."""
    half = max(1, len(months) // 2)
    defaults = {
        "before_first": months[max(0, half - 3)],
        "before_last": months[half - 1],
        "after_first": months[max(half, len(months) - 3)],
        "after_last": months[-1],
    }
    columns = st.columns(len(defaults))
    picked: dict[str, Month] = {}
    for column, (name, default) in zip(columns, defaults.items(), strict=True):
        with column:
            picked[name] = _month(name, default, months)
    before = sorted((picked["before_first"], picked["before_last"]))
    after = sorted((picked["after_first"], picked["after_last"]))
    return tuple(months_between(*before)), tuple(months_between(*after))


def _month(name: str, default: Month, months: tuple[Month, ...]) -> Month:
    written = [str(month) for month in months]
    words = session.words()
    chosen = inputs.view(
        f"{VIEW}.{name}",
        str(default),
        lambda key: st.selectbox(
            t(f"page_diagnosis.compared.{name}"),
            written,
            format_func=lambda month: words.month(Month.parse(month)),
            key=key,
        ),
        written,
    )
    return Month.parse(chosen)
