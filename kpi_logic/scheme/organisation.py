"""The organisation held against the diagnosis: who owns what holds the seller back, and who is scored on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi_logic.diagnosis import Bottleneck
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import KpiRef, MeasureRef, Message, Organisation, Person, Raw, RoleRef, Scheme, Segment
from kpi_logic.scheme import rules_balance, rules_link
from kpi_logic.scheme.actuals import actuals_table, shops_of
from kpi_logic.scheme.case import Case
from kpi_logic.scheme.finding import Finding
from kpi_logic.scheme.lint_settings import Severity, lint_settings

Rule = Callable[[Case], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    rules_link.no_leader,
    rules_link.leader_without_kpis,
    rules_link.no_scorecard,
    rules_balance.single_owner,
)
"""The rules of the lint that speak of the organisation rather than of a scorecard's making."""


class Held(StrEnum):
    """How far a bottleneck is in somebody's hands, the worst first."""

    NOBODY = "nobody"  # no role that could move it has a person on that shop
    UNSCORED = "unscored"  # somebody could move it, but nobody is scored on it
    OTHERS = "others"  # only people whose role cannot move it, or of other shops, are scored on it
    HELD = "held"


@dataclass(frozen=True)
class Ownership:
    """One bottleneck: ``roles`` that can move it (catalogue), ``owners`` in those roles, ``scored`` on it for the shop."""

    kpi: str
    name: KpiRef | MeasureRef
    segment: Segment
    roles: tuple[str, ...]
    owners: tuple[str, ...]
    scored: tuple[str, ...]
    held: Held


@dataclass(frozen=True)
class OrganisationFinding:
    """One finding about who carries what: ``code`` is the lint's rule or one of this file's; words for what and how."""

    code: str
    severity: Severity
    message: Message
    fix: Message


@dataclass(frozen=True)
class OrganisationView:
    """Who holds each bottleneck, and what is missing in the organisation, the gravest first."""

    ownership: tuple[Ownership, ...]
    findings: tuple[OrganisationFinding, ...]


def organisation_findings(
    organisation: Organisation,
    scheme: Scheme | None,
    facts: MonthlyFacts,
    bottlenecks: Sequence[Bottleneck] = (),
    library: KpiLibrary | None = None,
) -> OrganisationView:
    """Metrics nobody owns, people without a metric, shared results without shared owners, leaders without KPIs.

    Args:
        scheme: the scheme people are scored by today, or the new one; None: nobody is scored.
        bottlenecks: of the diagnosis; their KPIs are what somebody should hold.

    Returns:
        Empty findings where no people are known: of an unknown organisation nothing can be said.
    """
    library = library or kpi_library()
    if not organisation.people:
        return OrganisationView((), ())
    written = scheme or Scheme()
    held = tuple(_ownership(b, organisation, written, facts, library) for b in bottlenecks)
    rules = RULES if scheme is not None else (rules_link.no_leader,)  # or everybody would be told to lack a scorecard
    found = [
        *_unheld(held),
        *_unstaffed(organisation, written),
        *_of_rules(rules, organisation, written, facts, library),
    ]
    if scheme is None:
        found.append(_finding("no_scheme", Severity.HIGH, {"people": len(organisation.people)}))
    order = list(Severity)
    return OrganisationView(held, tuple(sorted(found, key=lambda finding: order.index(finding.severity))))


def _ownership(
    b: Bottleneck, organisation: Organisation, scheme: Scheme, facts: MonthlyFacts, library: KpiLibrary
) -> Ownership:
    roles = _movers(b.kpi, library)
    concerned = [person for person in organisation.people if _answers(person, b.segment, facts)]
    owners = [person for person in concerned if person.role in roles]
    cards = {card.role for card in scheme.scorecards if any(x.kpi == b.kpi and x.weight > 0 for x in card.lines)}
    scored = [person for person in concerned if person.role in cards]
    if not owners:
        held = Held.NOBODY
    elif not scored:
        held = Held.UNSCORED
    else:
        held = Held.HELD if set(owners) & set(scored) else Held.OTHERS
    return Ownership(b.kpi, b.name, b.segment, roles, _names(owners), _names(scored), held)


def _movers(kpi: str, library: KpiLibrary) -> tuple[str, ...]:
    """Roles that can move a KPI: its owners in the catalogue, and those the lint names as sharing it."""
    owners = library[kpi].owners if kpi in library.kpis else ()
    return tuple(dict.fromkeys([*owners, *lint_settings().shared.get(kpi, ())]))


def _answers(person: Person, segment: Segment, facts: MonthlyFacts) -> bool:
    """Whether one of the person's shops lies in the segment."""
    return any(segment.contains(shop) for shop in shops_of(person, facts.shops))


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.name for person in people)


def _unheld(held: Sequence[Ownership]) -> Iterator[OrganisationFinding]:
    for one in held:
        facts = {
            "kpi": one.name,
            "segment": one.segment,
            "roles": tuple(map(RoleRef, one.roles)) or Message("diagnosis.organisation.no_role"),
            "owners": tuple(map(Raw, one.owners)),
            "scored": tuple(map(Raw, one.scored)),
        }
        if one.held is not Held.HELD:
            yield _finding(one.held.value, Severity.MEDIUM if one.held is Held.OTHERS else Severity.HIGH, facts)


def _unstaffed(organisation: Organisation, scheme: Scheme) -> Iterator[OrganisationFinding]:
    """Scorecards of roles that nobody has."""
    staffed = {person.role for person in organisation.people}
    empty = tuple(RoleRef(card.role) for card in scheme.scorecards if card.role not in staffed)
    if empty:
        yield _finding("role_without_people", Severity.MEDIUM, {"roles": empty})


def _finding(code: str, severity: Severity, facts: Mapping[str, object]) -> OrganisationFinding:
    words = [Message(f"diagnosis.organisation.{code}.{part}", facts) for part in ("message", "fix")]
    return OrganisationFinding(code, severity, *words)


def _of_rules(
    rules: Sequence[Rule], organisation: Organisation, scheme: Scheme, facts: MonthlyFacts, library: KpiLibrary
) -> Iterator[OrganisationFinding]:
    case = Case(
        scheme=scheme,
        organisation=organisation,
        facts=facts,
        targets=(),
        cascades=(),
        profile=None,
        actuals=actuals_table(organisation, facts, (), library=library),
        settings=lint_settings(),
        library=library,
    )
    for rule in rules:
        for finding in rule(case):
            yield OrganisationFinding(finding.rule, finding.severity, finding.message, finding.fix)
