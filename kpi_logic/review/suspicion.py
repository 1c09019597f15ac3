"""Signs that a KPI is played: it got better and its counterweight worse, results crowd just above the threshold, or it
jumped the moment it was scored and nothing came of it.  Each is a reason to ask, never a proof.

Source: counter-metrics as METHOD P11; crowding above a threshold Burgstahler & Dichev 1997 (the bin just above against
its two neighbours), and against the months before (Fisher 1935); ranks ``rank_shift``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary
from kpi_logic.metrics import adds_over_months, profit_basis
from kpi_logic.model import Amount, Kind, Kpi, KpiRef, Message, Month, Organisation, Raw, Unit
from kpi_logic.review.odds_band import at_least
from kpi_logic.review.rank_shift import rank_shift
from kpi_logic.scheme import Actuals, Replay, actuals_table

Array = NDArray[np.float64]

SURE = 0.02
"""Odds of chance below which a move counts."""
IDLE = 0.2
"""Odds of chance above which nothing is said to have moved."""
LEAST_AFTER, LEAST_BEFORE = 2, 6
"""Months that must be there to compare."""
YEAR = 12
BIN = 0.2
"""Width of a bin at the threshold, as a part of the way from threshold to target."""
LEAST_CROWD = 5


@dataclass(frozen=True, eq=False)
class Ground:
    """What suspicions are judged on: every KPI that may matter, for everybody, in every month of the facts.

    ``since``: the first month that was scored; None where nobody was scored yet.
    """

    actuals: Actuals
    since: Month | None
    library: KpiLibrary
    profit: str | None

    def series(self, row: int, kpi: str) -> Array:
        """(M,) one person's values, by month."""
        return self.actuals.values[row, :, self.actuals.kpis.index(kpi)]


def ground_of(
    organisation: Organisation, facts: MonthlyFacts, kpis: Sequence[str], since: Month | None, library: KpiLibrary
) -> Ground:
    """The KPIs, their counter-metrics as far as the data carry them, and profit."""
    there = frozenset(facts.measures)
    known = [code for code in kpis if code in library.kpis]
    counters = [c for code in known for c in library[code].counters if library[c].measures <= there]
    basis = None if facts.is_empty or facts.currency is None else profit_basis(facts)
    codes = tuple(dict.fromkeys([*known, *counters, *([basis.value] if basis else [])]))
    table = actuals_table(organisation, facts, codes, facts.months, library)
    return Ground(table, since, library, basis.value if basis else None)


def countered(ground: Ground, row: int, kpi: Kpi, name: str) -> Iterator[Message]:
    """The KPI got surely better while a counter-metric got surely worse, for one person."""
    rose = _moved(ground, row, kpi)
    if rose is None or rose.better > SURE:
        return
    for code in kpi.counters:
        other = ground.library[code]
        fell = _moved(ground, row, other) if code in ground.actuals.kpis else None
        if fell is not None and fell.worse <= SURE:
            yield Message(
                "kpi_health.sign.countered",
                {
                    "person": Raw(name),
                    "kpi": KpiRef(kpi.code),
                    "counter": KpiRef(code),
                    **_told(ground, kpi, rose, ""),
                    **_told(ground, other, fell, "counter_"),
                },
            )


def jumped(ground: Ground, row: int, kpi: Kpi, name: str) -> Iterator[Message]:
    """A process KPI lies beyond all it ever was from the first scored month on, and profit did not follow."""
    if kpi.kind is not Kind.PROCESS or ground.profit is None or kpi.code == ground.profit:
        return
    rose, profit = _moved(ground, row, kpi), _moved(ground, row, ground.library[ground.profit])
    if rose is None or profit is None or rose.better > SURE or not rose.beyond or profit.better <= IDLE:
        return
    facts = {"person": Raw(name), "kpi": KpiRef(kpi.code), "profit": KpiRef(ground.profit)}
    yield Message("kpi_health.sign.jumped", facts | _told(ground, kpi, rose, ""))


