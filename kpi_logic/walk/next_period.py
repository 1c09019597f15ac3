"""The step from one period to the next: new targets for those that are over, handed down as the old ones were."""

from collections.abc import Sequence

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement
from kpi_logic.review.rebase import Rebase, rebased, with_rebased
from kpi_logic.walk.defaults import default_cascade, with_odds


def next_targets(engagement: Engagement, facts: MonthlyFacts) -> tuple[Rebase, ...]:
    """The next target of each one that is past its period, at about the odds that the old one had."""
    return rebased(engagement, facts, lambda target: with_odds(target, facts))


def with_next_targets(engagement: Engagement, facts: MonthlyFacts, found: Sequence[Rebase]) -> Engagement:
    """The engagement with these targets; one that was handed down to people is handed down by history again."""
    changed = with_rebased(engagement, found)
    new = {target.id for target in changed.targets} - {target.id for target in engagement.targets}
    handed = {cascade.target for cascade in engagement.cascades}
    plans = [
        default_cascade(changed, facts, one.following)
        for one in found
        if one.following.id in new and one.target.id in handed
    ]
    cascades = (*changed.cascades, *(plan for plan in plans if plan is not None))
    return changed.model_copy(update={"cascades": cascades})
