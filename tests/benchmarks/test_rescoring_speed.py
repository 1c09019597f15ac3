"""A year of 40 people re-scored with 200 exceptions, and what each of them did, beside bare NumPy."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, SchemeException
from kpi_logic.scheme import Actuals, exception_effects, replay
from tests.benchmarks.test_scheme_speed import KPIS, LEVELS, PEOPLE, SIGNS, best_of, random_actuals, scheme_of, staff

NOTHING = MonthlyFacts.of(pd.DataFrame({"month": []}))
COUNT, YEAR = 200, 12
RULES = ("exclude_days", "exclude_month", "pro_rata_target", "hold_harmless")


def year() -> Actuals:
    """The first twelve of the months."""
    whole = random_actuals()
    return replace(whole, months=whole.months[:YEAR], values=whole.values[:, :YEAR], profit=whole.profit[:YEAR])


def events(everybody: bool = False) -> tuple[SchemeException, ...]:
    """200 of every rule that do not contradict each other, for one person and KPI each, or for everybody."""
    rng = np.random.default_rng(11)
    found = []
    for n in range(COUNT):
        first, rule = int(rng.integers(1, YEAR - 1)), RULES[n % 4]
        kpi = KPIS[0] if rule == "exclude_month" else KPIS[rng.integers(1, len(KPIS))]
        found.append(
            SchemeException(
                id=f"e{n}", kind="stock_out", rule=rule, first=f"2024-{first:02d}", last=f"2024-{first + 2:02d}", kpi=kpi,
                person="" if everybody else f"p{rng.integers(PEOPLE)}", days=9, share=0.7, approver="the owner",
                requester="the lead",
            )
        )  # fmt: skip
    return tuple(found)


def bare(values: np.ndarray, recorded: tuple[SchemeException, ...]) -> np.ndarray:
    """The same payouts: slices of arrays changed, curves by arithmetic, nothing checked and nothing told."""
    levels = np.broadcast_to(np.array(LEVELS).T[:, None, None, :], (3, *values.shape)).copy()
    weight, floor = np.full(values.shape, 20.0), np.zeros(values.shape)
    for one in recorded:
        row, slot = slice(None) if not one.person else int(one.person[1:]), KPIS.index(one.kpi)
        months = range(int(one.first[5:]) - 1, int(one.last[5:]))
        for month in months:
            if one.rule == "exclude_month":
                weight[row, month, slot] = 0.0
            elif one.rule == "hold_harmless":
                floor[row, month, slot] = 100.0
            elif one.rule == "pro_rata_target":
                levels[:, row, month, slot] *= one.share ** int(SIGNS[slot])
            else:
                days = Month(2024, month + 1).days
                weight[row, month, slot] *= (days - one.days) / days
    at, (low, mid, high) = SIGNS * values, SIGNS * levels
    points = np.where(at < mid, 100 + 40 * (at - mid) / (mid - low), 100 + 20 * (at - mid) / (high - mid))
    points = np.fmax(np.clip(points, 0, 120), floor)
    scores = (weight * points).sum(axis=2) / weight.sum(axis=2)
    return np.asarray(np.floor(3000 * np.interp(scores, [60, 100, 120], [0, 1, 1.2]) * 100 + 0.5 + 1e-6) / 100)


def test_a_year_with_200_exceptions_takes_at_most_50_ms(record_property: Callable[[str, object], None]) -> None:
    scheme, organisation, actuals, recorded = scheme_of(4), staff(4), year(), events()
    result = replay(scheme, organisation, NOTHING, actuals=actuals, exceptions=recorded)
    assert np.abs(result.payouts - bare(actuals.values, recorded)).max() < 0.011
    ours = best_of(lambda: replay(scheme, organisation, NOTHING, actuals=actuals, exceptions=recorded))
    theirs = best_of(lambda: bare(actuals.values, recorded))
    record_property("milliseconds", round(ours * 1000, 2))
    record_property("ratio", round(ours / theirs, 1))
    print(f"a year, 200 exceptions: {ours * 1e3:.1f} ms; bare NumPy {theirs * 1e3:.2f} ms; ratio {ours / theirs:.1f}")
    assert ours <= 0.05
    assert ours / theirs <= 25


def test_what_200_exceptions_did_costs_a_few_replays(record_property: Callable[[str, object], None]) -> None:
    scheme, organisation, actuals, single = scheme_of(4), staff(4), year(), events()
    one = best_of(lambda: replay(scheme, organisation, NOTHING, actuals=actuals, exceptions=single), 10)
    for name, recorded, most in (("one person each", single, COUNT / 10), ("everybody", events(True), COUNT)):
        ours = best_of(
            lambda which=recorded: exception_effects(scheme, organisation, NOTHING, which, actuals=actuals), 3
        )
        record_property(f"replays, {name}", round(ours / one, 1))
        print(f"effects of 200 exceptions, {name}: {ours * 1e3:.0f} ms, {ours / one:.1f} replays")
        assert ours / one <= most
