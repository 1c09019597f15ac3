"""From one period to the next: taken once, beside the old target, handed down as the old one was."""

import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Cascade, Engagement, Organisation, Person, Share, Target
from kpi_logic.review.rebase import with_rebased
from kpi_logic.walk import next_targets, with_next_targets


def facts() -> MonthlyFacts:
    months = pd.period_range("2024-01", periods=33, freq="M").astype(str)
    return MonthlyFacts.of(
        pd.DataFrame({"month": months, "shop": "A", "currency": "USD", "sales": [1e5 + 100 * n for n in range(33)]})
    )


def test_taken_once_beside_the_old_one_and_handed_down_again() -> None:
    given = facts()
    people = (Person(id="p1", name="Wu", role="operations", shops=("A",)),)
    engagement = Engagement(
        name="A",
        targets=(Target(id="t1", kpi="gmv", first="2026-07", last="2026-09", value=3e5, probability=0.7),),
        organisation=Organisation(people=people),
        cascades=(Cascade(target="t1", people=(Share(to="p1", amount=3e5),)),),
    )
    found = next_targets(engagement, given)
    after = with_next_targets(engagement, given, found)
    assert [one.id for one in after.targets] == ["t1", "t2"]
    assert after.targets[0] == engagement.targets[0]
    assert [(plan.target, plan.people[0].amount) for plan in after.cascades] == [
        ("t1", 3e5),
        ("t2", pytest.approx(found[0].following.value)),
    ]
    assert with_rebased(after, found) == after
    assert next_targets(after, given) == ()
