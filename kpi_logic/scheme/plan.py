"""A scheme laid out in arrays, so that everybody is scored at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import Gate, KpiRef, Line, Message, Month, Organisation, Person, Raw, RoleRef, Scheme, Scorecard
from kpi_logic.scheme.actuals import Actuals, codes_of, kpis_of, unknown_shops
from kpi_logic.scheme.curve import LevelFault, Levels
from kpi_logic.scheme.levels import LevelBook

Array = NDArray[np.float64]
Index = NDArray[np.intp]

NO_KPI = -1


@dataclass(frozen=True, eq=False)
class Plan:
    """Arrays of P people, M months, L lines and G gates at most; unused places have weight 0 and column NO_KPI.

    ``columns`` (P, L) are places in the actuals' KPIs; ``weights``, ``sign``, ``cliff``, ``cap`` (P, L);
    ``levels`` (3, P, M, L) are threshold, target, stretch, NaN where there are none; ``sources`` (P, M, L) say whence
    a target comes.  ``gate_columns``, ``gate_sign``, ``gate_limit``, ``gate_multiplier`` (P, G).  ``bonus`` (P,).
    """

    people: tuple[Person, ...]
    cards: tuple[Scorecard | None, ...]
    columns: Index
    weights: Array
    sign: Array
    cliff: NDArray[np.bool_]
    cap: Array
    levels: Array
    sources: NDArray[np.str_]
    gate_columns: Index
    gate_sign: Array
    gate_limit: Array
    gate_multiplier: Array
    bonus: Array
    findings: tuple[tuple[str, Message], ...]


def make_plan(
    scheme: Scheme, organisation: Organisation, actuals: Actuals, book: LevelBook, library: KpiLibrary | None = None
) -> Plan:
    """The arrays of a scheme for the people of an organisation.

    Raises:
        ValueError: the actuals are of other people, or lack a KPI of the scheme.
    """
    library = library or kpi_library()
    _check(scheme, organisation, actuals, library)
    by_role = {card.role: card for card in scheme.scorecards}
    people = organisation.people
    cards = tuple(by_role.get(person.role) for person in people)
    width = max((len(card.lines) for card in cards if card), default=0)
    depth = max((len(card.gates) for card in cards if card), default=0)
    size = (len(people), width)
    plan = Plan(
        people=people,
        cards=cards,
        columns=np.full(size, NO_KPI, dtype=np.intp),
        weights=np.zeros(size),
        sign=np.ones(size),
        cliff=np.zeros(size, dtype=bool),
        cap=np.full(size, np.inf),
        levels=np.full((3, len(people), len(actuals.months), width), np.nan),
        sources=np.full((len(people), len(actuals.months), width), "", dtype="<U8"),
        gate_columns=np.full((len(people), depth), NO_KPI, dtype=np.intp),
        gate_sign=np.ones((len(people), depth)),
        gate_limit=np.full((len(people), depth), np.nan),
        gate_multiplier=np.ones((len(people), depth)),
        bonus=np.array([np.nan if person.bonus is None else person.bonus for person in people], dtype=float),
        findings=tuple(_person_findings(people, cards, actuals, library)),
    )
    place = {code: column for column, code in enumerate(actuals.kpis)}
    for row, card in enumerate(cards):
        for slot, line in enumerate(card.lines if card else ()):
            if line.kpi in library.kpis:
                _write_line(plan, row, slot, line, place, library)
                _write_levels(plan, row, slot, line, actuals.months, book, library)
        for slot, gate in enumerate(card.gates if card else ()):
            if gate.kpi in library.kpis:
                _write_gate(plan, row, slot, gate, place, library)
    return plan


def _check(scheme: Scheme, organisation: Organisation, actuals: Actuals, library: KpiLibrary) -> None:
    if actuals.people != tuple(person.id for person in organisation.people):
        raise ValueError("the actuals are of other people than the organisation's; build the table for these people")
    lacking = [code for code in kpis_of(scheme) if code in library.kpis and code not in actuals.kpis]
    if lacking:
        raise ValueError(f"the actuals lack {', '.join(lacking)}; build the table with kpis_of(scheme)")


def _write_line(plan: Plan, row: int, slot: int, line: Line, place: dict[str, int], library: KpiLibrary) -> None:
    plan.columns[row, slot] = place[line.kpi]
    plan.weights[row, slot] = line.weight
    plan.sign[row, slot] = library[line.kpi].direction.sign
    plan.cliff[row, slot] = line.cliff
    plan.cap[row, slot] = np.inf if line.cap is None else line.cap


def _write_levels(
    plan: Plan, row: int, slot: int, line: Line, months: Sequence[Month], book: LevelBook, library: KpiLibrary
) -> None:
    person, kpi = plan.people[row], library[line.kpi]
    standing, source = book.standing(line, kpi, person)
    if isinstance(standing, Levels):
        plan.levels[:, row, :, slot] = np.array(standing)[:, None]
        plan.sources[row, :, slot] = source
    for dated in book.dated(kpi, person):
        held = [dated.first <= month <= dated.last for month in months]
        usable = isinstance(dated.levels, Levels)
        plan.levels[:, row, held, slot] = np.array(dated.levels)[:, None] if usable else np.nan
        plan.sources[row, held, slot] = dated.source


def _write_gate(plan: Plan, row: int, slot: int, gate: Gate, place: dict[str, int], library: KpiLibrary) -> None:
    plan.gate_columns[row, slot] = place[gate.kpi]
    plan.gate_sign[row, slot] = library[gate.kpi].direction.sign
    plan.gate_limit[row, slot] = gate.limit
    plan.gate_multiplier[row, slot] = gate.multiplier


def _person_findings(
    people: Sequence[Person], cards: Sequence[Scorecard | None], actuals: Actuals, library: KpiLibrary
) -> Iterable[tuple[str, Message]]:
    """What is wrong whatever the month is: (person id, message)."""
    for person, card in zip(people, cards, strict=True):
        name = Raw(person.name)
        if card is None:
            key = "scheme.finding.no_scorecard" if person.role else "scheme.finding.no_role"
            yield person.id, Message(key, {"person": name, "role": RoleRef(person.role)})
            continue
        for unknown in unknown_shops(person, actuals.shops):
            yield person.id, Message("scheme.finding.unknown_shop", {"person": name, "shop": Raw(unknown)})
        for code in codes_of(card):
            if code not in library.kpis:
                yield person.id, Message("scheme.finding.unknown_kpi", {"person": name, "kpi": Raw(code)})


def level_findings(
    plan: Plan, book: LevelBook, place: int, month: Month, library: KpiLibrary | None = None
) -> list[list[Message]]:
    """For each person, what is wrong with the levels of one month; *place* is where it stands in the plan."""
    library = library or kpi_library()
    found: list[list[Message]] = []
    for row, (person, card) in enumerate(zip(plan.people, plan.cards, strict=True)):
        lines = enumerate(card.lines if card else ())
        bad = [line for slot, line in lines if line.weight and np.isnan(plan.levels[1, row, place, slot])]
        known = [line for line in bad if line.kpi in library.kpis]
        found.append([_level_message(person, line, book, month, library) for line in known])
    return found


def _level_message(person: Person, line: Line, book: LevelBook, month: Month, library: KpiLibrary) -> Message:
    kpi = library[line.kpi]
    fault, _ = book.standing(line, kpi, person)
    for dated in book.dated(kpi, person):
        if dated.first <= month <= dated.last:
            fault = dated.levels
    assert isinstance(fault, LevelFault)
    return Message(f"scheme.finding.{fault.value}", {"person": Raw(person.name), "kpi": KpiRef(line.kpi)})
