"""The cost of the coming months: odds that history and the targets' odds give."""

import numpy as np
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, Organisation, Scheme, Target
from kpi_logic.scheme import replay
from kpi_logic.scheme.cost import coming, cost_odds
from kpi_logic.text import catalog


def test_the_odds_lie_among_the_quarters_that_were(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts
) -> None:
    found = cost_odds(scheme, organisation, facts, draws=4000)
    paid = np.nansum(replay(scheme, organisation, facts).payouts, axis=0)
    quarters = [paid[[(i + k) % 12 for k in range(3)]].sum() for i in range(12)]
    assert [str(month) for month in found.months] == ["2026-01", "2026-02", "2026-03"]
    expected = np.quantile(np.repeat(quarters, 300), (0.1, 0.5, 0.9))
    assert [found.p10, found.p50, found.p90] == pytest.approx(expected.tolist(), rel=0.08)
    assert found.p10 <= found.p50 <= found.p90 <= found.most == 52_200.0
    assert 0 < found.share10 <= found.share50 <= found.share90


def test_the_same_each_time(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    assert cost_odds(scheme, organisation, facts) == cost_odds(scheme, organisation, facts)


def test_likelier_targets_cost_more(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    def cost(odds: float) -> float:
        target = Target(id="t", kpi="acos", first="2026-01", last="2026-03", value=0.26, probability=odds)
        return cost_odds(scheme, organisation, facts, [target]).p50

    assert cost(0.1) < cost(0.5) < cost(0.9)


def test_a_stated_chance_is_the_chance_drawn(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    """A scheme that pays all or nothing on one target pays in just that share of the months."""
    from kpi_logic.model import Payout

    card = next(card for card in scheme.scorecards if card.role == "ads")
    acos = next(line for line in card.lines if line.kpi == "acos").model_copy(update={"weight": 100})
    all_or_nothing = scheme.model_copy(
        update={
            "scorecards": (card.model_copy(update={"lines": (acos,)}),),
            "payout": Payout(points=((99.999, 0.0), (100.0, 1.0))),
        }
    )
    target = Target(id="t", kpi="acos", first="2026-01", last="2026-01", value=0.2, probability=0.75)
    odds = cost_odds(all_or_nothing, organisation, facts, [target], draws=2000)
    assert (odds.p10, odds.p50, odds.p90, odds.most) == (0.0, 2500.0, 2500.0, 14_500.0)


def test_short_history_cannot_tell(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    short = facts.of_months([Month(2025, n) for n in range(1, 6)])
    found = cost_odds(scheme, organisation, short)
    assert (found.n_months, found.p50, found.message.key) == (5, None, "cost.untold")
    for language in ("zh", "en"):
        assert "{" not in catalog(language).say(found.message)
        assert "{" not in catalog(language).say(cost_odds(scheme, organisation, facts).message)


def test_the_months_to_come() -> None:
    past = [Month(2025, 11), Month(2025, 12)]
    old = Target(id="t", kpi="gmv", first="2025-01", last="2025-03", value=1.0)
    assert coming([old], past) == (Month(2026, 1), Month(2026, 2), Month(2026, 3))
    assert coming([old.model_copy(update={"last": "2026-02"})], past) == (Month(2026, 1), Month(2026, 2))
    assert coming([], []) == ()


def test_a_pool_bounds_the_cost(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    found = cost_odds(scheme.model_copy(update={"pool": 5000.0}), organisation, facts)
    assert found.most == 15_000.0
    assert found.p90 <= 15_000.0
