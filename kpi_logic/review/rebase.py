"""Targets for the next period: asked as much as before, with the season considered (P5)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Engagement, KpiRef, Message, Month, Raw, Target, Unit, months_between
from kpi_logic.review.season import season_between
from kpi_logic.targets.outlook import Outlook, odds_words, outlook

USUAL_ODDS = 0.6
"""Odds of a new target where the old one had none."""
LEAST_ODDS, MOST_ODDS = 0.1, 0.9
NOTABLE = 0.05
"""Season below which it is not worth its words."""

FAR = 0.10
"""Difference of odds from which the old number is another demand."""

WithOdds = Callable[[Target], Target]
"""Gives a target its odds, method, threshold and stretch: ``walk.with_odds`` on the facts."""


@dataclass(frozen=True, eq=False)
class Rebase:
    """One target past its period and the one that follows it.

    ``odds`` are those of the old target when it was set (60 % where it had none); ``same``: the odds of the old number
    (scaled to the new length) in the new months; ``season``: what the season alone makes of the new months against the
    old ones (0.21: a fifth more), None where it cannot be told.  ``following.probability`` is what is said of the new one.
    """

    target: Target
    following: Target
    view: Outlook
    odds: float
    same: float | None
    season: float | None

    @property
    def sentence(self) -> Message:
        """The new target, and why it is another number."""
        facts = {
            "kpi": KpiRef(self.target.kpi),
            "segment": self.target.segment,
            "old": _exact(self.view.amount(self.target.value)),
            "new": _exact(self.view.amount(self.following.value)),
            "first": Month.parse(self.following.first),
            "last": Month.parse(self.following.last),
            "odds": odds_words(self.odds),
            "why": self.why,
        }
        return Message(f"rebase.{'told' if self.view.forecast is not None else 'level'}", facts)

    @property
    def why(self) -> Message:
        """What the season does, what growth does, and what the old number would be worth now."""
        same = Message("rebase.untold") if self.same is None else odds_words(self.same)
        far = self.same is not None and abs(self.same - self.odds) >= FAR
        told: dict[str, object] = {"kept": Message(f"rebase.kept.{'far' if far else 'near'}", {"same": same})}
        if self.season is None:
            return Message("rebase.why.unknown", told)
        growth = self.growth
        share = None if growth is None else Amount(growth, Unit.RATIO, signed=True)
        told["growth"] = (
            Message("rebase.growth.untold") if share is None else Message("rebase.growth.told", {"share": share})
        )
        if abs(self.season) < NOTABLE:
            return Message("rebase.why.none", told)
        months = {"before": _first(self.target), "after": _first(self.following)}
        return Message("rebase.why.season", {"season": Amount(self.season, Unit.RATIO, signed=True), **told, **months})

    @property
    def growth(self) -> float | None:
        """What is left of the step from the old number to the new one, equally hard, once the season is taken out (0.1)."""
        old, new = self.target.value, self.following.value
        if self.season is None or self.season <= -1 or old <= 0 or new <= 0:
            return None
        return new / old / (1 + self.season) - 1


def past_their_period(engagement: Engagement, latest: Month) -> tuple[Target, ...]:
    """Targets whose months are over and that no later target of the same KPI and segment follows.

    >>> past_their_period(Engagement(name="A"), Month(2026, 1))
    ()
    """
    ends: dict[tuple[object, ...], str] = {}
    for target in engagement.targets:
        key = (target.kpi, target.segment)
        ends[key] = max(ends.get(key, ""), target.last)
    return tuple(
        target
        for target in engagement.targets
        if Month.parse(target.last) <= latest
        and ends[target.kpi, target.segment] == target.last
        and target.kpi in kpi_library().kpis
    )


def rebased(engagement: Engagement, facts: MonthlyFacts, with_odds: WithOdds) -> tuple[Rebase, ...]:
    """The next period's target of every one that is past its own; the old ones stay for the record."""
    if not facts.months:
        return ()
    taken = {target.id for target in engagement.targets}
    found = []
    for target in past_their_period(engagement, facts.months[-1]):
        name = next(name for n in range(1, len(taken) + 2) if (name := f"t{n}") not in taken)
        taken.add(name)
        found.append(_following(target, name, facts, with_odds))
    return tuple(found)


def _following(target: Target, name: str, facts: MonthlyFacts, with_odds: WithOdds) -> Rebase:
    first, last = _next_period(target, facts.months[-1])
    view = outlook(facts, kpi_library()[target.kpi], target.segment, first, last, event=target.event)
    odds = min(max(target.probability or USUAL_ODDS, LEAST_ODDS), MOST_ODDS)
    scale = 1.0 if view.adds else 1.0 / view.months
    value = view.start
    if view.forecast is not None:
        value = view.rounded(view.forecast.level_at(odds, view.kpi.direction.value, "sum") * scale)
    new = with_odds(Target(id=name, kpi=target.kpi, segment=target.segment, first=str(first), last=str(last),
                           value=value, event=target.event))  # fmt: skip
    season = season_between(view.told, _calendar(target.first, target.last), _calendar(new.first, new.last))
    return Rebase(target, new, view, odds, view.judged(target.value).probability, season)


def _next_period(target: Target, latest: Month) -> tuple[Month, Month]:
    """As long as before, right after it; later periods where that one is over as well."""
    first, last = Month.parse(target.first), Month.parse(target.last)
    length = last.since(first) + 1
    while last <= latest:
        first, last = first + length, last + length
    return first, last


def _calendar(first: str, last: str) -> tuple[int, ...]:
    return tuple(month.month for month in months_between(Month.parse(first), Month.parse(last)))


def _exact(amount: Amount) -> Amount | Message:
    """Every digit, but no cents where there are none: a target is a round number."""
    if (
        amount.unit is Unit.MONEY
        and amount.currency
        and amount.value is not None
        and amount.value == round(amount.value)
    ):
        number = Amount(amount.value, Unit.COUNT, full=True)
        return Message("rebase.whole", {"currency": Raw(amount.currency), "number": number})
    return replace(amount, full=True)


def _first(target: Target) -> Message:
    return Message("rebase.period", {"first": Month.parse(target.first), "last": Month.parse(target.last)})


def with_rebased(engagement: Engagement, found: Iterable[Rebase]) -> Engagement:
    """The engagement with the new targets beside the old ones; one whose period has a target already is left out."""
    there = {(target.kpi, target.segment, target.first) for target in engagement.targets}
    new = [one.following for one in found]
    added = [target for target in new if (target.kpi, target.segment, target.first) not in there]
    return engagement.model_copy(update={"targets": (*engagement.targets, *added)})
