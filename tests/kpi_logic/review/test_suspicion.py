"""Signs of gaming: found where somebody played, silent where nobody did."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Line, Month, Organisation, Person, Scheme, Scorecard
from kpi_logic.review.suspicion import Ground, countered, crowded, ground_of, jumped
from kpi_logic.scheme import replay

SINCE = Month(2026, 7)
PEOPLE = Organisation(people=(Person(id="p1", name="Wu", role="operations", bonus=1000.0),))
LIBRARY = kpi_library()
Shape = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def made(months: int = 24, **columns: np.ndarray) -> MonthlyFacts:
    """24 months to 2026-12 of one quiet shop, with some columns as given."""
    rng = np.random.default_rng(4)
    quiet = {
        "sales": 1e5 * rng.normal(1, 0.03, months),
        "units": 1000 * rng.normal(1, 0.03, months),
        "sessions": np.full(months, 10_000.0),
        "gross_profit": 2e4 * rng.normal(1, 0.03, months),
        "units_shipped": np.full(months, 1000.0),
        "returned_units": 30 * rng.normal(1, 0.03, months),
        "tasks_plan": np.full(months, 40.0),
        "tasks_done": np.round(30 + rng.normal(0, 1, months)),
    }
    index = pd.period_range("2025-01", periods=months, freq="M").astype(str)
    return MonthlyFacts.of(pd.DataFrame({"month": index, "shop": "A", "currency": "USD", **quiet, **columns}))


def after(base: np.ndarray, factor: float) -> np.ndarray:
    """The last six months changed."""
    return np.where(np.arange(len(base)) >= 18, base * factor, base)


def ground(facts: MonthlyFacts, since: Month | None = SINCE) -> Ground:
    return ground_of(PEOPLE, facts, ("cvr", "task_rate"), since, LIBRARY)


def test_better_while_the_counterweight_got_worse_is_told_with_its_numbers() -> None:
    base = made().table
    facts = made(
        units=after(base["units"].to_numpy(), 1.3), returned_units=after(base["returned_units"].to_numpy(), 2.0)
    )
    [message] = [
        one for one in countered(ground(facts), 0, LIBRARY["cvr"], "Wu") if one.facts["counter"].code == "return_rate"
    ]
    assert message.key == "kpi_health.sign.countered"
    assert message.facts["before"].value == pytest.approx(0.1, rel=0.05)
    assert message.facts["after"].value == pytest.approx(0.13, rel=0.05)
    assert message.facts["counter_after"].value == pytest.approx(0.06, rel=0.05)


def test_better_alone_is_no_sign_nor_is_anything_before_the_scoring() -> None:
    base = made().table
    better = made(units=after(base["units"].to_numpy(), 1.3))
    assert list(countered(ground(better), 0, LIBRARY["cvr"], "Wu")) == []
    both = made(
        units=after(base["units"].to_numpy(), 1.3), returned_units=after(base["returned_units"].to_numpy(), 2.0)
    )
    assert list(countered(ground(both, since=None), 0, LIBRARY["cvr"], "Wu")) == []


def test_a_season_is_no_sign() -> None:
    """Each July to December conversion and returns are up, scored or not."""
    high = (np.arange(24) % 12) >= 6
    base = made().table
    facts = made(
        units=base["units"].to_numpy() * np.where(high, 1.3, 1),
        returned_units=base["returned_units"].to_numpy() * np.where(high, 2, 1),
    )
    assert list(countered(ground(facts), 0, LIBRARY["cvr"], "Wu")) == []


def test_a_process_kpi_that_jumps_with_the_scoring_and_leaves_profit_is_told() -> None:
    tasks = made().table["tasks_done"].to_numpy()
    facts = made(tasks_done=np.where(np.arange(24) >= 18, 39.0, tasks))
    [message] = jumped(ground(facts), 0, LIBRARY["task_rate"], "Wu")
    assert message.facts["after"].value == pytest.approx(39 / 40)
    profit = after(made().table["gross_profit"].to_numpy(), 1.4)
    worked = made(tasks_done=np.where(np.arange(24) >= 18, 39.0, tasks), gross_profit=profit)
    assert list(jumped(ground(worked), 0, LIBRARY["task_rate"], "Wu")) == []
    assert list(jumped(ground(facts), 0, LIBRARY["cvr"], "Wu")) == []  # a result may jump


def crowd(rates: np.ndarray, before: np.ndarray | None = None, people: int = 1) -> list[object]:
    spread = np.linspace(0.3, 0.9, 12) if before is None else before
    facts = made(tasks_done=np.concatenate([spread, rates]) * 40)
    line = Line(kpi="task_rate", weight=100, threshold=0.5, target=0.75, stretch=1.0)
    staff = Organisation(
        people=tuple(Person(id=f"p{n}", name="Wu", role="operations", bonus=1.0) for n in range(people))
    )
    result = replay(Scheme(scorecards=(Scorecard(role="operations", lines=(line,)),)), staff, facts)
    return list(crowded(result, [(n, 0) for n in range(people)], Month(2026, 1)))


def test_results_just_above_the_threshold_are_told_and_a_spread_is_not() -> None:
    assert len(crowd(np.linspace(0.51, 0.54, 12))) == 1
    assert crowd(np.linspace(0.4, 0.8, 12)) == []
    assert crowd(np.full(12, 0.7)) == []


def test_who_always_lay_there_does_not_crowd_nor_do_many_people_of_one_shop() -> None:
    assert crowd(np.linspace(0.51, 0.54, 12), before=np.linspace(0.51, 0.54, 12)) == []
    three = np.concatenate([np.full(3, 0.52), np.linspace(0.3, 0.9, 9)])
    assert crowd(three, people=9) == []


def test_on_quiet_shops_hardly_anything_is_suspected() -> None:
    """Fifty shops in which nobody plays: at most a few in a hundred are asked about."""
    told = 0
    for seed in range(50):
        rng = np.random.default_rng(seed)
        facts = made(
            units=1000 * rng.normal(1, 0.08, 24), returned_units=30 * rng.normal(1, 0.2, 24),
            tasks_done=np.round(np.clip(30 + rng.normal(0, 3, 24), 0, 40)),
        )  # fmt: skip
        here = ground(facts)
        told += any(True for _ in countered(here, 0, LIBRARY["cvr"], "Wu"))
        told += any(True for _ in jumped(here, 0, LIBRARY["task_rate"], "Wu"))
    assert told <= 3
