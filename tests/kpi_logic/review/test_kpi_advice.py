"""What a review changes: weights always sum to 100, the verdict stands in the minutes, nothing happens by itself."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.diagnosis import Lead, Leads
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import (
    Amount,
    Engagement,
    KpiRef,
    KpiVerdict,
    Line,
    Message,
    Organisation,
    Person,
    Raw,
    Review,
    Scheme,
    Scorecard,
    Unit,
)
from kpi_logic.review import KpiAdvice, kpi_advice, with_advice
from kpi_logic.review.kpi_health import KpiHealth, Sign, SignKind
from kpi_logic.text import catalog

SIGN = Message("kpi_health.sign.flat", {"of": 24, "number": 24, "share": Amount(1.0, Unit.RATIO)})
COUNTERED = Message(
    "kpi_health.sign.countered",
    {
        "person": Raw("Wu"),
        "kpi": KpiRef("cvr"),
        "counter": KpiRef("return_rate"),
        **{name: Amount(0.1, Unit.RATIO) for name in ("before", "after", "counter_before", "counter_after")},
    },
)


@pytest.fixture(scope="module")
def facts() -> MonthlyFacts:
    rng = np.random.default_rng(1)
    months = pd.period_range("2025-01", periods=18, freq="M").astype(str)
    columns = {
        name: size * rng.normal(1, 0.1, 18)
        for name, size in (
            ("sales", 1e5), ("units", 1e3), ("sessions", 1e4), ("gross_profit", 2e4), ("returned_units", 30), ("units_shipped", 1e3),
            ("tasks_plan", 40), ("tasks_done", 30), ("kw_tasks_plan", 40), ("kw_tasks_done", 30),
        )
    }  # fmt: skip
    return MonthlyFacts.of(pd.DataFrame({"month": months, "shop": "A", "currency": "USD", **columns}))


@pytest.fixture
def engagement() -> Engagement:
    lines = (
        Line(kpi="gross_profit", weight=40, threshold=1e4, target=2e4, stretch=3e4),
        Line(kpi="cvr", weight=30, threshold=0.05, target=0.1, stretch=0.15),
        Line(kpi="task_rate", weight=20, threshold=0.5, target=0.8, stretch=1.0),
        Line(kpi="gmv", weight=10, threshold=9e4, target=1e5, stretch=1.1e5, locked=True),
    )
    return Engagement(
        name="Acme",
        organisation=Organisation(people=(Person(id="p1", name="Wu", role="operations", bonus=1000.0),)),
        scheme=Scheme(scorecards=(Scorecard(role="operations", lines=lines),)),
        reviews=(Review(id="r1", kind="quarterly", month="2026-06"),),
    )


def ill(kind: SignKind, kpi: str = "cvr", message: Message = SIGN, by_target: bool = False) -> KpiHealth:
    return KpiHealth("operations", kpi, 30, 1, 12, 0.0, 120.0, (Sign(kind, message),), by_target)


def weights(engagement: Engagement | None) -> dict[str, int]:
    assert engagement is not None
    assert engagement.scheme is not None
    return {line.kpi: line.weight for line in engagement.scheme.scorecards[0].lines}


@pytest.mark.parametrize(
    ("kind", "decision"),
    [("no_data", "retire"), ("flat", "retire"), ("at_cap", "rebase"), ("at_floor", "rebase"), ("crowded", "rebase"),
     ("overridden", "reweight"), ("jumped", "reweight")],
)  # fmt: skip
def test_each_sign_has_its_advice_and_weights_stay_at_100(
    kind: SignKind, decision: str, engagement: Engagement, facts: MonthlyFacts
) -> None:
    first, *_ = kpi_advice(engagement, facts, (ill(kind),))
    assert (first.decision, first.kpi) == (decision, "cvr")
    after = with_advice(first, engagement, facts, "r1", "so said")
    assert sum(weights(after).values()) == 100
    assert after is not None
    assert after.reviews[0].verdicts == (
        KpiVerdict(role="operations", kpi="cvr", decision=first.decision, reason="so said"),
    )


def test_lowering_a_weight_leaves_locked_ones(engagement: Engagement, facts: MonthlyFacts) -> None:
    [advice] = kpi_advice(engagement, facts, (ill("overridden"),))
    assert weights(with_advice(advice, engagement, facts)) == {
        "gross_profit": 50,
        "cvr": 15,
        "task_rate": 25,
        "gmv": 10,
    }


def test_a_retired_kpi_gives_its_place_to_one_that_leads(engagement: Engagement, facts: MonthlyFacts) -> None:
    lead = Lead("kw_task", "gross_profit", 1, 0.1, 0.2, 0.3, 0.01, 18)
    known = Leads(True, 18, (), (), (), 1, (lead,))
    with_ads = engagement.model_copy(
        update={"scheme": Scheme(scorecards=(engagement.scheme.scorecards[0].model_copy(update={"role": "ads"}),))}  # type: ignore[union-attr]
    ).model_copy(update={"organisation": Organisation(people=(Person(id="p1", name="Wu", role="ads", bonus=1.0),))})
    health = KpiHealth("ads", "task_rate", 20, 1, 12, 100.0, 100.0, (Sign("flat", SIGN),))
    first, *rest = kpi_advice(with_ads, facts, (health,), known)
    assert (first.kpi, first.instead, rest) == ("task_rate", "kw_task", [])
    assert weights(with_advice(first, with_ads, facts)) == {"gross_profit": 40, "cvr": 30, "gmv": 10, "kw_task": 20}
    only_added = kpi_advice(with_ads, facts, (), known)
    assert [(one.decision, one.kpi) for one in only_added] == [("add", "kw_task")]
    assert sum(weights(with_advice(only_added[0], with_ads, facts)).values()) == 100


def test_a_played_kpi_gets_its_counterweight(engagement: Engagement, facts: MonthlyFacts) -> None:
    [advice] = kpi_advice(engagement, facts, (ill("countered", message=COUNTERED),))
    assert (advice.decision, advice.kpi, advice.weight) == ("add", "return_rate", 15)
    after = weights(with_advice(advice, engagement, facts))
    assert after["return_rate"] == 15
    assert sum(after.values()) == 100


def test_levels_that_come_from_a_target_are_set_on_the_target(engagement: Engagement, facts: MonthlyFacts) -> None:
    [advice] = kpi_advice(engagement, facts, (ill("at_cap", by_target=True),))
    assert advice.elsewhere
    assert advice.reason.facts["sign"].key == "kpi_health.by_target"


def test_a_second_decision_on_a_kpi_takes_the_place_of_the_first(engagement: Engagement, facts: MonthlyFacts) -> None:
    [advice] = kpi_advice(engagement, facts, (ill("overridden"),))
    once = with_advice(advice, engagement, facts, "r1", "one")
    assert once is not None
    again = with_advice(KpiAdvice("operations", "cvr", "retire", SIGN), once, facts, "r1", "two")
    assert again is not None
    assert [(one.decision, one.reason) for one in again.reviews[0].verdicts] == [("retire", "two")]


def test_without_a_card_or_a_scheme_nothing_changes(engagement: Engagement, facts: MonthlyFacts) -> None:
    assert with_advice(KpiAdvice("ads", "acos", "retire", SIGN), engagement, facts) is None
    assert kpi_advice(engagement.model_copy(update={"scheme": None}), facts, (ill("flat"),)) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_advice_has_words(language: str, engagement: Engagement, facts: MonthlyFacts) -> None:
    words = catalog(language)
    for kind in ("no_data", "at_cap", "overridden"):
        for advice in kpi_advice(engagement, facts, (ill(kind), ill("countered", "task_rate", COUNTERED))):  # type: ignore[arg-type]
            assert words.say(advice.sentence)
