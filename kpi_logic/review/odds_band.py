"""How often odds came true: Brier's score, exact intervals, bands, and whether all of them together are off.

Source: Brier 1950; Clopper & Pearson 1934; outcomes drawn from the odds as the yardstick, Seillier-Moiseiwitsch &
Dawid 1993.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np

from kpi_logic.model import Message
from kpi_logic.targets.outlook import odds_words

FEWEST = 5
"""Cases below which nothing is said of how odds came true."""
EDGES = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Where one band of odds ends and the next begins."""
CONFIDENCE = 0.9
LEVEL = 0.10
"""Odds that are right are found wrong this often at most."""
DRAWS = 4000
SEED = 8

CalibrationVerdict = Literal["cannot_tell", "holds", "too_sure", "too_cautious", "too_hopeful", "too_gloomy"]


@dataclass(frozen=True)
class OddsBand:
    """Targets whose odds fell between ``low`` and ``high``: their mean odds, how many there are, how many were met.

    ``share_low``, ``share_high``: where the true share may lie, at 90 %, whatever was said.
    """

    low: float
    high: float
    said: float
    cases: int
    met: int
    share_low: float
    share_high: float

    @property
    def told(self) -> Literal["cannot_tell", "agrees", "fewer", "more"]:
        """Whether fewer or more came true than was said, beyond chance; nothing below five cases."""
        if self.cases < FEWEST:
            return "cannot_tell"
        return "fewer" if self.said > self.share_high else "more" if self.said < self.share_low else "agrees"

    @property
    def sentence(self) -> Message:
        """The band in words."""
        facts = {
            "odds": odds_words(self.said),
            "met": self.met,
            "cases": self.cases,
            "low": round(100 * self.share_low),
            "high": round(100 * self.share_high),
        }
        return Message(f"calibration.band.{self.told}", facts)


def brier(odds: np.ndarray, outcomes: np.ndarray) -> float:
    """Brier's score of odds (N,) and outcomes (N,) of 0 or 1: 0 at best, 1 at worst.

    Source: Brier 1950, Monthly Weather Review 78.

    >>> brier(np.array([0.8, 0.4]), np.array([1.0, 0.0]))
    0.1
    """
    return round(float(np.mean((odds - outcomes) ** 2)), 12)


def exact_interval(met: int, cases: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Where the true share lies when *met* of *cases* came true: exact, so never too narrow.

    Source: Clopper & Pearson 1934, Biometrika 26.

    >>> [round(edge, 3) for edge in exact_interval(7, 11)]
    [0.35, 0.865]
    >>> exact_interval(0, 0)
    (0.0, 1.0)
    """
    tail = (1 - confidence) / 2
    low = 0.0 if met == 0 else _share_where(lambda share: at_least(met, cases, share), tail)
    high = 1.0 if met == cases else 1 - _share_where(lambda share: at_least(cases - met, cases, share), tail)
    return low, high


def at_least(met: int, cases: int, share: float) -> float:
    """The odds that *met* or more of *cases* come true where each does with *share*.

    >>> at_least(2, 2, 0.5)
    0.25
    """
    return sum(comb(cases, k) * share**k * (1 - share) ** (cases - k) for k in range(met, cases + 1))


def _share_where(rising: Callable[[float], float], level: float) -> float:
    """Where a rising function of a share (0-1) reaches *level*, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < level else (low, middle)
    return (low + high) / 2


def odds_bands(odds: np.ndarray, outcomes: np.ndarray) -> tuple[OddsBand, ...]:
    """The cases by bands of odds, the lowest first; empty bands are left out.

    >>> [(band.cases, band.met, round(band.said, 2)) for band in odds_bands(np.array([0.6, 0.64, 0.2]), np.ones(3))]
    [(1, 1, 0.2), (2, 2, 0.62)]
    """
    place = np.digitize(odds, EDGES)
    edges = (0.0, *EDGES, 1.0)
    found = []
    for band in range(len(EDGES) + 1):
        here = place == band
        cases, met = int(here.sum()), int(outcomes[here].sum())
        if cases:
            interval = exact_interval(met, cases)
            found.append(OddsBand(edges[band], edges[band + 1], float(odds[here].mean()), cases, met, *interval))
    return tuple(found)


def judged_odds(odds: np.ndarray, outcomes: np.ndarray) -> CalibrationVerdict:
    """Odds (N,) and outcomes (N,) in one word; odds that are right are found wrong in one set of ten at most.

    Two questions share that tenth: did fewer or more come true than was said, and is the score worse (said too surely)
    or better (too cautiously) than these odds promise.

    >>> judged_odds(np.full(4, 0.9), np.zeros(4)), judged_odds(np.full(20, 0.9), np.zeros(20))
    ('cannot_tell', 'too_hopeful')
    """
    if len(odds) < FEWEST:
        return "cannot_tell"
    draws = (np.random.default_rng(SEED).random((DRAWS, len(odds))) < odds).astype(float)
    promised_met, promised_score = draws.sum(axis=1), ((draws - odds) ** 2).mean(axis=1)
    met, score = float(outcomes.sum()), float(np.mean((odds - outcomes) ** 2))
    tail = LEVEL / 4
    if _share_at_or(promised_met <= met + 1e-9) <= tail:
        return "too_hopeful"
    if _share_at_or(promised_met >= met - 1e-9) <= tail:
        return "too_gloomy"
    if _share_at_or(promised_score >= score - 1e-12) <= tail:
        return "too_sure"
    return "too_cautious" if _share_at_or(promised_score <= score + 1e-12) <= tail else "holds"


def _share_at_or(beyond: np.ndarray) -> float:
    """Monte Carlo p-value: the case itself counts as one of the draws, so that it is never 0."""
    return float((beyond.sum() + 1) / (len(beyond) + 1))
