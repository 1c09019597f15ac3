"""Were the odds right, and what follows the targets that are over."""

import streamlit as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import reliability_chart
from kpi_logic.model import KpiRef
from kpi_logic.review import Calibration, Rebase
from kpi_logic.store import Saved
from pages.shared import agenda_caching, charts, inputs, iterate_caching, odds, session, tables
from pages.shared.markdown import plain
from pages.shared.review.review_changes import rebased
from pages.shared.session import t

FEWEST_BANDS = 2  # dots below which a reliability figure shows nothing


def show(saved: Saved, facts: MonthlyFacts) -> None:
    """The answer, each band in words, the figure, the scores; then the next period's targets."""
    found = agenda_caching.calibration(saved, facts)
    words = session.words()
    st.markdown(f"**{plain(words.say(found.sentence))}**")
    if found.untold:
        st.caption(t("page_reviews.odds.untold", count=found.untold))
    if found.cases:
        _bands(found, facts)
        _scores(found)
        with st.expander(t("page_reviews.odds.cases", count=len(found.cases))):
            st.markdown("\n".join(f"- {plain(words.say(case.sentence))}" for case in found.cases))
    _next(saved, facts)


def _bands(found: Calibration, facts: MonthlyFacts) -> None:
    words = session.words()
    st.markdown("\n".join(f"- {plain(words.say(band.sentence))}" for band in found.bands))
    if len(found.bands) >= FEWEST_BANDS:
        diagram = found.reliability
        key = f"{facts.fingerprint}.{diagram.model_dump_json()}"
        charts.show("own_odds", key, lambda: reliability_chart(diagram, words, "calibration.reliability"))


def _scores(found: Calibration) -> None:
    """Brier beside the base rate, and the 80 % bands."""
    if found.brier is not None and found.brier_of_base_rate is not None:
        own, base = f"{found.brier:.2f}", f"{found.brier_of_base_rate:.2f}"
        st.caption(t("page_reviews.odds.brier", own=own, base=base))
    inside, of = found.inside80
    if of:
        st.caption(t("page_reviews.odds.inside", inside=inside, of=of))


def _next(saved: Saved, facts: MonthlyFacts) -> None:
    """The next target of each one that is over, one by one or all at once."""
    st.subheader(t("page_reviews.next.title"))
    found = agenda_caching.next_targets(saved.engagement, facts)
    if not found:
        st.caption(t("page_reviews.next.none"))
        return
    words = session.words()
    released = iterate_caching.released(saved)
    base = released.version if released else ""
    said = {one.following.id: words.say(one.why) for one in found}
    st.caption(t("page_reviews.next.note"))
    for one in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(plain(words.say(one.sentence)))
            inputs.action("page_reviews.next.take", f"next.{one.target.id}", rebased((one,), facts, base, said))
    if len(found) > 1:
        inputs.action("page_reviews.next.all", "next.all", rebased(found, facts, base, said), type="primary")
    with st.expander(t("page_reviews.next.compare")):
        key = f"{facts.fingerprint}.{[one.following.model_dump_json() for one in found]}"
        tables.show("next_targets", key, lambda: [_row(one) for one in found])


def _row(one: Rebase) -> dict[str, str]:
    words = session.words()
    season = t("odds.unknown") if one.season is None else words.ratio(one.season)
    return {
        t("page_reviews.next.head.kpi"): words.word(KpiRef(one.target.kpi)),
        t("page_reviews.next.head.old"): words.amount(one.view.amount(one.target.value)),
        t("page_reviews.next.head.old_odds"): odds.number(one.target.probability),
        t("page_reviews.next.head.season"): season,
        t("page_reviews.next.head.same"): odds.number(one.same),
        t("page_reviews.next.head.new"): words.amount(one.view.amount(one.following.value)),
        t("page_reviews.next.head.new_odds"): odds.number(one.following.probability),
    }
