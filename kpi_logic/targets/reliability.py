"""Reliability: how often targets were met on the pool's series, by the odds that were stated on them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from kpi_logic.library import TEMPLATES, Strict, read_toml

RELIABILITY_FILE = TEMPLATES / "realism" / "reliability.toml"


class Bin(Strict):
    """Targets whose stated odds fell in one band: their mean odds, the share that was met, how many they are."""

    said: float = Field(ge=0, le=1)
    seen: float = Field(ge=0, le=1)
    targets: int = Field(gt=0)


class Reliability(Strict):
    """The pool's reliability diagram.

    by: what was left out while learning, "sources" or "series"; each series was forecast by constants learnt without
    it. cases: series with their history cut at one month. targets: odds stated on them, from six lengths of history.
    bin: ten bands of stated odds, from the lowest to the highest.
    """

    by: str
    cases: int = Field(gt=0)
    targets: int = Field(gt=0)
    bin: tuple[Bin, ...]

    @property
    def error(self) -> float:
        """Expected calibration error: the mean gap between odds and outcome, weighted by the number of targets."""
        return sum(one.targets * abs(one.said - one.seen) for one in self.bin) / self.targets


@cache
def pool_reliability(path: Path = RELIABILITY_FILE) -> Reliability:
    """The reliability diagram shipped with the constants, read once.

    Raises:
        TemplateError: the file is not as it must be.

    >>> found = pool_reliability()
    >>> len(found.bin), found.error < 0.02
    (10, True)
    """
    return read_toml(path, Reliability)
