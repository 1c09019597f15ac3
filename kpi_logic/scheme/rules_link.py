"""Rules about who carries what: P7 levels that connect, P14 leaders, S3 everybody scored on what they can move."""

from collections.abc import Iterator
from typing import Any

from kpi_logic.library.roles import role_library
from kpi_logic.model import Amount, Cascade, Kpi, Person, Raw, RoleRef, Scorecard, Target, Unit
from kpi_logic.scheme.case import Case
from kpi_logic.scheme.curve import Levels
from kpi_logic.scheme.duty import roles_of
from kpi_logic.scheme.finding import Finding
from kpi_logic.scheme.levels import monthly_share
from kpi_logic.targets.cascade import gaps, step_of

WHOLE_TEAM_ROLES = frozenset({"lead"})
"""Roles that answer for everything, so that no KPI lies outside their reach."""


def no_targets(case: Case) -> Iterator[Finding]:
    """P7: scorecards, but no company target they could serve."""
    if case.weighted and not case.targets:
        yield case.finding("P7.no_targets", roles=len(case.scheme.scorecards))


def target_reaches_nobody(case: Case) -> Iterator[Finding]:
    """P7: a company target that no person's scorecard carries."""
    staffed = {person.role for person in case.organisation.people} or {card.role for card, _ in case.weighted}
    carried = {line.kpi for card, line in case.weighted if card.role in staffed}
    for target in case.targets:
        if target.kpi in case.library.kpis and not carried & _carriers(case, target.kpi):
            value = case.amount(target.kpi, target.value)
            yield case.finding("P7.target_reaches_nobody", kpi=target.kpi, value=value, owners=_owners(case, target))


def _carriers(case: Case, kpi: str) -> frozenset[str]:
    """The KPIs that carry a target: itself, or one that measures its attainment (sales by its attainment or growth)."""
    aim = case.library[kpi]
    family = frozenset(case.settings.family.sales)
    kin = (code for code in family if code in case.library.kpis and aim.measures <= case.library[code].measures)
    return frozenset({kpi, *(kin if kpi in family else ())})


def _owners(case: Case, target: Target) -> tuple[RoleRef, ...]:
    return tuple(RoleRef(owner) for owner in case.library[target.kpi].owners)


def kpi_serves_no_target(case: Case) -> Iterator[Finding]:
    """P7: a KPI on a scorecard that no company target asks for."""
    aims = [case.library[target.kpi] for target in case.targets if target.kpi in case.library.kpis]
    for card, line in case.known:
        if aims and not any(_serves(case, case.library[line.kpi], aim) for aim in aims):
            yield case.finding("P7.kpi_serves_no_target", card, kpi=line.kpi, weight=line.weight)


def _serves(case: Case, kpi: Kpi, aim: Kpi) -> bool:
    family = case.settings.family
    if kpi.code == aim.code or aim.code in family.profit:
        return True
    if aim.code in family.sales:
        return kpi.domain in case.settings.serves["sales"]
    if aim.code in family.inventory:
        return kpi.domain in case.settings.serves["inventory"]
    return kpi.domain == aim.domain or bool(kpi.measures & aim.measures) or kpi.code in aim.counters


def sums(case: Case) -> Iterator[Finding]:
    """P7: the parts of a target do not make the target."""
    by_id = {target.id: target for target in case.targets}
    cascaded = set()
    for cascade in case.cascades:
        target = by_id.get(cascade.target)
        if target is not None and target.kpi in case.library.kpis:
            cascaded.add(target.id)
            yield from _cascade_gaps(case, target, cascade)
    for target in case.targets:
        if target.id not in cascaded and target.kpi in case.library.kpis and target.segment.is_all:
            yield from _personal_gap(case, target)


def _cascade_gaps(case: Case, target: Target, cascade: Cascade) -> Iterator[Finding]:
    for gap in gaps(cascade, target.value, case.organisation, step_of(case.library[target.kpi].unit)):
        yield case.finding(
            "P7.sums",
            kpi=target.kpi,
            expected=_full(case, target, gap.expected),
            got=_full(case, target, gap.got),
            where=Raw(gap.of) if gap.of else case.name(target.kpi),
        )


def _personal_gap(case: Case, target: Target) -> Iterator[Finding]:
    """Personal targets of people on different shops that together stay below the company's."""
    kpi = case.library[target.kpi]
    wanted = target.value * monthly_share(target, kpi)
    for card, line in case.known:
        if line.kpi != target.kpi or kpi.is_ratio or len(line.personal) < 2 or wanted <= 0:
            continue
        levels = [case.book.standing(line, kpi, person)[0] for person in case.people_of(card)]
        together = sum(level.target for level in levels if isinstance(level, Levels))
        if together < wanted * (1 - case.settings.threshold.sums_gap):
            facts: dict[str, Any] = {"expected": _full(case, target, wanted), "got": _full(case, target, together)}
            yield case.finding("P7.sums", card, kpi=line.kpi, where=RoleRef(card.role), **facts)


def _full(case: Case, target: Target, value: float) -> Amount:
    given = case.amount(target.kpi, value)
    return Amount(value, given.unit, given.currency, full=given.unit is Unit.MONEY)


def no_leader(case: Case) -> Iterator[Finding]:
    """P14: nobody is named as leading."""
    people = case.organisation.people
    if people and not any(person.leads for person in people):
        yield case.finding("P14.no_leader", people=len(people))


def leader_without_kpis(case: Case) -> Iterator[Finding]:
    """P14: a leader who carries no KPI."""
    for person in case.organisation.people:
        if person.leads and not _lines_of(case, person):
            yield case.finding("P14.leader_without_kpis", person=person)


def no_scorecard(case: Case) -> Iterator[Finding]:
    """S3: somebody whose effect nobody measures."""
    for person in case.organisation.people:
        if not person.leads and not _lines_of(case, person):
            yield case.finding("S3.no_scorecard", person=person)


def _lines_of(case: Case, person: Person) -> int:
    return sum(len(card.lines) for card in case.scheme.scorecards if card.role in roles_of(person))


def not_owner(case: Case) -> Iterator[Finding]:
    """S3: a KPI that the catalogue gives to others, and neither as shared nor as a start to this role."""
    for card, line in case.known:
        owners = case.library[line.kpi].owners
        started = role_library().get(card.role)
        may = {*owners, *case.settings.shared.get(line.kpi, ())}
        meant = started is not None and line.kpi in {candidate.kpi for candidate in started.candidates}
        if card.role not in may and not meant and not _answers_for_all(case, card):
            given = tuple(RoleRef(owner) for owner in owners)
            yield case.finding("S3.not_owner", card, kpi=line.kpi, weight=line.weight, owners=given)


def _answers_for_all(case: Case, card: Scorecard) -> bool:
    people = case.people_of(card)
    return card.role in WHOLE_TEAM_ROLES or (bool(people) and all(person.leads for person in people))
