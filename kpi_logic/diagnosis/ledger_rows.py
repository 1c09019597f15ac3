"""The ledger as one client meets it: which lines concern him, which are in force, and where he stands on each."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi_logic.diagnosis.periods import values_over
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import Benchmark, Ledger, kpi_library
from kpi_logic.metrics import computable
from kpi_logic.model import Segment

RECENT = 3


@dataclass(frozen=True)
class LedgerRow:
    """One line: ``concerns`` whether the client trades there; ``in_force`` whether it is the limit of one of his shops.

    ``current``: the client over the last three months, over the shops it holds for, None where it cannot be told (a
    score or running window of several shops has no total). ``others``: what contradicts it.
    """

    line: Benchmark
    concerns: bool
    in_force: bool
    current: float | None
    others: tuple[Benchmark, ...]


def ledger_rows(known: Ledger, facts: MonthlyFacts | None) -> tuple[LedgerRow, ...]:
    """Every line of the ledger, in its order; without facts nothing concerns anybody yet."""
    shops = () if facts is None or facts.is_empty else facts.shops
    places = {(line.platform, line.market) for line in known.lines}
    values = {} if facts is None else {place: _values(known, facts, place) for place in sorted(places)}
    return tuple(_row(known, line, shops, values) for line in known.lines)


def _row(
    known: Ledger,
    line: Benchmark,
    shops: tuple[Segment, ...],
    values: Mapping[tuple[str, str], Mapping[str, float | None]],
) -> LedgerRow:
    here = [shop for shop in shops if line.holds_for(shop)]
    in_force = any(known.in_force(line.metric, shop) is line for shop in here)
    current = values.get((line.platform, line.market), {}).get(line.metric)
    return LedgerRow(line, bool(here), in_force, current, known.others(line))


def _values(known: Ledger, facts: MonthlyFacts, place: tuple[str, str]) -> Mapping[str, float | None]:
    """The client's KPIs over the shops of one platform and market, last three months."""
    here = [line for line in known.lines if (line.platform, line.market) == place and line.is_kpi]
    shops = [shop for shop in facts.shops if here and here[0].holds_for(shop)]
    if not shops:
        return {}
    names = {(shop.platform, shop.site, shop.shop) for shop in shops}
    keys = zip(facts.table["platform"], facts.table["site"], facts.table["shop"], strict=True)
    part = MonthlyFacts(facts.table[[key in names for key in keys]].reset_index(drop=True))
    library = kpi_library().kpis
    kpis = computable(part, (library[code] for code in dict.fromkeys(line.metric for line in here)))
    last = facts.months[-1]
    return values_over(part, kpis, [[last - i for i in range(RECENT)]])[0]
