"""The badge by brute force, the odds of ranks, the tornado."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Line, Month, Organisation, Person, Scheme, Scorecard, Segment
from kpi_logic.model.engagement import GRADES, Grade
from kpi_logic.scheme import Actuals, grade_of, replay
from kpi_logic.scheme.robustness import Robustness, mean_points, robustness, weighed
from kpi_logic.text import catalog

KPIS = ("gmv", "cvr", "task_rate")
LINES = tuple(Line(kpi=kpi, weight=0, threshold=60, target=100, stretch=120) for kpi in KPIS)


def played(values: list[list[float]], weights: list[int], grades: tuple[Grade, ...] = GRADES, other: bool = False):
    lines = tuple(line.model_copy(update={"weight": w}) for line, w in zip(LINES, weights, strict=True))
    cards = [Scorecard(role="a", lines=lines)]
    cards += [Scorecard(role="b", lines=(lines[0].model_copy(update={"weight": 100}),))] if other else []
    people = tuple(
        Person(id=f"p{i}", name=f"P{i}", role="b" if other and i == 0 else "a", bonus=1000) for i in range(len(values))
    )
    table = Actuals(
        tuple(p.id for p in people), (Month(2026, 1),), KPIS, np.array(values)[:, None, :], np.ones(1), "CNY",
        (Segment(shop="A"),),
    )  # fmt: skip
    scheme = Scheme(scorecards=tuple(cards), grades=grades)
    return replay(scheme, Organisation(people=people), MonthlyFacts.of(_nothing()), actuals=table)


def _nothing():
    import pandas as pd

    return pd.DataFrame({"month": []})


def state(result, weights: np.ndarray) -> tuple:
    scores = weighed(mean_points(result), weights)
    order = tuple(int(x) for x in np.argsort(-np.round(scores, 9), kind="stable"))
    return order, tuple(grade_of(float(score), result.scheme.grades) for score in scores)


def moved(weights: np.ndarray, slot: int, change: float) -> np.ndarray:
    result = weights.copy()
    rest = weights.sum(axis=1) - weights[:, slot]
    result *= np.where(rest > 0, (rest - change) / np.where(rest > 0, rest, 1), 1)[:, None]
    result[:, slot] = weights[:, slot] + change
    return result


points = st.lists(st.integers(61, 119), min_size=3, max_size=3)


@settings(deadline=None, max_examples=60)
@given(st.lists(points, min_size=2, max_size=4), st.tuples(*[st.integers(5, 60)] * 3))
def test_nothing_turns_within_the_badge_and_something_does_beyond_it(values: list, weights: tuple) -> None:
    result = played([[float(x) for x in row] for row in values], list(weights))
    start = weighed(mean_points(result), result.plan.weights)
    gaps = np.abs(start[:, None] - start[None, :])[np.triu_indices(len(start), 1)]
    assume(gaps.min() > 1e-6)
    assume(min(abs(score - grade.score) for score in start for grade in GRADES) > 1e-6)
    found = robustness(result, draws=10)
    before = state(result, result.plan.weights)
    for slot, kpi in enumerate(KPIS):
        turns = [turn.change for turn in found.turns if turn.kpi == kpi]
        ends = (-float(weights[slot]), float(sum(weights) - weights[slot]))
        for side, end in zip((-1, 1), ends, strict=True):
            mine = [change for change in turns if change * side > 0]
            reach = abs(mine[0]) if mine else abs(end)
            for part in (0.3, 0.9, 0.999):
                assert state(result, moved(result.plan.weights, slot, side * reach * part)) == before
            if mine and reach * 1.001 < abs(end):
                tried = [state(result, moved(result.plan.weights, slot, mine[0] * f)) for f in (1.0005, 1.001)]
                assert any(now != before for now in tried) or _touches(result, slot, mine[0])


def _touches(result, slot: int, change: float) -> bool:
    """Two scores may meet without crossing only where they stay equal; a grade's limit is met exactly."""
    scores = weighed(mean_points(result), moved(result.plan.weights, slot, change))
    limits = [grade.score for grade in result.scheme.grades]
    meet = np.abs(scores[:, None] - scores[None, :])[np.triu_indices(len(scores), 1)].min() < 1e-6
    return bool(meet or np.abs(scores[:, None] - np.array(limits)).min() < 1e-6)


