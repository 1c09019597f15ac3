"""Claim: of the months and totals that a forecast brackets at 80 %, four in five fall inside; odds come true.

First on series drawn from the prior itself, where the promise must hold exactly; then on sellers simulated
from other equations, where it must hold nearly. Then the judge on a few public series, where at hand.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kpi_logic.targets import forecast
from kpi_logic.targets.prior import load_prior
from kpi_logic.targets.structures import covariances
from tests.claims.judged_table import load_judge
from tests.claims.realism_adapter import method

pytestmark = pytest.mark.claims

AHEAD = 6
JUDGE = Path(__file__).resolve().parents[3] / "shared" / "realism" / "evaluate.py"
LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
Series = tuple[np.ndarray, int]


def from_the_prior(months: int, rng: np.random.Generator) -> Series:
    """A series whose truth is one of the prior's own settings."""
    prior = load_prior()
    atoms = prior.groups[prior.group(months)]
    pick = rng.choice(atoms.weight.size, p=atoms.weight)
    variance = 3 * prior.scales[atoms.scale[pick]] ** 2 / rng.gamma(3)
    total = months + AHEAD
    covariance = covariances(atoms.structure[[pick]], np.arange(float(total)))[0]
    first = int(rng.integers(0, 12))
    calendar = prior.profiles[atoms.profile[pick], (first + np.arange(total)) % 12]
    return np.exp(rng.multivariate_normal(np.zeros(total), variance * covariance) + calendar), first


def seller(months: int, rng: np.random.Generator) -> np.ndarray:
    """Logs of a seller's month: a wandering level, a slope that fades, an own season and noise."""
    total = months + AHEAD
    walk = rng.normal(0, rng.uniform(0.01, 0.1), total).cumsum()
    slope = rng.normal(0, 0.02) * (1 - 0.9 ** np.arange(total)) / 0.1
    season = rng.normal(0, rng.uniform(0, 0.2)) * np.sin(np.arange(total) * np.pi / 6 + rng.uniform(0, 6))
    return walk + slope + season + rng.normal(0, rng.uniform(0.03, 0.25), total)


def sales(months: int, rng: np.random.Generator) -> Series:
    return np.exp(10 + seller(months, rng)), int(rng.integers(0, 12))


def profit(months: int, rng: np.random.Generator) -> Series:
    turnover = np.exp(seller(months, rng))
    return 1e5 * turnover * rng.normal(rng.uniform(0, 0.2), rng.uniform(0.03, 0.15), turnover.size), 0


def conversion(months: int, rng: np.random.Generator) -> Series:
    rate = 1 / (1 + np.exp(-(rng.uniform(-4, -1) + 0.7 * seller(months, rng))))
    visits = int(np.exp(rng.uniform(6, 9)))
    return rng.binomial(visits, rate) / visits, 0


def coverage(draw: Callable[[int, np.random.Generator], Series], months: int, kind: str, runs: int) -> dict[str, float]:
    """Share inside the 80 % and 95 % intervals of months, and inside the 80 % interval of the total."""
    rng = np.random.default_rng(months)
    inside = []
    for _ in range(runs):
        values, first = draw(months, rng)
        index = pd.period_range(f"2021-{first + 1:02d}", periods=months + AHEAD, freq="M")
        past = pd.Series(values[:months], index[:months])
        view = forecast(past, list(index[months:]), LEVELS, kind=kind)
        month, low, high = values[months:], view.quantiles, view.total(LEVELS)
        inside.append(
            (
                ((low[:, 1] <= month) & (month <= low[:, 5])).mean(),
                ((low[:, 0] <= month) & (month <= low[:, 6])).mean(),
                high[1] <= month.sum() <= high[5],
            )
        )
    return dict(zip(("months80", "months95", "total80"), np.mean(inside, axis=0).tolist(), strict=True))


@pytest.mark.parametrize("months", [6, 12, 24])
def test_on_its_own_prior_the_promise_holds(months: int) -> None:
    found = coverage(from_the_prior, months, "positive", 1000)
    assert found == {
        "months80": pytest.approx(0.80, abs=0.03),
        "months95": pytest.approx(0.95, abs=0.02),
        "total80": pytest.approx(0.80, abs=0.04),
    }


@pytest.mark.parametrize("months", [6, 12, 24, 36])
@pytest.mark.parametrize(("draw", "kind"), [(sales, "positive"), (profit, "signed"), (conversion, "rate")])
def test_on_simulated_sellers_the_promise_nearly_holds(
    draw: Callable[[int, np.random.Generator], Series], kind: str, months: int
) -> None:
    found = coverage(draw, months, kind, 300)
    wrong = {name: value for name, value in found.items() if abs(value - int(name[-2:]) / 100) > 0.10}
    assert not wrong, found


def test_stated_odds_come_true() -> None:
    """Odds of a seller's total against targets around its run-rate: said and seen agree in every band."""
    rng, said, seen = np.random.default_rng(3), [], []
    for _ in range(600):
        months = int(rng.choice([6, 9, 12, 24]))
        values, first = sales(months, rng)
        index = pd.period_range(f"2021-{first + 1:02d}", periods=months + AHEAD, freq="M")
        view = forecast(pd.Series(values[:months], index[:months]), list(index[months:]), LEVELS)
        goals = values[months - 3 : months].mean() * AHEAD * rng.uniform(0.7, 1.6, 4)
        said += [view.probability(goal, "higher", "sum") for goal in goals]
        seen += [values[months:].sum() >= goal for goal in goals]
    odds, met = np.array(said), np.array(seen, float)
    band = np.digitize(odds, (0.2, 0.5, 0.8))
    gap = [abs(odds[band == b].mean() - met[band == b].mean()) for b in range(4)]
    assert max(gap) < 0.10, gap


@pytest.mark.skipif(not JUDGE.exists(), reason="the judge of target realism is not part of the repository")
def test_the_judge_is_satisfied_on_a_few_series(capsys: pytest.CaptureFixture[str]) -> None:
    """At every length: no failure, intervals that hold, and a score no worse than the reference's."""
    judge = load_judge(JUDGE)
    data = judge.Data("dev")
    chosen = np.sort(np.random.default_rng(99).permutation(len(data.cases))[:150])
    scores, _, meta = judge.run(method, data, judge.NS, chosen, "none", 10.0)
    reference = judge.load_base("dev", data)["EBSR (reference)"][0]
    assert (meta["n_fail"], meta["crossing"], meta["negative"]) == (0, 0, 0)
    core = judge.GROUPS["core"]
    ours, theirs = (np.nanmean(part[chosen][:, :, core, 0], axis=(0, 2)) for part in (scores, reference))
    held = np.nanmean(scores[chosen][:, :, core, 1], axis=(0, 2))
    assert (ours <= 1.02 * theirs).all(), ours / theirs
    assert ((held > 0.74) & (held < 0.87)).all(), held
