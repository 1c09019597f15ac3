"""Worked payslips: whatever the scheme, their lines sum to the score and the score to what the engine paid."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Award, Extra, Gate, Line, Month, Organisation, Person, Scheme, SchemeException, Scorecard
from kpi_logic.proposal.assemble.example import examples
from kpi_logic.scheme import replay, to_cents

MONTHS = [f"2026-{month:02d}" for month in range(1, 7)]
FACTS = MonthlyFacts.of(
    pd.DataFrame({
        "month": MONTHS, "shop": "A", "currency": "CNY", "sales": [90.0, 95, 120, 104, 60, 133],
        "sessions": [1000.0, 1100, 900, 1050, 1200, 800], "units": [100.0, 90, 110, 95, 70, 120],
        "ad_spend": [20.0, 22, 18, 30, 25, 21],
    })
)  # fmt: skip
EVENT = SchemeException(
    id="e", kind="stock_out", rule="hold_harmless", first="2026-05", last="2026-05", kpi="gmv", approver="Lin"
)


@st.composite
def schemes(draw) -> Scheme:
    weight = draw(st.integers(1, 99))
    lines = (
        Line(kpi="gmv", weight=weight, threshold=80, target=draw(st.floats(90, 120)), stretch=140),
        Line(kpi="tacos", weight=100 - weight, threshold=0.4, target=draw(st.floats(0.2, 0.3)), stretch=0.15),
    )
    gates = (Gate(kpi="tacos", limit=draw(st.floats(0.15, 0.5)), multiplier=draw(st.sampled_from([0.0, 0.5, 0.8]))),)
    extras = (Extra(id="x", kind="plus", points=3), Extra(id="y", kind="minus", points=4))
    card = Scorecard(role="r", lines=lines, gates=draw(st.sampled_from([(), gates])), extras=extras)
    return Scheme(scorecards=(card,), pool=draw(st.none() | st.floats(100, 20000)))


people = st.lists(
    st.builds(
        Person, id=st.just(""), name=st.just("P"), role=st.just("r"), bonus=st.none() | st.floats(0, 20000),
        joined=st.sampled_from(["", "2026-03-15"]),
    ),
    min_size=1, max_size=4,
)  # fmt: skip
awards = st.lists(
    st.builds(
        Award, person=st.sampled_from(["p0", "p1"]), month=st.sampled_from(MONTHS), extra=st.sampled_from(["x", "y"]),
        times=st.integers(1, 2),
    ),
    max_size=4,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(schemes(), people, awards, st.booleans())
def test_lines_sum_to_the_score_and_the_score_to_the_payout(scheme, named, given_awards, event):
    named = tuple(one.model_copy(update={"id": f"p{n}"}) for n, one in enumerate(named))
    events = (EVENT,) if event else ()
    result = replay(scheme, Organisation(people=named), FACTS, exceptions=events, awards=given_awards)
    shown = examples(result, events)
    assert len({(one.person.id, one.month) for one in shown}) == len(shown) <= 3
    for one in shown:
        row, month = result.people.index(one.person), result.months.index(one.month)
        assert one.payout == result.payouts[row, month]
        assert round(sum(part or 0.0 for part in one.parts) + one.extra, 2) == pytest.approx(round(one.score, 2))
        share = round(one.share * 100, one.share_digits) / 100
        assert float(to_cents(one.person.bonus * one.presence * share * one.multiplier)) == one.before_pool
        assert one.payout == one.before_pool or (one.pooled and scheme.pool is not None)
        assert one.not_earned == round(max(one.person.bonus - one.payout, 0), 2)
        assert (one.multiplier < 1) == bool(one.breached)
        assert one.exceptions == (events if one.month == Month(2026, 5) else ())


def test_the_good_month_pays_the_largest_share_and_the_bad_one_the_smallest():
    line = Line(kpi="gmv", weight=100, threshold=80, target=100, stretch=130)
    scheme = Scheme(scorecards=(Scorecard(role="r", lines=(line,)),))
    people = (Person(id="a", name="A", role="r", bonus=1000.0),)
    shown = examples(replay(scheme, Organisation(people=people), FACTS))
    assert [(one.kind, str(one.month), one.payout) for one in shown] == [
        ("good", "2026-06", 1200.0), ("average", "2026-04", 1026.67), ("bad", "2026-05", 0.0),
    ]  # fmt: skip
