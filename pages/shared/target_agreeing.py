"""Who agrees to the monthly numbers, as changes of the engagement."""

from collections.abc import Callable
from typing import Any

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Target
from kpi_logic.targets.assent import Assent, agreed, standings
from kpi_logic.targets.phasing import phased
from pages.shared import caching, inputs, target_caching
from pages.shared.target_changes import replaced


def agreeing(target: Target, facts: MonthlyFacts, day: str) -> inputs.Change:
    """These people agree to the numbers as they stand, the others do not; what was agreed before is kept as it was."""

    def change(engagement: Engagement, people: Any) -> Engagement:
        engagement = _months_fixed(engagement, target, facts)
        now = next((one for one in engagement.targets if one.id == target.id), target)
        table = target_caching.personal(engagement, now, facts)
        if table is None:
            return engagement
        kept = {one.person: one for one in engagement.agreements if one.target == target.id}
        for one in standings(table, engagement.agreements):
            if one.assent is Assent.AGREED and one.row.person not in people:
                kept.pop(one.row.person)
            elif one.assent is not Assent.AGREED and one.row.person in people:
                kept[one.row.person] = agreed(table, one.row, day)
        others = tuple(one for one in engagement.agreements if one.target != target.id)
        return engagement.model_copy(update={"agreements": (*others, *kept.values())})

    return change


def all_agreeing(target: Target, facts: MonthlyFacts, day: str) -> Callable[[Engagement], Engagement]:
    """Everybody in the table agrees."""

    def change(engagement: Engagement) -> Engagement:
        return agreeing(target, facts, day)(engagement, {person.id for person in engagement.organisation.people})

    return change


def _months_fixed(engagement: Engagement, target: Target, facts: MonthlyFacts) -> Engagement:
    """Months as history suggests would move with the next month of data; what people agree to must not."""
    now = next((one for one in engagement.targets if one.id == target.id), target)
    if now.phases:
        return engagement
    return replaced(engagement, now.model_copy(update={"phases": phased(now, caching.outlook(now, facts))}))
