"""What the workbook holds: whose sheets, which months, and the engine's own numbers for them."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Month, Organisation, Person, Scheme, Scorecard
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.scheme import Replay, replay
from kpi_logic.scheme.duty import roles_of
from kpi_logic.scheme.replay import run

MONTHS = 12
PAST = 6  # months of history in a sheet; the others are filled in as they pass


@dataclass(frozen=True, eq=False)
class Plan:
    """The scheme over the sheet's months; ``past`` are the first so many of them, which history fills."""

    case: Case
    scheme: Scheme
    result: Replay
    past: int

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months."""
        return self.result.months

    @property
    def people(self) -> tuple[Person, ...]:
        """Whose sheets there are; a role that nobody holds stands as a person without a name."""
        return self.result.people

    def card(self, row: int) -> Scorecard:
        """The scorecard of one of the people."""
        card = self.result.plan.cards[row]
        assert card is not None
        return card

    @cached_property
    def bare(self) -> NDArray[np.float64]:
        """(P, M) scores of the KPIs alone, before plus and minus points and whoever was not at work."""
        plan = replace(self.result.plan, extra=None, presence=None)
        return run(self.scheme, plan, self.result.actuals).scores

    @cached_property
    def uncut(self) -> NDArray[np.float64]:
        """(P, M) payouts as if the pool had no end."""
        return run(self.scheme.model_copy(update={"pool": None}), self.result.plan, self.result.actuals).payouts

    def presence(self, row: int) -> NDArray[np.float64] | None:
        """(M,) part of each month that one of the people was at work; None for somebody always there."""
        parts = self.result.plan.presence
        return None if parts is None or bool((parts[row] == 1).all()) else parts[row]


def plan_of(case: Case) -> Plan | None:
    """The plan of a case; None where there is no scorecard."""
    if case.scheme is None:
        return None
    months, past = _months(case)
    people = Organisation(people=_people(case))
    engagement = case.engagement
    result = replay(
        case.scheme, people, case.facts, months, engagement.targets, engagement.cascades,
        exceptions=engagement.exceptions, awards=engagement.awards, agreements=engagement.agreements,
    )  # fmt: skip
    return Plan(case, case.scheme, result, past)


def _people(case: Case) -> tuple[Person, ...]:
    """Everybody with a scorecard, in the organisation's order, then the roles that nobody holds."""
    roles = dict.fromkeys(card.role for card in case.cards)
    named = [
        person.model_copy(update={"name": person.name or person.id})
        for person in case.engagement.organisation.people
        if any(role in roles for role in roles_of(person))
    ]
    held = {role for person in named for role in roles_of(person)}
    taken = {person.id for person in named}
    empty = [Person(id=_free(f"role-{role}", taken), name="", role=role) for role in roles if role not in held]
    return (*named, *empty)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "-"
    return name


def _months(case: Case) -> tuple[tuple[Month, ...], int]:
    """Up to six months of history and the months after them, twelve together."""
    if not case.facts.months or case.latest is None:
        first = Month.parse(case.engagement.pilot.first) if case.engagement.pilot.first else _next(case)
        return tuple(first + n for n in range(MONTHS)), 0
    past = min(PAST, case.latest.since(case.facts.months[0]) + 1)
    first = case.latest - (past - 1)
    return tuple(first + n for n in range(MONTHS)), past


def _next(case: Case) -> Month:
    return Month(case.date.year, case.date.month) + 1
