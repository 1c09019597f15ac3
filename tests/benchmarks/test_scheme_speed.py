"""Re-scoring 40 people x 5 KPIs x 24 months, beside a bare NumPy evaluation of the same numbers."""

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Line, Month, Organisation, Person, Scheme, SchemeException, Scorecard, Segment, Target
from kpi_logic.scheme import (
    Actuals,
    actuals_table,
    cost_odds,
    gaming_test,
    kpis_of,
    lint,
    replay,
    robustness,
    slips,
)

PEOPLE, MONTHS = 40, 24
KPIS = ("gmv", "acos", "cvr", "return_units_rate", "stock_sales_days")
LEVELS = ((80.0, 100.0, 120.0), (0.4, 0.3, 0.2), (0.08, 0.1, 0.12), (0.1, 0.06, 0.03), (60.0, 45.0, 30.0))
SIGNS = np.array([1, -1, 1, -1, -1])


def best_of(run: Callable[[], object], times: int = 30) -> float:
    """Seconds of the fastest run."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def scheme_of(roles: int) -> Scheme:
    lines = tuple(
        Line(kpi=kpi, weight=20, threshold=low, target=mid, stretch=high)
        for kpi, (low, mid, high) in zip(KPIS, LEVELS, strict=True)
    )
    return Scheme(scorecards=tuple(Scorecard(role=f"r{n}", lines=lines) for n in range(roles)))


def staff(roles: int) -> Organisation:
    people = (Person(id=f"p{n}", name=f"P{n}", role=f"r{n % roles}", bonus=3000.0) for n in range(PEOPLE))
    return Organisation(people=tuple(people))


def random_actuals() -> Actuals:
    rng = np.random.default_rng(7)
    targets = np.array([mid for _, mid, _ in LEVELS])
    months = tuple(Month(2024, 1) + n for n in range(MONTHS))
    values = targets * rng.uniform(0.7, 1.3, (PEOPLE, MONTHS, len(KPIS)))
    people = tuple(f"p{n}" for n in range(PEOPLE))
    return Actuals(people, months, KPIS, values, np.full(MONTHS, 1e6), "CNY", (Segment(shop="A"),))


def bare(values: np.ndarray) -> np.ndarray:
    """The same payouts, one np.interp a person and KPI, and nothing else."""
    scores = np.zeros((PEOPLE, MONTHS))
    for person in range(PEOPLE):
        for kpi, (sign, (low, mid, high)) in enumerate(zip(SIGNS, LEVELS, strict=True)):
            zero = sign * (mid - 2.5 * (mid - low))
            curve = [zero, sign * low, sign * mid, sign * high]
            scores[person] += 0.2 * np.interp(sign * values[person, :, kpi], curve, [0, 60, 100, 120])
    return np.asarray(np.round(3000 * np.interp(scores, [60, 100, 120], [0, 1, 1.2]), 2))


def test_rescoring_takes_at_most_5_ms_and_3_times_bare_numpy(record_property: Callable[[str, object], None]) -> None:
    scheme, organisation, actuals = scheme_of(4), staff(4), random_actuals()
    nothing = MonthlyFacts.of(pd.DataFrame({"month": []}))
    result = replay(scheme, organisation, nothing, actuals=actuals)
    assert np.abs(result.payouts - bare(actuals.values)).max() < 0.011
    ours = best_of(lambda: replay(scheme, organisation, nothing, actuals=actuals))
    theirs = best_of(lambda: bare(actuals.values))
    record_property("milliseconds", round(ours * 1000, 2))
    record_property("ratio", round(ours / theirs, 2))
    print(f"re-score: {ours * 1000:.2f} ms, bare NumPy {theirs * 1000:.2f} ms, ratio {ours / theirs:.2f}")
    assert ours / theirs <= 3
    assert ours <= 0.025  # 5 ms on a quiet machine; five times that where others share it


def test_lint_and_table_on_a_large_client() -> None:
    rng = np.random.default_rng(3)
    rows = [
        {
            "month": str(Month(2024, 1) + m),
            "shop": f"S{s}",
            **{
                name: rng.uniform(50, 150)
                for name in ("sales", "ad_spend", "ad_sales", "units", "sessions", "returned_units", "inventory_value")
            },
        }
        for m in range(MONTHS)
        for s in range(10)
    ]
    facts = MonthlyFacts.of(pd.DataFrame(rows))
    people = staff(4).people
    organisation = Organisation(
        people=tuple(p.model_copy(update={"shops": (f"S{n % 10}",)}) for n, p in enumerate(people))
    )
    scheme = scheme_of(4)
    build = best_of(lambda: actuals_table(organisation, facts, kpis_of(scheme)), 3)
    actuals = actuals_table(organisation, facts, kpis_of(scheme))
    linted = best_of(lambda: lint(scheme, organisation, facts, actuals=actuals), 3)
    print(f"actuals table: {build * 1000:.0f} ms; lint with it at hand: {linted * 1000:.0f} ms")
    assert linted <= 0.5  # 100 ms on a quiet machine


NOTHING = MonthlyFacts.of(pd.DataFrame({"month": []}))


def test_a_cost_in_1000_draws_takes_at_most_a_second_and_3_times_bare_numpy(
    record_property: Callable[[str, object], None],
) -> None:
    scheme, organisation, actuals = scheme_of(4), staff(4), random_actuals()
    target = Target(id="t", kpi="acos", first="2026-01", last="2026-03", value=0.3, probability=0.6)
    ours = best_of(lambda: cost_odds(scheme, organisation, NOTHING, [target], actuals=actuals), 5)
    drawn = np.tile(actuals.values, (1, 125, 1))  # 1,000 draws of three months
    theirs = best_of(lambda: bare_at_once(drawn), 5)
    record_property("ratio", round(ours / theirs, 2))
    print(f"cost, 1,000 draws: {ours * 1000:.0f} ms, bare NumPy {theirs * 1000:.0f} ms, ratio {ours / theirs:.2f}")
    assert ours / theirs <= 3
    assert ours <= 2.5  # 1 s on a quiet machine


def bare_at_once(values: np.ndarray) -> np.ndarray:
    """The payouts of any number of months, KPI by KPI for everybody at once, and nothing else."""
    scores = np.zeros(values.shape[:2])
    for kpi, (sign, (low, mid, high)) in enumerate(zip(SIGNS, LEVELS, strict=True)):
        curve = [sign * (mid - 2.5 * (mid - low)), sign * low, sign * mid, sign * high]
        scores += 0.2 * np.interp(sign * values[:, :, kpi], curve, [0, 60, 100, 120])
    return np.asarray(np.round(3000 * np.interp(scores, [60, 100, 120], [0, 1, 1.2]), 2))


def test_the_rest_stays_quick() -> None:
    scheme, organisation, actuals = scheme_of(4), staff(4), random_actuals()
    event = SchemeException(
        id="e", kind="stock_out", rule="exclude_days", first="2024-03", last="2024-05", days=9, approver="L"
    )
    with_event = best_of(lambda: replay(scheme, organisation, NOTHING, actuals=actuals, exceptions=[event]), 5)
    result = replay(scheme, organisation, NOTHING, actuals=actuals)
    badge = best_of(lambda: robustness(result), 3)
    month = actuals.months[-1]
    pages = best_of(lambda: slips(scheme, organisation, NOTHING, month, actuals=actuals), 3)
    print(f"replay with an exception for all {with_event * 1e3:.1f} ms; robustness of 40 people {badge * 1e3:.0f} ms; "
          f"40 slips {pages * 1e3:.0f} ms")  # fmt: skip


def test_the_gaming_test_on_the_sample() -> None:
    from pathlib import Path

    from kpi_logic.intake import ClientFile, read_files

    path = Path(__file__).resolve().parents[2] / "sample_data" / "simulated_client.xlsx"
    intake = read_files([ClientFile(path.name, path.read_bytes())])
    from kpi_logic.scheme import filled

    scheme = filled(intake.present_scheme, intake.organisation, intake.facts)
    taken = best_of(lambda: gaming_test(scheme, intake.organisation, intake.facts), 2)
    print(f"gaming test, nine people: {taken:.1f} s")
