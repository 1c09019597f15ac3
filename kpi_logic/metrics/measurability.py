"""The measurability gate (P6): can a KPI be pulled steadily, and is what is pulled right?

Green: it may be paid on.  Yellow: it may, and somebody has to look after it.  Red: it may be watched, no more.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics.evidence import Evidence, contradicted
from kpi_logic.metrics.thresholds import Red, Yellow, thresholds
from kpi_logic.model import Amount, Kpi, MeasureRef, Message, Month, Organisation, Person, Unit, months_between


class Colour(IntEnum):
    """How far a KPI can be relied on; a higher number is worse."""

    GREEN = 0
    YELLOW = 1
    RED = 2


@dataclass(frozen=True)
class Measurability:
    """One KPI.

    ``months`` have a number, of the last ``window``; ``gaps`` are months without one between the first and the last
    that have; ``coverage`` (0-1) is the share of the shops' rows that have it; ``restated`` months came again with
    other numbers; ``error`` and ``contradicted`` are shares, None where nothing can be compared.  ``reasons``: the
    gravest first, never empty.
    """

    kpi: str
    colour: Colour
    reasons: tuple[Message, ...]
    months: int
    window: int
    gaps: tuple[Month, ...]
    coverage: float
    restated: tuple[Month, ...]
    error: float | None
    contradicted: float | None
    sources: tuple[str, ...]
    owner: str | None


def measurability(
    facts: MonthlyFacts,
    kpis: Iterable[Kpi],
    evidence: Evidence | None = None,
    organisation: Organisation | None = None,
    deliverers: Mapping[str, str] | None = None,
) -> tuple[Measurability, ...]:
    """Each KPI's grade, the worst first, then in the order given.

    Args:
        evidence: what the files say; without it, months and contradictions alone are judged.
        organisation: with it, who delivers the numbers: as chosen in *deliverers* (person id by KPI), else the first
            person of the KPI's owner roles.
    """
    told = evidence or Evidence(contradicted=contradicted(facts))
    presence = _Presence(facts)
    found = [_judged(kpi, presence, told, deliverer(kpi, organisation, deliverers or {}), organisation) for kpi in kpis]
    return tuple(sorted(found, key=lambda one: -one.colour))


def deliverer(kpi: Kpi, organisation: Organisation | None, deliverers: Mapping[str, str]) -> Person | None:
    """Who delivers a KPI's numbers: as chosen ("" is nobody), else the first person of its owner roles, else nobody."""
    people = organisation.people if organisation is not None else ()
    if deliverers.get(kpi.code) == "":
        return None
    chosen = next((person for person in people if person.id == deliverers.get(kpi.code)), None)
    by_role = (person for role in kpi.owners for person in people if person.role == role)
    return chosen or next(by_role, None)


def red_kpis(facts: MonthlyFacts, kpis: Iterable[Kpi] | None = None) -> frozenset[str]:
    """The KPIs that may carry no weight (P6); ``facts.doubted`` counts in what the files said.

    >>> import pandas as pd
    >>> facts = MonthlyFacts.of(pd.DataFrame({"month": ["2025-01", "2025-02"], "sales": [1.0, 2.0]}))
    >>> sorted(red_kpis(facts, [kpi_library()["gmv"]]))  # two months are too few
    ['gmv']
    """
    graded = measurability(facts, kpi_library().kpis.values() if kpis is None else kpis)
    return frozenset(one.kpi for one in graded if one.colour is Colour.RED)


def weighable(facts: MonthlyFacts, measures: frozenset[str]) -> frozenset[str]:
    """Of *measures*, those that a KPI with weight may be built on: none that would be red by itself."""
    presence = _Presence(facts)
    return frozenset(code for code in measures if not _is_red(presence, frozenset({code}), facts.doubted))


def _is_red(presence: "_Presence", measures: frozenset[str], doubted: frozenset[str]) -> bool:
    held = presence.of(measures)
    return bool(measures & doubted) or any(True for _ in _month_reasons(held, thresholds().red))


@dataclass(frozen=True)
class _Held:
    """Which months of the window have a number; ``silent``: so many of the latest do not."""

    there: np.ndarray
    all_months: int
    gaps: tuple[Month, ...]
    coverage: float
    lacking: tuple[str, ...]

    @property
    def silent(self) -> int:
        behind = np.flatnonzero(self.there[::-1])
        return int(behind[0]) if len(behind) else len(self.there)


