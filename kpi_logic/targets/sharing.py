"""Sharing: by what a target is split: everybody's part of what the shops made, or of what they could make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import KpiLibrary, kpi_library
from kpi_logic.metrics import kpi_by
from kpi_logic.model import ALL, Kpi, Month, Person, Segment, Target
from kpi_logic.targets.outlook import outlook

YEAR = 12
"""Months of history that a split by history reads."""

Joint = Mapping[str, Mapping[str, float]]


def person_weights(people: Sequence[Person], by_shop: Mapping[str, float], joint: Joint) -> list[float]:
    """One number a person, 0 or more: the shops' numbers, each shared by its owners.

    by_shop: a number for each shop, below 0 counts as 0; where it holds a person's id, that number is the person's own
    and no shop counts for that person. joint: for a shop with several owners, their shares by person id (any scale);
    equal shares where not given. A person without shops answers for all of them.

    >>> two = [Person(id="a", name="A", shops=("X",)), Person(id="b", name="B")]
    >>> person_weights(two, {"X": 60.0, "Y": 40.0}, {"X": {"a": 3, "b": 1}})
    [45.0, 55.0]
    """
    own = {person.id for person in people} & set(by_shop)
    weights = {person.id: max(by_shop.get(person.id, 0.0), 0.0) for person in people}
    for shop, number in by_shop.items():
        owners = [one.id for one in people if one.id not in own and (not one.shops or shop in one.shops)]
        if shop in own or not owners:
            continue
        given = joint.get(shop, {})
        shares = [given.get(owner, 0.0) for owner in owners]
        if sum(shares) <= 0:
            shares = [1.0] * len(owners)
        for owner, part in zip(owners, shares, strict=True):
            weights[owner] += max(number, 0.0) * part / sum(shares)
    return list(weights.values())


def shop_history(kpi: Kpi, segment: Segment, facts: MonthlyFacts, library: KpiLibrary) -> dict[str, float]:
    """What each shop made of the KPI in the last twelve months; a loss counts as nothing to hand out."""
    of_segment = facts.of_segment(segment)
    recent = of_segment.of_months(of_segment.months[-YEAR:])
    if recent.is_empty:
        return {}
    by_month = kpi_by(recent, kpi, ("shop", "month"), library)
    made = by_month.groupby("shop")["value"].sum()
    return {str(shop): max(float(value), 0.0) for shop, value in made.items()}


def shop_potential(
    target: Target,
    facts: MonthlyFacts,
    gaps: Mapping[str, float] | None = None,
    library: KpiLibrary | None = None,
) -> dict[str, float]:
    """What each shop could make of the KPI over the target's months, for a split by potential.

    The median of the shop's own outlook, or what it made in as many of its latest months where nothing can be told; and
    on top what would be gained by closing the gap of that shop.

    Args:
        gaps: by shop, what a month would gain if its gap were closed, in the KPI's unit (a diagnosis knows it).

    Returns:
        Numbers of 0 and more by shop, in the KPI's unit over the whole period.
    """
    library = library or kpi_library()
    kpi, part = library[target.kpi], facts.of_segment(target.segment)
    first, last = Month.parse(target.first), Month.parse(target.last)
    found = {}
    for shop in sorted({str(name) for name in part.table["shop"].unique()}):
        rows = MonthlyFacts(part.table[part.table["shop"] == shop].reset_index(drop=True))
        view = outlook(rows, kpi, ALL, first, last, library)
        likely = view.interval80[1] if view.interval80 is not None else _latest(view.history.to_numpy(), view.months)
        found[shop] = max(likely + max((gaps or {}).get(shop, 0.0), 0.0) * view.months, 0.0)
    return found


def _latest(history: np.ndarray, months: int) -> float:
    """The mean of the latest months times the months asked; 0 where there are none."""
    known = history[np.isfinite(history)][-YEAR:]
    return float(known.mean()) * months if known.size else 0.0
