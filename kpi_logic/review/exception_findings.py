"""What is wrong with the recorded exceptions, and what the engine makes of it: nothing is applied in silence.

No effect at all: nobody's approval, one's own approval, a person or a KPI that the scheme does not have, a first month
after the last one.  No effect where they meet: two that contradict each other.  In force, and told: overlaps, no
evidence, nothing asked for, too many.  ``scheme.in_force`` is the rule; here it is only told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, KpiRef, Level, Message, Month, Person, Raw, Scheme, SchemeException, Unit
from kpi_logic.review.remark import Remark, span
from kpi_logic.scheme import InForce, Names, kpis_of, lint_settings, override_rate, own_approval

BACK, AHEAD = 60, 12
"""Months before and after the newest one that is known, in which two exceptions may meet."""


def exception_findings(
    events: Sequence[SchemeException], people: Sequence[Person], scheme: Scheme, months: Sequence[Month]
) -> tuple[Remark, ...]:
    """Everything there is to say about recorded exceptions, the gravest first.

    Args:
        people: who is scored.
        scheme: its lines and gates are the KPIs that can be touched.
        months: the months that are scored, in order; the last one is the newest that is known.
    """
    if not events:
        return ()
    ledger = _Ledger(tuple(events), tuple(people), scheme, tuple(months))
    found = [remark for place in range(len(events)) for remark in _of_one(ledger, place)]
    found += [*_pairs(ledger), *_too_many(ledger)]
    return tuple(sorted(found, key=lambda remark: -remark.level))


@dataclass(frozen=True, eq=False)
class _Ledger:
    """The exceptions with what they are held against."""

    events: tuple[SchemeException, ...]
    people: tuple[Person, ...]
    scheme: Scheme
    months: tuple[Month, ...]

    @cached_property
    def force(self) -> InForce:
        """Over every month that one of them may touch."""
        known = [Month.parse(text) for event in self.events for text in (event.first, event.last) if _is_month(text)]
        newest = max(self.months or known, default=Month(2000, 1))
        low = max(min((*known, *self.months), default=newest), newest - BACK)
        high = min(max((*known, newest)), newest + AHEAD)
        every = [low + n for n in range(max(high.since(low), 0) + 1)]
        return InForce.of(self.events, self.people, every)

    def named(self, place: int) -> dict[str, Any]:
        """How one of them is called."""
        event = self.events[place]
        return {"number": place + 1, "kind": Message(f"scheme.exception.kind.{event.kind}"), "who": self.who(place)}

    def who(self, place: int) -> Any:
        """Whom it is for."""
        wanted = self.events[place].person
        name = next((person.name for person in self.people if person.id == wanted), wanted)
        return Raw(name) if wanted else Message("remark.everybody")

    def remark(self, code: str, level: Level, place: int, **facts: Any) -> Remark:
        """A remark about one of them."""
        return Remark(code, level, facts={**self.named(place), **facts}, about=(self.events[place].id,))


def _of_one(ledger: _Ledger, place: int) -> Iterator[Remark]:
    """What is wrong with one exception alone."""
    event = ledger.events[place]
    if event.person and all(person.id != event.person for person in ledger.people):
        yield ledger.remark("exception_unknown_person", Level.ERROR, place)
    if event.kpi and event.kpi not in kpis_of(ledger.scheme):
        yield ledger.remark("exception_unknown_kpi", Level.ERROR, place, kpi=_kpi(event.kpi))
    if not (_is_month(event.first) and _is_month(event.last)) or event.first > event.last:
        yield ledger.remark("exception_order", Level.ERROR, place, first=Raw(event.first), last=Raw(event.last))
    yield from _standing(ledger, place)
    yield from _expiry(ledger, place)
    if event.approved and not event.evidence.strip():
        yield ledger.remark("exception_no_evidence", Level.WARN, place)
    if event.approved and not event.requester.strip():
        yield ledger.remark("exception_no_requester", Level.NOTE, place)
    if (event.rule == "exclude_days" and not event.days) or (event.rule == "pro_rata_target" and event.share == 1):
        yield ledger.remark("exception_asks_nothing", Level.WARN, place)


def _standing(ledger: _Ledger, place: int) -> Iterator[Remark]:
    """Whether somebody stands for it who may."""
    event, names = ledger.events[place], Names.of(ledger.people)
    approver = {"approver": Raw(event.approver.strip())}
    if not event.approved:
        yield ledger.remark("exception_unapproved", Level.WARN, place)
    elif own_approval(event, names):
        yield ledger.remark("exception_self_approved", Level.ERROR, place, **approver)
    elif not event.person and names.meant(event.approver) & {person.id for person in ledger.people}:
        yield ledger.remark("exception_not_for_approver", Level.NOTE, place, **approver)


def _expiry(ledger: _Ledger, place: int) -> Iterator[Remark]:
    event = ledger.events[place]
    if event.approved and event.expires and _is_month(event.expires):
        until = Month.parse(event.expires)
        if event.expires < event.first:
            yield ledger.remark("exception_expired_before", Level.WARN, place, month=until)
        elif event.expires < event.last:
            yield ledger.remark("exception_cut_short", Level.NOTE, place, month=until)


def _pairs(ledger: _Ledger) -> Iterator[Remark]:
    """Every two that meet on one person, KPI and month."""
    force = ledger.force
    for one, other in zip(*np.nonzero(np.triu(_meeting(force), 1)), strict=True):
        pair = (ledger.events[one], ledger.events[other])
        shared = (force.stands[one] & force.stands[other]).any(axis=0)
        facts = {
            **ledger.named(int(one)),
            "who": ledger.who(int(one if pair[0].person else other)),
            "other": int(other) + 1,
            "kpi": next((_kpi(event.kpi) for event in pair if event.kpi), Message("remark.all_kpis")),
            "months": span(force.months[int(place)] for place in np.flatnonzero(shared)),
        }
        rules = {event.rule for event in pair}
        opposed = "exclude_month" in rules and bool(rules & {"hold_harmless", "pro_rata_target"})
        code, level = ("exception_contradiction", Level.ERROR) if opposed else ("exception_overlap", Level.WARN)
        yield Remark(code, level, facts=facts, about=(pair[0].id, pair[1].id))


def _meeting(force: InForce) -> NDArray[np.bool_]:
    """(events, events) whether two stand on one person, month and KPI."""
    flat = force.stands.reshape(len(force.events), force.stands[0].size).astype(float)
    kpis = np.array([event.kpi for event in force.events], dtype=object)
    fits = (kpis[:, None] == kpis[None]) | (kpis == "")[:, None] | (kpis == "")[None]
    return np.asarray((flat @ flat.T > 0) & fits)


def _too_many(ledger: _Ledger) -> Iterator[Remark]:
    rate = override_rate(ledger.events, ledger.people, ledger.months)
    most = lint_settings().threshold.overridden
    if rate is not None and rate > most:
        facts = {"rate": Amount(rate, Unit.RATIO), "most": Amount(most, Unit.RATIO)}
        yield Remark("exception_often", Level.WARN, facts=facts)


def _kpi(code: str) -> KpiRef | Raw:
    return KpiRef(code) if code in kpi_library().kpis else Raw(code)


def _is_month(text: str) -> bool:
    try:
        Month.parse(text)
    except ValueError:
        return False
    return True