class _Presence:
    """Looks up where all of some measures stand in one row."""

    def __init__(self, facts: MonthlyFacts) -> None:
        self.facts = facts
        self.every = tuple(months_between(facts.months[0], facts.months[-1])) if facts.months else ()
        ordinals = facts.table["month"].dt.year * 12 + facts.table["month"].dt.month - 1 if self.every else None
        self.at = ordinals.to_numpy() - self.every[0].ordinal if ordinals is not None else np.zeros(0, dtype=int)

    def of(self, measures: frozenset[str]) -> _Held:
        """The months in which some row has all of *measures*."""
        lacking = tuple(code for code in kpi_library().measures if code in measures - set(self.facts.measures))
        window = min(thresholds().window, len(self.every))
        if lacking or not self.every:
            return _Held(np.zeros(window, dtype=bool), 0, (), 0.0, lacking)
        complete = self.facts.table[sorted(measures)].notna().all(axis=1).to_numpy()
        there = np.bincount(self.at, complete, minlength=len(self.every)) > 0
        held = np.flatnonzero(there)
        inside = range(held[0], held[-1]) if len(held) else range(0)
        gaps = tuple(self.every[place] for place in inside if not there[place])
        recent = self.at >= len(self.every) - window
        return _Held(there[-window:], int(there.sum()), gaps, float(complete[recent].mean()), ())


def _judged(
    kpi: Kpi, presence: _Presence, evidence: Evidence, owner: Person | None, organisation: Organisation | None
) -> Measurability:
    held, doubted = presence.of(kpi.measures), kpi.measures & presence.facts.doubted
    restated = sorted(month for code in kpi.measures for month in evidence.restated.get(code, ()))
    told = _Told(
        restated=tuple(dict.fromkeys(restated)),
        error=max((evidence.errors[code] for code in kpi.measures if code in evidence.errors), default=None),
        contradicted=max((evidence.contradicted.get(code, 0.0) for code in kpi.measures), default=0.0),
        months=max(1, len(presence.every)),
    )
    lines = thresholds()
    red = [*_month_reasons(held, lines.red), *_other_reasons(told, lines.red)]
    if held.lacking and set(held.lacking) <= evidence.open:
        red = [Message("measurability.open", {"measures": _refs(held.lacking)})]
    if doubted and not red:
        red.append(Message("measurability.doubted", {"measures": _refs(doubted)}))
    yellow = [] if red else [*_month_reasons(held, lines.yellow), *_other_reasons(told, lines.yellow)]
    if not red and held.coverage < lines.yellow.shops_share:
        yellow.append(Message("measurability.some_shops", {"share": Amount(held.coverage, Unit.RATIO)}))
    if not red and organisation is not None and organisation.people and owner is None:
        yellow.append(Message("measurability.nobody"))
    fine = Message("measurability.fine", {"months": int(held.there.sum())})
    return Measurability(
        kpi=kpi.code,
        colour=Colour.RED if red else Colour.YELLOW if yellow else Colour.GREEN,
        reasons=tuple(red or yellow or [fine]),
        months=int(held.there.sum()),
        window=len(held.there),
        gaps=held.gaps,
        coverage=held.coverage,
        restated=told.restated,
        error=told.error,
        contradicted=told.contradicted or None,
        sources=tuple(dict.fromkeys(file for code in sorted(kpi.measures) for file in evidence.sources.get(code, ()))),
        owner=owner.id if owner is not None else None,
    )


@dataclass(frozen=True)
class _Told:
    """What the files say about the KPI's measures."""

    restated: tuple[Month, ...]
    error: float | None
    contradicted: float
    months: int


def _month_reasons(held: _Held, line: Red) -> Iterator[Message]:
    """What is wrong with the months."""
    known, window = int(held.there.sum()), len(held.there)
    if held.lacking:
        yield Message("measurability.lacking", {"measures": _refs(held.lacking)})
        return
    if not held.all_months:
        yield Message("measurability.never")
        return
    if held.all_months < line.fewest_months:
        yield Message("measurability.few", {"months": held.all_months, "needed": line.fewest_months})
    if held.silent >= min(line.silent_months, window):
        yield Message("measurability.silent", {"months": held.silent})
    if window and known / window < line.steady_share:
        yield Message("measurability.patchy", {"months": known, "of": window})


def _other_reasons(told: _Told, line: Red | Yellow) -> Iterator[Message]:
    """What is wrong with the numbers themselves."""
    if len(told.restated) / told.months > line.restated_share:
        yield Message("measurability.restated", {"number": len(told.restated), "months": _months(told.restated)})
    if told.contradicted > line.contradicted:
        yield Message("measurability.contradicted", {"share": Amount(told.contradicted, Unit.RATIO)})
    if isinstance(line, Yellow) and told.error is not None and told.error > line.error:
        yield Message("measurability.error", {"share": Amount(told.error, Unit.RATIO)})


def _months(months: tuple[Month, ...], most: int = 3) -> tuple[Month, ...]:
    return months[:most]


def _refs(measures: Iterable[str]) -> tuple[MeasureRef, ...]:
    wanted = frozenset(measures)
    return tuple(MeasureRef(code) for code in kpi_library().measures if code in wanted)