def crowded(result: Replay, places: Sequence[tuple[int, int]], since: Month | None) -> Iterator[Message]:
    """Actuals that crowd just above the threshold since they are scored, and did not before.

    Args:
        places: (person, line) of a replay.
    """
    scored = np.array([since is not None and month >= since for month in result.months], dtype=bool)
    rows = np.array([_above(result, row, slot) for row, slot in places]).reshape(len(places), len(scored))
    rows = np.unique(rows, axis=0)  # people of the same shops have the same numbers: no news twice
    after, before = (part[np.isfinite(part)] for part in (rows[:, scored].ravel(), rows[:, ~scored].ravel()))
    crowd, beside = _crowd(after)
    if crowd < LEAST_CROWD or len(before) < LEAST_BEFORE:
        return
    peak = at_least(crowd, crowd + beside, 1 / 3)
    more = _more_than_before(crowd, len(after), _crowd(before)[0], len(before))
    if peak <= SURE and more <= SURE:
        yield Message("kpi_health.sign.crowded", {"crowd": crowd, "beside": beside, "of": len(after)})


def _crowd(above: Array) -> tuple[int, int]:
    """How many lie in the bin just above the threshold, and how many in its two neighbours."""
    here = (above >= 0) & (above < BIN)
    beside = (above >= -BIN) & (above < 2 * BIN) & ~here
    return int(here.sum()), int(beside.sum())


def _more_than_before(crowd: int, of: int, crowd_before: int, of_before: int) -> float:
    """The odds of chance that the crowd's share is so much larger than before (Fisher's exact test, one-sided)."""
    both, every = crowd + crowd_before, of + of_before
    ways = [comb(of, n) * comb(of_before, both - n) for n in range(crowd, min(of, both) + 1)]
    return sum(ways) / comb(every, both)


def _above(result: Replay, row: int, slot: int) -> Array:
    """(M,) how far above the threshold, in parts of the way to the target."""
    plan = result.plan
    sign, (threshold, target, _) = plan.sign[row, slot], plan.levels[:, row, :, slot]
    actual = result.actuals.values[row, :, plan.columns[row, slot]]
    way = sign * (target - threshold)
    return np.divide(sign * (actual - threshold), way, out=np.full(len(way), np.nan), where=way > 0)


@dataclass(frozen=True)
class _Move:
    """The odds of chance that the months since are so good, or so bad; ``beyond``: better than all before."""

    better: float
    worse: float
    beyond: bool
    before: float
    after: float


def _moved(ground: Ground, row: int, kpi: Kpi) -> _Move | None:
    """Months since the scoring began against those before; against the same months a year ago where they are known."""
    if ground.since is None:
        return None
    raw = ground.series(row, kpi.code)
    months = np.array([month.ordinal for month in ground.actuals.months])
    later = months >= ground.since.ordinal
    then = _then(raw, months)
    cleared = _sides(_against(raw, then, adds_over_months(kpi, ground.library)), later)
    sides = cleared or _sides(raw, later)
    if sides is None:
        return None
    before, after = sides
    sign = kpi.direction.sign
    better, worse = rank_shift(sign * before, sign * after), rank_shift(-sign * before, -sign * after)
    assert better is not None and worse is not None  # both sides have months
    beyond = bool((sign * after).min() > (sign * before).max())
    known = later & np.isfinite(raw)
    usual = then[known & np.isfinite(then)] if cleared else before
    return _Move(better, worse, beyond, float(usual.mean()), float(raw[known].mean()))


def _sides(values: Array, later: NDArray[np.bool_]) -> tuple[Array, Array] | None:
    """The last year's known months before, and those since; None where either are too few."""
    known = np.isfinite(values)
    before, after = values[known & ~later][-YEAR:], values[known & later]
    return (before, after) if len(after) >= LEAST_AFTER and len(before) >= LEAST_BEFORE else None


def _then(raw: Array, months: NDArray[np.int64]) -> Array:
    """(M,) the same month a year before; NaN where it is not known."""
    place = {int(month): n for n, month in enumerate(months)}
    return np.array([raw[place[int(month) - YEAR]] if int(month) - YEAR in place else np.nan for month in months])


def _against(raw: Array, then: Array, adds: bool) -> Array:
    """(M,) each month against the same a year before: as growth where months add up, else as a difference."""
    return np.divide(raw, then, out=np.full(len(raw), np.nan), where=then > 0) if adds else raw - then


def _told(ground: Ground, kpi: Kpi, move: _Move, prefix: str) -> dict[str, Amount]:
    currency = ground.actuals.currency if kpi.unit is Unit.MONEY else None
    return {
        f"{prefix}before": Amount(move.before, kpi.unit, currency),
        f"{prefix}after": Amount(move.after, kpi.unit, currency),
    }
