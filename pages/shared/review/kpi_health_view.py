"""Which KPIs still tell people apart and steer, and what to do about those that do not."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import kpi_points
from kpi_logic.model import Engagement, KpiRef, Message, RoleRef
from kpi_logic.review import KpiAdvice, KpiHealth
from kpi_logic.store import Saved
from pages.shared import agenda_caching, charts, guard, inputs, iterate_caching, scheme_caching, session, tables
from pages.shared.markdown import plain
from pages.shared.review import peers_view
from pages.shared.review.meeting_words import review_called
from pages.shared.review.review_changes import kept, taken
from pages.shared.session import t

OPEN = 4  # advices shown before the rest folds away


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The answer, the advice with its clicks, one KPI's months, every KPI in a table, other clients."""
    engagement = saved.engagement
    if engagement.scheme is None:
        guard.teach("scheme", "weights")
    if not engagement.organisation.people:
        st.info(t("empty.people.why"))
    else:
        found = agenda_caching.health(engagement, facts)
        st.markdown(f"**{plain(session.words().say(answer(found)))}**")
        _months(engagement, facts)
        _advices(saved, agenda_caching.advice(engagement, facts), facts)
        if found:
            _one(found, engagement, facts)
            _table(found, engagement, facts)
    peers_view.show(saved)


def answer(found: tuple[KpiHealth, ...]) -> Message:
    """How many KPIs are ill, and the first of them by name."""
    ill = [one for one in found if one.signs]
    facts: dict[str, object] = {"ill": len(ill), "of": len(found)}
    if not ill:
        return Message("page_reviews.health.well", facts)
    first = {"kpi": KpiRef(ill[0].kpi), "role": RoleRef(ill[0].role), "sign": ill[0].signs[0].message}
    return Message("page_reviews.health.ill", facts | first)


def _months(engagement: Engagement, facts: MonthlyFacts) -> None:
    """Which months this rests on, and whether they were really scored."""
    months = scheme_caching.months(facts)
    since = agenda_caching.since(engagement)
    scored = sum(month >= since for month in months) if since else 0
    key = "scored" if scored else "replayed"
    st.caption(t(f"page_reviews.health.{key}", first=months[0], last=months[-1], scored=scored))


def _advices(saved: Saved, found: tuple[KpiAdvice, ...], facts: MonthlyFacts) -> None:
    engagement = saved.engagement
    review = max(engagement.reviews, key=lambda one: one.month, default=None)
    decided = {(one.role, one.kpi) for one in (review.verdicts if review else ())}
    still = [one for one in found if (one.role, one.kpi) not in decided]
    st.markdown(f"##### {t('page_reviews.health.advice', count=len(still))}")
    if review is None:
        st.caption(t("page_reviews.health.no_review"))
    else:
        st.caption(plain(t("page_reviews.health.into", review=review_called(review, engagement))))
    released = iterate_caching.released(saved)
    into, base = review.id if review else "", released.version if released else ""
    for one in still[:OPEN]:
        _advice(one, facts, into, base)
    if len(still) > OPEN:
        with st.expander(t("page_reviews.more", count=len(still) - OPEN)):
            for one in still[OPEN:]:
                _advice(one, facts, into, base)


def _advice(one: KpiAdvice, facts: MonthlyFacts, review: str, base: str) -> None:
    words = session.words()
    said = words.say(one.reason)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(plain(words.say(one.sentence)))
        if not one.elsewhere:
            inputs.action("page_reviews.health.do", f"health.{one.id}", taken(one, facts, review, base, said))
        if review:
            inputs.action("page_reviews.health.keep", f"health.keep.{one.id}", kept(one, review, said))


def _one(found: tuple[KpiHealth, ...], engagement: Engagement, facts: MonthlyFacts) -> None:
    """The points of one KPI's people, month by month: the first ill one unless another is asked for."""
    names = {f"{one.role}.{one.kpi}": one for one in found}
    chosen = inputs.view(
        "health_kpi",
        next(iter(names)),
        lambda key: st.selectbox(
            t("page_reviews.health.which"),
            list(names),
            format_func=lambda name: t(
                "page_reviews.health.named", role=RoleRef(names[name].role), kpi=KpiRef(names[name].kpi)
            ),
            key=key,
        ),
        list(names),
    )
    one, result = names[chosen], scheme_caching.replayed(engagement, facts)
    key = f"{scheme_caching.key_of(engagement, facts)}.{chosen}"
    charts.show("kpi_points", key, lambda: kpi_points(result, one.role, one.kpi, session.words()), facts=facts)
    st.caption(plain(session.words().say(one.sentence)))


def _table(found: tuple[KpiHealth, ...], engagement: Engagement, facts: MonthlyFacts) -> None:
    with st.expander(t("page_reviews.health.all", count=len(found))):
        key = f"{scheme_caching.key_of(engagement, facts)}.{engagement.pilot.first}"
        tables.show("kpi_health", key, lambda: [_row(one) for one in found])


def _row(one: KpiHealth) -> dict[str, str]:
    words = session.words()
    points = t("word.missing") if one.low is None else f"{one.low:.0f}–{one.high:.0f}"
    return {
        t("page_reviews.health.head.role"): words.word(RoleRef(one.role)),
        t("page_reviews.health.head.kpi"): words.word(KpiRef(one.kpi)),
        t("page_reviews.health.head.weight"): str(one.weight),
        t("page_reviews.health.head.months"): str(one.months),
        t("page_reviews.health.head.points"): points,
        t("page_reviews.health.head.signs"): words.word(tuple(sign.message for sign in one.signs)) or "–",
    }
