"""The agenda: plan and actual, exact reasons, odds of what runs, what is still to do."""

import datetime
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import (
    Amount,
    Engagement,
    Message,
    Month,
    Organisation,
    Person,
    Raw,
    Review,
    ReviewAction,
    Target,
    Unit,
)
from kpi_logic.review import KpiAdvice, agenda
from kpi_logic.review.agenda import _beside, compared_months
from kpi_logic.text import catalog

DAY = datetime.date(2026, 7, 10)


def facts(months: int = 18) -> MonthlyFacts:
    rng = np.random.default_rng(6)
    index = pd.period_range("2025-01", periods=months, freq="M").astype(str)
    shops = [
        pd.DataFrame(
            {"month": index, "shop": shop, "currency": "USD", "sales": size * rng.normal(1, 0.05, months),
             "gross_profit": 0.2 * size * rng.normal(1, 0.05, months), "ad_spend": 0.1 * size, "ad_sales": 0.3 * size}
        )
        for shop, size in (("A", 2e5), ("B", 1e5))
    ]  # fmt: skip
    return MonthlyFacts.of(pd.concat(shops))


def target(name: str, first: str, last: str, value: float, kpi: str = "gmv") -> Target:
    return Target(id=name, kpi=kpi, first=first, last=last, value=value, probability=0.6)


def engagement() -> Engagement:
    actions = (
        ReviewAction(id="a", what="Check stock", owner="p1", due="2026-07-01"),
        ReviewAction(id="b", what="Call the platform", owner="somebody else", due="2026-08-01"),
        ReviewAction(id="c", what="Done already", done=True),
        ReviewAction(id="d"),
    )
    return Engagement(
        name="Acme",
        organisation=Organisation(people=(Person(id="p1", name="Wu"),)),
        targets=(
            target("t1", "2026-04", "2026-06", 8e5),
            target("t2", "2026-04", "2026-06", 9.9e9),
            target("t3", "2026-05", "2026-08", 1.2e6),
            target("t4", "2026-05", "2026-08", 0.5, "acos"),
            target("t5", "2026-09", "2026-12", 1.0),
        ),
        reviews=(
            Review(id="r1", kind="monthly", month="2026-05", actions=actions),
            Review(id="r2", kind="quarterly", month="2026-06", actions=(ReviewAction(id="e", what="Later"),)),
        ),
    )


def test_what_happened_is_plan_against_actual() -> None:
    found = agenda(engagement(), facts(), "quarterly", Month(2026, 6), DAY)
    assert [one.key for one in found.happened] == [
        "agenda.happened.months",
        "agenda.happened.months",
        "agenda.happened.met",
        "agenda.happened.missed",
        "agenda.happened.so_far",
        "agenda.happened.level_so_far",
    ]
    assert (found.happened[4].facts["months"], found.happened[4].facts["of"]) == (2, 4)


def test_the_reasons_are_exact_and_of_the_same_months_a_year_before() -> None:
    found = agenda(engagement(), facts(), "quarterly", Month(2026, 6), DAY)
    assert found.change is not None
    assert sum(part.effect for part in found.change.parts) == pytest.approx(found.change.delta)
    assert (found.before[0], found.after[0], found.seasonal) == (Month(2025, 4), Month(2026, 4), False)
    shops = [one.facts["effect"].value for one in found.why if one.key == "agenda.why.shop"]
    assert sum(shops) == pytest.approx(found.change.delta)


def test_other_months_of_the_year_are_said_to_hold_the_season() -> None:
    found = agenda(engagement(), facts(17), "monthly", Month(2025, 6), DAY)
    assert found.seasonal
    assert found.why[0].key == "agenda.why.season"


def test_what_next_is_the_odds_of_what_runs_now_and_when_it_was_set() -> None:
    found = agenda(engagement(), facts(), "quarterly", Month(2026, 6), DAY)
    assert [one.facts["first"] for one in found.following] == [Month(2026, 5), Month(2026, 5)]
    assert all(one.key.startswith("agenda.following.") for one in found.following)


