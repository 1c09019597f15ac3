"""Cases: what a counted rate (orders of visits, returns of pieces) was counted on, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary
from kpi_logic.metrics import kpi_series
from kpi_logic.model import Kpi, TimeFactor, Unit

if TYPE_CHECKING:
    import pandas as pd

FEW = 400
"""Hits (or misses) a month below which counting noise is worth a thought: one standard deviation is 5 % of them."""


def is_counted(kpi: Kpi, library: KpiLibrary) -> bool:
    """Whether a KPI is one count as a share of another."""
    if not kpi.is_ratio or kpi.unit is not Unit.RATIO or kpi.time_factor is not TimeFactor.NONE:
        return False
    terms = (*kpi.numerator, *kpi.denominator)
    counts = all(library.measures[term.measure].unit is Unit.COUNT and term.factor == 1 for term in terms)
    return counts and len(kpi.numerator) == 1


def cases_of(facts: MonthlyFacts, kpi: Kpi, rates: pd.Series, library: KpiLibrary) -> pd.Series | None:
    """The cases behind each known month of a rate, where it was counted on few; else None.

    rates: the KPI's months. None too where a rate lies outside 0..1 or the cases of a known month are not known.
    """
    known = rates.dropna()
    if known.empty or not is_counted(kpi, library) or not known.between(0, 1).all():
        return None
    below = kpi.model_copy(update={"numerator": kpi.denominator, "denominator": (), "unit": Unit.COUNT})
    cases = kpi_series(facts, below, library).reindex(known.index)
    if not (cases >= 1).all():
        return None
    hits = (known * cases).to_numpy()
    rare = np.minimum(hits, cases.to_numpy() - hits)
    return cases if (rare < FEW).any() else None
