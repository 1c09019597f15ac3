"""How one KPI of some shops changed against others': difference-in-differences with a permutation interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Direction, Kpi, KpiRef, Message, Month, Raw
from kpi_logic.review.placebo import Placebos, placebos
from kpi_logic.review.shop_windows import ShopWindows

Array = NDArray[np.float64]
Baseline = Literal["before", "year"]

BASELINES: tuple[Baseline, ...] = ("before", "year")
"""Against the months just before, the season taken off by the sibling shops; or against the same months a year ago."""
BEFORE = 3
"""Months just before that a trial is measured against."""
YEAR = 12


def baseline_starts(starts: NDArray[np.int_], length: int, baseline: Baseline) -> tuple[NDArray[np.int_], int]:
    """Where the window to compare with begins, and how many months it has.

    >>> baseline_starts(np.array([15]), 2, "before"), baseline_starts(np.array([15]), 2, "year")
    ((array([12]), 3), (array([3]), 2))
    """
    return (starts - BEFORE, BEFORE) if baseline == "before" else (starts - YEAR, length)


def window_changes(windows: ShopWindows, starts: NDArray[np.int_], length: int, baseline: Baseline) -> Array:
    """(shops, windows) log change from the baseline to the window; NaN where either lies outside or is missing."""
    before, months = baseline_starts(starts, length, baseline)
    inside = (before >= 0) & (starts + length <= len(windows.months))
    found = np.full((len(windows.shops), len(starts)), np.nan)
    if inside.any():
        after = windows.logs(starts[inside], length)
        found[:, inside] = after - windows.logs(before[inside], months)
    return found


def history_of(
    windows: ShopWindows, treated: Sequence[str], until: int, length: int, baseline: Baseline
) -> Placebos | None:
    """The placebos in the months before place *until*; None where they are too few."""
    starts = np.arange(0, max(0, min(until, len(windows.months)) - length + 1))
    changes = window_changes(windows, starts, length, baseline)
    told = np.isfinite(changes).all(axis=0)
    members = np.array([shop in treated for shop in windows.shops])
    if not told.any() or not members.any() or members.all():
        return None
    return placebos(changes[:, told], members, starts[told], length)


@dataclass(frozen=True)
class TrialChange:
    """The change of a KPI against the comparison, relative (0.1 for 10 % more), with its interval; usual drift taken off.

    ``better``: on a log scale, positive where it got better, with ``half`` the width of the interval; ``placebos`` were
    tried, ``beyond`` of them stood out as far.  ``reason`` says why nothing can be told; the numbers are None then.
    """

    kpi: str
    better: float | None = None
    half: float | None = None
    sign: int = 1
    raw: float | None = None
    placebos: int = 0
    beyond: int = 0
    windows: int = 0
    reason: Message | None = None

    @property
    def change(self) -> float | None:
        """Relative change of the KPI itself: negative for a cost that fell."""
        return None if self.better is None else float(np.expm1(self.sign * self.better))

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its lower and upper end, relative."""
        if self.better is None or self.half is None:
            return None
        ends = (self.sign * self.better - self.half, self.sign * self.better + self.half)
        return float(np.expm1(ends[0])), float(np.expm1(ends[1]))

    @property
    def surely_worse(self) -> bool:
        """Whether the whole interval lies on the bad side."""
        return self.better is not None and self.half is not None and self.better + self.half < 0

    @property
    def surely_better(self) -> bool:
        """Whether the whole interval lies on the good side."""
        return self.better is not None and self.half is not None and self.better - self.half > 0


def trial_change(
    windows: ShopWindows, treated: Sequence[str], first: Month, length: int, baseline: Baseline, confidence: float
) -> TrialChange:
    """The change in the *length* months from *first* against the shops that are not treated.

    >>> import pandas as pd
    >>> from kpi_logic.facts import MonthlyFacts
    >>> from kpi_logic.library import kpi_library
    >>> months = [str(month) for month in pd.period_range("2024-01", periods=14, freq="M")]
    >>> table = pd.concat([pd.DataFrame({"month": months, "shop": shop, "sales": [100.0 + n % rhythm for n in range(13)] + [last]})
    ...                    for shop, rhythm, last in (("A", 2, 120.0), ("B", 3, 100.0), ("C", 5, 100.0))])
    >>> shops = ShopWindows.of(MonthlyFacts.of(table), kpi_library()["gmv"], ("A", "B", "C"))
    >>> found = trial_change(shops, ("A",), Month(2025, 2), 1, "before", 0.8)
    >>> round(found.change, 2), found.surely_better, found.beyond
    (0.21, True, 0)
    """
    code, sign, start = windows.kpi.code, windows.kpi.direction.sign, windows.place(first)
    change = window_changes(windows, np.array([start]), length, baseline)[:, 0]
    if not np.isfinite(change).all():
        gone = next(shop for shop, one in zip(windows.shops, change, strict=True) if not np.isfinite(one))
        return TrialChange(code, sign=sign, reason=untold(windows, gone, start, length, baseline))
    members = np.array([shop in treated for shop in windows.shops])
    raw = float(change[members].mean() - change[~members].mean())
    found = history_of(windows, treated, start, length, baseline)
    half = found.reach(confidence) if found is not None else None
    if found is None or half is None:
        return TrialChange(code, sign=sign, raw=raw, reason=Message("pilot.untold.history"))
    return TrialChange(
        kpi=code, better=sign * (raw - found.drift), half=half, sign=sign, raw=raw, placebos=len(found.sizes),
        beyond=found.beyond(raw), windows=found.windows,
    )  # fmt: skip


def untold(windows: ShopWindows, shop: str, start: int, length: int, baseline: Baseline) -> Message:
    """Why a shop's change cannot be told: months are missing, or the KPI is zero or below in them."""
    facts = {"shop": Raw(shop), "kpi": KpiRef(windows.kpi.code)}
    before, months = baseline_starts(np.array([start]), length, baseline)
    inside = before[0] >= 0 and start + length <= len(windows.months)
    row = list(windows.shops).index(shop)
    there = inside and np.isfinite(windows.values(before, months)[row, 0])
    there = there and np.isfinite(windows.values(np.array([start]), length)[row, 0])
    return Message("pilot.untold.not_positive" if there else "pilot.untold.missing", facts)


def good(log_change: float, direction: Direction) -> float:
    """A log change for the better as a relative change of the KPI without its sign: 0.18 for 18 % more, or less.

    >>> round(good(0.2, Direction.HIGHER), 3), round(good(0.2, Direction.LOWER), 3)
    (0.221, 0.181)
    """
    return float(np.expm1(log_change) if direction is Direction.HIGHER else -np.expm1(-log_change))


def asked(at_least: float, kpi: Kpi) -> float:
    """What a rule asks for, as a log change for the better; infinite where less than nothing would be needed.

    >>> from kpi_logic.library import kpi_library
    >>> round(asked(0.05, kpi_library()["acos"]), 4)
    0.0513
    """
    if kpi.direction is Direction.HIGHER:
        return float(np.log1p(at_least))
    return float(-np.log1p(-at_least)) if at_least < 1 else float("inf")
