"""Which recorded exceptions count, for whom, in which month and on which KPI: the one rule that everybody obeys.

1. Somebody stands for it, and that is neither who asked for it nor the one person it is for.
2. One that is for everybody counts for all but the person who approved it.
3. It holds from its first to its last month, and in no month after it expires.
4. Where two contradict each other (one says that a KPI is not scored in a month, the other how it is scored), neither
   counts there; on other KPIs both do.

Several that do not contradict each other all count.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kpi_logic.model import Month, Person, SchemeException

Bools = NDArray[np.bool_]
Index = NDArray[np.intp]
State = Literal["in_force", "contradicted", "self_approved", "expired", "unapproved"]

SCORED = frozenset({"hold_harmless", "pro_rata_target"})
"""Rules that say how a KPI is scored, against the one that says it is not."""


@dataclass(frozen=True)
class Names:
    """People found by what somebody wrote: an id, or a name; ``places`` are where each id stands."""

    ids: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]]
    places: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, people: Iterable[Person]) -> "Names":
        """Of some people, written in any case and spacing."""
        ids: dict[str, frozenset[str]] = {}
        names: dict[str, frozenset[str]] = {}
        places: dict[str, tuple[int, ...]] = {}
        for place, person in enumerate(people):
            places[person.id] = (*places.get(person.id, ()), place)
            for known, text in ((ids, person.id), (names, person.name)):
                if folded(text):
                    known[folded(text)] = known.get(folded(text), frozenset()) | {person.id}
        return cls(ids, names, places)

    def meant(self, text: str) -> frozenset[str]:
        """The ids of everybody who may be meant; the text itself where it is nobody's; empty for nothing.

        >>> people = [Person(id="p1", name="Li Na"), Person(id="p2", name="Li Na")]
        >>> sorted(Names.of(people).meant(" li  NA ")), sorted(Names.of(people).meant("p2"))
        (['p1', 'p2'], ['p2'])
        """
        written = folded(text)
        if not written:
            return frozenset()
        return self.ids.get(written) or self.names.get(written) or frozenset({written})

    def same(self, one: str, other: str) -> bool:
        """Whether two texts may mean one person; nothing written means nobody."""
        return bool(self.meant(one) & self.meant(other))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A name as it is compared: without case, width of signs and extra spaces.

    >>> folded("  LI  Na ")
    'li na'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, eq=False)
class InForce:
    """Exceptions for people and months: ``stands`` (events, people, months) by the rules 1 to 3."""

    events: tuple[SchemeException, ...]
    people: tuple[Person, ...]
    months: tuple[Month, ...]
    stands: Bools

    @classmethod
    def of(cls, events: Sequence[SchemeException], people: Sequence[Person], months: Sequence[Month]) -> "InForce":
        """What counts of *events*, in their order."""
        names, written = Names.of(people), [str(month) for month in months]
        whom = np.zeros((len(events), len(people)), dtype=bool)
        when = np.zeros((len(events), len(months)), dtype=bool)
        for place, event in enumerate(events):
            whom[place, _whom(event, people, names)] = True
            if whom[place].any():
                when[place] = [event.holds(month) for month in written]
        return cls(tuple(events), tuple(people), tuple(months), whom[:, :, None] & when[:, None, :])

    def part(self, rows: Index, months: Index) -> "InForce":
        """The same for some people and months, in that order; a person may be taken several times."""
        people = tuple(self.people[int(row)] for row in rows)
        when = tuple(self.months[int(month)] for month in months)
        return InForce(self.events, people, when, self.stands[:, rows][:, :, months])

    def acting(self) -> "InForce":
        """Without those that stand for nobody."""
        kept = np.flatnonzero(self.stands.any(axis=(1, 2)))
        return InForce(tuple(self.events[int(place)] for place in kept), self.people, self.months, self.stands[kept])

    def on(self, codes: Index, kpis: Sequence[str]) -> Bools:
        """(events, people, months, slots) what counts where *codes* (people, slots) are places in *kpis*, -1 for none."""
        place = {kpi: number for number, kpi in enumerate(kpis)}
        named = np.array([place.get(event.kpi, -2) if event.kpi else -1 for event in self.events], dtype=np.intp)
        fits = (codes >= 0)[None] & ((named == -1)[:, None, None] | (named[:, None, None] == codes[None]))
        found = self.stands[:, :, :, None] & fits[:, :, None, :]
        clash = self._any(found, ("exclude_month",)) & self._any(found, SCORED)
        if clash.any():
            found[self._ruled(("exclude_month", *SCORED))] &= ~clash[None]
        return found

    @cached_property
    def acts(self) -> Bools:
        """(events, people, months) where an exception counts on at least one of the KPIs it names."""
        kpis = tuple(dict.fromkeys(["", *(event.kpi for event in self.events)]))
        every = InForce(self.events, self.people, self.months, self.stands)
        codes = np.tile(np.arange(len(kpis)), (len(self.people), 1))
        # "" stands for all KPIs that nobody names: one for all of them acts there unless another one for all forbids it
        return np.asarray(every.on(codes, kpis).any(axis=3))

    def state(self, event: int, person: int, month: int) -> State:
        """What becomes of one exception in a month that it was recorded for."""
        one, when = self.events[event], str(self.months[month])
        if self.stands[event, person, month]:
            return "in_force" if self.acts[event, person, month] else "contradicted"
        if not one.approved:
            return "unapproved"
        counts_for = _whom(one, self.people, Names.of(self.people))
        return "expired" if not one.holds(when) and person in counts_for else "self_approved"

    def in_force(self, person: int, month: int) -> tuple[SchemeException, ...]:
        """Those that count for a person in a month."""
        return tuple(event for event, here in zip(self.events, self.acts[:, person, month], strict=True) if here)

    def _ruled(self, rules: Iterable[str]) -> Bools:
        wanted = frozenset(rules)
        return np.array([event.rule in wanted for event in self.events], dtype=bool)

    def _any(self, found: Bools, rules: Iterable[str]) -> Bools:
        return np.asarray(found[self._ruled(rules)].any(axis=0))


def _whom(event: SchemeException, people: Sequence[Person], names: Names) -> list[int]:
    """The places of those whom it is for and who did not approve it themselves."""
    if not event.approved or own_approval(event, names):
        return []
    approvers = names.meant(event.approver)
    asked = range(len(people)) if not event.person else names.places.get(event.person, ())
    return [place for place in asked if people[place].id not in approvers]


def own_approval(event: SchemeException, names: Names) -> bool:
    """Whether its approver is who asked for it, or the one person it is for."""
    return event.approved and (
        names.same(event.approver, event.requester) or bool(event.person and names.same(event.approver, event.person))
    )
