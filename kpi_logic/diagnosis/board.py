"""The KPI board: where each core KPI stands and whether it moved beyond noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict

from kpi_logic.diagnosis.periods import values_over
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import TEMPLATES, kpi_library, read_toml
from kpi_logic.metrics import computable, kpi_table
from kpi_logic.model import Direction, Kpi, Month, Unit

RECENT = 3
WINDOWS = {"recent": 0, "before": 3, "year": 12}  # months back from the last one
BEYOND = 2.0  # standard errors from which a change is no noise
FEWEST = 6  # months below which nothing is told


class BoardFile(BaseModel):
    """templates/tree/board.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    core: tuple[str, ...]


class Verdict(StrEnum):
    """What a KPI did."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    STEADY = "steady"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, eq=False)
class BoardRow:
    """One KPI: ``recent`` over the last three months, ``before`` over the three before, ``year_ago`` a year earlier.

    Money and counts are monthly averages; ``series`` is month by month; None: cannot be told.
    """

    kpi: str
    unit: Unit
    direction: Direction
    latest: float | None
    recent: float | None
    before: float | None
    year_ago: float | None
    series: pd.Series
    verdict: Verdict

    @property
    def change(self) -> float | None:
        """Recent against the three months before: a difference for ratios, days and scores, else relative."""
        return _change(self.unit, self.recent, self.before)

    @property
    def change_year(self) -> float | None:
        """Recent against the same months a year ago, as ``change``."""
        return _change(self.unit, self.recent, self.year_ago)


@lru_cache(maxsize=1)
def core_kpis() -> tuple[Kpi, ...]:
    """The KPIs of the board."""
    return tuple(kpi_library()[code] for code in read_toml(TEMPLATES / "tree" / "board.toml", BoardFile).core)


def board(facts: MonthlyFacts, kpis: Sequence[Kpi] | None = None) -> tuple[BoardRow, ...]:
    """A row for each KPI (default: the core ones) that the facts can carry."""
    carried = computable(facts, core_kpis() if kpis is None else kpis)
    if facts.is_empty or not carried:
        return ()
    by_month = kpi_table(facts, carried, ("month",)).set_index("month")
    series = by_month.reindex(pd.period_range(by_month.index.min(), by_month.index.max(), freq="M"))
    windows = dict(zip(WINDOWS, values_over(facts, carried, _windows(facts)), strict=True))
    return tuple(_row(kpi, series[kpi.code], windows) for kpi in carried)


def _windows(facts: MonthlyFacts) -> list[list[Month]]:
    """The months of each window; none where the facts have not all of them (a short history: as many as there are)."""
    there = set(facts.months)
    wide = [[facts.months[-1] - shift - i for i in range(RECENT)] for shift in WINDOWS.values()]
    return [months if len(there & set(months)) >= min(RECENT, len(there)) else [] for months in wide]


def _row(kpi: Kpi, series: pd.Series, windows: Mapping[str, Mapping[str, float | None]]) -> BoardRow:
    latest = series.iloc[-1]
    return BoardRow(
        kpi=kpi.code,
        unit=kpi.unit,
        direction=kpi.direction,
        latest=None if pd.isna(latest) else float(latest),
        recent=windows["recent"].get(kpi.code),
        before=windows["before"].get(kpi.code),
        year_ago=windows["year"].get(kpi.code),
        series=series,
        verdict=verdict(series, kpi.direction),
    )


def verdict(series: pd.Series, direction: Direction) -> Verdict:
    """Whether the last three months differ from a year ago (or from all before, below 15 months) beyond noise.

    Noise is the robust spread of the year-on-year (or month-to-month) differences.
    """
    values = series.to_numpy(dtype=float)
    if np.isfinite(values).sum() < FEWEST or not np.isfinite(values[-RECENT:]).all():
        return Verdict.CANNOT_TELL
    scaled = np.log(values) if np.nanmin(values) > 0 else values
    if len(values) >= 12 + RECENT and np.isfinite(scaled[-12 - RECENT : -12]).all():
        change = scaled[-RECENT:].mean() - scaled[-12 - RECENT : -12].mean()
        error = _noise(scaled) * np.sqrt(2 / RECENT)
    else:
        earlier = scaled[:-RECENT][np.isfinite(scaled[:-RECENT])]
        change = scaled[-RECENT:].mean() - earlier.mean()
        error = _noise(scaled) * np.sqrt(1 / RECENT + 1 / len(earlier))
    if abs(change) <= BEYOND * error:
        return Verdict.STEADY
    return Verdict.IMPROVING if change * direction.sign > 0 else Verdict.WORSENING


def _noise(scaled: np.ndarray) -> float:
    """Standard deviation of a month around its neighbours: robust, from first differences."""
    steps = np.diff(scaled)
    steps = steps[np.isfinite(steps)]
    spread = float(np.median(np.abs(steps - np.median(steps)))) * 1.4826 / np.sqrt(2) if len(steps) else 0.0
    return max(spread, 1e-9)


def _change(unit: Unit, now: float | None, then: float | None) -> float | None:
    if now is None or then is None:
        return None
    if unit in (Unit.MONEY, Unit.COUNT):
        return now / then - 1 if then > 0 else None
    return now - then
