"""From an actual to points: the curve of one KPI.

60 points at the threshold (a pass), 100 at the target, 120 at the stretch, straight lines between them; below the
threshold the first line goes on down to 0, above the stretch the score stays at 120.  The same for either direction:
everything is measured towards the better side, so that the target is always 100 and no step is taken at a cliff.
An old scheme may ask for a cliff (nothing below the threshold) or for no cap.

Source: target-based score with threshold and stretch, capped at both ends, as in sales compensation practice
(Zoltners, Sinha & Lorimer 2006, The Complete Guide to Sales Force Incentive Compensation, ch. 9).
"""

import math
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi_logic.model import Kpi, Unit

Array = NDArray[np.float64]

PASS, FULL, TOP = 60.0, 100.0, 120.0
"""Points at threshold, target and stretch."""

USUAL_SPAN = 0.2
"""A missing threshold or stretch stands a fifth of the target away from it."""


class Levels(NamedTuple):
    """The three levels of one KPI, in its unit; the stretch lies on the better side of the target."""

    threshold: float
    target: float
    stretch: float


class LevelFault(StrEnum):
    """Why no curve can be drawn."""

    NO_TARGET = "no_target"
    ZERO_TARGET = "zero_target"  # a fifth of 0 is no span: threshold and stretch must be given
    INVERTED = "inverted"  # threshold, target and stretch do not follow each other towards the better side


def read_levels(kpi: Kpi, threshold: float | None, target: float | None, stretch: float | None) -> Levels | LevelFault:
    """Three levels in order, with the missing ones filled in, or why not.

    A missing threshold lies 20 % of the target to the worse side, a missing stretch 20 % to the better; the stretch of
    a share below 1 goes no further than half the way that is left to 1.

    >>> from kpi_logic.library import kpi_library
    >>> read_levels(kpi_library()["cvr"], None, 0.10, None)
    Levels(threshold=0.08, target=0.1, stretch=0.12)
    >>> read_levels(kpi_library()["acos"], 0.30, 0.40, None)
    <LevelFault.INVERTED: 'inverted'>
    """
    if target is None or not math.isfinite(target):
        return LevelFault.NO_TARGET
    span = USUAL_SPAN * abs(target)
    if span == 0 and (threshold is None or stretch is None):
        return LevelFault.ZERO_TARGET
    sign = kpi.direction.sign
    lowest = target - sign * span if threshold is None else threshold
    highest = _usual_stretch(kpi, target, span) if stretch is None else stretch
    if not (sign * lowest < sign * target < sign * highest):
        return LevelFault.INVERTED
    return Levels(round(lowest, 12), target, round(highest, 12))


def _usual_stretch(kpi: Kpi, target: float, span: float) -> float:
    usual = target + kpi.direction.sign * span
    if kpi.unit is Unit.RATIO and 0 < target < 1:
        return min(usual, (1 + target) / 2)
    return usual


def curve_score(
    actual: ArrayLike,
    threshold: ArrayLike,
    target: ArrayLike,
    stretch: ArrayLike,
    sign: ArrayLike = 1,
    cliff: ArrayLike = False,
    cap: ArrayLike = TOP,
) -> Array:
    """Points for actuals; all arguments broadcast against each other.

    Args:
        actual: in the KPI's unit; NaN (missing) stays NaN.
        threshold, target, stretch: as ``read_levels`` gives them.
        sign: +1 where more is better, -1 where less is.
        cliff: whether everything below the threshold gets 0.
        cap: most points; infinity for none.

    Returns:
        0 to *cap*, never falling as the actual gets better.

    >>> curve_score([0.06, 0.08, 0.09, 0.10, 0.11, 0.50, np.nan], 0.08, 0.10, 0.12).round(6).tolist()
    [20.0, 60.0, 80.0, 100.0, 110.0, 120.0, nan]
    >>> curve_score([0.36, 0.30, 0.24, 0.0], 0.36, 0.30, 0.24, sign=-1).round(6).tolist()
    [60.0, 100.0, 120.0, 120.0]
    """
    at, low, mid, high = (np.asarray(sign) * np.asarray(x, dtype=float) for x in (actual, threshold, target, stretch))
    below = FULL + (FULL - PASS) * (at - mid) / (mid - low)
    above = FULL + (TOP - FULL) * (at - mid) / (high - mid)
    points = np.where(at < mid, below, above)
    if np.any(cliff):
        points = np.where(np.asarray(cliff) & (at < low), 0.0, points)
    return np.asarray(np.clip(points, 0.0, cap))
