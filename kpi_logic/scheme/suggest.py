"""A scheme to start the argument with: the roles' starting sets on levels that history suggests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_logic.diagnosis.limits import limits as all_limits
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.library.roles import role_library, starting_set
from kpi_logic.metrics import kpi_table, weighable
from kpi_logic.model import (
    Gate,
    Kpi,
    Line,
    Organisation,
    OverShops,
    Person,
    PersonalLevels,
    Scheme,
    Scorecard,
    Segment,
)
from kpi_logic.scheme.actuals import facts_of, kpis_of, shops_of
from kpi_logic.scheme.history import LevelSource, eased, history_levels

GATE_MULTIPLIER = 0.5
"""What a breached platform limit leaves of the payout at first; the client may make it a veto (0)."""

OWN_MULTIPLIER = 0.8
"""What a breached gate of our own leaves."""

LEAST_GATE_MONTHS = 6
YEAR = 12

Ground = frozenset[str]
"""The shops somebody answers for; empty means all."""


def suggested_scheme(
    organisation: Organisation,
    facts: MonthlyFacts,
    levels: LevelSource = history_levels,
    limits: Mapping[str, float] | None = None,
    library: KpiLibrary | None = None,
) -> Scheme:
    """One scorecard for every role that the organisation has and the catalogue knows.

    Args:
        levels: gives threshold, target and stretch for a KPI from the months of the people concerned.
        limits: limits by KPI, in the KPI's unit, as the client's own seller centre shows them; by default the published
            ones, the strictest of the client's platforms.  They become gates where the client has the data.
    """
    library = library or kpi_library()
    known = published_limits(facts) if limits is None else limits
    measures = weighable(facts, frozenset(facts.measures))  # P6: what is red carries no weight
    cards = []
    for role in _roles(organisation.people):
        people = [person for person in organisation.people if person.role == role]
        chosen = starting_set(role, _available(people, measures, facts.shops, library))
        lines = tuple(Line(kpi=kpi, weight=weight) for kpi, weight in chosen)
        cards.append(Scorecard(role=role, lines=lines, gates=_gates(role, people, facts, known, library)))
    scheme = Scheme(scorecards=tuple(cards), rewards_and_penalties="both")
    return filled(scheme, organisation, facts, levels, library)


def published_limits(facts: MonthlyFacts) -> Mapping[str, float]:
    """The strictest published limit of each KPI over the client's platforms; KPIs without one are left out.

    >>> table = pd.DataFrame({"month": "2025-01", "platform": ["Amazon", "Lazada"], "sales": 1.0})
    >>> published_limits(MonthlyFacts.of(table))["lsr"]
    0.04
    """
    found: dict[str, float] = {}
    for platform in sorted(set(facts.table["platform"])):
        for limit in all_limits():
            if limit.used and limit.platform.casefold() == platform.casefold():
                strictest = min if limit.bound == "below" else max
                found[limit.kpi] = strictest(limit.limit, found.get(limit.kpi, limit.limit))
    return found


def filled(
    scheme: Scheme,
    organisation: Organisation,
    facts: MonthlyFacts,
    levels: LevelSource = history_levels,
    library: KpiLibrary | None = None,
) -> Scheme:
    """The scheme with suggested levels in every line that has no target; lines that have one stay as they are."""
    library = library or kpi_library()
    past = _Past.of(facts, organisation.people, [code for code in kpis_of(scheme) if code in library.kpis], library)
    cards = []
    for card in scheme.scorecards:
        people = [person for person in organisation.people if person.role == card.role]
        lines = tuple(
            _with_levels(line, library[line.kpi], people, past, levels)
            if line.target is None and not line.personal and line.kpi in library.kpis
            else line
            for line in card.lines
        )
        cards.append(card.model_copy(update={"lines": lines}))
    return scheme.model_copy(update={"scorecards": tuple(cards)})


@dataclass(frozen=True, eq=False)
class _Past:
    """Every KPI month by month on every ground that somebody stands on, and on all shops."""

    tables: Mapping[Ground, pd.DataFrame]

    @classmethod
    def of(cls, facts: MonthlyFacts, people: Iterable[Person], codes: Sequence[str], library: KpiLibrary) -> "_Past":
        """One table of months x KPIs for each ground."""
        everybody = [Person(id="", name=""), *people]
        grounds = {frozenset(person.shops): facts_of(person, facts) for person in everybody}
        kpis = [library[code] for code in codes]
        return cls({ground: _months(rows, kpis, library) for ground, rows in grounds.items()})

    def months(self, kpi: Kpi, ground: Ground = frozenset()) -> pd.Series:
        """(months,) one KPI on one ground."""
        return self.tables[ground][kpi.code]


def _months(facts: MonthlyFacts, kpis: Sequence[Kpi], library: KpiLibrary) -> pd.DataFrame:
    if facts.is_empty:
        return pd.DataFrame({kpi.code: [] for kpi in kpis}, index=pd.PeriodIndex([], freq="M"), dtype="float64")
    table = kpi_table(facts, kpis, ("month",), library).set_index("month")
    return table.reindex(pd.period_range(table.index.min(), table.index.max(), freq="M"))


def _with_levels(line: Line, kpi: Kpi, people: Sequence[Person], past: _Past, levels: LevelSource) -> Line:
    """One set of levels where everybody stands on the same shops; else one for each person.

    A ratio keeps levels of its own beside the personal ones, for people still to come.  A KPI that adds up does not:
    nobody's sales can be told from another's.
    """
    grounds = {frozenset(person.shops) for person in people}
    alone = len(grounds) <= 1
    update: dict[str, object] = {}
    if alone or kpi.is_ratio:
        found = levels(kpi, past.months(kpi, next(iter(grounds), frozenset()) if alone else frozenset()))
        update = dict(found._asdict()) if found else {}
    if not alone:
        update["personal"] = tuple(_personal(kpi, person, past, levels) for person in people)
    return line.model_copy(update=update)


def _personal(kpi: Kpi, person: Person, past: _Past, levels: LevelSource) -> PersonalLevels:
    found = levels(kpi, past.months(kpi, frozenset(person.shops)))
    return PersonalLevels(person=person.id, **(found._asdict() if found else {}))


def _available(
    people: Sequence[Person], measures: frozenset[str], shops: Sequence[Segment], library: KpiLibrary
) -> frozenset[str]:
    """Measures the client has and that can be told for these people: some exist for a single shop only."""
    several = any(len(shops_of(person, shops)) > 1 for person in people)
    known = measures & frozenset(library.measures)
    return frozenset(code for code in known if not (several and _of_one_shop(code, library)))


def _of_one_shop(measure: str, library: KpiLibrary) -> bool:
    return library.measures[measure].over_shops is OverShops.NONE


def _gates(
    role: str, people: Sequence[Person], facts: MonthlyFacts, limits: Mapping[str, float], library: KpiLibrary
) -> tuple[Gate, ...]:
    """The role's gates that the client's data can tell: at the published limit, else at the year's worst month."""
    kpis = [library[code] for code in role_library()[role].gates]
    past = _Past.of(facts, people, [kpi.code for kpi in kpis], library)
    gates = []
    for kpi in kpis:
        told = [past.months(kpi, frozenset(person.shops)).dropna().to_numpy(dtype=float) for person in people]
        if kpi.code in limits and any(len(months) for months in told):
            gates.append(Gate(kpi=kpi.code, limit=limits[kpi.code], multiplier=GATE_MULTIPLIER))
        elif min(len(months) for months in told) >= LEAST_GATE_MONTHS:
            gates.append(Gate(kpi=kpi.code, limit=_worst(kpi, told), multiplier=OWN_MULTIPLIER))
    return tuple(gates)


def _worst(kpi: Kpi, told: Sequence[np.ndarray]) -> float:
    """The worst month that anybody had in the last year, rounded so that none of them is beyond it."""
    sign = kpi.direction.sign
    return eased(sign * min(float((sign * months[-YEAR:]).min()) for months in told), sign)


def _roles(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.role for person in people if person.role in role_library()))
