"""What happens to a target when something about it changes; every change is kept with the odds said at that moment."""

from collections.abc import Mapping
from typing import Any

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Target
from kpi_logic.targets.phasing import phased
from kpi_logic.walk import with_odds
from pages.shared import caching, inputs


def fresh(target: Target, facts: MonthlyFacts, field: str) -> inputs.Change:
    """Another KPI, segment or period: the old number means nothing there, so it starts at about 60 % odds again."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        moved = _standing(engagement, target).model_copy(update={field: value, "phases": ()})
        if moved.last < moved.first:
            moved = moved.model_copy(update={"last": moved.first})
        start = caching.outlook(moved, facts).start
        return replaced(engagement, with_odds(moved.model_copy(update={"value": start}), facts))

    return change


def respanned(target: Target, facts: MonthlyFacts) -> inputs.Change:
    """Other months, first and last at once; the number starts anew, as in ``fresh``."""

    def change(engagement: Engagement, span: tuple[str, str]) -> Engagement:
        first, last = span
        moved = _standing(engagement, target).model_copy(update={"first": first, "last": last, "phases": ()})
        start = caching.outlook(moved, facts).start
        return replaced(engagement, with_odds(moved.model_copy(update={"value": start}), facts))

    return change


def valued(target: Target, facts: MonthlyFacts, value: float) -> Any:
    """Another number; months that were set by hand follow in proportion."""

    def change(engagement: Engagement) -> Engagement:
        moved = _standing(engagement, target).model_copy(update={"value": value})
        if moved.phases:
            moved = moved.model_copy(update={"phases": phased(moved, caching.outlook(moved, facts))})
        return replaced(engagement, with_odds(moved, facts))

    return change


def changed(target: Target, facts: MonthlyFacts, field: str) -> inputs.Change:
    """Any other part of the decision."""

    def change(engagement: Engagement, value: Any) -> Engagement:
        moved = _standing(engagement, target).model_copy(update={field: value})
        return replaced(engagement, with_odds(moved, facts))

    return change


def all_valued(targets: Mapping[str, float], facts: MonthlyFacts) -> Any:
    """Several targets set at once, by id."""

    def change(engagement: Engagement) -> Engagement:
        for target in engagement.targets:
            if target.id in targets:
                engagement = valued(target, facts, targets[target.id])(engagement)
        return engagement

    return change


def _standing(engagement: Engagement, target: Target) -> Target:
    """The target as it stands now: where answers follow quickly, the screen they were given on is a step behind."""
    return next((one for one in engagement.targets if one.id == target.id), target)


def replaced(engagement: Engagement, target: Target) -> Engagement:
    """The engagement with this target in place of the one of the same id."""
    targets = tuple(target if old.id == target.id else old for old in engagement.targets)
    return engagement.model_copy(update={"targets": targets})


def without(target: Target) -> Any:
    """The target and its cascade taken away."""

    def change(engagement: Engagement) -> Engagement:
        return engagement.model_copy(
            update={
                "targets": tuple(old for old in engagement.targets if old.id != target.id),
                "cascades": tuple(old for old in engagement.cascades if old.target != target.id),
                "agreements": tuple(old for old in engagement.agreements if old.target != target.id),
            }
        )

    return change
