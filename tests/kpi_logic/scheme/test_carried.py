"""What is scored is what was signed, to the cent, whatever the rounding of others does."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import (
    ALL,
    Cascade,
    Engagement,
    Line,
    Month,
    Organisation,
    Person,
    Scheme,
    Scorecard,
    Share,
    Target,
)
from kpi_logic.scheme import score_engagement
from kpi_logic.scheme.carried import carried
from kpi_logic.targets.assent import agreed
from kpi_logic.targets.outlook import outlook
from kpi_logic.targets.personal import PersonalMonths, personal_months

KPI = kpi_library()["gmv"]
FIRST, LAST = Month(2026, 1), Month(2026, 3)
PEOPLE = tuple(Person(id=f"p{n}", name=f"P{n}", role="operations", bonus=1000) for n in range(3))
LINE = Line(kpi="gmv", weight=100, threshold=1.0, target=2.0, stretch=3.0)
SCHEME = Scheme(scorecards=(Scorecard(role="operations", lines=(LINE,)),))


@pytest.fixture(scope="module")
def facts() -> MonthlyFacts:
    rows = [(str(Month(2025, 1) + n), "A", "CNY", 1000.0 + 37 * (n % 12)) for n in range(15)]
    return MonthlyFacts.of(pd.DataFrame(rows, columns=["month", "shop", "currency", "sales"]))


def handed_down(phases: tuple[float, ...], amounts: tuple[float, ...], threshold: float | None = None) -> Engagement:
    target = Target(
        id="t", kpi="gmv", first=str(FIRST), last=str(LAST), value=sum(phases), phases=phases, threshold=threshold
    )
    people = tuple(Share(to=person.id, amount=amount) for person, amount in zip(PEOPLE, amounts, strict=True))
    return Engagement(
        name="x",
        organisation=Organisation(people=PEOPLE),
        targets=(target,),
        cascades=(Cascade(target="t", people=people),),
        scheme=SCHEME,
    )


def table_of(engagement: Engagement, facts: MonthlyFacts) -> PersonalMonths:
    """The table that the people sign."""
    [target], [plan] = engagement.targets, engagement.cascades
    view = outlook(facts, KPI, ALL, FIRST, LAST)
    table = personal_months(target, view, engagement.organisation, plan, engagement.agreements)
    assert table is not None
    return table


def scored(engagement: Engagement, facts: MonthlyFacts) -> dict[str, tuple[float | None, ...]]:
    """The targets that everybody is scored against."""
    months = [score_engagement(engagement, facts, month).people for month in (FIRST, FIRST + 1, LAST)]
    return {one.person.id: tuple(month[row].kpis[0].target for month in months) for row, one in enumerate(months[0])}


cents = st.integers(1, 10**9)


@settings(max_examples=25, deadline=None)
@given(st.tuples(cents, cents, cents), st.tuples(cents, cents, cents))
def test_everybody_is_scored_against_the_table(
    facts: MonthlyFacts, phases: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    engagement = handed_down(tuple(n / 100 for n in phases), tuple(n / 100 for n in parts))
    table = table_of(engagement, facts)
    # A month of nothing is no target; it is a finding.
    expected = {row.person: tuple(month or None for month in row.months) for row in table.rows}
    assert scored(engagement, facts) == expected


def test_what_was_signed_stays_when_somebody_else_is_handed_more(facts: MonthlyFacts) -> None:
    engagement = handed_down((100.0, 100.0, 100.0), (100.0, 100.0, 100.0))
    table = table_of(engagement, facts)
    signed = agreed(table, table.rows[0], "2026-01-05")
    signed = signed.model_copy(update={"months": (33.34, 33.33, 33.33), "amount": 100.0})
    engagement = engagement.model_copy(update={"agreements": (signed,)})
    assert scored(engagement, facts)["p0"] == (33.34, 33.33, 33.33)
    bare = engagement.model_copy(update={"agreements": ()})
    assert scored(bare, facts) == {row.person: row.months for row in table.rows}


def test_threshold_follows_the_signed_month(facts: MonthlyFacts) -> None:
    engagement = handed_down((100.0, 100.0, 200.0), (40.0, 60.0, 300.0), threshold=200.0)
    line = score_engagement(engagement, facts, LAST).people[0].kpis[0]
    assert (line.threshold, line.target, line.source) == (10.0, 20.0, "cascade")


def test_no_table_no_months() -> None:
    engagement = handed_down((100.0, 100.0, 200.0), (40.0, 60.0, 300.0))
    [target], [plan] = engagement.targets, engagement.cascades
    assert carried(target.model_copy(update={"phases": ()}), KPI, plan) == {}
    assert carried(target.model_copy(update={"phases": (1.0,)}), KPI, plan) == {}
    assert carried(target.model_copy(update={"kpi": "acos"}), kpi_library()["acos"], plan) == {}
    assert carried(target, KPI, Cascade(target="t")) == {}
