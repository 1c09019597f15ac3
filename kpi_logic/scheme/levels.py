"""Which levels hold for whom, and when.

From the strongest: the person's part of a cascaded target (month by month as it was signed), a target of the person's
shops, the person's own levels, the line's.  The first two hold only in the months they were set for, so a replay of
older months reads the last two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kpi_logic.metrics import adds_over_months
from kpi_logic.model import Agreement, Cascade, Kpi, Line, Month, Person, Segment, Target
from kpi_logic.scheme.actuals import shops_of
from kpi_logic.scheme.carried import Carried, carried
from kpi_logic.scheme.curve import LevelFault, Levels, read_levels


class Dated(NamedTuple):
    """Levels that hold from ``first`` to ``last`` month; ``source`` is "target" or "cascade"."""

    first: Month
    last: Month
    levels: Levels | LevelFault
    source: str


@dataclass(frozen=True)
class LevelBook:
    """The targets, cascades and agreements of an engagement, asked for one person and one KPI at a time."""

    targets: tuple[Target, ...] = ()
    cascades: tuple[Cascade, ...] = ()
    shops: tuple[Segment, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    _tables: dict[str, Carried] = field(default_factory=dict, init=False, repr=False, compare=False)

    def standing(self, line: Line, kpi: Kpi, person: Person) -> tuple[Levels | LevelFault, str]:
        """Levels of any month, and whether they are the "person"'s (where that has a target) or the "line"'s."""
        for own in line.personal:
            if own.person == person.id and own.target is not None:
                return read_levels(kpi, own.threshold, own.target, own.stretch), "person"
        return read_levels(kpi, line.threshold, line.target, line.stretch), "line"

    def dated(self, kpi: Kpi, person: Person) -> tuple[Dated, ...]:
        """Levels of some months, the strongest last."""
        if not self.targets:
            return ()
        mine = shops_of(person, self.shops)
        fitting = [t for t in self.targets if t.kpi == kpi.code and self._fits(t, kpi, mine)]
        fitting.sort(key=lambda target: -len(self._shops_in(target.segment)))
        return (*(one for t in fitting for one in _dated(t, kpi, 1.0, "target")), *self._shares(kpi, person))

    def _fits(self, target: Target, kpi: Kpi, mine: frozenset[Segment]) -> bool:
        """A ratio's target holds for every shop in it; one that adds up only for exactly its shops."""
        covered = self._shops_in(target.segment)
        return bool(mine) and (mine <= covered if kpi.is_ratio else mine == covered)

    def _shops_in(self, segment: Segment) -> frozenset[Segment]:
        return frozenset(shop for shop in self.shops if segment.contains(shop))

    def _shares(self, kpi: Kpi, person: Person) -> Iterator[Dated]:
        by_id = {target.id: target for target in self.targets if target.kpi == kpi.code}
        for cascade in self.cascades:
            target = by_id.get(cascade.target)
            if target is None or target.value == 0:
                continue
            for share in cascade.people:
                if share.to == person.id:
                    months = self._carried(target, kpi, cascade).get(person.id)
                    if months is None:
                        yield from _dated(target, kpi, share.amount / target.value, "cascade")
                    else:
                        yield from _signed(target, kpi, months)

    def _carried(self, target: Target, kpi: Kpi, cascade: Cascade) -> Carried:
        """The table of one target, made once for all its people."""
        if target.id not in self._tables:
            self._tables[target.id] = carried(target, kpi, cascade, self.agreements)
        return self._tables[target.id]


def monthly_share(target: Target, kpi: Kpi) -> float:
    """What part of the target a month carries on average: an even part where months add up, else all of it."""
    return 1.0 / len(_span(target)) if adds_over_months(kpi) else 1.0


def _dated(target: Target, kpi: Kpi, part: float, source: str) -> Iterator[Dated]:
    """The target's levels: one for all its months, or month by month where it is put into months unevenly."""
    given = (target.threshold, target.value, target.stretch)
    for first, last, share in _parts(target, kpi):
        levels = read_levels(kpi, *(None if level is None else level * part * share for level in given))
        yield Dated(first, last, levels, source)


def _signed(target: Target, kpi: Kpi, months: Sequence[float]) -> Iterator[Dated]:
    """Levels of months that are known to the smallest unit; threshold and stretch keep their distance in proportion."""
    for month, amount in zip(_span(target), months, strict=True):
        part = amount / target.value
        threshold, stretch = (None if level is None else level * part for level in (target.threshold, target.stretch))
        yield Dated(month, month, read_levels(kpi, threshold, amount, stretch), "cascade")


def _parts(target: Target, kpi: Kpi) -> Iterator[tuple[Month, Month, float]]:
    months = _span(target)
    if not adds_over_months(kpi) or len(target.phases) != len(months) or target.value == 0:
        yield months[0], months[-1], monthly_share(target, kpi)
        return
    for month, phase in zip(months, target.phases, strict=True):
        yield month, month, phase / target.value


def _span(target: Target) -> Sequence[Month]:
    first, last = Month.parse(target.first), Month.parse(target.last)
    return [Month.of(n) for n in range(first.ordinal, max(first, last).ordinal + 1)]
