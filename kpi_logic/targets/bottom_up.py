"""Bottom-up: what the people's own shops are likely to bring, beside what was handed down to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.model import ALL, Cascade, Month, Person, Target
from kpi_logic.targets.outlook import Outlook, outlook


@dataclass(frozen=True)
class OwnView:
    """One person: ``given`` was handed down; ``level`` is what the shops bring at about 60 % odds, ``odds`` those of *given*.

    ``level`` and ``odds`` are None where the shops' history tells nothing.
    """

    person: str
    given: float
    level: float | None
    odds: float | None


@dataclass(frozen=True)
class BottomUp:
    """Everybody's own view, and the sum where everybody has one."""

    views: tuple[OwnView, ...]

    @property
    def total(self) -> float | None:
        """What the people's shops bring together at about 60 % odds each; None where somebody's cannot be told."""
        levels = [view.level for view in self.views]
        return sum(level for level in levels if level is not None) if levels and None not in levels else None


def bottom_up(
    plan: Cascade, target: Target, people: Sequence[Person], facts: MonthlyFacts, library: KpiLibrary | None = None
) -> BottomUp:
    """What each person's shops are likely to bring of a target that adds up.

    A shop with several owners counts for each by the shares of the plan, equal ones where it has none.  A person
    without shops of his own answers for all of the segment's.
    """
    library = library or kpi_library()
    part = facts.of_segment(target.segment)
    known = {person.id: person for person in people}
    carriers = [known[share.to] for share in plan.people if share.to in known]
    views: dict[str, Outlook] = {}
    first, last = Month.parse(target.first), Month.parse(target.last)
    for shop in sorted({str(name) for name in part.table["shop"].unique()}):
        rows = MonthlyFacts(part.table[part.table["shop"] == shop].reset_index(drop=True))
        views[shop] = outlook(rows, library[target.kpi], ALL, first, last, library)
    given = {share.to: share.amount for share in plan.people}
    return BottomUp(tuple(_own(person, given[person.id], carriers, views, plan.joint) for person in carriers))


def _own(
    person: Person,
    given: float,
    carriers: Sequence[Person],
    views: Mapping[str, Outlook],
    joint: Mapping[str, Mapping[str, float]],
) -> OwnView:
    """The person's shops as one: their paths added, as if the shops' surprises were independent."""
    import numpy as np

    mine = [shop for shop in views if not person.shops or shop in person.shops]
    forecasts = {shop: views[shop].forecast for shop in mine}
    if not mine or any(found is None for found in forecasts.values()):
        return OwnView(person.id, given, None, None)
    totals, dice = np.zeros(0), np.random.default_rng(len(mine))
    for shop, found in forecasts.items():
        assert found is not None
        drawn = found.paths.sum(axis=1) * _part(shop, person, carriers, joint)
        totals = drawn if not totals.size else totals + dice.permutation(drawn)
    sign = views[mine[0]].kpi.direction.sign
    level = float(np.quantile(sign * totals, 0.4)) * sign
    odds = float(np.clip((sign * (totals - given) >= 0).mean(), 0.01, 0.99))
    return OwnView(person.id, given, level, odds)


def _part(shop: str, person: Person, carriers: Sequence[Person], joint: Mapping[str, Mapping[str, float]]) -> float:
    """The person's part of a shop among those who own it."""
    owners = [one.id for one in carriers if not one.shops or shop in one.shops]
    shares = {owner: joint.get(shop, {}).get(owner, 0.0) for owner in owners}
    whole = sum(shares.values())
    return shares[person.id] / whole if whole > 0 else 1 / len(owners)


def joint_shops(plan: Cascade, people: Sequence[Person], facts: MonthlyFacts) -> Mapping[str, Mapping[str, float]]:
    """Shops that several carriers of a plan own by name, with each owner's share (sums to 1)."""
    known = {person.id: person for person in people}
    carriers = [known[share.to] for share in plan.people if share.to in known]
    found = {}
    for shop in sorted({str(name) for name in facts.table["shop"].unique()}):
        owners = [person for person in carriers if shop in person.shops]
        if len(owners) > 1:
            found[shop] = {owner.id: _part(shop, owner, carriers, plan.joint) for owner in owners}
    return found
