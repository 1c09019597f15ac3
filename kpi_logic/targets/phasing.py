"""Phasing: a target of several months in parts a month, by the season that history shows; the parts always sum to it."""

from collections.abc import Sequence

import numpy as np

from kpi_logic.model import Target
from kpi_logic.model.apportion import apportion
from kpi_logic.targets.cascade import among, from_steps, step_of, to_steps
from kpi_logic.targets.outlook import Outlook


def profile(view: Outlook) -> tuple[float, ...]:
    """The share of each month of the period, summing to 1: the months' medians ahead, equal where none is known.

    A month whose median is a loss carries nothing.
    """
    even = (1 / view.months,) * view.months
    if view.forecast is None or len(view.forecast.periods) != view.months:
        return even
    middle = np.maximum(np.median(view.forecast.paths, axis=0), 0.0)
    total = float(middle.sum())
    return tuple(float(part) / total for part in middle) if total > 0 else even


def phased(target: Target, view: Outlook) -> tuple[float, ...]:
    """The target's months: as they were set, else by the learnt profile; () where its months do not add up.

    They sum to the target to the smallest unit (cent, piece).  Parts that were set for another value or another number
    of months follow in proportion.
    """
    if not view.adds:
        return ()
    kept = len(target.phases) == view.months and any(target.phases)
    weights = [abs(part) for part in target.phases] if kept else list(profile(view))
    step = step_of(view.kpi.unit)
    total = to_steps(target.value, step)
    if kept and sum(to_steps(part, step) for part in target.phases) == total:
        return target.phases
    return tuple(from_steps(part, step) for part in apportion(total, weights))


def move_phase(parts: Sequence[float], which: int, amount: float, step: float) -> tuple[float, ...]:
    """The months after one of them was set: the others follow in proportion, the sum stays.

    Raises:
        IndexError: there is no such month.

    >>> move_phase((100.0, 50.0, 50.0), 0, 120.0, 0.01)
    (120.0, 40.0, 40.0)
    """
    if not 0 <= which < len(parts):
        raise IndexError(which)
    level = {str(n): to_steps(part, step) for n, part in enumerate(parts)}
    return tuple(from_steps(part, step) for part in among(level, str(which), to_steps(amount, step)).values())
