"""Mends that bring something onto a scorecard: a counterweight, a process KPI, an owner, a whole starting set."""

from collections.abc import Callable, Iterable

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.library.roles import role_library, starting_set
from kpi_logic.model import Engagement, Kind, Line, Scorecard
from kpi_logic.scheme.finding import Finding
from kpi_logic.scheme.lint_settings import lint_settings
from kpi_logic.scheme.mend_card import levelled, subject, with_card, with_line, with_scheme
from kpi_logic.scheme.suggest import suggested_scheme

NEW_WEIGHT = 15
"""What a KPI gets that is added as a counterweight or a process KPI."""

PROFIT_WEIGHT = 35
"""What a profit KPI gets: a third at least."""


def to_three(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """What the role usually starts with, until there are three KPIs; None where they cannot be had."""
    least = lint_settings().threshold.least_kpis

    def change(card: Scorecard) -> Scorecard:
        for kpi in _starting(card, facts):
            line = levelled(kpi, card.role, engagement, facts) if len(card.lines) < least else None
            card = with_line(card, line, NEW_WEIGHT) if line else card
        return card

    mended = with_card(engagement, finding.role, change)
    cards = subject(mended).scorecards if mended else ()
    return mended if any(c.role == finding.role and len(c.lines) >= least for c in cards) else None


def _starting(card: Scorecard, facts: MonthlyFacts) -> Iterable[str]:
    """What the role usually starts with and does not have yet, nor its twin, process KPIs first where there is none."""
    if card.role not in role_library():
        return ()
    has = {line.kpi for line in card.lines}
    said = {kpi for twins in lint_settings().twins if has & set(twins.kpis) for kpi in twins.kpis}
    kpis = [kpi for kpi, _ in starting_set(card.role, frozenset(facts.measures)) if kpi not in has | said]
    library = kpi_library()
    lacks = not any(library[kpi].kind is Kind.PROCESS for kpi in has if kpi in library.kpis)
    return sorted(kpis, key=lambda kpi: not (lacks and library[kpi].kind is Kind.PROCESS))


def add_profit(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """A profit KPI for the finding's role, or for the first that can carry one."""
    return _add_of(lint_settings().family.profit.__contains__, PROFIT_WEIGHT, finding, engagement, facts)


def add_inventory(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """A stock KPI for the first role that can carry one."""
    return _add_of(lint_settings().family.inventory.__contains__, NEW_WEIGHT, finding, engagement, facts)


def add_process(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """A process KPI for the finding's role."""
    return _add_of(lambda kpi: kpi_library()[kpi].kind is Kind.PROCESS, NEW_WEIGHT, finding, engagement, facts)


def _add_of(
    family: Callable[[str], bool], weight: int, finding: Finding, engagement: Engagement, facts: MonthlyFacts
) -> Engagement | None:
    """The first KPI of a family that the role starts with; where the finding names no role, onto the first that can."""
    for card in subject(engagement).scorecards:
        if finding.role not in (None, card.role):
            continue
        for kpi in filter(family, (*_starting(card, facts), *_any(card, facts))):
            line = levelled(kpi, card.role, engagement, facts)
            if line is not None:
                return _adding(line, card.role, weight, engagement)
    return None


def _adding(line: Line, role: str, weight: int, engagement: Engagement) -> Engagement | None:
    return with_card(engagement, role, lambda card: with_line(card, line, weight))


def _any(card: Scorecard, facts: MonthlyFacts) -> Iterable[str]:
    """Every KPI that the data carry and that is the role's in the catalogue, or anybody's for a role nobody knows."""
    has = {line.kpi for line in card.lines}
    known, measures = card.role in role_library(), frozenset(facts.measures)
    for code, kpi in kpi_library().kpis.items():
        if code not in has and kpi.measures <= measures and (not known or card.role in kpi.owners):
            yield code


def to_owner(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """The target's KPI onto the scorecard of the first of its owners that has one."""
    owners = kpi_library()[finding.kpi].owners if finding.kpi else ()
    return _onto(finding.kpi, owners, engagement, facts)


def to_sharers(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """A shared result onto every scorecard of those who make it too."""
    present = {person.role for person in engagement.organisation.people}
    sharers = [role for role in lint_settings().shared.get(finding.kpi or "", ()) if role in present]
    cards = {card.role for card in subject(engagement).scorecards}
    if not set(sharers) <= cards:
        return None
    result: Engagement | None = engagement
    for role in sharers:
        carries = any(
            c.role == role and any(x.kpi == finding.kpi for x in c.lines) for c in subject(engagement).scorecards
        )
        result = result if carries or result is None else _onto(finding.kpi, (role,), result, facts)
    return result if result is not engagement else None


def _onto(kpi: str | None, roles: Iterable[str], engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    staffed = {person.role for person in engagement.organisation.people}
    cards = {card.role for card in subject(engagement).scorecards}
    for role in (role for role in roles if kpi and role in staffed and role in cards):
        line = levelled(kpi or "", role, engagement, facts)
        if line is not None:
            return _adding(line, role, NEW_WEIGHT, engagement)
    return None


def add_counter(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """The first counter-metric that the data carry, on the role's own scorecard."""
    measures = frozenset(facts.measures)
    for kpi in kpi_library()[finding.kpi].counters if finding.kpi else ():
        if kpi_library()[kpi].measures <= measures and finding.role:
            line = levelled(kpi, finding.role, engagement, facts)
            if line is not None:
                return _adding(line, finding.role, NEW_WEIGHT, engagement)
    return None


def start_card(finding: Finding, engagement: Engagement, facts: MonthlyFacts) -> Engagement | None:
    """The starting set for a role without a scorecard; None for a role the catalogue does not know."""
    people = [p for p in engagement.organisation.people if p.name == finding.person]
    role = people[0].role if people else ""
    if role not in role_library():
        return None
    some = engagement.organisation.model_copy(
        update={"people": tuple(p for p in engagement.organisation.people if p.role == role)}
    )
    cards = [card for card in suggested_scheme(some, facts).scorecards if card.lines]
    scheme = subject(engagement)
    kept = tuple(card for card in scheme.scorecards if card.role != role)
    return with_scheme(engagement, scheme.model_copy(update={"scorecards": (*kept, *cards)})) if cards else None
