"""Bottom-up: what the people's own shops bring, beside what was handed down."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Cascade, Organisation, Person, Share, Target
from kpi_logic.targets.bottom_up import bottom_up, joint_shops
from kpi_logic.targets.cascade import cascade, closes, with_buffer

TARGET = Target(id="t", kpi="gmv", first="2026-01", last="2026-03", value=450.0)


def facts(months: int = 24) -> MonthlyFacts:
    dice = np.random.default_rng(8)
    index = pd.period_range(end="2025-12", periods=months, freq="M").astype(str)
    rows = [
        pd.DataFrame({"month": index, "shop": shop, "sales": level * dice.normal(1, 0.05, months)})
        for shop, level in (("A", 100.0), ("B", 50.0))
    ]
    return MonthlyFacts.of(pd.concat(rows))


ANN, BOB = (Person(id=name, name=name, department="D", shops=shops) for name, shops in (("a", ("A",)), ("b", ("B",))))


def test_everybody_has_a_view_of_his_own_shops() -> None:
    plan = cascade(TARGET, [ANN, BOB], facts=facts())
    found = bottom_up(plan, TARGET, [ANN, BOB], facts())
    assert [view.person for view in found.views] == ["a", "b"]
    assert [view.given for view in found.views] == [share.amount for share in plan.people]
    assert [view.level for view in found.views] == [pytest.approx(300, rel=0.05), pytest.approx(150, rel=0.05)]
    assert found.total == pytest.approx(450, rel=0.04)
    greedy = plan.model_copy(update={"people": (Share(to="a", amount=600.0), Share(to="b", amount=75.0))})
    odds = [view.odds for view in bottom_up(greedy, TARGET, [ANN, BOB], facts()).views]
    assert odds == [0.01, 0.99]


def test_a_shared_shop_counts_by_its_shares() -> None:
    eve = Person(id="e", name="e", department="D", shops=("A",))
    plan = cascade(TARGET, [ANN, BOB, eve], facts=facts(), joint={"A": {"a": 3, "e": 1}})
    assert plan.joint == {"A": {"a": 3, "e": 1}}
    assert joint_shops(plan, [ANN, BOB, eve], facts()) == {"A": {"a": 0.75, "e": 0.25}}
    first, _, last = bottom_up(plan, TARGET, [ANN, BOB, eve], facts()).views
    assert first.level == pytest.approx(3 * (last.level or 0), rel=1e-9)


def test_too_short_a_history_is_not_told() -> None:
    plan = cascade(TARGET, [ANN, BOB], "equal")
    found = bottom_up(plan, TARGET, [ANN, BOB], facts(5))
    assert found.total is None
    assert {view.odds for view in found.views} == {None}


@pytest.mark.parametrize("buffer", [0.0, 45.0, 0.01])
def test_a_buffer_is_spread_over_everybody_and_closes(buffer: float) -> None:
    staff = Organisation(people=(ANN, BOB))
    plan = cascade(TARGET, staff.people, facts=facts(), joint={"A": {"a": 1.0}})
    more = with_buffer(plan, staff, TARGET.value, buffer)
    assert (more.buffer, more.joint) == (buffer, plan.joint)
    assert closes(more, TARGET.value, staff)
    assert isinstance(more, Cascade)
