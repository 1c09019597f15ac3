"""What exceptions did to pay; what voters' disagreement is worth."""

import numpy as np
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Month, Organisation, Scheme, SchemeException
from kpi_logic.scheme import (
    Actuals,
    actuals_table,
    exception_effects,
    kpis_of,
    override_rate,
    replay,
    swing_spans,
    vote_gaps,
)


@pytest.fixture(scope="module")
def actuals(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> Actuals:
    return actuals_table(organisation, facts, kpis_of(scheme))


def event(id: str, **update: object) -> SchemeException:
    start = SchemeException(
        id=id, kind="stock_out", rule="hold_harmless", first="2025-02", last="2025-04", person="p4", approver="Lin"
    )
    return start.model_copy(update=update)


def test_each_effect_is_the_difference_it_makes(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, actuals: Actuals
) -> None:
    events = (event("a", kpi="acos"), event("b", kpi="ad_sales", person=""), event("c", approver=""))
    found = exception_effects(scheme, organisation, facts, events, actuals=actuals)
    whole = replay(scheme, organisation, facts, actuals=actuals, exceptions=events)
    assert [(e.event.id, e.person.id) for e in found] == [("a", "p4"), ("b", "p2"), ("b", "p3"), ("b", "p4")]
    assert [e.months for e in found] == [tuple(Month(2025, n) for n in (2, 3, 4))] * 4
    for effect in found:
        row = actuals.people.index(effect.person.id)
        assert effect.after == pytest.approx(np.nansum(whole.payouts[row, 1:4]))
        assert effect.change >= 0
    without = replay(scheme, organisation, facts, actuals=actuals, exceptions=events[1:])
    assert found[0].before == pytest.approx(np.nansum(without.payouts[3, 1:4]))
    assert [e.change for e in found if e.person.id == "p2"] == [0.0], "Wu's scorecard has no ad sales"


def test_how_much_is_overridden(organisation: Organisation, facts: MonthlyFacts) -> None:
    people, months = organisation.people, facts.months
    assert override_rate([event("a"), event("a2"), event("c", approver="")], people, months) == 3 / 48
    everybody = event("a", person="", last="2030-01")
    assert override_rate([everybody], people, months) == 3 * 11 / 48, "Lin approved it, so it is not for Lin"
    assert override_rate([everybody.model_copy(update={"approver": "the owner"})], people, months) == 11 / 12
    opposed = event("b", rule="exclude_month", first="2025-03", last="2025-03")
    assert override_rate([event("a"), opposed], people, months) == 2 / 48, "in March the two contradict each other"
    assert override_rate([event("a")], (), months) is None


def test_the_three_largest_disagreements_with_what_pay_would_change(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, actuals: Actuals
) -> None:
    card = scheme.scorecards[2]
    votes = {
        "owner": {"acos": 60, "ad_sales": 20, "kw_task": 20},
        "HR": {"acos": 20, "ad_sales": 30, "kw_task": 50},
        "lead": {"acos": 35, "ad_sales": 35, "kw_task": 30},
    }
    found = vote_gaps(card, votes, scheme, organisation, actuals)
    assert [(g.kpi, g.low_voter, g.high_voter, g.low, g.high) for g in found] == [
        ("acos", "HR", "owner", 20, 60),
        ("kw_task", "owner", "HR", 20, 50),
        ("ad_sales", "owner", "lead", 20, 35),
    ]
    first = found[0]
    assert first.moved == pytest.approx(abs(first.pay_high - first.pay_low), abs=0.02), "one person holds the role"
    assert first.moved > 0


def test_votes_that_agree_or_are_alone_have_no_gap(
    scheme: Scheme, organisation: Organisation, actuals: Actuals
) -> None:
    vote = {"acos": 50.0, "ad_sales": 30.0, "kw_task": 20.0}
    assert vote_gaps(scheme.scorecards[2], {"a": vote}, scheme, organisation, actuals) == ()
    assert vote_gaps(scheme.scorecards[2], {"a": vote, "b": vote}, scheme, organisation, actuals) == ()
    with pytest.raises(ValueError, match="voter 1 gives no weight to anything"):
        vote_gaps(scheme.scorecards[2], {"a": vote, "b": {}}, scheme, organisation, actuals)


def test_a_swing_is_asked_over_the_range_that_was(scheme: Scheme, actuals: Actuals) -> None:
    spans = swing_spans(scheme.scorecards[2], actuals)
    acos = actuals.values[0, :, actuals.kpis.index("acos")]
    assert list(spans) == ["acos", "ad_sales", "kw_task"]
    assert (spans["acos"].worst, spans["acos"].best) == (acos.max(), acos.min())
    assert spans["kw_task"].worst < spans["kw_task"].best
