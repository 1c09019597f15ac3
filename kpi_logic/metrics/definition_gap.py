"""Two definitions side by side: the difference in money, and in the ranks of shops and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_logic.facts import MonthlyFacts, defined, missing_for, served_rows
from kpi_logic.model import Definition, Month, Person

CHOICES: Mapping[str, tuple[str, ...]] = {
    "profit": ("given", "cm1", "cm2", "cm3"),
    "sales": ("ordered", "shipped"),
    "refund": ("refund_date", "order_date"),
    "tax": ("with", "without"),
}
"""Every topic that changes the facts, with its choices; the first is the files' own meaning."""

_READ = {"profit": "gross_profit", "sales": "sales", "refund": "refund_amt", "tax": "sales"}


@dataclass(frozen=True)
class Option:
    """One choice; ``lacking``: the measures (columns) that would unlock it, empty where it can be had."""

    topic: str
    choice: str
    lacking: tuple[str, ...]

    @property
    def available(self) -> bool:
        """Whether the client's data carry it."""
        return not self.lacking


@dataclass(frozen=True)
class Standing:
    """A shop or a person under both definitions; rank 1 has the most money (the least for refunds)."""

    name: str
    first: float
    second: float
    first_rank: int
    second_rank: int


@dataclass(frozen=True)
class DefinitionGap:
    """Two choices of one topic over the rows that have both; money in ``currency``.

    ``by_month``: month, first, second.  ``rows`` of ``of`` rows have both; nothing is said of the others.
    """

    topic: str
    one: str
    other: str
    measure: str
    currency: str | None
    first: float
    second: float
    by_month: tuple[tuple[Month, float, float], ...]
    shops: tuple[Standing, ...]
    people: tuple[Standing, ...]
    rows: int
    of: int

    @property
    def gap(self) -> float:
        """The second less the first."""
        return self.second - self.first

    @property
    def share(self) -> float | None:
        """The gap as a share of the first, None where that is 0."""
        return self.gap / abs(self.first) if self.first else None

    @property
    def moved(self) -> tuple[Standing, ...]:
        """Shops and people whose rank is another one."""
        return tuple(one for one in (*self.shops, *self.people) if one.first_rank != one.second_rank)


def options(facts: MonthlyFacts, topic: str) -> tuple[Option, ...]:
    """Every choice of a topic, and what is lacking for it.

    >>> facts = MonthlyFacts.of(pd.DataFrame({"month": ["2025-01"], "sales": [10.0]}))
    >>> [option.available for option in options(facts, "sales")]
    [True, False]
    """
    return tuple(Option(topic, choice, missing_for(facts, topic, choice)) for choice in CHOICES[topic])


def definition_gap(
    facts: MonthlyFacts, topic: str, one: str, other: str, people: Sequence[Person] = ()
) -> DefinitionGap | None:
    """The difference between two choices; None where the data do not carry both, or hold several currencies.

    Args:
        facts: as the files have them, before any definition, in one currency.
        people: whose own shops' money is added up for their ranks; those without shops of their own are left out.
    """
    if facts.currency is None or missing_for(facts, topic, one) or missing_for(facts, topic, other):
        return None
    measure = _READ[topic]
    keys = facts.table[["month", "platform", "site", "shop"]]
    pair = {name: defined(facts, _only(topic, choice)).table[measure] for name, choice in (("a", one), ("b", other))}
    common = served_rows(facts, topic, one) & served_rows(facts, topic, other)
    both = keys.assign(**pair)[common].dropna(subset=["a", "b"])
    if both.empty:
        return None
    by_month = both.groupby("month")[["a", "b"]].sum()
    return DefinitionGap(
        topic, one, other, measure, facts.currency or None,
        float(both["a"].sum()), float(both["b"].sum()),
        tuple((Month(p.year, p.month), float(a), float(b)) for p, a, b in by_month.itertuples()),
        _standings(_by_shop(both), measure), _standings(_by_person(both, people), measure), len(both), len(keys),
    )  # fmt: skip


def _only(topic: str, choice: str) -> Definition:
    return Definition.model_validate({topic: choice})


def _by_shop(both: pd.DataFrame) -> dict[str, tuple[float, float]]:
    sums = both.groupby(["platform", "site", "shop"])[["a", "b"]].sum()
    names = (" · ".join(filter(None, map(str, key))) for key in sums.index)
    return {name: (float(a), float(b)) for name, (a, b) in zip(names, sums.to_numpy(), strict=True)}


def _by_person(both: pd.DataFrame, people: Sequence[Person]) -> dict[str, tuple[float, float]]:
    found = {}
    for person in people:
        rows = both[both["shop"].isin(person.shops)] if person.shops else None
        if rows is not None and len(rows):
            found[person.name] = (float(rows["a"].sum()), float(rows["b"].sum()))
    return found


def _standings(money: Mapping[str, tuple[float, float]], measure: str) -> tuple[Standing, ...]:
    """Ranked by the first definition; equal money, equal rank."""
    sign = 1.0 if measure == "refund_amt" else -1.0
    values = np.array(list(money.values()), dtype=float).reshape(-1, 2)
    ranks = [pd.Series(sign * values[:, place]).rank(method="min").astype(int).tolist() for place in (0, 1)]
    found = [
        Standing(name, float(a), float(b), first, second)
        for name, (a, b), first, second in zip(money, values, *ranks, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: one.first_rank))
