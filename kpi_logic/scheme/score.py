"""One month, person by person, with everything that makes the number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import (
    Agreement,
    Amount,
    Award,
    Cascade,
    KpiRef,
    Message,
    Month,
    Organisation,
    Person,
    Raw,
    Scheme,
    SchemeException,
    Target,
    Unit,
)
from kpi_logic.scheme.actuals import Actuals, actuals_table, kpis_of
from kpi_logic.scheme.in_force import InForce
from kpi_logic.scheme.levels import LevelBook
from kpi_logic.scheme.month_plan import month_plan
from kpi_logic.scheme.payout import grade_of
from kpi_logic.scheme.plan import level_findings
from kpi_logic.scheme.replay import Replay, breached, run


@dataclass(frozen=True)
class KpiScore:
    """One line of one person: ``achievement`` is 1 at the target (0-1.2), ``score`` the same in points (0-120).

    None means that it cannot be told.  ``source`` says whence the levels come: "line", "person", "target", "cascade".
    """

    kpi: str
    actual: float | None
    threshold: float | None
    target: float | None
    stretch: float | None
    achievement: float | None
    score: float | None
    weight: int
    source: str


@dataclass(frozen=True)
class GateState:
    """One gate of one person: ``passed`` None where the actual is missing; ``multiplier`` is what it does to pay."""

    kpi: str
    actual: float | None
    limit: float
    passed: bool | None
    multiplier: float


@dataclass(frozen=True)
class PersonScore:
    """One person's month: ``score`` 0-120, ``payout`` to the cent; None where they cannot be told.

    ``exceptions`` are those in force for the person; ``extra`` the plus and minus points in the score; ``presence`` the
    part of the month at work.
    """

    person: Person
    score: float | None
    grade: str | None
    payout: float | None
    kpis: tuple[KpiScore, ...]
    gates: tuple[GateState, ...]
    findings: tuple[Message, ...]
    exceptions: tuple[SchemeException, ...] = ()
    extra: float = 0.0
    presence: float = 1.0


@dataclass(frozen=True)
class MonthScores:
    """Everybody's month."""

    month: Month
    people: tuple[PersonScore, ...]


def score(
    scheme: Scheme,
    organisation: Organisation,
    facts: MonthlyFacts,
    month: Month,
    targets: Sequence[Target] = (),
    cascades: Sequence[Cascade] = (),
    actuals: Actuals | None = None,
    library: KpiLibrary | None = None,
    exceptions: Sequence[SchemeException] = (),
    awards: Sequence[Award] = (),
    agreements: Sequence[Agreement] = (),
) -> MonthScores:
    """Scores, grades, gates and payouts of one month.

    A KPI without an actual or without levels is left out and the others count in proportion to their weights, or the
    month is not scored, as the scheme says; the findings say which.  A person without any has no score, no grade and
    no payout.
    """
    if actuals is None or month not in actuals.months:
        actuals = actuals_table(organisation, facts, kpis_of(scheme), [month], library)
    actuals = actuals.of_month(month)
    book = LevelBook(tuple(targets), tuple(cascades), actuals.shops, tuple(agreements))
    result = run(scheme, month_plan(scheme, organisation, actuals, book, exceptions, awards, library), actuals)
    levels = level_findings(result.plan, book, 0, month, library)
    force = InForce.of(exceptions, result.people, (month,))
    people = tuple(_person(result, row, month, levels[row], force, library) for row in range(len(result.people)))
    return MonthScores(month, people)


def _person(
    result: Replay,
    row: int,
    month: Month,
    levels: Sequence[Message],
    force: InForce,
    library: KpiLibrary | None,
) -> PersonScore:
    total, paid = _told(result.scores[row, 0]), _told(result.payouts[row, 0])
    kpis = _lines(result, row)
    gates = _gates(result, row, library or kpi_library())
    person, plan = result.people[row], result.plan
    standing = [message for owner, message in plan.findings if owner == person.id]
    here = 1.0 if plan.presence is None else float(plan.presence[row, 0])
    findings = (
        *standing,
        *levels,
        *(_month_findings(person, month, total, kpis, gates, result.scheme) if here else ()),
        *_absence(person, month, here),
        *_exception_findings(force, row, month),
    )
    return PersonScore(
        person,
        total,
        grade_of(total, result.scheme.grades),
        paid,
        kpis,
        gates,
        findings,
        force.in_force(row, 0),
        0.0 if plan.extra is None else float(plan.extra[row, 0]),
        here,
    )


