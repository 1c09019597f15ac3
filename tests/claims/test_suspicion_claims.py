"""Claim: who does not play is hardly ever suspected, wherever results lie and however months hang together; who lifts
results just over the threshold is found, the surer the more months there are.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Line, Month, Organisation, Person, Scheme, Scorecard
from kpi_logic.review.suspicion import countered, crowded, ground_of
from kpi_logic.scheme import Replay, replay

pytestmark = pytest.mark.claims

SINCE = Month(2026, 7)
MONTHS = 24
Draw = Callable[[np.random.Generator, int], np.ndarray]


def suspected(draw: Draw, runs: int, shops: int, lifted: float = 0.0) -> float:
    """Share of runs in which crowding is told: *shops* people, twelve months before and twelve since the scoring."""
    rng, told = np.random.default_rng(7), 0
    for _ in range(runs):
        way = draw(rng, shops * MONTHS).reshape(shops, MONTHS)
        later = np.arange(MONTHS) >= 12
        lift = (way < 0) & later & (rng.random(way.shape) < lifted)
        way[lift] = rng.uniform(0, 0.15, int(lift.sum()))
        told += bool(list(crowded(_played(0.5 + 0.2 * way), [(n, 0) for n in range(shops)], Month(2026, 1))))
    return told / runs


def _played(rates: np.ndarray) -> Replay:
    """Everybody's rate by month under a threshold of 0.5 and a target of 0.7."""
    index = pd.period_range("2025-01", periods=MONTHS, freq="M").astype(str)
    table = pd.concat(
        [
            pd.DataFrame({"month": index, "shop": f"s{n}", "tasks_plan": 1e6, "tasks_done": 1e6 * row})
            for n, row in enumerate(rates)
        ]
    )
    people = tuple(Person(id=f"p{n}", name="P", role="operations", shops=(f"s{n}",)) for n in range(len(rates)))
    line = Line(kpi="task_rate", weight=100, threshold=0.5, target=0.7, stretch=0.9)
    card = Scorecard(role="operations", lines=(line,))
    return replay(Scheme(scorecards=(card,)), Organisation(people=people), MonthlyFacts.of(table))


@pytest.mark.parametrize("spread", [0.1, 0.3, 1.0])
@pytest.mark.parametrize("middle", [0.1, 0.6, 1.5])
def test_results_that_nobody_lifts_are_hardly_ever_suspected(middle: float, spread: float) -> None:
    assert suspected(lambda rng, n: rng.normal(middle, spread, n), 150, 3) <= 0.05


def test_results_lifted_over_the_threshold_are_found() -> None:
    def usual(rng: np.random.Generator, n: int) -> np.ndarray:
        return rng.normal(0.3, 0.8, n)

    few, many = suspected(usual, 60, 1, lifted=0.8), suspected(usual, 60, 6, lifted=0.8)
    assert many >= 0.8
    assert few < many


@pytest.mark.parametrize("memory", [0.0, 0.6])
def test_months_that_hang_together_are_hardly_ever_taken_for_play(memory: float) -> None:
    """Conversion and returns wander by themselves, independently, over two years; the last six months are scored."""
    library, told, runs = kpi_library(), 0, 150
    people = Organisation(people=(Person(id="p", name="P", role="operations"),))
    index = pd.period_range("2025-01", periods=MONTHS, freq="M").astype(str)
    rng = np.random.default_rng(11)
    for _ in range(runs):
        conversion, returns = (np.exp(0.08 * _wandering(rng, memory)) for _ in range(2))
        table = pd.DataFrame(
            {"month": index, "shop": "A", "sessions": 1e4, "units": 1e3 * conversion, "units_shipped": 1e3,
             "returned_units": 30 * returns}
        )  # fmt: skip
        ground = ground_of(people, MonthlyFacts.of(table), ("cvr",), SINCE, library)
        told += bool(list(countered(ground, 0, library["cvr"], "P")))
    assert told / runs <= 0.05


def _wandering(rng: np.random.Generator, memory: float) -> np.ndarray:
    found = rng.normal(0, 1, MONTHS)
    for n in range(1, MONTHS):
        found[n] += memory * found[n - 1]
    return found
