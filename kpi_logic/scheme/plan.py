"""A scheme laid out in arrays, so that everybody is scored at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import (
    Award,
    Gate,
    KpiRef,
    Line,
    Message,
    Month,
    Organisation,
    Person,
    Raw,
    RoleRef,
    Scheme,
    Scorecard,
)
from kpi_logic.scheme.actuals import Actuals, codes_of, kpis_of, unknown_shops
from kpi_logic.scheme.curve import LevelFault, Levels
from kpi_logic.scheme.duty import card_of
from kpi_logic.scheme.extras import extra_points, unknown_awards
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.presence import presence
from kpi_logic.weights import TOTAL

Array = NDArray[np.float64]
Index = NDArray[np.intp]

NO_KPI = -1


@dataclass(frozen=True, eq=False)
class Plan:
    """Arrays of P people, M months, L lines and G gates at most; unused places have weight 0 and column NO_KPI.

    ``columns`` (P, L) are places in the actuals' KPIs; ``weights``, ``sign``, ``cliff``, ``cap`` (P, L);
    ``levels`` (3, P, M, L) are threshold, target, stretch, NaN where there are none; ``sources`` (P, M, L) say whence
    a target comes.  ``gate_columns``, ``gate_sign``, ``gate_limit``, ``gate_multiplier`` (P, G).  ``bonus`` (P,).

    None where nothing of the kind happened: ``counts`` (P, M, L) is the part of a line's weight that counts, ``floor``
    (P, M, L) the points it gets at least and ``gate_limits`` (P, M, G) the limits of a month, all three by exceptions;
    ``presence`` (P, M) is the part of the month somebody was at work; ``extra`` (P, M) are plus and minus points.
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
    counts: Array | None = None
    floor: Array | None = None
    gate_limits: Array | None = None
    presence: Array | None = None
    extra: Array | None = None

    def rows(self, places: Index) -> "Plan":
        """The plan of some of its people, in that order; a person may be taken several times, to try several things."""
        chosen = [int(place) for place in places]
        taken: dict[str, Any] = {
            "people": tuple(self.people[place] for place in chosen),
            "cards": tuple(self.cards[place] for place in chosen),
            "levels": self.levels[:, chosen],
        }
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray) and field.name not in taken:
                taken[field.name] = value[chosen]
        return replace(self, **taken)

    def months(self, places: Index) -> "Plan":
        """The plan of some of its months, in that order; a month may be taken several times."""
        taken: dict[str, Any] = {"levels": self.levels[:, :, places], "sources": self.sources[:, places]}
        for name in ("counts", "floor", "gate_limits", "presence", "extra"):
            value = getattr(self, name)
            taken[name] = None if value is None else value[:, places]
        return replace(self, **taken)


def make_plan(
    scheme: Scheme,
    organisation: Organisation,
    actuals: Actuals,
    book: LevelBook,
    library: KpiLibrary | None = None,
    awards: Sequence[Award] = (),
) -> Plan:
    """The arrays of a scheme for the people of an organisation.

    Raises:
        ValueError: the actuals are of other people, or lack a KPI of the scheme.
    """
    library = library or kpi_library()
    _check(scheme, organisation, actuals, library)
    people = organisation.people
    cards = tuple(card_of(scheme, person) for person in people)
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
        findings=tuple(_person_findings(people, cards, actuals, library, awards)),
        presence=presence(people, actuals.months),
        extra=extra_points(people, cards, actuals.months, awards),
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
    plan.weights[row, slot] = max(line.weight, 0)
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
    people: Sequence[Person],
    cards: Sequence[Scorecard | None],
    actuals: Actuals,
    library: KpiLibrary,
    awards: Sequence[Award],
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
        yield from ((person.id, message) for message in _weight_findings(person, card, library))
    by_id = {person.id: person for person in people}
    for award in unknown_awards(people, cards, awards):
        if award.person in by_id:
            facts = {"person": Raw(by_id[award.person].name), "extra": Raw(award.extra), "month": Raw(award.month)}
            yield award.person, Message("scheme.finding.unknown_extra", facts)


def _weight_findings(person: Person, card: Scorecard, library: KpiLibrary) -> Iterable[Message]:
    """Weights that are not 100 together, all 0, or below 0; what is done about them stands in the words."""
    weights = [line.weight for line in card.lines]
    total, name = sum(max(weight, 0) for weight in weights), Raw(person.name)
    for line in card.lines:
        if line.weight < 0:
            kpi = KpiRef(line.kpi) if line.kpi in library.kpis else Raw(line.kpi)
            yield Message("scheme.finding.negative_weight", {"person": name, "kpi": kpi, "weight": line.weight})
    if weights and total == 0:
        yield Message("scheme.finding.no_weight", {"person": name})
    elif weights and total != TOTAL:
        yield Message("scheme.finding.weights_sum", {"person": name, "total": total})


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
