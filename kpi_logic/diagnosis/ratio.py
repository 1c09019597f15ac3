"""How a ratio of several segments changed: their own rates apart from their mix."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.diagnosis.cube import Array
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_table
from kpi_logic.model import ALL, Kpi, Month, Segment, TimeFactor


@dataclass(frozen=True)
class RatioPart:
    """One segment's part: ``rate`` (its own ratio moved) and ``mix`` (its share of the whole moved)."""

    segment: Segment
    rate: float
    mix: float
    before: float | None
    after: float | None


@dataclass(frozen=True)
class RatioChange:
    """A ratio KPI of the whole in two periods; ``rate + mix == after - before``.

    ``simpson``: every segment moved one way (or not at all) and the whole moved the other.
    """

    kpi: str
    before: float
    after: float
    parts: tuple[RatioPart, ...]
    simpson: bool

    @property
    def rate(self) -> float:
        """What the segments' own ratios did."""
        return sum(part.rate for part in self.parts)

    @property
    def mix(self) -> float:
        """What the shift between segments did."""
        return sum(part.mix for part in self.parts)


def ratio_change(
    facts: MonthlyFacts, kpi: Kpi, before: Sequence[Month], after: Sequence[Month], segment: Segment = ALL
) -> RatioChange | None:
    """Rate and mix of a ratio KPI over shops: sum of mean(share) x change(rate), and of mean(rate) x change(share).

    A shop that is in one period only has no rate in the other: it is mix altogether.

    Returns:
        None where the KPI is no ratio or a period cannot be told.
    """
    if not kpi.is_ratio or facts.currency is None:
        return None
    here = facts.of_segment(segment)
    shops = here.shops
    tops, bottoms = zip(*(_parts(here.of_months(months), kpi, shops) for months in (before, after)), strict=True)
    if any(bottom.sum() == 0 for bottom in bottoms):
        return None
    return _split(kpi.code, shops, tops, bottoms)


def _split(code: str, shops: tuple[Segment, ...], tops: Sequence[Array], bottoms: Sequence[Array]) -> RatioChange:
    shares = [bottom / bottom.sum() for bottom in bottoms]
    rates = [np.divide(t, b, out=np.full(len(t), np.nan), where=b != 0) for t, b in zip(tops, bottoms, strict=True)]
    filled = [np.where(np.isnan(rates[i]), np.nan_to_num(rates[1 - i]), rates[i]) for i in (0, 1)]
    whole = [float(t.sum() / b.sum()) for t, b in zip(tops, bottoms, strict=True)]
    moved = filled[1] - filled[0]
    rate = (shares[0] + shares[1]) / 2 * moved
    # Measured from the whole's ratio: a segment above it adds by growing. As the shares sum to one, no sum changes.
    mix = ((filled[0] + filled[1]) / 2 - (whole[0] + whole[1]) / 2) * (shares[1] - shares[0])
    # What a shop adds above the line with nothing below it has no rate: it is mix altogether.
    bare = [np.where(b == 0, t, 0.0) / b.sum() for t, b in zip(tops, bottoms, strict=True)]
    mix = mix + bare[1] - bare[0]
    delta = whole[1] - whole[0]
    against = np.all(moved * np.sign(delta) <= 0) and np.any(moved * np.sign(delta) < 0)
    parts = tuple(
        RatioPart(shop, float(rate[i]), float(mix[i]), _told(rates[0][i]), _told(rates[1][i]))
        for i, shop in enumerate(shops)
    )
    return RatioChange(code, whole[0], whole[1], parts, bool(against and delta != 0))


def _parts(facts: MonthlyFacts, kpi: Kpi, shops: tuple[Segment, ...]) -> tuple[Array, Array]:
    """Numerator and denominator of each shop; 0 where it has none."""
    top = kpi.model_copy(update={"code": "top", "denominator": ()})
    below = {"code": "bottom", "numerator": kpi.denominator, "denominator": (), "time_factor": TimeFactor.NONE}
    bottom = kpi.model_copy(update=below)  # days stand above, once
    keys = ["platform", "site", "shop"]
    table = kpi_table(facts, (top, bottom), keys, kpi_library()).set_index(keys)
    both = table[table.notna().all(axis=1)].reindex([(s.platform, s.site, s.shop) for s in shops])
    return np.nan_to_num(both["top"].to_numpy()), np.nan_to_num(both["bottom"].to_numpy())


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
