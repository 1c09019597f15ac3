"""Which KPIs are ill: at the cap, at nothing, still, without numbers, overridden; each with its numbers."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Line, Month, Organisation, Person, Scheme, SchemeException, Scorecard
from kpi_logic.review import kpi_health
from kpi_logic.review.kpi_health import KpiHealth
from kpi_logic.scheme import replay_engagement
from kpi_logic.text import catalog

PEOPLE = (
    Person(id="p1", name="Wu", role="operations", shops=("A",), bonus=1000.0),
    Person(id="p2", name="Li", role="operations", shops=("B",), bonus=1000.0),
)


def facts(months: int = 12, **columns: object) -> MonthlyFacts:
    rng = np.random.default_rng(2)
    index = pd.period_range("2026-01", periods=months, freq="M").astype(str)
    shops = [
        pd.DataFrame(
            {
                "month": index,
                "shop": shop,
                "currency": "USD",
                "sales": 1e5 * rng.normal(1, 0.1, months),
                "units": 1000 * rng.normal(1, 0.1, months),
                "sessions": 1e4,
                "tasks_plan": 40.0,
                "tasks_done": 30.0,
                **columns,
            }
        )
        for shop in ("A", "B")
    ]
    return MonthlyFacts.of(pd.concat(shops))


def engagement(*lines: Line, exceptions: tuple[SchemeException, ...] = ()) -> Engagement:
    scheme = Scheme(scorecards=(Scorecard(role="operations", lines=lines),))
    return Engagement(name="Acme", organisation=Organisation(people=PEOPLE), scheme=scheme, exceptions=exceptions)


def line(threshold: float, target: float, stretch: float, kpi: str = "cvr") -> Line:
    return Line(kpi=kpi, weight=100, threshold=threshold, target=target, stretch=stretch)


def only(one: Engagement, given: MonthlyFacts, since: Month | None = None) -> KpiHealth:
    [found] = kpi_health(one, given, replay_engagement(one, given), since)
    return found


@pytest.mark.parametrize(
    ("levels", "kind"),
    [((0.01, 0.02, 0.03), "at_cap"), ((0.5, 0.6, 0.7), "at_floor"), ((0.08, 0.1, 0.12), None)],
)
def test_at_the_cap_at_nothing_or_alive(levels: tuple[float, float, float], kind: str | None) -> None:
    found = only(engagement(line(*levels)), facts())
    assert [sign.kind for sign in found.signs] == ([kind] if kind else [])
    assert (found.people, found.months) == (2, 24)
    if kind:
        assert (found.signs[0].message.facts["number"], found.signs[0].message.facts["of"]) == (24, 24)


def test_still_means_that_it_tells_nobody_apart() -> None:
    found = only(engagement(line(0.5, 0.8, 1.0, kpi="task_rate")), facts())
    assert [sign.kind for sign in found.signs] == ["flat"]


def test_two_people_at_different_levels_that_never_move_are_still_flat_each_by_himself() -> None:
    given = facts()
    table = given.table.assign(tasks_done=np.where(given.table["shop"] == "A", 24.0, 36.0))
    found = only(engagement(line(0.5, 0.8, 1.0, kpi="task_rate")), MonthlyFacts(table))
    assert [sign.kind for sign in found.signs] == ["flat"]


def test_months_without_a_number() -> None:
    holes = np.where(np.arange(12) % 3 == 0, np.nan, 30.0 + np.arange(12))
    found = only(engagement(line(0.5, 0.8, 1.0, kpi="task_rate")), facts(tasks_done=holes))
    assert found.signs[0].kind == "no_data"
    assert (found.signs[0].message.facts["number"], found.signs[0].message.facts["of"]) == (8, 24)


def test_often_overridden_counts_from_the_first_scored_month() -> None:
    event = SchemeException(
        id="e",
        kind="stock_out",
        rule="exclude_month",
        first="2026-11",
        last="2026-12",
        person="p1",
        kpi="cvr",
        approver="Lin",
    )
    decided = engagement(line(0.08, 0.1, 0.12), exceptions=(event,))
    found = only(decided, facts(), since=Month(2026, 10))
    assert [(sign.kind, sign.share) for sign in found.signs] == [("overridden", pytest.approx(2 / 6))]
    assert only(decided, facts()).signs == ()  # two of twenty-four
    assert found.months == 22


def test_too_few_months_are_not_judged() -> None:
    found = only(engagement(line(0.01, 0.02, 0.03)), facts(2))
    assert found.signs == ()
    assert found.sentence.key == "kpi_health.few"


def test_the_ill_come_first_and_everything_has_words() -> None:
    both = (
        line(0.08, 0.1, 0.12).model_copy(update={"weight": 60}),
        line(0.5, 0.8, 1.0, "task_rate").model_copy(update={"weight": 40}),
    )
    one = engagement(*both)
    found = kpi_health(one, facts(), replay_engagement(one, facts()))
    assert [(health.kpi, health.weight) for health in found] == [("task_rate", 40), ("cvr", 60)]
    for language in ("zh", "en"):
        for health in found:
            assert catalog(language).say(health.sentence)
