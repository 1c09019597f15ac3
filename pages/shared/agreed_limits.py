"""Limits that the consultant agreed with the client, each with what it rests on."""

import streamlit as st

from kpi_logic.diagnosis import limits
from kpi_logic.library import kpi_library
from kpi_logic.model import AgreedLimit, Engagement, Unit
from pages.shared import caching, inputs
from pages.shared.ledger_words import metric_name
from pages.shared.session import t

HUNDRED = 100.0  # a ratio is typed as a percentage


def editor(engagement: Engagement) -> None:
    """A row for each agreed limit, every field kept at once, and a button for one more."""
    with st.expander(t("page_ledger.agree.title"), expanded=bool(engagement.limits)):
        st.caption(t("page_ledger.agree.hint"))
        if not engagement.limits:
            st.caption(t("page_ledger.agree.none"))
        for place, one in enumerate(engagement.limits):
            _row(engagement, place, one)
        fresh = _fresh(engagement)
        if fresh is not None:
            inputs.action(
                "page_ledger.agree.add", "ledger_add", lambda e: e.model_copy(update={"limits": (*e.limits, fresh)})
            )


def _row(engagement: Engagement, place: int, one: AgreedLimit) -> None:
    metric, platform, market, value, reason, drop = st.columns(
        [2.4, 1.5, 1, 1.2, 2.8, 0.8], vertical_alignment="bottom"
    )
    shops = caching.shops(engagement)
    platforms = sorted({shop.platform for shop in shops if shop.platform} | {line.platform for line in limits()})
    markets = ["", *sorted({shop.site for shop in shops if shop.site and one.platform in ("", shop.platform)})]

    def named(name: str) -> str:
        return f"ledger.{place}.{name}"

    with metric:
        metrics = tuple(dict.fromkeys(line.metric for line in limits() if line.is_kpi))
        inputs.choice("page_ledger.agree.metric", named("metric"), one.metric, metrics, metric_name,
                      lambda e, v: _with(e, place, metric=v))  # fmt: skip
    with platform:
        inputs.choice("page_ledger.agree.platform", named("platform"), one.platform, platforms, lambda p: p,
                      lambda e, v: _with(e, place, platform=v, market=""))  # fmt: skip
    with market:
        inputs.choice("page_ledger.agree.market", named("market"), one.market, markets, lambda m: m or t("page_ledger.all"),
                      lambda e, v: _with(e, place, market=v))  # fmt: skip
    with value:
        unit, factor = unit_of(one.metric), factor_of(one.metric)
        inputs.number("page_ledger.agree.value", named("value"), round(one.value * factor, 6),
                      lambda e, v: _with(e, place, value=round((v or 0.0) / factor, 8)),
                      said=t("page_ledger.agree.value_in", unit=t(f"page_ledger.unit.{unit.value}")), step=0.5)  # fmt: skip
    with reason:
        inputs.text("page_ledger.agree.reason", named("reason"), one.reason, lambda e, v: _with(e, place, reason=v),
                    placeholder=t("page_ledger.agree.reason_hint"))  # fmt: skip
    with drop:
        inputs.action("page_ledger.agree.drop", named("drop"), lambda e: _without(e, place))
    if not one.reason.strip():
        st.caption(t("page_ledger.agree.waiting"))


def unit_of(metric: str) -> Unit:
    """The unit of a KPI; a score where it is none."""
    kpi = kpi_library().kpis.get(metric)
    return kpi.unit if kpi is not None else Unit.SCORE


def factor_of(metric: str) -> float:
    """What a stored value is multiplied by to be typed."""
    return HUNDRED if unit_of(metric) is Unit.RATIO else 1.0


def _with(engagement: Engagement, place: int, **changed: object) -> Engagement:
    changed_one = engagement.limits[place].model_copy(update=changed)
    kept = (*engagement.limits[:place], changed_one, *engagement.limits[place + 1 :])
    return engagement.model_copy(update={"limits": kept})


def _without(engagement: Engagement, place: int) -> Engagement:
    return engagement.model_copy(update={"limits": (*engagement.limits[:place], *engagement.limits[place + 1 :])})


def _fresh(engagement: Engagement) -> AgreedLimit | None:
    """What most wants agreeing: a limit of the client's platforms on which the sources conflict, else the first known."""
    shops = caching.shops(engagement)
    taken = {(one.metric, one.platform) for one in engagement.limits}
    here = [line for line in limits() if line.is_kpi and any(line.holds_for(shop) for shop in shops)]
    free = [line for line in [*here, *limits()] if line.is_kpi and (line.metric, line.platform) not in taken]
    line = next((line for line in free if line.why == "conflict"), next(iter(free), None))
    return None if line is None else AgreedLimit(metric=line.metric, platform=line.platform, value=line.limit)
