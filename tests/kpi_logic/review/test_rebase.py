"""The next period's target: about the same odds, the season considered, the old one kept."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Engagement, Month, Target
from kpi_logic.review.rebase import past_their_period, rebased
from kpi_logic.text import catalog
from kpi_logic.walk import next_targets, with_odds


def facts(months: int = 30) -> MonthlyFacts:
    """Sales that are half as much again in November and December, to 2026-06 and on."""
    index = pd.period_range("2024-01", periods=months, freq="M")
    season = np.where([period.month in (11, 12) for period in index], 1.5, 1.0)
    noise = np.random.default_rng(3).normal(1, 0.02, months)
    return MonthlyFacts.of(
        pd.DataFrame(
            {
                "month": index.astype(str),
                "shop": "A",
                "currency": "USD",
                "sales": 1e5 * season * noise,
                "ad_spend": 1e4,
                "ad_sales": 4e4,
            }
        )
    )


def target(name: str = "t1", kpi: str = "gmv", first: str = "2026-07", last: str = "2026-09", **more: object) -> Target:
    return Target(id=name, kpi=kpi, first=first, last=last, value=3e5, probability=0.7, **more)  # type: ignore[arg-type]


def test_only_targets_that_are_over_and_have_none_after_them() -> None:
    engagement = Engagement(
        name="A",
        targets=(
            target("t1"),
            target("t2", first="2026-10", last="2026-12"),
            target("t3", kpi="acos"),
            target("t4", kpi="no_such_kpi"),
        ),
    )
    assert [one.id for one in past_their_period(engagement, Month(2026, 9))] == ["t3"]
    assert [one.id for one in past_their_period(engagement, Month(2026, 12))] == ["t2", "t3"]
    assert past_their_period(engagement, Month(2026, 8)) == ()


def test_the_fourth_quarters_target_is_higher_because_of_the_season_and_as_hard_as_before() -> None:
    given = facts(33)  # to 2026-09
    [found] = rebased(Engagement(name="A", targets=(target(),)), given, lambda one: with_odds(one, given))
    assert (found.following.first, found.following.last, found.following.id) == ("2026-10", "2026-12", "t2")
    assert found.following.value > 3.7e5
    assert found.following.probability == pytest.approx(0.7, abs=0.08)
    assert found.season == pytest.approx(1 / 3, abs=0.06)
    assert found.same is not None
    assert found.same > 0.95
    assert found.why.key == "rebase.why.season"
    assert found.why.facts["kept"].key == "rebase.kept.far"
    assert found.growth == pytest.approx(found.following.value / 3e5 / (1 + found.season) - 1)
    assert ".00" not in catalog("en").say(found.sentence)


def test_an_old_number_that_is_about_as_hard_is_not_called_another_demand() -> None:
    given = facts(33)
    [found] = rebased(Engagement(name="A", targets=(target(),)), given, lambda one: with_odds(one, given))
    near = replace(found, same=found.odds + 0.06, season=-0.18)
    assert near.why.facts["kept"].key == "rebase.kept.near"
    assert near.growth is not None
    assert near.growth > 0, "a higher target against the season is named: growth"


def test_a_period_that_is_over_as_well_is_passed() -> None:
    given = facts(37)  # to 2027-01
    [found] = rebased(Engagement(name="A", targets=(target(),)), given, lambda one: with_odds(one, given))
    assert (found.following.first, found.following.last) == ("2027-01", "2027-03")


def test_without_two_years_the_season_is_not_told_and_without_six_months_no_odds() -> None:
    young = facts(5)
    old = target(first="2024-05", last="2024-05")
    [found] = rebased(Engagement(name="A", targets=(old,)), young, lambda one: with_odds(one, young))
    assert (found.season, found.same, found.following.probability) == (None, None, None)
    assert found.sentence.key == "rebase.level"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_has_words(language: str) -> None:
    given = facts(33)
    engagement = Engagement(name="A", targets=(target(), target("t9", kpi="acos").model_copy(update={"value": 0.25})))
    for one in next_targets(engagement, given):
        assert catalog(language).say(one.sentence)
