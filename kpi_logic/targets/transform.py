"""Transform: the scale on which a KPI is modelled, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

KINDS = ("positive", "signed", "rate")
RATE_MARGIN = 1e-4
"""Rates nearer than this to 0 or 1 are moved in before the logit is taken."""
EXPONENT_LIMIT = 300.0


@dataclass(frozen=True)
class Transform:
    """A scale. name: "log", "linear" or "logit"; offset: added before the log; spread: divisor when linear.

    unit: what a log step of 1 is called on this scale (a quarter when linear, since values are divided by
    four times their mean size), so that level breaks and spikes mean the same on every scale.
    """

    name: str
    offset: float = 0.0
    spread: float = 1.0

    @property
    def unit(self) -> float:
        """Size of one log unit on this scale."""
        return 0.25 if self.name == "linear" else 1.0

    def forward(self, values: Array) -> Array:
        """KPI values to model scale, same shape; NaN stays NaN."""
        if self.name == "linear":
            return values / self.spread
        if self.name == "logit":
            inside = np.clip(values, RATE_MARGIN, 1 - RATE_MARGIN)
            return np.asarray(np.log(inside / (1 - inside)))
        return np.asarray(np.log(values + self.offset))

    def back(self, values: Array) -> Array:
        """Model scale to KPI values, same shape."""
        if self.name == "linear":
            return values * self.spread
        bounded = np.clip(values, -EXPONENT_LIMIT, EXPONENT_LIMIT)
        if self.name == "logit":
            return np.asarray(1 / (1 + np.exp(-bounded)))
        return np.maximum(np.exp(bounded) - self.offset, 0.0) if self.offset else np.exp(bounded)


def _log(usable: Array) -> Transform:
    """Log, with an offset when there are zeros: the larger of half the least positive and 2 % of the mean."""
    positive = usable[usable > 0]
    if positive.size == usable.size or not positive.size:
        return Transform("log", 0.0 if positive.size else 1.0)
    return Transform("log", float(max(positive.min() / 2, 0.02 * np.abs(usable).mean())))


def choose_transform(values: Array, kind: str = "positive") -> Transform:
    """The scale for these values.

    values: monthly values, NaN = missing. kind: "positive" (levels such as sales), "signed" (profit) or
    "rate" (a share between 0 and 1). A positive KPI that shows a negative value is taken as signed.
    Raises ValueError for another kind, or for a rate outside 0..1.
    Source: Box & Cox 1964 for the log with offset. For profit the linear scale was measured better.

    >>> choose_transform(np.array([1.0, 0.0, 5.0])).offset
    0.5
    >>> choose_transform(np.array([-1.0, 3.0])).name
    'linear'
    """
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}, allowed: {', '.join(KINDS)}")
    usable = values[np.isfinite(values)]
    if kind == "rate":
        if usable.size and (usable.min() < 0 or usable.max() > 1):
            raise ValueError(f"a rate lies in 0..1, got {usable.min():g}..{usable.max():g}")
        return Transform("logit")
    if kind == "signed" or (usable.size and usable.min() < 0):
        return Transform("linear", spread=4 * float(np.abs(usable).mean()) or 1.0)
    return _log(usable)
