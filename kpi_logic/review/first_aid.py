"""T1-T5: the method's checks run on this client, what is at fault first, and who goes to whom.

Everything that is looked at (odds, grades, findings, the pulse, the calendar) is computed elsewhere and only read here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from kpi_logic.metrics import Colour, Measurability
from kpi_logic.model import (
    Engagement,
    KpiRef,
    Message,
    Person,
    Raw,
    Scheme,
    Symptom,
    Target,
)
from kpi_logic.review.calendar import Meeting
from kpi_logic.review.first_aid_book import BookStep, CheckCode, first_aid_book
from kpi_logic.review.pulse import FEWEST, LOW, Pulse, Rating
from kpi_logic.scheme import Finding
from kpi_logic.targets.outlook import Judgement
from kpi_logic.targets.verdict import Verdict

CheckState = Literal["at_fault", "cannot_tell", "ok"]
_ORDER: dict[CheckState, int] = {"at_fault": 0, "cannot_tell": 1, "ok": 2}
MANY = 0.5
"""A question that half of the people answer with 1 or 2 is at fault, whatever its median."""
GROUP = 5
"""People in a small-group meeting, at most."""


@dataclass(frozen=True)
class Check:
    """One check: its verdict with its numbers, the cases one by one, and who goes to whom (None where nobody need).

    ``people`` are the ids of those who are gone to.
    """

    code: CheckCode
    state: CheckState
    message: Message
    details: tuple[Message, ...] = ()
    go: Message | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Examined:
    """What the checks read.

    ``judged``: each target with how it sits in its outlook; ``graded``: every KPI's measurability; ``findings``: what
    the lint says of the scheme; ``meetings``: the review calendar up to today.
    """

    engagement: Engagement
    judged: Sequence[tuple[Target, Judgement]]
    graded: Sequence[Measurability]
    findings: Sequence[Finding]
    meetings: Sequence[Meeting]
    pulse: Pulse

    @property
    def scheme(self) -> Scheme:
        """The new scheme; an empty one where there is none."""
        return self.engagement.scheme or Scheme()


@dataclass(frozen=True)
class Step:
    """One step against a symptom, the check it hangs on, who takes it by name (ids), and whether it is needed."""

    book: BookStep
    check: Check
    people: tuple[str, ...] = field(default=())

    @property
    def needed(self) -> bool:
        """Whether its check did not come out clean."""
        return self.check.state != "ok"


def first_aid_checks(seen: Examined) -> tuple[Check, ...]:
    """Every check, what is at fault first, then what cannot be told."""
    found = (
        _targets(seen.judged),
        _numbers(seen),
        _leaders(seen),
        _reviews(seen),
        _pulse(seen.pulse),
        _answers(seen),
    )
    return tuple(sorted(found, key=lambda one: _ORDER[one.state]))


def first_aid_steps(symptom: Symptom, found: Sequence[Check], seen: Examined) -> tuple[Step, ...]:
    """The steps against a symptom in their order, each with its check and who takes it."""
    by_code = {one.code: one for one in found}
    return tuple(
        Step(book, by_code[book.check], _takers(book, by_code[book.check], seen)) for book in first_aid_book()[symptom]
    )


def likely_symptom(found: Sequence[Check]) -> Symptom:
    """The symptom that the first check at fault points at; "numbers" where none is: without them nothing else holds."""
    of: Mapping[CheckCode, Symptom] = {
        step.check: symptom for symptom, several in first_aid_book().items() for step in several
    }
    return next((of[one.code] for one in found if one.state == "at_fault"), "numbers")


def _takers(book: BookStep, check: Check, seen: Examined) -> tuple[str, ...]:
    people = seen.engagement.organisation.people
    if book.who == "deliverer":
        return check.people
    if book.who == "leaders":
        return tuple(person.id for person in people if person.leads)
    if book.who == "owner":
        return tuple(person.id for person in people if person.leads and person.role == "lead")
    return ()


def _targets(judged: Sequence[tuple[Target, Judgement]]) -> Check:
    """T1: each target against its history."""
    if not judged:
        return Check("t1", "cannot_tell", Message("first_aid.t1.none"))
    missed = [one for _, one in judged if _missed(one)]
    off = [one for _, one in judged if one.verdict is Verdict.UNREALISTIC and one not in missed]
    dark = [one for _, one in judged if one.probability is None and one not in missed]
    facts = {"targets": len(judged), "off": len(missed) + len(off), "dark": len(dark)}
    details = (*map(_miss, missed), *(one.sentence for one in (*off, *dark)))
    off = [*missed, *off]
    if off:
        named = tuple(dict.fromkeys(KpiRef(one.outlook.kpi.code) for one in off))
        go = Message("first_aid.go.mid_term", {"kpis": named})
        return Check("t1", "at_fault", Message("first_aid.t1.at_fault", facts), details, go)
    if dark:
        return Check("t1", "cannot_tell", Message("first_aid.t1.cannot_tell", facts), details)
    return Check("t1", "ok", Message("first_aid.t1.ok", facts))


def _missed(one: Judgement) -> bool:
    """Whether the whole period has happened, and the target was not reached."""
    view = one.outlook
    if len(view.known) < view.months or view.known_value is None or np.isnan(view.known_value):
        return False
    return view.kpi.direction.sign * (view.known_value - one.value) < 0


def _miss(one: Judgement) -> Message:
    view = one.outlook
    facts = {"kpi": KpiRef(view.kpi.code), "segment": view.segment, "value": view.amount(one.value)}
    return Message("first_aid.t1.missed", facts | {"reached": view.amount(view.known_value)})


def _numbers(seen: Examined) -> Check:
    """T2: each KPI that carries weight or stands as a gate, by its grade."""
    used = {line.kpi for card in seen.scheme.scorecards for line in card.lines if line.weight}
    used |= {gate.kpi for card in seen.scheme.scorecards for gate in card.gates}
    graded = [one for one in seen.graded if one.kpi in used]
    if not graded:
        return Check("t2", "cannot_tell", Message("first_aid.t2.none"))
    red = [one for one in graded if one.colour is Colour.RED]
    yellow = [one for one in graded if one.colour is Colour.YELLOW]
    facts = {"kpis": len(graded), "red": len(red), "yellow": len(yellow)}
    names = {person.id: person for person in seen.engagement.organisation.people}
    details = tuple(_graded(one, names) for one in (*red, *yellow))
    if not red:
        return Check("t2", "ok", Message("first_aid.t2.ok", facts), details)
    owners = tuple(dict.fromkeys(one.owner for one in red if one.owner))
    go = Message("first_aid.go.deliverer", {"each": tuple(_asked_of(red, names))})
    return Check("t2", "at_fault", Message("first_aid.t2.at_fault", facts), details, go, owners)


def _graded(one: Measurability, names: Mapping[str, Person]) -> Message:
    return Message(
        "first_aid.t2.line",
        {
            "kpi": KpiRef(one.kpi),
            "colour": Message(f"measurability.colour.{one.colour.name.lower()}"),
            "reason": one.reasons[0],
            "owner": _named(one.owner, names),
        },
    )


def _asked_of(red: Sequence[Measurability], names: Mapping[str, Person]) -> Iterator[Message]:
    """Each deliverer with the KPIs to ask him for; those that nobody delivers last."""
    owners = dict.fromkeys(sorted((one.owner for one in red), key=lambda owner: owner is None))
    for owner in owners:
        kpis = tuple(KpiRef(one.kpi) for one in red if one.owner == owner)
        yield Message("first_aid.go.asked", {"owner": _named(owner, names), "kpis": kpis})


def _named(owner: str | None, names: Mapping[str, Person]) -> Raw | Message:
    return Raw(names[owner].name) if owner is not None and owner in names else Message("first_aid.nobody")


def _leaders(seen: Examined) -> Check:
    """T3: whether those who lead carry KPIs themselves (P14)."""
    people = seen.engagement.organisation.people
    if not people or not seen.scheme.scorecards:
        return Check("t3_carry", "cannot_tell", Message("first_aid.t3_carry.none"))
    found = [one for one in seen.findings if one.rule.startswith("P14.")]
    leads = sum(person.leads for person in people)
    if found:
        go = Message("first_aid.go.owner")
        said = Message("first_aid.t3_carry.at_fault", {"leaders": leads, "count": len(found)})
        return Check("t3_carry", "at_fault", said, tuple(one.message for one in found), go)
    return Check("t3_carry", "ok", Message("first_aid.t3_carry.ok", {"leaders": leads}))


def _reviews(seen: Examined) -> Check:
    """T3: whether the checks and reviews that were due were held."""
    due = [one for one in seen.meetings if one.state != "open"]
    late = [one for one in due if one.state == "overdue"]
    facts = {"due": len(due), "late": len(late)}
    if late:
        details = tuple(
            Message(f"first_aid.t3_reviews.{one.kind}", {"month": one.month, "day": one.due.isoformat()})
            for one in late
        )
        go = Message("first_aid.go.leaders", {"leaders": _leading(seen)})
        return Check("t3_reviews", "at_fault", Message("first_aid.t3_reviews.at_fault", facts), details, go)
    if not due:
        return Check("t3_reviews", "cannot_tell", Message("first_aid.t3_reviews.none"))
    return Check("t3_reviews", "ok", Message("first_aid.t3_reviews.ok", facts))


def _leading(seen: Examined) -> tuple[Raw, ...] | Message:
    found = tuple(Raw(person.name) for person in seen.engagement.organisation.people if person.leads)
    return found or Message("first_aid.nobody")


def _pulse(told: Pulse) -> Check:
    """T4: what those who are scored say."""
    rated = [one for one in told.ratings if one.median is not None]
    if not rated:
        return Check(
            "t4_pulse", "cannot_tell", Message("first_aid.t4_pulse.few", {"heard": told.heard, "needed": FEWEST})
        )
    details = tuple(_rated(one) for one in rated)
    low = [one for one in rated if _is_low(one)]
    if low:
        worst = told.worst if told.worst in low else low[0]
        assert worst is not None
        said = Message("first_aid.t4_pulse.at_fault", _rate_facts(worst) | {"heard": told.heard, "people": told.people})
        return Check("t4_pulse", "at_fault", said, details, _meeting_with(told))
    facts = {"heard": told.heard, "people": told.people}
    if 0 < told.heard < told.people / 2:
        return Check("t4_pulse", "cannot_tell", Message("first_aid.t4_pulse.half", facts), details)
    return Check("t4_pulse", "ok", Message("first_aid.t4_pulse.ok", facts), details)


def _meeting_with(told: Pulse) -> Message:
    """Small groups of the departments that rate something low; of everybody where none may be told."""
    low = tuple(Raw(name) for name, ratings in told.departments.items() if any(map(_is_low, ratings)))
    if low:
        return Message("first_aid.go.groups", {"departments": low, "most": GROUP})
    return Message("first_aid.go.everybody", {"most": GROUP})


def _is_low(one: Rating) -> bool:
    return one.median is not None and (one.median <= LOW or (one.low or 0) >= MANY * one.n)


def _rated(one: Rating) -> Message:
    return Message("first_aid.t4_pulse.line", _rate_facts(one))


def _rate_facts(one: Rating) -> dict[str, object]:
    median = "" if one.median is None else f"{one.median:g}"
    question = Message(f"pulse.question.{one.question}")
    return {"question": question, "median": median, "low": one.low or 0, "n": one.n}


def _answers(seen: Examined) -> Check:
    """T4: whether every remark was answered."""
    told = seen.pulse
    facts = {"open": len(told.open), "remarks": told.answered + len(told.open)}
    if told.open:
        go = Message("first_aid.go.answer", {"leaders": _leading(seen)})
        details = tuple(Message("first_aid.t4_answers.line", {"words": Raw(one.words.strip())}) for one in told.open)
        return Check("t4_answers", "at_fault", Message("first_aid.t4_answers.at_fault", facts), details, go)
    if not told.heard:
        return Check("t4_answers", "cannot_tell", Message("first_aid.t4_answers.none"))
    return Check("t4_answers", "ok", Message("first_aid.t4_answers.ok", facts))
