"""Level shifts told from seasons, one-offs, drifts and noise.

The logarithm of a driver, for all shops of a seller at once, is a Gaussian process: a level and a slope a shop, a
season the shops share with deviations of their own, a random walk, month noise with some memory.  Onto this, candidate
changes are laid one by one: a step or a ramp that lasts to the end, of one shop, of a platform or of all; and one-off
months.  The evidence of each candidate is exact (conjugate normal-inverse-gamma, rank-one update), so what is accepted
is what the numbers support against every other explanation, with the trials paid for in the prior.

Source of the parts: Bayesian linear model with conjugate priors (Bishop 2006, section 3.4); greedy forward search over
spike-and-slab candidates (George and McCulloch 1993), stopped when the odds no longer favour one more.
"""

from dataclasses import dataclass

import numpy as np

from kpi_logic.diagnosis.scan import PULSE, Array, Best, Laid, Scan, Shift

MOST = 6  # changes per driver; a driver that needs more is noise


@dataclass(frozen=True, eq=False)
class Found:
    """What one driver did: lasting changes, and one-off months as (shop, month, size); ``noise`` a month (log)."""

    shifts: tuple[Shift, ...]
    one_offs: tuple[tuple[int, int, float], ...]
    noise: float


def find_shifts(
    log_driver: Array,
    segments: Array,
    slab: float,
    threshold: float = 2.0,
    seed: int = 0,
    trends: bool = True,
) -> Found:
    """The lasting changes of a driver.

    Args:
        log_driver: (shops, months) natural logarithms, NaN where missing.
        segments: (segments, shops) bool: which shops each candidate segment holds.
        slab: prior standard deviation of a change.
        threshold: log odds that a change must reach.
        seed: for the draws.
        trends: whether a steady growth or decline of a shop's own is nothing unusual (it is in volumes, not in ratios).

    Returns:
        Found; empty where there are fewer than 6 numbers.
    """
    scan = Scan.of(log_driver, segments, slab, trends)
    if scan is None:
        return Found((), (), float("nan"))
    pulses: list[tuple[int, int, float]] = []
    laid: list[tuple[Best, Laid]] = []
    for _ in range(MOST):
        best = scan.best()
        if best is None or best.log_odds < (threshold if best.shift else 0.0):
            break
        if not best.shift:
            pulses.append(scan.pulse(best))
        laid.append((best, scan.lay(scan.column(best), slab if best.shift else PULSE)))
    rng = np.random.default_rng(seed)
    shifts = [scan.judged(best, where, rng) for best, where in laid if best.shift]
    return Found(tuple(shifts), tuple(pulses), scan.noise)
