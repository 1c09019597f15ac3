"""The cross-checks of a long table: shops and rows that may hold something are found at once and looked at as ever."""

from collections.abc import Sequence

import numpy as np

from kpi_logic.intake.block import Block
from kpi_logic.intake.crosschecks import (
    FAR_MONTHS,
    FEWEST_MONTHS,
    USUAL_YEARS,
    check_far,
    check_pairs,
    check_year,
    gap_issues,
)
from kpi_logic.intake.finding import Findings
from kpi_logic.intake.records import Batch
from kpi_logic.intake.words import checks
from kpi_logic.model import Issue


def check_block(batch: Batch, block: Block, findings: Findings) -> None:
    """As ``check_batch``: numbers that cannot both be right, or that lie far from the shop's usual month."""
    for record in block.records(np.flatnonzero(_contradicted(block))):
        check_pairs(batch, record, findings)
    shops = _Shops(block)
    far, year = shops.far(), shops.years()
    for shop in np.flatnonzero(far | year):
        series = block.records(shops.members(shop))
        if far[shop]:
            check_far(batch, series, findings)
        check_year(batch, series, findings)


def block_gaps(block: Block) -> list[Issue]:
    """As ``gap_issues``."""
    shops = _Shops(block)
    wanting = np.flatnonzero(shops.with_gaps())
    return gap_issues(block.records(i for shop in wanting for i in shops.members(shop)))


def _contradicted(block: Block) -> np.ndarray:
    """(records,) whether a pair of measures may contradict each other."""
    found, values = np.zeros(len(block), dtype=bool), block.values
    for small, large in checks().not_more_than:
        if small in values and large in values:
            found |= (values[small] > values[large]) & (values[large] >= 0)
    if "sessions" in values and "orders" in values:
        found |= (values["sessions"] == 0) & (values["orders"] > 0)
    return found


class _Shops:
    """The records of a block shop by shop, each in the order of the rows."""

    def __init__(self, block: Block) -> None:
        self.block, shop = block, block.shop_numbers
        self.order = np.argsort(shop, kind="stable")
        self.start = np.flatnonzero(np.diff(shop[self.order], prepend=-1))
        self.count = np.diff(self.start, append=len(shop))
        self.month = block.month_numbers[self.order]

    def members(self, shop: np.signedinteger) -> Sequence[int]:
        """The records of a shop."""
        return list(map(int, self.order[self.start[shop] : self.start[shop] + self.count[shop]]))

    def far(self) -> np.ndarray:
        """(shops,) whether some number may lie far from the shop's usual one: only where the largest is far from the least."""
        found = np.zeros(len(self.start), dtype=bool)
        for column in self.block.values.values():
            size = np.abs(column[self.order])
            size[size == 0] = np.nan
            largest = np.fmax.reduceat(size, self.start)
            least = np.fmin.reduceat(size, self.start)
            found |= largest > checks().far_times * least
        return found & (self.count >= FEWEST_MONTHS)

    def years(self) -> np.ndarray:
        """(shops,) whether some month may be a slip of the year."""
        first, last = self._ends()
        strange = (first // 12 < USUAL_YEARS.start) | (last // 12 >= USUAL_YEARS.stop)
        return np.asarray(strange | (last - first > FAR_MONTHS))

    def with_gaps(self) -> np.ndarray:
        """(shops,) whether months may be missing."""
        first, last = self._ends()
        shop = np.repeat(np.arange(len(self.count)), self.count)
        held = np.sort(shop * 100_000 + self.month)
        distinct = held[np.diff(held, prepend=-1) > 0] // 100_000  # a shop may have a month in two currencies
        return np.asarray(last - first + 1 != np.bincount(distinct, minlength=len(self.count)))

    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        return np.minimum.reduceat(self.month, self.start), np.maximum.reduceat(self.month, self.start)
