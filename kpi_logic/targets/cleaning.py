"""Cleaning: one month that is no guide to the others (a stock-out, a one-off promotion, a typing error).

No month is thrown away before the forecast. "Month j is a spike" is one more explanation with a small prior
weight; under it month j says nothing about the future, and its own value comes from a wide distribution
around what the other months expect. Source: outlier models of West & Harrison 1997, Bayesian Forecasting and
Dynamic Models, section 11.3, instead of the Hampel rule, which needs thresholds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SPIKE_SPREAD = 1.4
"""Standard deviation of a spike around its expected value, in logs."""
PRIOR_WEIGHT = 0.01
"""Odds that a given month is a spike, before the history is seen."""
MOST_WEIGHT = 0.4
"""Odds that any month at all is a spike never start above this, however long the history."""
SURE = 0.5
"""Posterior weight from which a spike or a break is reported."""


def spike_weight(months: int) -> Array:
    """Prior weight of "month j is a spike", shape (months,).

    >>> round(float(spike_weight(6).sum()), 2), round(float(spike_weight(36).sum()), 2)
    (0.06, 0.36)
    """
    return np.full(months, min(PRIOR_WEIGHT, MOST_WEIGHT / months))


def spiked(weight: Array, sure: float = SURE) -> list[int]:
    """Places of the months that are more likely a spike than not.

    weight: posterior weight of each month being a spike, shape (m,), each in 0..1.

    >>> spiked(np.array([0.1, 0.7]))
    [1]
    """
    return [int(place) for place in np.flatnonzero(weight >= sure)]
