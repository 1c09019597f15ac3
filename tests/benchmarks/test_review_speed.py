"""A read-out with ten thousand permutations in a second, and against bare NumPy doing the same arithmetic.

Processor time, best of several runs, so that a busy machine measures the same.
"""

import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Organisation, Pilot, SuccessRule
from kpi_logic.review import pilot_design, pilot_plan, read_out
from kpi_logic.review.placebo import PERMUTATIONS

SHOPS, TREATED, MONTHS, LENGTH = 40, 8, 36, 2
ONE_SECOND, FEW_SECONDS, TIMES_NUMPY = 1.0, 3.0, 30.0


def best_of(run: Callable[[], object], times: int = 3) -> float:
    """Processor seconds of the fastest run."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.fixture(scope="module")
def facts() -> MonthlyFacts:
    rng = np.random.default_rng(2)
    months = [str(month) for month in pd.period_range("2023-01", periods=MONTHS, freq="M")]
    size = (SHOPS, MONTHS)
    sessions = 1e4 * np.exp(rng.normal(0, 0.1, size))
    units = sessions * 0.08 * np.exp(rng.normal(0, 0.05, size))
    table = pd.DataFrame({
        "month": months * SHOPS, "shop": np.repeat([f"S{n:02d}" for n in range(SHOPS)], MONTHS), "currency": "USD",
        "sessions": sessions.ravel(), "units": units.ravel(), "sales": (units * 20).ravel(), "orders": (units / 1.1).ravel(),
    })  # fmt: skip
    return MonthlyFacts.of(table)


@pytest.fixture(scope="module")
def engagement() -> Engagement:
    names = [f"S{n:02d}" for n in range(SHOPS)]
    pilot = Pilot(
        shops=tuple(names[:TREATED]), compared_shops=tuple(names[TREATED:]), first="2025-11", months=LENGTH,
        rule=SuccessRule(kpi="cvr", at_least=0.02),
    )  # fmt: skip
    return Engagement(name="forty shops", organisation=Organisation(), pilot=pilot)


def bare(changes: np.ndarray) -> float:
    """The same ten thousand differences, studentised and sorted, and nothing else."""
    rng = np.random.default_rng(8)
    windows = changes.shape[1]
    chosen = rng.random((PERMUTATIONS // windows, SHOPS)).argsort(axis=1) < TREATED
    against = np.where(chosen, 1 / TREATED, -1 / (SHOPS - TREATED)) @ changes
    rest = (np.abs(np.subtract.outer(np.arange(windows), np.arange(windows))) >= LENGTH).astype(float)
    count = rest.sum(axis=1)
    mean = against @ rest / count
    spread = np.sqrt(against**2 @ rest / count - mean**2)
    sizes = np.sort(np.abs(against - mean) / spread, axis=None)
    return float(sizes[int(0.8 * sizes.size)])


def test_a_read_out_with_ten_thousand_permutations(facts: MonthlyFacts, engagement: Engagement) -> None:
    plan = pilot_plan(engagement, facts)
    found = read_out(plan, facts, sealed=False)
    assert found.change is not None and found.change.placebos > 0.95 * PERMUTATIONS - MONTHS
    whole = best_of(lambda: read_out(plan, facts, sealed=False))
    changes = np.random.default_rng(1).normal(0, 0.1, (SHOPS, 30))
    floor = best_of(lambda: bare(changes), 10)
    print(f"read-out {whole * 1000:.0f} ms, {whole / floor:.1f} times bare NumPy ({floor * 1000:.1f} ms)")
    assert whole <= ONE_SECOND
    assert whole <= TIMES_NUMPY * floor


def test_the_design_of_all_lengths_and_baselines(facts: MonthlyFacts, engagement: Engagement) -> None:
    """Six lengths against two baselines: up to 120,000 placebos, told while somebody turns a number."""
    taken = best_of(lambda: pilot_design(engagement.pilot, engagement.organisation, facts))
    print(f"design {taken * 1000:.0f} ms")
    assert taken <= FEW_SECONDS
