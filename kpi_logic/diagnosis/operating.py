"""How far each shop is from its platform's limits, and whether it is on the way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
import pandas as pd

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import Benchmark, Ledger, kpi_library, ledger
from kpi_logic.metrics import computable, kpi_table
from kpi_logic.model import Kpi, KpiRef, Message, Segment, Unit

RECENT = 3
CHANCE = 1.645  # standard deviations of a count at the limit from which an excess is no chance (one-sided, 5 %)
LOOKED_BACK, FEWEST = 12, 6  # months a trend is read from
NAMED = 4  # KPIs named in a sentence; the table has them all
AHEAD = 12  # months ahead: what is further off is no warning
_KEYS = ["platform", "site", "shop"]


class Standing(StrEnum):
    """Where a KPI of a shop stands towards its limit, the gravest first."""

    BREACH = "breach"  # beyond it, more than chance would have it
    OVER = "over"  # beyond it, but so few cases that it may be chance
    TOWARDS = "towards"  # within, and at the present trend beyond it within a year
    WITHIN = "within"
    UNKNOWN = "unknown"  # no limit to rely on: the sources conflict, are old or only advice
    CANNOT_TELL = "cannot_tell"  # no number in the recent months


@dataclass(frozen=True, eq=False)
class LimitState:
    """One KPI of one shop against its platform's limit.

    ``limit`` is the one in use, None where the sources conflict; ``others`` what else is published, never used.
    ``current`` over the last three months (scores and running windows: the latest month); ``distance`` to the limit in
    the KPI's unit, negative beyond it; ``months_to_breach`` at the present trend, None where there is none towards it.
    """

    kpi: str
    unit: Unit
    segment: Segment
    limit: Benchmark | None
    others: tuple[Benchmark, ...]
    current: float | None
    distance: float | None
    months_to_breach: int | None
    standing: Standing
    series: pd.Series

    @property
    def breached(self) -> bool:
        """Whether the limit is crossed beyond chance."""
        return self.standing is Standing.BREACH


def operating_limits(facts: MonthlyFacts, known: Ledger | None = None) -> tuple[LimitState, ...]:
    """Every KPI with a known limit that the facts can carry, for each shop, the gravest first.

    ``known``: the client's ledger; None takes the published limits.

    Chance: a count at the limit is a binomial draw; a breach is more than 1.645 of its standard deviations beyond it.
    Trend: Theil-Sen slope of up to twelve months, told where Kendall's test supports it (one-sided, 5 %); Sen 1968,
    "Estimates of the regression coefficient based on Kendall's tau".
    """
    if facts.is_empty:
        return ()
    known = known or ledger()
    wanted = {line.metric for line in known.lines if line.is_limit}
    kpis = computable(facts, (kpi for code, kpi in kpi_library().kpis.items() if code in wanted))
    shops = [(kpi, shop) for kpi in kpis for shop in facts.shops if known.known(kpi.code, shop)]
    if not shops:
        return ()
    carried = tuple({kpi.code: kpi for kpi, _ in shops}.values())
    recent = _recent(facts, carried)
    monthly = _monthly(facts, carried)
    states = [_state(kpi, shop, monthly[shop][kpi.code], recent.get((shop, kpi.code)), known) for kpi, shop in shops]
    told = [state for state in states if state.series.notna().any()]
    order = list(Standing)
    return tuple(sorted(told, key=lambda s: (order.index(s.standing), _share_left(s))))


def limits_told(states: Sequence[LimitState]) -> tuple[Message, ...]:
    """The answer in up to four sentences: what is beyond, what is on the way, what is within, what nobody can say."""
    of_it = {standing: [state for state in states if state.standing is standing] for standing in Standing}

    def told(standing: Standing) -> list[Message]:
        names = [
            Message("diagnosis.limits.item", {"segment": s.segment, "kpi": KpiRef(s.kpi)}) for s in of_it[standing]
        ]
        facts = {"count": len(names), "names": tuple(names[:NAMED])}
        return [Message(f"diagnosis.limits.{standing.value}", facts)] if names else []

    grave = [*told(Standing.BREACH), *told(Standing.TOWARDS)]
    within = len(of_it[Standing.WITHIN])
    rest = [Message(f"diagnosis.limits.{'rest' if grave else 'fine'}", {"count": within})] if within else []
    return (*grave, *rest, *told(Standing.UNKNOWN))


def _recent(facts: MonthlyFacts, kpis: Sequence[Kpi]) -> dict[tuple[Segment, str], tuple[float, float | None]]:
    """Value over the last months and, of a ratio, the cases it is taken from."""
    last = facts.months[-1]
    here = facts.of_months([last - i for i in range(RECENT)])
    under = [kpi.model_copy(update={"code": f"{kpi.code}|", "numerator": kpi.denominator, "denominator": ()})
             for kpi in kpis if kpi.is_ratio]  # fmt: skip
    found = {}
    for row in kpi_table(here, [*kpis, *under], _KEYS).to_dict("records"):
        shop = Segment(platform=row["platform"], site=row["site"], shop=row["shop"])
        for kpi in kpis:
            if not pd.isna(row[kpi.code]):
                cases = row.get(f"{kpi.code}|")
                found[shop, kpi.code] = float(row[kpi.code]), None if cases is None or pd.isna(cases) else float(cases)
    return found


def _monthly(facts: MonthlyFacts, kpis: Sequence[Kpi]) -> dict[Segment, pd.DataFrame]:
    table = kpi_table(facts, kpis, [*_KEYS, "month"])
    months = pd.period_range(table["month"].min(), table["month"].max(), freq="M")
    return {
        Segment(platform=platform, site=site, shop=shop): rows.set_index("month").reindex(months)
        for (platform, site, shop), rows in table.groupby(_KEYS, observed=True)
    }


def _state(
    kpi: Kpi, shop: Segment, series: pd.Series, recent: tuple[float, float | None] | None, known: Ledger
) -> LimitState:
    limit = known.in_force(kpi.code, shop)
    others = tuple(line for line in known.known(kpi.code, shop) if line is not limit)
    current, cases = recent or (None, None)
    distance = None if limit is None or current is None else limit.distance(current)
    months = None if limit is None or current is None or not limit.is_kept(current) else _months_to(limit, series)
    standing = _standing(limit, current, cases, months)
    return LimitState(kpi.code, kpi.unit, shop, limit, others, current, distance, months, standing, series)


def _standing(limit: Benchmark | None, current: float | None, cases: float | None, months: int | None) -> Standing:
    if current is None:
        return Standing.CANNOT_TELL
    if limit is None:
        return Standing.UNKNOWN
    if limit.is_kept(current):
        return Standing.WITHIN if months is None else Standing.TOWARDS
    return Standing.BREACH if beyond_chance(limit, current, cases) else Standing.OVER


def beyond_chance(limit: Benchmark, value: float, cases: float | None) -> bool:
    """Whether *value*, a share of *cases* (None: a score, no draw), is further beyond the limit than chance takes it."""
    if cases is None or not 0 < limit.limit < 1:
        return not limit.is_kept(value)
    return cases > 0 and -limit.distance(value) > CHANCE * sqrt(limit.limit * (1 - limit.limit) / cases)


def _months_to(limit: Benchmark, series: pd.Series) -> int | None:
    """Months until the trend of the last year crosses the limit; None: no trend towards it, or further off than that."""
    values = series.to_numpy(dtype=float)[-LOOKED_BACK:]
    there = np.flatnonzero(np.isfinite(values))
    if len(there) < FEWEST:
        return None
    i, j = np.triu_indices(len(there), 1)
    slopes = (values[there[j]] - values[there[i]]) / (there[j] - there[i])
    slope = float(np.median(slopes))
    n = len(there)
    kendall = float(np.sign(slopes).sum()) / sqrt(n * (n - 1) * (2 * n + 5) / 18)
    towards = 1 if limit.bound == "below" else -1
    if kendall * towards < CHANCE or slope * towards <= 0:
        return None
    level = float(np.median(values[there] - slope * (there - (len(values) - 1))))  # at the latest month
    months = max(1, int(np.ceil(limit.distance(level) / abs(slope))))
    return months if months <= AHEAD else None


def _share_left(state: LimitState) -> float:
    """The distance as a share of the limit; what has none comes last."""
    if state.distance is None or state.limit is None or not state.limit.value:
        return float("inf")
    return state.distance / abs(state.limit.value)
