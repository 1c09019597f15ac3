"""The forecast in the form the target-realism judge calls: months, then running totals, one row each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_logic.targets import forecast
from kpi_logic.targets.prior import Prior


def method(
    history: pd.Series, horizon: Sequence[pd.Period], levels: Sequence[float], prior: Prior | None = None
) -> NDArray[np.float64]:
    """Quantiles of each month and of each running total, shape (2 * len(horizon), len(levels))."""
    view = forecast(history, horizon, levels, prior=prior)
    return np.concatenate([view.quantiles, view.running_totals(levels)])
