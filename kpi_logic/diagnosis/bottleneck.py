"""What holds a seller back, in money a month."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from kpi_logic.model import KpiRef, MeasureRef, Message, Segment, Unit

ReferenceKind = Literal["own_best_quartile", "before_shift", "other_shops", "limit", "benchmark"]


@dataclass(frozen=True, eq=False)
class Bottleneck:
    """One KPI of one segment that is worse than it could be, beyond noise.

    ``current`` and ``reference`` are of the last months, in ``unit``; ``money_per_month`` is the profit gained a month
    if the gap were closed and nothing else moved, with an 80 % interval; None for service rates, where a breach of a
    platform's limit outranks money.  ``share_of_all`` is its part of the gain if all were closed together.  ``since``
    is the first month of the change; ``evidence`` the KPI month by month.  ``estimated``: the KPI itself is not in the
    file and was read from others.  ``money_kind``: sales where the file holds no costs.  ``mix``: trade moved to shops
    with lower margins.
    """

    rank: int
    kpi: str
    name: KpiRef | MeasureRef
    segment: Segment
    unit: Unit
    currency: str | None
    current: float
    reference: float
    reference_kind: ReferenceKind
    money_per_month: float | None
    money_low: float | None
    money_high: float | None
    share_of_all: float | None
    since: pd.Period | None
    evidence: pd.Series
    log_odds: float
    confidence: Message
    sentence: Message
    estimated: bool = False
    mix: bool = False
    money_kind: Literal["profit", "sales"] = "profit"