def _absence(person: Person, month: Month, here: float) -> list[Message]:
    """A month not worked, or worked in part."""
    if here == 1:
        return []
    facts = {"person": Raw(person.name), "month": month, "share": Amount(here, Unit.RATIO)}
    return [Message(f"scheme.finding.{'part_month' if here else 'not_here'}", facts)]


def _exception_findings(force: InForce, row: int, month: Month) -> list[Message]:
    """Exceptions in force, and those that would be did not something speak against them."""
    found, person = [], force.people[row]
    for place, event in enumerate(force.events):
        if event.person in ("", person.id) and event.first <= str(month) <= event.last:
            state = force.state(place, row, 0)
            kind = Message(f"scheme.exception.kind.{event.kind}")
            rule = Message(f"scheme.exception.rule.{event.rule}")
            facts = {"person": Raw(person.name), "month": month, "kind": kind, "rule": rule}
            facts["approver"] = Raw(event.approver or "?")
            found.append(Message(f"scheme.finding.exception_{state}", facts))
    return found


def _lines(result: Replay, row: int) -> tuple[KpiScore, ...]:
    card = result.plan.cards[row]
    return tuple(_line(result, row, slot) for slot in range(len(card.lines) if card else 0))


def _line(result: Replay, row: int, slot: int) -> KpiScore:
    plan, card = result.plan, result.plan.cards[row]
    assert card is not None
    column = plan.columns[row, slot]
    points = _told(result.points[row, 0, slot])
    threshold, target, stretch = (_told(level) for level in plan.levels[:, row, 0, slot])
    return KpiScore(
        kpi=card.lines[slot].kpi,
        actual=_told(result.actuals.values[row, 0, column]) if column >= 0 else None,
        threshold=threshold,
        target=target,
        stretch=stretch,
        achievement=None if points is None else points / 100,
        score=points,
        weight=card.lines[slot].weight,
        source=str(plan.sources[row, 0, slot]),
    )


def _gates(result: Replay, row: int, library: KpiLibrary) -> tuple[GateState, ...]:
    card = result.plan.cards[row]
    hit = breached(result.plan, result.actuals)[row, 0]
    states = []
    for slot, gate in enumerate(card.gates if card else ()):
        column = result.plan.gate_columns[row, slot]
        actual = _told(result.actuals.values[row, 0, column]) if gate.kpi in library.kpis else None
        passed = None if actual is None else not bool(hit[slot])
        states.append(GateState(gate.kpi, actual, gate.limit, passed, gate.multiplier if passed is False else 1.0))
    return tuple(states)


def _month_findings(
    person: Person,
    month: Month,
    total: float | None,
    kpis: Sequence[KpiScore],
    gates: Sequence[GateState],
    scheme: Scheme,
) -> list[Message]:
    """What this month lacks: nothing told, some lines left out, a gate that cannot be told, no bonus to pay from."""
    who = {"person": Raw(person.name), "month": month}
    known = kpi_library().kpis
    missing = [line for line in kpis if line.actual is None and line.weight and line.kpi in known]
    found = []
    if total is None and missing and scheme.missing == "not_scored":
        names = tuple(KpiRef(line.kpi) for line in missing)
        found.append(Message("scheme.finding.left_unscored", {**who, "kpis": names}))
    elif kpis and total is None:
        found.append(Message("scheme.finding.not_scored", who))
    elif missing:
        left = sum(line.weight for line in missing) / 100
        names = tuple(KpiRef(line.kpi) for line in missing)
        found.append(Message("scheme.finding.pro_rata", {**who, "kpis": names, "weight": Amount(left, Unit.RATIO)}))
    for gate in gates:
        if gate.passed is None and gate.kpi in known:
            found.append(Message("scheme.finding.gate_untold", {**who, "kpi": KpiRef(gate.kpi)}))
    if person.bonus is None and kpis:
        found.append(Message("scheme.finding.no_bonus", who))
    return found


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
