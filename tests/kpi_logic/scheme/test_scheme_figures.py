"""The figures of a scheme and of a cascade: said in both languages, drawn from the values, alive on the empty case."""

from typing import Any

import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures.cascade import cascade_tree
from kpi_logic.figures.scheme import curve_chart, payout_bars, rank_change, score_lines, weights_bar
from kpi_logic.model import Cascade, Line, Organisation, Payout, Person, Scheme, Scorecard, Share, Target
from kpi_logic.scheme import Replay, compare, replay
from kpi_logic.targets.cascade import cascade
from kpi_logic.text import Catalog, catalog


@pytest.fixture(params=["zh", "en"])
def words(request: pytest.FixtureRequest) -> Catalog:
    return catalog(request.param)


@pytest.fixture
def played(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> Replay:
    return replay(scheme, organisation, facts)


def heading(chart: Any) -> str:
    return " ".join(chart.to_dict()["title"]["text"])


def rows_of(chart: Any, key: str) -> list[dict[str, Any]]:
    """The first data set whose rows have *key*."""
    return next(rows for rows in chart.to_dict()["datasets"].values() if rows and key in rows[0])


def test_payouts_are_the_replays(played: Replay, words: Catalog) -> None:
    rows = rows_of(payout_bars(played, words), "paid")
    assert [row["name"] for row in rows] == ["Lin", "Chen", "Wu", "Zhao"]
    assert sum(row["paid"] for row in rows) == pytest.approx(played.total_cost)


def test_the_score_title_names_the_best_and_the_weakest(played: Replay) -> None:
    said = heading(score_lines(played, catalog("en")))
    assert said == "Lin scores highest on average (99.8 points), Wu lowest (94 points)"


def test_a_richer_scheme_is_said_to_gain(
    played: Replay, scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, words: Catalog
) -> None:
    richer = scheme.model_copy(update={"payout": Payout(points=((60, 0.5), (100, 2), (120, 3)))})
    chart = rank_change(compare(played, replay(richer, organisation, facts)), words)
    assert {row["kind"] for row in rows_of(chart, "gain")} == {"gain"}
    assert len(rows_of(chart, "gain")) == 4
    assert heading(rank_change(compare(played, played), catalog("en"))) == "The new scheme changes nobody's bonus"


def test_weights_and_their_kinds(scheme: Scheme, words: Catalog) -> None:
    rows = rows_of(weights_bar(scheme.scorecards[1], words), "weight")
    assert [(row["weight"], row["kind"]) for row in rows] == [
        (40, "result"),
        (25, "result"),
        (20, "result"),
        (15, "process"),
    ]


@pytest.mark.parametrize("update", [{}, {"cliff": True}, {"cap": None}, {"target": None}])
def test_curves_of_every_kind(update: dict, words: Catalog) -> None:
    line = Line(kpi="acos", weight=40, threshold=0.32, target=0.26, stretch=0.2).model_copy(update=update)
    assert heading(curve_chart(line, words))


def test_a_curve_passes_through_its_levels() -> None:
    line = Line(kpi="gmv", weight=40, threshold=80, target=100, stretch=120)
    rows = {row["actual"]: row["points"] for row in rows_of(curve_chart(line, catalog("en"), "CNY"), "place")}
    assert [rows[80.0], rows[100.0], rows[120.0]] == pytest.approx([60, 100, 120])


def test_boxes_of_a_cascade_sum_up(words: Catalog) -> None:
    people = (
        Person(id="a", name="Ann", department="Sales"),
        Person(id="b", name="Bob", department="Sales"),
        Person(id="c", name="Cy"),
    )
    target = Target(id="t", kpi="gmv", first="2026-01", last="2026-03", value=900.0)
    plan = cascade(target, people, "equal", buffer=90.0)
    rows = rows_of(cascade_tree(plan, target, Organisation(people=people), words, "CNY"), "level")
    assert [row["level"] for row in rows] == ["company", "department", "person", "person", "department", "person"]
    assert rows[0]["bottom"] == 3


def test_nothing_to_draw_is_no_crash(words: Catalog, facts: MonthlyFacts) -> None:
    nobody = replay(Scheme(), Organisation(), facts)
    charts = (
        payout_bars(nobody, words),
        score_lines(nobody, words),
        rank_change(compare(nobody, nobody), words),
        weights_bar(Scorecard(role="ads"), words),
        weights_bar(Scorecard(role="ads", lines=(Line(kpi="magic", weight=9),)), words),
        cascade_tree(
            Cascade(target="t", departments=(Share(to="X", amount=1.0),)),
            Target(id="t", kpi="gmv", first="2026-01", last="2026-01", value=1.0),
            Organisation(),
            words,
        ),
    )
    assert all(heading(chart) for chart in charts)


def test_unscored_people_are_drawn_without_a_bar(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts
) -> None:
    more = organisation.model_copy(
        update={"people": (*organisation.people, Person(id="n", name="New", role="service"))}
    )
    rows = rows_of(payout_bars(replay(scheme, more, facts), catalog("en")), "paid")
    assert (rows[-1]["name"], rows[-1]["paid"], rows[-1]["label"]) == ("New", None, "no payout · no score")
