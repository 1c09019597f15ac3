"""Replays agree with single months; two replays compare person by person."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, Organisation, Payout, Scheme
from kpi_logic.model.apportion import apportion
from kpi_logic.scheme import Actuals, actuals_table, compare, kpis_of, payout_share, replay, score, to_cents


@pytest.fixture(scope="module")
def actuals(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> Actuals:
    return actuals_table(organisation, facts, kpis_of(scheme))


def reweighed(scheme: Scheme, shares: list[int]) -> Scheme:
    cards = []
    for card in scheme.scorecards:
        weights = apportion(100, shares[: len(card.lines)])
        lines = [line.model_copy(update={"weight": w}) for line, w in zip(card.lines, weights, strict=True)]
        cards.append(card.model_copy(update={"lines": tuple(lines)}))
    return scheme.model_copy(update={"scorecards": tuple(cards)})


def test_a_replay_is_the_months_one_by_one(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, actuals: Actuals
) -> None:
    whole = replay(scheme, organisation, facts, actuals=actuals)
    assert whole.months == facts.months
    for column, month in enumerate(whole.months):
        one = score(scheme, organisation, facts, month, actuals=actuals)
        assert [p.score for p in one.people] == pytest.approx(whole.scores[:, column].tolist())
        assert [p.payout for p in one.people] == whole.payouts[:, column].tolist()


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=4, max_size=4))
def test_scores_are_the_weighted_points(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, actuals: Actuals, shares: list[int]
) -> None:
    tried = reweighed(scheme, shares)
    result = replay(tried, organisation, facts, actuals=actuals)
    for row, person in enumerate(organisation.people):
        card = next(card for card in tried.scorecards if card.role == person.role)
        weights = np.array([line.weight for line in card.lines])
        expected = result.points[row, :, : len(weights)] @ weights / 100
        assert result.scores[row] == pytest.approx(expected)
    assert np.nansum(result.payouts) == pytest.approx(result.total_cost)


def test_costs_are_a_share_of_profit(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, actuals: Actuals
) -> None:
    result = replay(scheme, organisation, facts, actuals=actuals)
    profit = facts.table["gross_profit"].sum()
    assert result.cost_share_of_profit == pytest.approx(result.total_cost / profit)
    assert result.unscored == 0


def test_a_replay_of_some_months(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    months = [Month(2025, 5), Month(2025, 9)]
    assert replay(scheme, organisation, facts, months).scores.shape == (4, 2)


def test_a_twin_scheme_changes_nothing(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, actuals: Actuals
) -> None:
    one = replay(scheme, organisation, facts, actuals=actuals)
    result = compare(one, one)
    assert (result.winners, result.losers, result.cost_change) == ((), (), 0.0)


def test_a_richer_payout_makes_winners(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, actuals: Actuals
) -> None:
    richer = scheme.model_copy(update={"payout": Payout(points=((60, 0.2), (100, 1.2), (120, 1.6)))})
    before = replay(scheme, organisation, facts, actuals=actuals)
    after = replay(richer, organisation, facts, actuals=actuals)
    result = compare(before, after)
    assert [change.person.id for change in result.winners] == ["p1", "p2", "p3", "p4"]
    assert result.losers == ()
    assert result.cost_change == round(sum(change.gain or 0 for change in result.changes), 2)
    assert all(change.rank_before == change.rank_after for change in result.changes)


def test_only_months_that_both_tell_are_compared(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts
) -> None:
    table = facts.table
    holes = table.assign(**{c: table[c].where(table["month"].dt.month > 2) for c in ("ad_sales", "kw_tasks_done")})
    before = replay(scheme, organisation, facts)
    after = replay(scheme, organisation, MonthlyFacts.of(holes))
    change = compare(before, after).changes[3]
    assert (change.months, change.gain, after.unscored) == (10, 0.0, 2)


def test_replays_of_other_months_are_not_compared(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, actuals: Actuals
) -> None:
    whole = replay(scheme, organisation, facts, actuals=actuals)
    part = replay(scheme, organisation, facts, actuals=actuals.of_month(Month(2025, 3)))
    with pytest.raises(ValueError, match="two replays are compared over the same people and the same months"):
        compare(whole, part)


@settings(deadline=None)
@given(st.floats(0, 120), st.floats(0, 120))
def test_a_higher_score_never_pays_less(one: float, other: float) -> None:
    low, high = payout_share(sorted((one, other)), Payout())
    assert low <= high


@settings(deadline=None)
@given(st.integers(0, 10**9))
def test_whole_cents_stay(cents: int) -> None:
    assert to_cents(cents / 100) == cents / 100


def test_nobody_at_all(scheme: Scheme, facts: MonthlyFacts) -> None:
    result = replay(scheme, Organisation(), facts)
    assert (result.scores.shape, result.total_cost) == ((0, 12), 0.0)


def test_a_scheme_without_scorecards(organisation: Organisation, facts: MonthlyFacts) -> None:
    result = replay(Scheme(), organisation, facts)
    assert np.isnan(result.scores).all()
    assert len(result.findings) == 4


def test_a_table_of_other_people_or_kpis_is_refused(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, actuals: Actuals
) -> None:
    fewer = Organisation(people=organisation.people[:2])
    with pytest.raises(ValueError, match="the actuals are of other people than the organisation's"):
        replay(scheme, fewer, facts, actuals=actuals)
    lacking = tuple(kpi for kpi in kpis_of(scheme) if kpi not in ("acos", "cvr"))
    with pytest.raises(ValueError, match=r"the actuals lack cvr, acos; build the table with kpis_of\(scheme\)"):
        replay(scheme, organisation, facts, actuals=actuals_table(organisation, facts, lacking))
