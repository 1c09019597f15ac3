"""Claims of the pilot: how often nothing is rolled out, how often the interval holds the truth, how often what the
history "can show" is shown.

2 to 8 shops, 13 to 36 months of history, 1 to 3 months of trial.  ``python -m tests.claims.test_pilot_claims`` prints
the table that README quotes.
"""

import functools
from dataclasses import dataclass

import numpy as np
import pytest

from kpi_logic.library import kpi_library
from kpi_logic.model import Engagement, Pilot
from kpi_logic.review import PilotVerdict, candidates, pilot_plan, read_out
from kpi_logic.review.trial_change import asked
from tests.claims.simulated_pilots import simulated_trial

pytestmark = pytest.mark.claims

SHOPS = ((2, 1), (3, 1), (5, 2), (8, 2))
HISTORIES, MONTHS = (13, 18, 24, 36), (1, 2, 3)
RUNS = 100  # of each number of shops
CONFIDENCE = 0.8
GMV = kpi_library()["gmv"]


@dataclass(frozen=True)
class Run:
    """One trial that did nothing: what was estimated on a log scale, and what had been promised."""

    better: float
    half: float
    smallest: float
    verdict: PilotVerdict


@functools.cache
def nulls(history: int, months: int, confidence: float = CONFIDENCE, runs: int = RUNS) -> tuple[Run | None, ...]:
    """Trials without any effect; None where nothing can be told."""
    rng = np.random.default_rng(1000 * history + 10 * months + round(100 * confidence))
    return tuple(one(shops, treated, history, months, confidence, rng) for shops, treated in SHOPS for _ in range(runs))


def one(
    shops: int, treated: int, history: int, months: int, confidence: float, rng: np.random.Generator, effect: float = 0.0,
    at_least: float = 0.0,
) -> Run | None:  # fmt: skip
    """A single trial through plan and read-out, as the page does it."""
    before, after, pilot = simulated_trial(shops, history, months, treated, rng, effect)
    plan = pilot_plan(Engagement(name="simulated", pilot=ruled(pilot, confidence, at_least)), before)
    found = read_out(plan, after)
    change = found.change
    if plan.smallest is None or change is None or change.better is None or change.half is None:
        return None
    return Run(change.better, change.half, float(np.log1p(plan.smallest)), found.verdict)


def ruled(pilot: Pilot, confidence: float, at_least: float) -> Pilot:
    rule = pilot.rule.model_copy(update={"confidence": confidence, "at_least": at_least})
    return pilot.model_copy(update={"rule": rule})


def shares(runs: tuple[Run | None, ...]) -> tuple[int, float, float, float]:
    """How many could be told; of them: rolled out, truth inside the interval, the promised smallest effect found.

    An effect moves the log change by exactly itself and leaves the interval's width (``test_trial_change`` holds that),
    so the trial with it need not be drawn again.
    """
    told = [run for run in runs if run is not None]
    rolled = np.mean([run.verdict is PilotVerdict.ROLL_OUT for run in told])
    inside = np.mean([abs(run.better) <= run.half for run in told])
    power = np.mean([run.better + run.smallest > run.half for run in told])
    return len(told), float(rolled), float(inside), float(power)


def margin(share: float, runs: int, sigmas: float = 3.0) -> float:
    """How far a share of *runs* may lie off by chance."""
    return sigmas * float(np.sqrt(share * (1 - share) / runs))


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize("history", HISTORIES)
def test_nothing_is_rolled_out_more_often_than_said(history: int, months: int) -> None:
    told, rolled, inside, _ = shares(nulls(history, months))
    said = (1 - CONFIDENCE) / 2
    assert told >= 200
    assert rolled <= said + margin(said, told), (told, rolled)
    assert inside >= CONFIDENCE - margin(CONFIDENCE, told), (told, inside)


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize("history", HISTORIES)
def test_the_smallest_effect_is_found_in_four_of_five(history: int, months: int) -> None:
    told, _, _, power = shares(nulls(history, months))
    assert abs(power - 0.8) <= 0.05 + margin(0.8, told), (told, power)


def test_all_together_the_levels_are_met_and_not_wasted() -> None:
    told, rolled, inside, power = shares(
        tuple(run for history in HISTORIES for months in MONTHS for run in nulls(history, months))
    )
    assert rolled <= 0.10 + margin(0.10, told, 2)
    assert CONFIDENCE <= inside <= 0.90
    assert abs(power - 0.80) <= 0.03, power


@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_higher_confidence_holds_too(confidence: float) -> None:
    told, rolled, inside, _ = shares(nulls(30, 2, confidence))
    said = (1 - confidence) / 2
    assert told >= 100
    assert rolled <= said + margin(said, told), (told, rolled)
    assert inside >= confidence - margin(confidence, told), (told, inside)


@pytest.mark.parametrize("asked_for", [0.05, 0.10])
def test_an_effect_of_just_what_was_asked_is_not_passed_more_often_than_said(asked_for: float) -> None:
    """The worst case of the rule: the truth lies exactly on the line."""
    rng, effect = np.random.default_rng(round(1000 * asked_for)), asked(asked_for, GMV)
    runs = [one(3, 1, 24, 2, CONFIDENCE, rng, effect, asked_for) for _ in range(300)]
    told = [run for run in runs if run is not None]
    rolled = np.mean([run.verdict is PilotVerdict.ROLL_OUT for run in told])
    inside = np.mean([abs(run.better - effect) <= run.half for run in told])
    assert rolled <= 0.10 + margin(0.10, len(told)), rolled
    assert inside >= CONFIDENCE - margin(CONFIDENCE, len(told)), inside


def test_comparing_with_the_most_alike_shops_keeps_the_level() -> None:
    """Two of seven, chosen by the same history that the placebos come from."""
    rng, told = np.random.default_rng(6), []
    for _ in range(250):
        before, after, pilot = simulated_trial(8, 24, 2, 1, rng)
        alike = tuple(one.shop for one in candidates(pilot.shops, GMV, before)[:2])
        pilot = pilot.model_copy(update={"compared_shops": alike})
        change = read_out(pilot_plan(Engagement(name="simulated", pilot=pilot), before), after).change
        if change is not None and change.better is not None and change.half is not None:
            told.append((abs(change.better) <= change.half, change.surely_better))
    inside, better = np.mean(told, axis=0)
    assert inside >= CONFIDENCE - margin(CONFIDENCE, len(told)), inside
    assert better <= 0.10 + margin(0.10, len(told)), better


def test_two_shops_and_a_year_cannot_tell_three_months() -> None:
    rng = np.random.default_rng(5)
    assert [one(2, 1, 13, 3, CONFIDENCE, rng) for _ in range(20)] == [None] * 20


def table() -> None:
    """The table for README."""
    print("history | trial | told | rolled out | truth inside 80 % | smallest effect found | smallest effect (median)")
    for history in HISTORIES:
        for months in MONTHS:
            runs = nulls(history, months)
            told, rolled, inside, power = shares(runs)
            median = np.median([run.smallest for run in runs if run is not None])
            print(
                f"{history} | {months} | {told / len(runs):.0%} | {rolled:.1%} | {inside:.1%} | {power:.1%} | "
                f"{np.expm1(median):.0%}"
            )


if __name__ == "__main__":
    table()