NO_GRADES = (Grade(name="all", score=0.0),)


def test_a_pair_meets_where_it_can_be_reckoned_by_hand() -> None:
    """60/40: 0.6 x 100 + 0.4 x 80 = 92 against 0.6 x 80 + 0.4 x 100 = 88; they meet at 50/50."""
    found = robustness(played([[100, 80, 90], [80, 100, 90]], [60, 40, 0], NO_GRADES))
    first = min((t for t in found.turns if t.kpi == "gmv"), key=lambda t: abs(t.change))
    assert (first.change, first.kind, first.people) == (pytest.approx(-10), "rank", ("p0", "p1"))
    assert found.hold == pytest.approx(10)


def test_a_grade_turns_before_a_rank() -> None:
    found = robustness(played([[100, 80, 90]], [60, 40, 0]))  # 92, B starts at 90
    first = min(found.turns, key=lambda t: abs(t.change))
    assert (first.kind, first.grade, first.people, first.change) == ("grade", "B", ("p0",), pytest.approx(-10))


def test_whoever_is_better_at_everything_stays_first() -> None:
    found = robustness(played([[110, 110, 110], [70, 75, 72]], [50, 30, 20], NO_GRADES))
    assert found.hold is None
    assert found.acceptability.tolist() == [[1, 0], [0, 1]]
    assert catalog("en").say(found.message()) == "Ranks and grades stay the same whatever any single weight is."


def test_somebody_of_another_role_stands_still() -> None:
    found = robustness(played([[90, 0, 0], [100, 80, 90]], [60, 40, 0], NO_GRADES, other=True))
    gmv = [t.change for t in found.turns if t.kpi == "gmv" and t.role == "a"]
    assert gmv == [pytest.approx(-10)]  # 100 w + 80 (1 - w) = 90 at half


def test_a_kpi_that_somebody_lacks_makes_the_line_a_curve() -> None:
    result = played([[100, 80, np.nan], [90, 90, 100]], [40, 30, 30], NO_GRADES)
    found = robustness(result)
    for turn in found.turns:
        scores = weighed(mean_points(result), moved(result.plan.weights, KPIS.index(turn.kpi), turn.change))
        assert scores[0] == pytest.approx(scores[1])


def test_rank_odds_are_odds_and_the_same_each_time() -> None:
    result = played([[100, 80, 90], [80, 100, 90], [90, 90, 90]], [40, 40, 20])
    one, other = robustness(result), robustness(result)
    assert one.acceptability.tolist() == other.acceptability.tolist()
    assert one.acceptability.sum(axis=1).tolist() == pytest.approx([1, 1, 1], abs=0.01)
    assert 0.3 < one.acceptability[0, 0] < 0.7


def test_the_tornado_is_the_engines_cost(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    found: Robustness = robustness(replay(scheme, organisation, facts))
    assert found.cost == replay(scheme, organisation, facts).total_cost
    widths = [abs(bar.high - bar.low) for bar in found.tornado]
    assert widths == sorted(widths, reverse=True)
    assert len(found.tornado) == 11
    bar = next(bar for bar in found.tornado if (bar.role, bar.kpi) == ("ads", "kw_task"))
    more = [("acos", 30), ("ad_sales", 30), ("kw_task", 40)]
    card = next(card for card in scheme.scorecards if card.role == "ads")
    lines = tuple(line.model_copy(update={"weight": dict(more)[line.kpi]}) for line in card.lines)
    cards = tuple(card.model_copy(update={"lines": lines}) if c.role == "ads" else c for c in scheme.scorecards)
    tried = replay(scheme.model_copy(update={"scorecards": cards}), organisation, facts)
    assert bar.high == pytest.approx(tried.total_cost, abs=0.05)


def test_the_badge_in_words(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    found = robustness(replay(scheme, organisation, facts))
    names = {person.id: person.name for person in organisation.people}
    for language in ("zh", "en"):
        said = catalog(language).say(found.message(names))
        assert "{" not in said
        assert str(int(found.hold or 0)) in said


def test_nobody_and_nothing_is_no_crash(organisation: Organisation, facts: MonthlyFacts) -> None:
    assert robustness(replay(Scheme(), organisation, facts)).hold is None
    assert robustness(replay(Scheme(), Organisation(), facts)).acceptability.shape == (0, 0)
