"""Who tries the scheme and who goes on as before, as shops; and which shops are fit to compare with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Kpi, Message, Month, Organisation, Pilot, Raw
from kpi_logic.review.percent import percent
from kpi_logic.review.shop_windows import ShopWindows, shop_names, whole_months

USABLE = 6
"""Monthly changes that two shops must share before their likeness can be told."""
ALIKE, LOOSE = 0.6, 0.2
"""Correlation of monthly changes from which two shops move together; below LOOSE each goes its own way."""


@dataclass(frozen=True)
class Sides:
    """The shops that try the scheme and those that are compared, each in the order of the facts.

    ``everywhere``: teams with somebody who answers for all shops, so that nothing is left to compare with;
    ``nowhere``: teams without a shop in the facts; ``unknown``: shops named that the facts do not have; ``both``: shops
    named on both sides, which count as treated.
    """

    treated: tuple[str, ...]
    compared: tuple[str, ...]
    everywhere: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    both: tuple[str, ...] = ()

    @property
    def shops(self) -> tuple[str, ...]:
        """Both sides."""
        return (*self.treated, *self.compared)


def sides(pilot: Pilot, organisation: Organisation, facts: MonthlyFacts) -> Sides:
    """The pilot's teams and shops as shops of the facts.

    A team stands for the shops that its people name.  A team with somebody who names none, and so answers for all of
    them, counts for no shop and is reported; so is one whose people are unknown.
    """
    known = shop_names(facts)
    team_shops = {team: _shops_of(team, organisation, known) for team in (*pilot.teams, *pilot.compared_teams)}
    treated = _named(pilot.shops, pilot.teams, team_shops)
    compared = _named(pilot.compared_shops, pilot.compared_teams, team_shops)
    named = (*pilot.shops, *pilot.compared_shops)
    return Sides(
        treated=tuple(shop for shop in known if shop in treated),
        compared=tuple(shop for shop in known if shop in compared - treated),
        everywhere=tuple(team for team, shops in team_shops.items() if shops is None),
        nowhere=tuple(team for team, shops in team_shops.items() if shops is not None and not shops),
        unknown=tuple(dict.fromkeys(shop for shop in named if shop not in known)),
        both=tuple(shop for shop in known if shop in treated & compared),
    )


@dataclass(frozen=True)
class Candidate:
    """A shop that could be compared: how its months differ from those of the treated, and why it is fit or not.

    ``spread``: usual difference between its monthly change and theirs (log, so about a share); ``alike``: correlation
    of the monthly changes, None where it cannot be told.
    """

    shop: str
    spread: float | None
    alike: float | None
    why: Message

    @property
    def fit(self) -> bool:
        """Whether its history can be compared at all."""
        return self.spread is not None


def candidates(
    treated: Sequence[str], kpi: Kpi, facts: MonthlyFacts, before: Month | None = None
) -> tuple[Candidate, ...]:
    """Every other shop, the most alike first; those that cannot be compared last.

    Args:
        before: the pilot's first month; what came in it or later is not looked at.
    """
    others = [shop for shop in shop_names(facts) if shop not in treated]
    if not treated or not others:
        return ()
    windows = ShopWindows.of(whole_months(facts), kpi, (*treated, *others))
    changes = _monthly_changes(windows, before)
    theirs = changes[: len(treated)].mean(axis=0)
    found = [_candidate(shop, theirs, changes[len(treated) + n]) for n, shop in enumerate(others)]
    return tuple(sorted(found, key=lambda one: np.inf if one.spread is None else one.spread))


def _candidate(shop: str, theirs: np.ndarray, own: np.ndarray) -> Candidate:
    both = np.isfinite(theirs) & np.isfinite(own)
    if both.sum() < USABLE:
        return Candidate(
            shop, None, None, Message("pilot.candidate.short", {"shop": Raw(shop), "months": int(both.sum())})
        )
    spread = float((own - theirs)[both].std(ddof=1))
    varies = own[both].std() > 0 and theirs[both].std() > 0
    alike = float(np.corrcoef(own[both], theirs[both])[0, 1]) if varies else None
    strength = "unlike" if alike is None or alike < LOOSE else "alike" if alike >= ALIKE else "partly"
    facts = {"shop": Raw(shop), "spread": percent(round(float(np.expm1(spread)), 2)), "months": int(both.sum())}
    return Candidate(shop, spread, alike, Message(f"pilot.candidate.{strength}", facts))


def _monthly_changes(windows: ShopWindows, before: Month | None) -> np.ndarray:
    """(shops, months - 1) log changes from month to month, up to *before*."""
    months = len(windows.months) if before is None else min(len(windows.months), max(1, windows.place(before)))
    logs = windows.logs(np.arange(months), 1)
    return np.asarray(np.diff(logs, axis=1))


def _named(shops: Iterable[str], teams: Iterable[str], team_shops: dict[str, frozenset[str] | None]) -> frozenset[str]:
    return frozenset(shops).union(*(team_shops[team] or frozenset() for team in teams))


def _shops_of(team: str, organisation: Organisation, known: Sequence[str]) -> frozenset[str] | None:
    """The known shops of a team's people; None where one of them answers for all."""
    people = [person for person in organisation.people if person.department == team]
    if any(not person.shops for person in people):
        return None
    return frozenset(shop for person in people for shop in person.shops if shop in known)
