"""Were the odds right: every probability that was stated for a target, held against what came.

A target counts once, with the odds of the first version that stated them for this number and these months.  Targets of
one quarter rise and fall together, so that few periods prove less than their number of targets says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import Amount, Engagement, Message, Month, Unit
from kpi_logic.review.odds_band import FEWEST, CalibrationVerdict, OddsBand, brier, judged_odds, odds_bands
from kpi_logic.review.stated_odds import StatedOdds, outcome_of, stated
from kpi_logic.targets.reliability import Bin, Reliability


@dataclass(frozen=True)
class Calibration:
    """Every case, and what they say together.

    ``untold``: targets with odds whose months are over and whose actual cannot be told (a month is missing).
    """

    cases: tuple[StatedOdds, ...]
    untold: int = 0

    @cached_property
    def odds(self) -> np.ndarray:
        """(N,) what was said, 0-1."""
        return np.array([case.odds for case in self.cases], dtype=float)

    @cached_property
    def outcomes(self) -> np.ndarray:
        """(N,) 1 where the target was met, else 0."""
        return np.array([case.met for case in self.cases], dtype=float)

    @property
    def met(self) -> int:
        """How many were met."""
        return sum(case.met for case in self.cases)

    @property
    def expected(self) -> float:
        """How many should have been met, had all odds been right."""
        return float(self.odds.sum())

    @property
    def periods(self) -> int:
        """How many different periods the cases are of."""
        return len({(case.first, case.last) for case in self.cases})

    @property
    def brier(self) -> float | None:
        """Mean squared gap between odds and outcome: 0 is a prophet; None without a case."""
        return brier(self.odds, self.outcomes) if self.cases else None

    @property
    def brier_of_base_rate(self) -> float | None:
        """The same for somebody who always says the share that was met in the end."""
        share = self.met / len(self.cases) if self.cases else 0.0
        return share * (1 - share) if self.cases else None

    @property
    def inside80(self) -> tuple[int, int]:
        """How many actuals lay inside their 80 % band, of how many that have one."""
        known = [case.inside for case in self.cases if case.inside is not None]
        return sum(known), len(known)

    @cached_property
    def bands(self) -> tuple[OddsBand, ...]:
        """The cases by bands of odds, the lowest first; empty bands are left out."""
        return odds_bands(self.odds, self.outcomes)

    @property
    def reliability(self) -> Reliability:
        """The bands as a reliability diagram."""
        bands = tuple(Bin(said=band.said, seen=band.met / band.cases, targets=band.cases) for band in self.bands)
        return Reliability(by="stated", cases=len(self.cases), targets=len(self.cases), bin=bands)

    @cached_property
    def verdict(self) -> CalibrationVerdict:
        """All of them in one word."""
        return judged_odds(self.odds, self.outcomes)

    @property
    def sentence(self) -> Message:
        """The answer."""
        facts = {
            "met": self.met,
            "cases": len(self.cases),
            "expected": Amount(round(self.expected, 1), Unit.COUNT),
            "periods": self.periods,
            "least": FEWEST,
        }
        return Message(f"calibration.verdict.{self.verdict if self.cases else 'none'}", facts)


def calibration(
    versions: Iterable[tuple[str, Engagement]], facts: MonthlyFacts, library: KpiLibrary | None = None
) -> Calibration:
    """All odds ever stated for targets whose months are over, held against the facts.

    Args:
        versions: as in ``stated``.
    """
    library = library or kpi_library()
    latest = facts.months[-1] if facts.months else None
    over = [
        (name, target)
        for name, target in stated(versions)
        if latest is not None and Month.parse(target.last) <= latest and target.kpi in library.kpis
    ]
    cases = [outcome_of(name, target, facts, library) for name, target in over]
    told = tuple(case for case in cases if case is not None)
    return Calibration(told, len(cases) - len(told))
