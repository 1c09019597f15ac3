"""The engine: the plain steps, both directions, exceptions, extras, people who come, go and share their time."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import (
    Award,
    Duty,
    Extra,
    Gate,
    Line,
    Message,
    Month,
    Organisation,
    Payout,
    Person,
    Raw,
    Scheme,
    SchemeException,
    Scorecard,
    Segment,
)
from kpi_logic.scheme import Actuals, Replay, curve_score, replay, score
from kpi_logic.text import catalog
from tests.kpi_logic.scheme.readable import OneLine, pay_of, points_of, score_of

MARCH = Month(2026, 3)
MONTHS = (Month(2026, 2), MARCH, Month(2026, 4))
KPIS = ("gmv", "acos", "cvr", "tacos")
GMV = Line(kpi="gmv", weight=40, threshold=80, target=100, stretch=120)
ACOS = Line(kpi="acos", weight=35, threshold=0.4, target=0.3, stretch=0.2)
CVR = Line(kpi="cvr", weight=25, threshold=0.08, target=0.1, stretch=0.12)
ANN = Person(id="ann", name="Ann", role="ads", bonus=3000)
BOB = Person(id="bob", name="Bob", role="ads", bonus=2000)
NOTHING = MonthlyFacts.of(pd.DataFrame({"month": []}))


def scheme_of(*lines: Line, **update: object) -> Scheme:
    card = Scorecard(role="ads", lines=lines or (GMV, ACOS, CVR), gates=(Gate(kpi="tacos", limit=0.1, multiplier=0.5),))
    return Scheme(scorecards=(card,)).model_copy(update=update)


def actuals_of(*rows: list[float], people: int = 2) -> Actuals:
    """One row of KPI values for each month, the same for everybody."""
    values = np.tile(np.array(rows, dtype=float), (people, 1, 1))
    who = ("ann", "bob")[:people]
    return Actuals(who, MONTHS[: len(rows)], KPIS, values, np.full(len(rows), 1e4), "CNY", (Segment(shop="A"),))


def played(scheme: Scheme, actuals: Actuals, people: tuple[Person, ...] = (ANN, BOB), **more: object) -> Replay:
    return replay(scheme, Organisation(people=people), NOTHING, actuals=actuals, **more)  # type: ignore[arg-type]


FAIR = [[95.0, 0.28, 0.1, 0.05]] * 3

number = st.one_of(st.none(), st.floats(0, 300))
sign = st.sampled_from([1, -1])


@st.composite
def lines(draw: st.DrawFn) -> OneLine:
    target, direction = draw(st.floats(1, 100)), draw(sign)
    return OneLine(
        actual=draw(number),
        threshold=target - direction * draw(st.floats(0.05, 0.5)) * target,
        target=target,
        stretch=target + direction * draw(st.floats(0.05, 0.5)) * target,
        weight=draw(st.integers(0, 100)),
        sign=direction,
        cliff=draw(st.booleans()),
        cap=draw(st.sampled_from([120.0, 150.0, None])),
    )


@settings(deadline=None, max_examples=200)
@given(lines())
def test_points_equal_the_plain_steps(line: OneLine) -> None:
    actual = math.nan if line.actual is None else line.actual
    cap = math.inf if line.cap is None else line.cap
    ours = curve_score(actual, line.threshold, line.target, line.stretch, line.sign, line.cliff, cap)
    theirs = points_of(line)
    assert (None if np.isnan(ours) else float(ours)) == (None if theirs is None else pytest.approx(theirs))


@settings(deadline=None, max_examples=200)
@given(lines(), st.floats(0, 300), st.floats(0, 300))
def test_better_never_scores_less_and_the_target_is_100(line: OneLine, one: float, other: float) -> None:
    worse, better = sorted((one, other), key=lambda x: line.sign * x)
    levels = (line.threshold, line.target, line.stretch, line.sign, line.cliff)
    low, high, full = curve_score([worse, better, line.target], *levels)
    assert 0 <= low <= high <= 120
    assert full == 100


@settings(deadline=None)
@given(lines(), st.floats(0, 300), st.floats(1e-6, 1e-3))
def test_there_is_no_cliff_unless_asked(line: OneLine, actual: float, step: float) -> None:
    steepest = max(40 / abs(line.target - line.threshold), 20 / abs(line.stretch - line.target))
    here, beside = curve_score([actual, actual + step], line.threshold, line.target, line.stretch, line.sign)
    assert abs(here - beside) <= steepest * step + 1e-9


cell = st.one_of(st.just(math.nan), st.floats(0, 200))


@settings(deadline=None, max_examples=150)
@given(
    st.tuples(cell, st.floats(0, 1), st.one_of(st.just(math.nan), st.floats(0, 0.3)), st.floats(0, 0.2)),
    st.tuples(*[st.integers(0, 100)] * 3),
    st.sampled_from(["pro_rata", "not_scored"]),
    st.floats(0, 1e5),
    st.integers(0, 4),
)
def test_a_whole_payslip_equals_the_plain_steps(
    values: tuple[float, ...], weights: tuple[int, ...], missing: str, bonus: float, times: int
) -> None:
    chosen = [line.model_copy(update={"weight": w}) for line, w in zip((GMV, ACOS, CVR), weights, strict=True)]
    plus = Extra(id="x", kind="plus", points=2, most=5)
    card = Scorecard(role="ads", lines=tuple(chosen), gates=scheme_of().scorecards[0].gates, extras=(plus,))
    awards = (Award(person="ann", month="2026-02", extra="x", times=times),) if times else ()
    scheme = Scheme(scorecards=(card,), missing=missing)  # type: ignore[arg-type]
    person = ANN.model_copy(update={"bonus": bonus})
    found = played(scheme, actuals_of(list(values), people=1), (person,), awards=awards)
    plain = [
        OneLine(None if math.isnan(value) else value, x.threshold or 0, x.target or 0, x.stretch or 0, x.weight, s)
        for value, x, s in zip(values, chosen, (1, -1, 1), strict=False)
    ]
    expected = score_of(plain, missing == "not_scored", min(2.0 * times, 5.0))
    pay = pay_of(expected, bonus, scheme.payout, 0.5 if values[3] > 0.1 else 1.0)
    assert found.scores[0, 0] == (
        pytest.approx(expected) if expected is not None else pytest.approx(np.nan, nan_ok=True)
    )
    # half a cent may fall to either side where sums differ in the sixteenth digit
    assert found.payouts[0, 0] == (
        pytest.approx(pay, abs=0.011) if pay is not None else pytest.approx(np.nan, nan_ok=True)
    )


def event(rule: str, **update: object) -> SchemeException:
    start = SchemeException(
        id="e1",
        kind="stock_out",
        rule=rule,
        first="2026-03",
        last="2026-03",
        person="ann",
        approver="Lin",  # type: ignore[arg-type]
    )
    return start.model_copy(update=update)


POOR = [[95.0, 0.28, 0.1, 0.05], [50.0, 0.35, 0.09, 0.12], [95.0, 0.28, 0.1, 0.05]]


@pytest.mark.parametrize("rule", ["exclude_days", "exclude_month", "pro_rata_target", "hold_harmless"])
def test_an_exception_helps_its_person_in_its_month_only_and_leaves_no_trace(rule: str) -> None:
    before = played(scheme_of(), actuals_of(*POOR))
    used = played(scheme_of(), actuals_of(*POOR), exceptions=(event(rule, kpi="gmv", days=10, share=0.6),))
    after = played(scheme_of(), actuals_of(*POOR), exceptions=())
    assert used.payouts[0, 1] > before.payouts[0, 1]
    untouched = np.ones((2, 3), dtype=bool)
    untouched[0, 1] = False
    assert used.payouts[untouched].tolist() == before.payouts[untouched].tolist()
    assert after.payouts.tolist() == before.payouts.tolist()


@pytest.mark.parametrize("update", [{"approver": " "}, {"expires": "2026-02"}, {"first": "2026-04", "last": "2026-05"}])
def test_an_exception_without_approval_or_out_of_time_does_nothing(update: dict[str, str]) -> None:
    plain = played(scheme_of(), actuals_of(*POOR[:2]))
    tried = played(scheme_of(), actuals_of(*POOR[:2]), exceptions=(event("hold_harmless", **update),))
    assert tried.payouts.tolist() == plain.payouts.tolist()


def test_what_each_rule_does_to_points() -> None:
    poor = actuals_of(*POOR)
    rows = {
        rule: played(scheme_of(), poor, exceptions=(event(rule, kpi=kpi, days=31 // 2, share=0.5),)).points[0, 1]
        for rule, kpi in (("exclude_days", "gmv"), ("pro_rata_target", "acos"), ("hold_harmless", "gmv"))
    }
    assert rows["exclude_days"][0] == pytest.approx(curve_score(50, *(x * 16 / 31 for x in (80, 100, 120))))
    assert rows["pro_rata_target"][1] == pytest.approx(curve_score(0.35, 0.8, 0.6, 0.4, -1))
    assert rows["hold_harmless"].tolist() == pytest.approx([100, 80, 80])


def test_days_that_do_not_count_make_a_ratio_weigh_less() -> None:
    found = played(scheme_of(), actuals_of(*POOR), exceptions=(event("exclude_days", kpi="cvr", days=31),))
    assert found.told_weight[0].tolist() == [100, 75, 100]


def test_a_month_excluded_altogether_is_not_scored_and_its_gate_is_lifted() -> None:
    found = played(scheme_of(), actuals_of(*POOR), exceptions=(event("exclude_month"),))
    assert np.isnan(found.scores[0]).tolist() == [False, True, False]
    assert np.isnan(found.payouts[0, 1])
    assert (found.multipliers[0, 1], found.multipliers[1, 1]) == (1.0, 0.5)


def test_an_exception_for_everybody() -> None:
    found = played(scheme_of(), actuals_of(*POOR), exceptions=(event("hold_harmless", person=""),))
    assert found.scores[:, 1].tolist() == pytest.approx([100, 100])


def test_a_target_below_0_is_eased_to_the_easier_side() -> None:
    growth = Line(kpi="gmv", weight=100, threshold=-120, target=-100, stretch=-80)
    loss = actuals_of([-150.0, 0.3, 0.1, 0.0], [-150.0, 0.3, 0.1, 0.0])
    used = played(scheme_of(growth), loss, exceptions=(event("pro_rata_target", share=0.5),))
    assert used.points[0, :, 0].tolist() == pytest.approx([0.0, 100.0])


def test_extras_are_capped_each_and_together_and_the_score_at_120() -> None:
    kinds = (Extra(id="idea", kind="plus", points=3, most=6), Extra(id="slip", kind="minus", points=5, most=20))
    card = scheme_of().scorecards[0].model_copy(update={"extras": kinds, "extra_cap": 8.0})
    scheme = Scheme(scorecards=(card,))
    base = played(scheme, actuals_of(*FAIR)).scores[0, 0]

    def moved(*awards: tuple[str, int]) -> float:
        given = tuple(Award(person="ann", month="2026-02", extra=kind, times=times) for kind, times in awards)
        found = played(scheme, actuals_of(*FAIR), awards=given)
        assert found.scores[1].tolist() == pytest.approx([base] * 3)
        return float(found.scores[0, 0] - base)

    assert moved(("idea", 1)) == pytest.approx(3)
    assert moved(("idea", 9)) == pytest.approx(6)
    assert moved(("idea", 2), ("slip", 1)) == pytest.approx(1)
    assert moved(("slip", 4)) == pytest.approx(-8)
    assert moved(("unknown", 4)) == 0
    best = [[500.0, 0.01, 0.5, 0.0]]
    top = played(scheme, actuals_of(*best), awards=(Award(person="ann", month="2026-02", extra="idea"),))
    assert top.scores[0, 0] == 120


def test_an_award_of_no_kind_on_the_scorecard_is_said() -> None:
    award = Award(person="ann", month="2026-03", extra="hat", times=1)
    found = played(scheme_of(), actuals_of(*FAIR), awards=(award,))
    facts = {"person": Raw("Ann"), "extra": Raw("hat"), "month": Raw("2026-03")}
    assert found.findings == (Message("scheme.finding.unknown_extra", facts),)


def test_who_joins_or_leaves_in_a_month_is_paid_for_the_days_at_work() -> None:
    ann = ANN.model_copy(update={"joined": "2026-03-17"})
    bob = BOB.model_copy(update={"left": "2026-03-10"})
    whole, part = played(scheme_of(), actuals_of(*FAIR)), played(scheme_of(), actuals_of(*FAIR), (ann, bob))
    full = whole.payouts[:, 0]
    assert np.isnan(part.scores).tolist() == [[True, False, False], [False, False, True]]
    assert part.scores[0, 1] == whole.scores[0, 1]
    assert part.payouts[0, 1:].tolist() == pytest.approx([full[0] * 15 / 31, full[0]], abs=0.006)
    assert part.payouts[1, :2].tolist() == pytest.approx([full[1], full[1] * 10 / 31], abs=0.006)


LEAD = Scorecard(
    role="lead",
    lines=(Line(kpi="gmv", weight=60, threshold=80, target=100, stretch=120), CVR.model_copy(update={"weight": 40})),
    gates=(Gate(kpi="acos", limit=0.25, multiplier=0.0),),
)


def test_two_roles_are_scored_by_their_share_of_the_work() -> None:
    both = ANN.model_copy(update={"role": "lead", "duties": (Duty(role="ads", share=0.4),)})
    scheme = Scheme(scorecards=(LEAD, *scheme_of().scorecards))
    found = played(scheme, actuals_of(*FAIR, people=1), (both,))
    card = found.plan.cards[0]
    assert card is not None
    assert {line.kpi: line.weight for line in card.lines} == {"gmv": 52, "cvr": 34, "acos": 14}
    points = {"gmv": 90, "cvr": 100, "acos": 104}
    assert found.scores[0, 0] == pytest.approx(sum(line.weight * points[line.kpi] for line in card.lines) / 100)
    assert found.multipliers[0, 0] == pytest.approx(0.4), "the lead's veto takes the lead's six tenths only"


def test_a_second_role_without_a_scorecard_leaves_the_first_whole() -> None:
    both = ANN.model_copy(update={"duties": (Duty(role="cook", share=0.4),)})
    assert played(scheme_of(), actuals_of(*FAIR), (both, BOB)).scores[0, 0] == pytest.approx(
        played(scheme_of(), actuals_of(*FAIR)).scores[0, 0]
    )


def test_a_pool_that_is_too_small_is_shared_and_never_passed() -> None:
    free = played(scheme_of(), actuals_of(*FAIR))
    total = float(free.payouts[:, 0].sum())
    tight = played(scheme_of(pool=1000.0), actuals_of(*FAIR))
    assert 1000 - 0.03 <= tight.payouts[:, 0].sum() <= 1000
    assert tight.payouts[:, 0] == pytest.approx(free.payouts[:, 0] * 1000 / total, abs=0.011)
    assert played(scheme_of(pool=total), actuals_of(*FAIR)).payouts.tolist() == free.payouts.tolist()
    assert played(scheme_of(pool=0.0), actuals_of(*FAIR)).total_cost == 0


@settings(deadline=None)
@given(st.lists(st.integers(-50, 100), min_size=3, max_size=3))
def test_weights_of_any_size_have_a_defined_result_and_are_named(weights: list[int]) -> None:
    chosen = tuple(line.model_copy(update={"weight": w}) for line, w in zip((GMV, ACOS, CVR), weights, strict=True))
    found = played(scheme_of(*chosen), actuals_of(*FAIR, people=1), (ANN,))
    kept = [max(w, 0) for w in weights]
    points = [90.0, 104.0, 100.0]
    keys = [message.key.rpartition(".")[2] for message in found.findings]
    if sum(kept):
        expected = sum(w * p for w, p in zip(kept, points, strict=True)) / sum(kept)
        assert found.scores[0, 0] == pytest.approx(expected)
        assert ("weights_sum" in keys) == (sum(kept) != 100)
    else:
        assert np.isnan(found.scores[0, 0]) and np.isnan(found.payouts[0, 0])
        assert "no_weight" in keys
    assert keys.count("negative_weight") == sum(w < 0 for w in weights)


def test_one_kpi_alone_is_scored_by_itself() -> None:
    found = played(scheme_of(ACOS.model_copy(update={"weight": 100})), actuals_of(*FAIR, people=1), (ANN,))
    assert found.scores[0, 0] == pytest.approx(104)


def test_a_month_that_lacks_an_actual_is_not_scored_by_rule_and_says_so() -> None:
    gap = [[95.0, math.nan, 0.1, 0.05]]
    scheme = scheme_of(missing="not_scored")
    assert np.isnan(played(scheme, actuals_of(*gap)).payouts).all()
    assert played(scheme_of(), actuals_of(*gap)).scores[0, 0] == pytest.approx((40 * 90 + 25 * 100) / 65)
    found = score(scheme, Organisation(people=(ANN, BOB)), NOTHING, MONTHS[0], actuals=actuals_of(*gap)).people[0]
    assert (found.score, found.payout) == (None, None)
    assert [m.key for m in found.findings] == ["scheme.finding.left_unscored"]


def test_everything_that_is_said_has_words() -> None:
    people = (
        ANN.model_copy(update={"joined": "2026-03-17"}),
        BOB.model_copy(update={"left": "2026-02-10"}),
    )
    events = (
        event("exclude_days", days=3),
        event("hold_harmless", approver=""),
        event("exclude_month", expires="2026-02"),
    )
    found = score(
        scheme_of(GMV, ACOS.model_copy(update={"weight": 0})),
        Organisation(people=people),
        NOTHING,
        MARCH,
        actuals=actuals_of(*POOR),
        exceptions=events,
    )
    keys = [m.key.rpartition(".")[2] for p in found.people for m in p.findings]
    assert keys == [
        "weights_sum", "part_month", "exception_in_force", "exception_unapproved", "exception_expired",
        "weights_sum", "not_here",
    ]  # fmt: skip
    assert [e.rule for e in found.people[0].exceptions] == ["exclude_days"]
    assert (found.people[0].presence, found.people[1].presence) == (15 / 31, 0.0)
    for language in ("zh", "en"):
        for person in found.people:
            for message in person.findings:
                assert "{" not in catalog(language).say(message)
    assert catalog("en").say(found.people[0].findings[2]) == (
        "Ann, Mar 2026: exception in force (stock-out): some days of the month do not count. Approved by Lin."
    )


def test_payout_points_in_any_order_are_the_same() -> None:
    turned = Payout(points=tuple(reversed(Payout().points)))
    one, other = (played(scheme_of(payout=p), actuals_of(*FAIR)) for p in (Payout(), turned))
    assert one.payouts.tolist() == other.payouts.tolist()