def test_a_target_that_begins_next_month_is_told_ahead() -> None:
    one = engagement().model_copy(update={"targets": (target("t1", "2026-07", "2026-09", 9e5),)})
    found = agenda(one, facts(), "monthly", Month(2026, 6), DAY)
    assert [message.facts["first"] for message in found.following] == [Month(2026, 7)]
    assert {message.key for message in found.happened} == {"agenda.happened.month"}


def test_what_to_do_is_what_was_left_then_what_the_kpis_say() -> None:
    advice = KpiAdvice("ads", "acos", "retire", Message("kpi_health.because", {"sign": Raw("x")}))
    found = agenda(engagement(), facts(), "quarterly", Month(2026, 6), DAY, (advice,))
    assert found.todo == (
        Message("agenda.todo.overdue", {"what": Raw("Check stock"), "owner": Raw("Wu"), "due": Raw("2026-07-01")}),
        Message("agenda.todo.open", {"what": Raw("Call the platform"), "owner": Raw("somebody else"), "due": Raw("2026-08-01")}),
        Message("agenda.todo.undated",
                {"what": Message("agenda.todo.nameless"), "owner": Message("agenda.todo.nobody"), "due": Raw("")}),
        advice.sentence,
    )  # fmt: skip


def test_a_target_without_one_after_it_asks_for_the_next() -> None:
    one = engagement().model_copy(update={"targets": (target("t1", "2026-04", "2026-06", 8e5),), "reviews": ()})
    [todo] = agenda(one, facts(), "monthly", Month(2026, 6), DAY).todo
    assert todo.key == "agenda.todo.rebase"


def test_nothing_after_the_month_is_read() -> None:
    early = agenda(engagement(), facts(), "monthly", Month(2026, 3), DAY)
    cut = facts().of_months([month for month in facts().months if month <= Month(2026, 3)])
    again = agenda(engagement(), cut, "monthly", Month(2026, 3), DAY)
    assert (early.happened, early.why, early.following) == (again.happened, again.why, again.following)


@pytest.mark.parametrize("months", [1, 5, 13])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_short_histories_and_several_currencies_are_told(months: int, language: str) -> None:
    words = catalog(language)
    given = facts(months)
    mixed = MonthlyFacts(given.table.assign(currency=np.where(given.table["shop"] == "A", "USD", "EUR")))
    for one in (given, mixed):
        found = agenda(engagement(), one, "quarterly", one.months[-1], DAY)
        for message in (found.answer, *found.happened, *found.why, *found.following, *found.todo):
            assert words.say(message)


def test_the_answer_names_what_made_most_of_the_change() -> None:
    found = agenda(engagement(), facts(), "quarterly", Month(2026, 6), DAY)
    assert found.change is not None
    way = 1 if found.change.delta >= 0 else -1
    top = max(found.change.by_driver(), key=lambda part: way * part.effect)
    assert found.answer.facts["effect"] == Amount(top.effect, Unit.MONEY, "USD", signed=True)


def test_a_year_back_goes_before_the_months_just_before() -> None:
    months = [Month(2025, 1) + n for n in range(15)]
    assert compared_months(months, months[-1], 3)[0] == (Month(2025, 1), Month(2025, 2), Month(2025, 3))
    assert compared_months(months[5:], months[-1], 3)[0] == (Month(2025, 10), Month(2025, 11), Month(2025, 12))


def test_values_in_millions_are_told_to_the_unit_where_the_change_is_smaller() -> None:
    close = agenda(engagement(), facts(), "monthly", Month(2026, 6), DAY).change
    assert close is not None
    small = replace(close, value_after=1_640_000.0, value_before=1_755_800.0)
    assert str(_beside(small, small.value_after).key) == "agenda.whole"  # type: ignore[union-attr]
    large = replace(close, value_after=640_000.0, value_before=755_800.0)
    assert _beside(large, large.value_after) == Amount(640_000.0, Unit.MONEY, large.currency)
