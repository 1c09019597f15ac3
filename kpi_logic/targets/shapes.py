"""Shapes: calendar profiles and driver plans that may be part of a KPI, as prior settings.

A driver (planned ad spend, a 0/1 event) enters as one more known shape of unknown strength. It says what the
KPI would do if the plan were kept: a conditional scenario, never a cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kpi_logic.targets.design import Design
from kpi_logic.targets.history import month_numbers
from kpi_logic.targets.posterior import Shifts
from kpi_logic.targets.prior import Prior
from kpi_logic.targets.structures import YEAR

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Index = NDArray[np.int64]

DRIVER_EFFECTS = (-0.3, 0.0, 0.3, 0.6, 1.0, 1.4)
"""Elasticities considered: change of the KPI in logs for a change of 1 in the driver's log."""
DRIVER_WEIGHTS = (0.05, 0.45, 0.2, 0.15, 0.1, 0.05)
"""Odds of each elasticity before the history is seen."""


def calendar_shapes(prior: Prior, months: Index, ahead: Index) -> tuple[Array, Array]:
    """Every calendar profile over the known months and the months ahead, shapes (K, m) and (K, H)."""
    return prior.profiles[:, months % YEAR], prior.profiles[:, ahead % YEAR]


def calendar_settings(prior: Prior, design: Design, use: bool | None) -> Array:
    """Prior weight of each setting, shape (A,).

    use: None, the pool's own odds of each profile; True, those of consumer retail; False, no profile at all.
    """
    weight = design.atoms.weight
    if use is None:
        return weight
    odds = prior.retail if use else (np.arange(len(prior.profiles)) == 0).astype(float)
    changed: Array = weight * odds[design.atoms.profile]
    return changed / changed.sum()


def driver_column(exog: pd.Series, months: Index) -> Array:
    """A driver over these months: its log, or itself where it is a 0/1 event; centred; shape (T,).

    exog: monthly values with a monthly PeriodIndex. Raises ValueError where a month is missing or negative.
    """
    if getattr(exog, "ndim", 1) != 1:
        raise ValueError("exog is one driver, a Series with a monthly PeriodIndex")
    known = dict(zip(month_numbers(exog.index).tolist(), np.asarray(exog, float).tolist(), strict=True))
    values = np.array([known.get(month, np.nan) for month in months.tolist()])
    if not np.isfinite(values).all() or values.min() < 0:
        raise ValueError("exog needs a value of 0 or more for every known month and every period up to the last")
    event = bool(np.isin(values, (0, 1)).all())
    floor = max(values.max(), 1e-12) * 1e-3
    column = values if event else np.log(np.maximum(values, floor))
    return np.asarray(column - column.mean())


def shapes(
    prior: Prior,
    design: Design,
    months: Index,
    ahead: Index,
    use: bool | None,
    driver: Array | None,
    unit: float,
) -> Shifts:
    """The prior's settings with their shapes, times the driver's possible effects.

    months (m,), ahead (H,): months since January 1970. driver: column over both, shape (m + H,), or None.
    """
    known, later = calendar_shapes(prior, months, ahead)
    weight = calendar_settings(prior, design, use)
    keep = np.flatnonzero(weight)
    shape, weight = design.atoms.profile[keep], weight[keep]
    if driver is None:
        return Shifts(known, later, keep, shape, weight)
    effect, odds = np.array(DRIVER_EFFECTS) * unit, np.array(DRIVER_WEIGHTS)
    both = np.concatenate([known, later], axis=1)
    grid = (both[:, None, :] + effect[:, None] * driver).reshape(-1, both.shape[1])
    number = (shape[:, None] * effect.size + np.arange(effect.size)).ravel()
    return Shifts(
        grid[:, : months.size],
        grid[:, months.size :],
        np.repeat(keep, effect.size),
        number,
        (weight[:, None] * odds).ravel(),
    )
