"""What is doubtful about a pilot, before it starts, while it runs and when it is read; nothing is mended in silence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import red_kpis
from kpi_logic.model import (
    Direction,
    Engagement,
    Issue,
    KpiRef,
    Level,
    Message,
    Month,
    Person,
    Raw,
    SchemeException,
)
from kpi_logic.review.percent import percent
from kpi_logic.review.pilot_design import PilotDesign, pilot_design
from kpi_logic.review.pilot_plan import PilotPlan, changed_fields
from kpi_logic.review.pilot_verdict import known_guards
from kpi_logic.review.shop_windows import shop_name, shop_names, whole_months
from kpi_logic.scheme import InForce

LATE = 2
"""Months without a row after which a shop is taken for closed."""
YOUNG = 6
"""Months of history under which a shop is new."""


@dataclass(frozen=True)
class PilotFinding(Issue):
    """One finding on a pilot. Its words are ``pilot.finding.<code>.message`` and ``pilot.finding.<code>.fix``.

    >>> PilotFinding("paid", Level.WARN).fix.key
    'pilot.finding.paid.fix'
    """

    @property
    def message(self) -> Message:
        """What is the matter."""
        return Message(f"pilot.finding.{self.code}.message", self.facts)

    @property
    def fix(self) -> Message:
        """What to do about it."""
        return Message(f"pilot.finding.{self.code}.fix", self.facts)


@dataclass(frozen=True)
class PilotRecord:
    """What the trail says: the plan that counts and when it was sealed, how often plans were sealed, and the first release of a scheme."""

    plan: PilotPlan | None = None
    sealed_at: datetime | None = None
    times: int = 0
    released_at: datetime | None = None


def pilot_findings(
    engagement: Engagement, facts: MonthlyFacts, record: PilotRecord, today: date, design: PilotDesign | None = None
) -> tuple[PilotFinding, ...]:
    """Every finding, the gravest first.

    Args:
        record: what was released and sealed.
        today: the day it is asked on.
        design: of the engagement's pilot, if it is known already.
    """
    known = design or pilot_design(engagement.pilot, engagement.organisation, facts)
    found = [
        *_sides(known, facts),
        *_rule(known, facts),
        *_strength(known, facts),
        *_timing(engagement, record, today),
        *_months(known, facts, today),
        *_exceptions(engagement, known),
        *_sealing(engagement, record),
    ]
    if engagement.pilot.paid:
        found.append(PilotFinding("paid", Level.WARN))
    return tuple(sorted(found, key=lambda one: -one.level))


def _sides(design: PilotDesign, facts: MonthlyFacts) -> Iterator[PilotFinding]:
    groups = design.sides
    for team in groups.everywhere:
        yield PilotFinding("everywhere", Level.ERROR, facts={"team": Raw(team)})
    for team in groups.nowhere:
        yield PilotFinding("nowhere", Level.ERROR, facts={"team": Raw(team)})
    for shop in groups.unknown:
        yield PilotFinding("unknown_shop", Level.ERROR, facts={"shop": Raw(shop)})
    for shop in groups.both:
        yield PilotFinding("both", Level.ERROR, facts={"shop": Raw(shop)})
    if not groups.treated:
        yield PilotFinding("no_treated", Level.ERROR)
    elif not groups.compared:
        yield PilotFinding("no_compared", Level.ERROR)
    elif len(groups.compared) == 1 and len(shop_names(facts)) > len(groups.shops):
        yield PilotFinding("one_compared", Level.NOTE, facts={"shop": Raw(groups.compared[0])})
    yield from _lives(groups.shops, facts)


def _lives(shops: Sequence[str], facts: MonthlyFacts) -> Iterator[PilotFinding]:
    """Shops that closed, or are new."""
    lives: dict[str, list[Month]] = {}
    for segment in facts.shops:
        lives.setdefault(shop_name(segment), []).extend(facts.of_segment(segment).months)
    for shop in shops:
        first, last = min(lives[shop]), max(lives[shop])
        if facts.months[-1].since(last) > LATE:
            yield PilotFinding("closed", Level.ERROR, facts={"shop": Raw(shop), "last": last})
        elif facts.months[-1].since(first) + 1 < YOUNG:
            yield PilotFinding("new", Level.WARN, facts={"shop": Raw(shop), "first": first})


def _rule(design: PilotDesign, facts: MonthlyFacts) -> Iterator[PilotFinding]:
    rule = design.pilot.rule
    if design.kpi is None:
        yield PilotFinding("no_kpi", Level.ERROR)
        return
    if not design.pilot.success_rule.strip():
        yield PilotFinding("no_words", Level.NOTE)
    asked = (design.kpi, *known_guards(rule))
    for code in red_kpis(facts, asked):
        yield PilotFinding("red", Level.WARN, facts={"kpi": KpiRef(code)})
    for code in dict.fromkeys(rule.guards):
        if code == rule.kpi:
            yield PilotFinding("guard_is_kpi", Level.WARN, facts={"kpi": KpiRef(code)})
        elif code not in kpi_library().kpis:
            yield PilotFinding("guard_unknown", Level.WARN, facts={"kpi": Raw(code)})
    if design.kpi.direction is Direction.LOWER and rule.at_least >= 1:
        yield PilotFinding(
            "impossible", Level.ERROR, facts={"kpi": KpiRef(rule.kpi), "at_least": percent(rule.at_least)}
        )


def _strength(design: PilotDesign, facts: MonthlyFacts) -> Iterator[PilotFinding]:
    """Whether the months can show what is asked; once they are over, the read-out says what they showed."""
    if design.kpi is None or not design.sides.treated or not design.sides.compared or _over(design, facts):
        return
    if design.smallest is None:
        yield PilotFinding("untold", Level.WARN, facts={"why": design.answer})
    elif design.smallest > design.pilot.rule.at_least:
        key = "longer" if design.suggested is not None else "too_weak"
        said = {
            "smallest": percent(round(design.smallest, 2)),
            "at_least": percent(design.pilot.rule.at_least),
            "months": design.pilot.months,
            "needed": design.suggested or 0,
        }
        if design.pilot.rule.at_least > 0:
            yield PilotFinding(key, Level.WARN, facts=said)


def _over(design: PilotDesign, facts: MonthlyFacts) -> bool:
    """Whether the last month of the pilot is there."""
    first = design.pilot.first
    return bool(first and facts.months and facts.months[-1] >= Month.parse(first) + (design.pilot.months - 1))


def _timing(engagement: Engagement, record: PilotRecord, today: date) -> Iterator[PilotFinding]:
    """Whether scheme and rule stood before the pilot began."""
    if not engagement.pilot.first:
        yield PilotFinding("no_month", Level.ERROR)
        return
    first = Month.parse(engagement.pilot.first)
    begins = date(first.year, first.month, 1)
    facts = {"first": first}
    if record.released_at is None:
        yield PilotFinding("unreleased", Level.ERROR if today >= begins else Level.NOTE, facts=facts)
    elif record.released_at.date() >= begins:
        yield PilotFinding("released_late", Level.ERROR, facts={**facts, "day": record.released_at.date().isoformat()})
    if record.plan is None or record.sealed_at is None:
        yield PilotFinding("unsealed", Level.ERROR if today >= begins else Level.NOTE, facts=facts)
    elif not record.plan.in_time:
        yield PilotFinding(
            "sealed_after_data", Level.ERROR, facts={"known_until": Month.parse(record.plan.known_until)}
        )
    elif record.sealed_at.date() >= begins:
        yield PilotFinding("sealed_late", Level.WARN, facts={**facts, "day": record.sealed_at.date().isoformat()})


def _months(design: PilotDesign, facts: MonthlyFacts, today: date) -> Iterator[PilotFinding]:
    """Months of the pilot that are only there in part, or not for every shop."""
    if not design.pilot.first or facts.is_empty:
        return
    first = Month.parse(design.pilot.first)
    last, latest = first + (design.pilot.months - 1), facts.months[-1]
    whole = whole_months(facts)
    unfinished = latest == Month(today.year, today.month) or (not whole.months or whole.months[-1] != latest)
    if first <= latest <= last and unfinished:
        yield PilotFinding("partial", Level.WARN, facts={"month": latest})
    elif first <= latest < last:
        yield PilotFinding(
            "pending",
            Level.NOTE,
            facts={"last": last, "delivered": latest.since(first) + 1, "months": design.pilot.months},
        )
    yield from _gaps(design, whole, first, last)


def _gaps(design: PilotDesign, facts: MonthlyFacts, first: Month, last: Month) -> Iterator[PilotFinding]:
    if not facts.months:
        return
    seen = {(shop_name(one), month) for one in facts.shops for month in facts.of_segment(one).months}
    for shop in design.sides.shops:
        gone = [m for m in facts.months if first <= m <= last and (shop, m) not in seen]
        if gone:
            yield PilotFinding("gap", Level.ERROR, facts={"shop": Raw(shop), "months": tuple(gone)})


def _exceptions(engagement: Engagement, design: PilotDesign) -> Iterator[PilotFinding]:
    """Exceptions in force in the pilot that touch one side only."""
    if not design.pilot.first or not design.sides.treated or not design.sides.compared:
        return
    first, people = Month.parse(design.pilot.first), engagement.organisation.people
    months = [first + n for n in range(design.pilot.months)]
    read = ("", design.pilot.rule.kpi, *design.pilot.rule.guards)
    acts = np.asarray(InForce.of(engagement.exceptions, people, months).acts.any(axis=2))
    for event, touched in zip(engagement.exceptions, acts, strict=True):
        whom = [person for person, is_touched in zip(people, touched, strict=True) if is_touched]
        side = _side(whom, design)
        if side and event.kpi in read:
            yield PilotFinding(f"exception_{side}", Level.WARN, facts=_event_facts(event, whom))


def _side(people: Sequence[Person], design: PilotDesign) -> str:
    """The one side that these people work for; "" for both or neither."""

    def works_for(shops: Sequence[str]) -> bool:
        return any(not person.shops or set(person.shops) & set(shops) for person in people)

    ours, theirs = works_for(design.sides.treated), works_for(design.sides.compared)
    return "" if ours == theirs else "treated" if ours else "compared"


def _event_facts(event: SchemeException, people: Sequence[Person]) -> dict[str, object]:
    return {
        "person": tuple(Raw(person.name or person.id) for person in people),
        "kind": Message(f"scheme.exception.kind.{event.kind}"),
        "first": Month.parse(event.first),
        "last": Month.parse(event.last),
    }


def _sealing(engagement: Engagement, record: PilotRecord) -> Iterator[PilotFinding]:
    """Whether what was sealed still stands."""
    if record.plan is None:
        return
    changed = changed_fields(record.plan, engagement)
    fields = tuple(Message(f"pilot.field.{name}") for name in changed if name != "scheme")
    if fields:
        yield PilotFinding("changed", Level.ERROR, facts={"fields": fields})
    if "scheme" in changed:
        yield PilotFinding("scheme_changed", Level.NOTE)
    if record.times > 1:
        yield PilotFinding("sealed_again", Level.NOTE, facts={"times": record.times})
