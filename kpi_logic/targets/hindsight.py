"""Hindsight: what the dial would have said some months ago on the client's own history, and what happened.

Each glance stands at the end of an earlier month, sees nothing after it, and judges the months from there to now.  The
glances overlap (the last six months hold the last three), so they are told as a look back, never as a proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_logic.model import Month
from kpi_logic.targets.attaining import judged_forecast
from kpi_logic.targets.history import FEWEST
from kpi_logic.targets.outlook import Outlook, kind_of

if TYPE_CHECKING:
    import pandas as pd

BACK = 6
"""Months that are looked back over."""
LEAST_GLANCES = 4
"""Glances below which nothing is said about how well they went."""
BAND80 = (0.1, 0.5, 0.9)
YEAR = 12


@dataclass(frozen=True)
class Glance:
    """One stand in the past: after ``stood`` it judged the ``months`` that followed.

    ``low``, ``middle``, ``high``: the 80 % range and the median of then; ``actual``: what came; ``target``: what the
    same growth as today's target would have asked then, with its ``odds``; both None where it had no base.
    """

    stood: Month
    months: int
    low: float
    middle: float
    high: float
    actual: float
    target: float | None = None
    odds: float | None = None
    met: bool | None = None

    @property
    def inside(self) -> bool:
        """Whether what came lay in the 80 % range."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True)
class Hindsight:
    """The glances, the nearest first."""

    glances: tuple[Glance, ...]

    @property
    def enough(self) -> bool:
        """Whether there are enough of them to say anything about how it went."""
        return len(self.glances) >= LEAST_GLANCES

    @property
    def inside(self) -> int:
        """How many of them held what came in their 80 % range."""
        return sum(glance.inside for glance in self.glances)


def looking_back(
    history: pd.Series,
    direction: str,
    adds: bool,
    share: float | None = None,
    back: int = BACK,
    kind: str = "positive",
) -> Hindsight:
    """What would have been said 1 to *back* months ago, and what happened.

    Args:
        history: monthly values up to now, a gapless monthly PeriodIndex, NaN = missing.
        direction: "higher" or "lower" is better.
        adds: whether months are summed; else they are averaged.
        share: the growth that today's target asks (0.2: a fifth more); it is asked of the past in the same way.
        back: months to look back over.
        kind: as in ``forecast``.

    Returns:
        A glance for each month back whose following months are all known and which had six usable months before it.
    """
    told = history.loc[: history.last_valid_index()] if history.notna().any() else history.iloc[:0]
    found = (_glance(told, months, direction, adds, share, kind) for months in range(1, back + 1))
    return Hindsight(tuple(glance for glance in found if glance is not None))


def looking_back_from(view: Outlook, share: float | None = None, back: int = BACK) -> Hindsight:
    """The same for an outlook: its own history, up to the month before the target begins."""
    kind = kind_of(view.history.dropna())
    return looking_back(view.history, view.kpi.direction.value, view.adds, share, back, kind)


def _glance(
    history: pd.Series, months: int, direction: str, adds: bool, share: float | None, kind: str
) -> Glance | None:
    before, after = history.iloc[:-months], history.iloc[-months:]
    if after.isna().any() or before.notna().sum() < FEWEST or before.isna().iloc[-1]:
        return None
    view = judged_forecast(before, list(after.index), kind=kind)
    if view is None:
        return None
    scale = 1.0 if adds else 1.0 / months
    low, middle, high = (float(edge) * scale for edge in view.total(BAND80))
    actual = float(after.sum()) * scale
    stood = Month(before.index[-1].year, before.index[-1].month)
    base = _base(before, months)
    if share is None or base is None:
        return Glance(stood, months, low, middle, high, actual)
    goal = base * scale * (1 + share)
    odds = view.probability(goal / scale, direction, "sum")
    met = actual >= goal if direction == "higher" else actual <= goal
    return Glance(stood, months, low, middle, high, actual, goal, odds, met)


def _base(before: pd.Series, months: int) -> float | None:
    """The total of the same months a year before, else of the months just before; None where it is not above 0."""
    a_year_ago = before.iloc[-YEAR : len(before) - YEAR + months] if len(before) >= YEAR else before.iloc[:0]
    for part in (a_year_ago, before.iloc[-months:]):
        if len(part) == months and part.notna().all() and float(part.sum()) > 0:
            return float(part.sum())
    return None
