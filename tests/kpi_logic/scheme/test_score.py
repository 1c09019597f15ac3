"""Scores and payouts, checked by hand to the cent; what is missing is said and never a 0."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_value
from kpi_logic.model import (
    Amount,
    Cascade,
    Gate,
    KpiRef,
    Line,
    Message,
    Month,
    Organisation,
    Person,
    PersonalLevels,
    Raw,
    RoleRef,
    Scheme,
    Scorecard,
    Segment,
    Share,
    Target,
    Unit,
)
from kpi_logic.scheme import GateState, KpiScore, MonthScores, facts_of, score
from kpi_logic.text import catalog

MARCH = Month(2026, 3)
ANN = Person(id="ann", name="Ann", role="ads", shops=("A",), bonus=1000)


def month_facts(**measures: float | None) -> MonthlyFacts:
    row = {"month": "2026-03", "shop": "A", "currency": "CNY", **measures}
    return MonthlyFacts.of(pd.DataFrame([row]))


def card(*lines: Line, gates: tuple[Gate, ...] = ()) -> Scheme:
    """A scheme of one role; a line alone carries all of the weight."""
    if len(lines) == 1 and lines[0].weight:
        lines = (lines[0].model_copy(update={"weight": 100}),)
    return Scheme(scorecards=(Scorecard(role="ads", lines=lines, gates=gates),))


GMV = Line(kpi="gmv", weight=60, threshold=800, target=1000, stretch=1200)
ACOS = Line(kpi="acos", weight=40, threshold=0.4, target=0.3, stretch=0.2)


def ann_of(scheme: Scheme, facts: MonthlyFacts, *, person: Person = ANN, **more: object):
    return score(scheme, Organisation(people=(person,)), facts, MARCH, **more).people[0]  # type: ignore[arg-type]


def test_a_payslip_to_the_cent() -> None:
    """gmv 1,123.45: 100 + 20 * 123.45 / 200 = 112.345; acos 0.35: 80; total 99.407; pays (99.407 - 60) / 40."""
    facts = month_facts(sales=1123.45, ad_spend=35.0, ad_sales=100.0)
    ann = ann_of(card(GMV, ACOS), facts)
    assert ann.kpis == (
        KpiScore("gmv", 1123.45, 800, 1000, 1200, pytest.approx(1.12345), pytest.approx(112.345), 60, "line"),
        KpiScore("acos", 0.35, 0.4, 0.3, 0.2, pytest.approx(0.8), pytest.approx(80), 40, "line"),
    )
    assert (ann.score, ann.grade, ann.payout, ann.findings) == (pytest.approx(99.407), "B", 985.18, ())


def test_a_gate_multiplies_and_does_not_score() -> None:
    facts = month_facts(sales=1000.0, ad_spend=30.0, ad_sales=100.0, units=100.0, returned_units=12.0)
    gate = Gate(kpi="return_units_rate", limit=0.1, multiplier=0.5)
    ann = ann_of(card(GMV, ACOS, gates=(gate,)), facts)
    assert (ann.score, ann.payout) == (pytest.approx(100), 500.0)
    assert ann.gates == (GateState("return_units_rate", 0.12, 0.1, False, 0.5),)
    at_the_limit = ann_of(card(GMV, ACOS, gates=(gate.model_copy(update={"limit": 0.12}),)), facts)
    assert (at_the_limit.payout, at_the_limit.gates[0].passed) == (1000.0, True)


def test_a_gate_that_cannot_be_told_is_not_applied_and_says_so() -> None:
    ann = ann_of(card(GMV, gates=(Gate(kpi="odr", limit=0.01),)), month_facts(sales=1000.0))
    assert ann.payout == 1000.0
    assert ann.gates == (GateState("odr", None, 0.01, None, 1.0),)
    facts = {"person": Raw("Ann"), "month": MARCH, "kpi": KpiRef("odr")}
    assert ann.findings == (Message("scheme.finding.gate_untold", facts),)


def test_a_missing_actual_is_left_out_in_proportion() -> None:
    ann = ann_of(card(GMV, ACOS), month_facts(sales=900.0, ad_spend=None, ad_sales=100.0))
    assert (ann.score, ann.kpis[1].score, ann.kpis[1].actual) == (pytest.approx(80), None, None)
    assert ann.findings == (
        Message(
            "scheme.finding.pro_rata",
            {"person": Raw("Ann"), "month": MARCH, "kpis": (KpiRef("acos"),), "weight": Amount(0.4, Unit.RATIO)},
        ),
    )


def test_nothing_to_score_is_no_score() -> None:
    ann = ann_of(card(ACOS), month_facts(sales=900.0))
    assert (ann.score, ann.grade, ann.payout) == (None, None, None)
    assert ann.findings == (Message("scheme.finding.not_scored", {"person": Raw("Ann"), "month": MARCH}),)


def test_a_month_that_is_not_in_the_facts_has_no_score() -> None:
    people = Organisation(people=(ANN,))
    assert score(card(GMV), people, month_facts(sales=1.0), Month(2030, 1)).people[0].score is None


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (Line(kpi="acos", weight=40), "no_target"),
        (Line(kpi="acos", weight=40, target=0.0), "zero_target"),
        (Line(kpi="acos", weight=40, threshold=0.2, target=0.3, stretch=0.4), "inverted"),
    ],
)
def test_levels_that_make_no_curve_are_a_finding(line: Line, key: str) -> None:
    ann = ann_of(card(GMV, line), month_facts(sales=1000.0, ad_spend=30.0, ad_sales=100.0))
    assert (ann.score, ann.kpis[1].actual, ann.kpis[1].score) == (pytest.approx(100), 0.3, None)
    assert ann.findings == (Message(f"scheme.finding.{key}", {"person": Raw("Ann"), "kpi": KpiRef("acos")}),)


def test_people_without_role_scorecard_or_bonus() -> None:
    people = (
        Person(id="a", name="A", bonus=10),
        Person(id="b", name="B", role="service", bonus=10),
        Person(id="c", name="C", role="ads"),
    )
    found = score(card(GMV), Organisation(people=people), month_facts(sales=1000.0), MARCH)
    assert [(p.score, p.payout) for p in found.people] == [(None, None), (None, None), (pytest.approx(100), None)]
    assert [p.findings for p in found.people] == [
        (Message("scheme.finding.no_role", {"person": Raw("A"), "role": RoleRef("")}),),
        (Message("scheme.finding.no_scorecard", {"person": Raw("B"), "role": RoleRef("service")}),),
        (Message("scheme.finding.no_bonus", {"person": Raw("C"), "month": MARCH}),),
    ]


def test_a_shop_nobody_knows_leaves_totals_untold() -> None:
    person = ANN.model_copy(update={"shops": ("A", "Typo")})
    ann = ann_of(card(GMV, ACOS), month_facts(sales=1000.0, ad_spend=30.0, ad_sales=100.0), person=person)
    assert (ann.kpis[0].actual, ann.kpis[1].score) == (None, pytest.approx(100))
    assert ann.findings[0] == Message("scheme.finding.unknown_shop", {"person": Raw("Ann"), "shop": Raw("Typo")})


def test_a_kpi_nobody_knows_is_a_finding() -> None:
    ann = ann_of(card(GMV, Line(kpi="magic", weight=40, target=1.0)), month_facts(sales=1000.0))
    assert ann.score == pytest.approx(100)
    assert ann.findings == (Message("scheme.finding.unknown_kpi", {"person": Raw("Ann"), "kpi": Raw("magic")}),)


def test_weights_of_zero_give_no_score() -> None:
    assert ann_of(card(GMV.model_copy(update={"weight": 0})), month_facts(sales=1000.0)).score is None


def test_personal_levels_go_before_the_roles() -> None:
    own = PersonalLevels(person="ann", threshold=80, target=100, stretch=120)
    ann = ann_of(card(GMV.model_copy(update={"personal": (own,)})), month_facts(sales=110.0))
    assert (ann.kpis[0].score, ann.kpis[0].source) == (pytest.approx(110), "person")


def quarter(kpi: str, value: float, **update: object) -> Target:
    return Target(id="t", kpi=kpi, first="2026-01", last="2026-03", value=value).model_copy(update=update)


def test_a_target_of_the_persons_shops_holds_in_its_months() -> None:
    facts = month_facts(sales=1000.0, ad_spend=30.0, ad_sales=100.0)
    targets = (quarter("gmv", 6000.0), quarter("acos", 0.25))
    ann = ann_of(card(GMV, ACOS), facts, targets=targets)
    assert [(k.target, k.source) for k in ann.kpis] == [(2000.0, "target"), (0.25, "target")]
    past = tuple(t.model_copy(update={"first": "2025-10", "last": "2025-12"}) for t in targets)
    assert [k.source for k in ann_of(card(GMV, ACOS), facts, targets=past).kpis] == ["line", "line"]


def test_a_total_of_other_shops_is_not_a_persons_target() -> None:
    rows = [{"month": "2026-03", "shop": shop, "sales": 1000.0, "ad_spend": 3.0, "ad_sales": 9.0} for shop in "AB"]
    facts = MonthlyFacts.of(pd.DataFrame(rows))
    targets = (quarter("gmv", 6000.0), quarter("acos", 0.25), quarter("acos", 0.2, segment=Segment(shop="A")))
    ann = ann_of(card(GMV, ACOS), facts, targets=targets)
    assert [(k.target, k.source) for k in ann.kpis] == [(1000.0, "line"), (0.2, "target")]


def test_the_share_of_a_cascade_goes_first() -> None:
    target = quarter("gmv", 6000.0, threshold=4800.0, stretch=7500.0)
    plan = Cascade(target="t", people=(Share(to="ann", amount=3000.0),))
    ann = ann_of(card(GMV), month_facts(sales=1000.0), targets=(target,), cascades=(plan,))
    line = ann.kpis[0]
    assert (line.threshold, line.target, line.stretch, line.source) == (800.0, 1000.0, 1250.0, "cascade")


def test_a_target_put_into_months_is_scored_month_by_month() -> None:
    target = quarter("gmv", 6000.0, phases=(1500.0, 1500.0, 3000.0), threshold=4800.0, stretch=7200.0)
    line = ann_of(card(GMV), month_facts(sales=1000.0), targets=(target,)).kpis[0]
    assert (line.threshold, line.target, line.stretch, line.source) == (2400.0, 3000.0, 3600.0, "target")
    stale = quarter("gmv", 6000.0, phases=(3000.0, 3000.0))  # of another period: an even part again
    assert ann_of(card(GMV), month_facts(sales=1000.0), targets=(stale,)).kpis[0].target == 2000.0


def test_a_share_of_nothing_is_a_finding() -> None:
    plan = Cascade(target="t", people=(Share(to="ann", amount=0.0),))
    ann = ann_of(card(GMV), month_facts(sales=1000.0), targets=(quarter("gmv", 6000.0),), cascades=(plan,))
    facts = {"person": Raw("Ann"), "kpi": KpiRef("gmv")}
    assert (ann.score, ann.findings[0]) == (None, Message("scheme.finding.zero_target", facts))


def test_actuals_are_the_kpi_over_the_persons_rows(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts
) -> None:
    month = Month(2025, 7)
    scores = score(scheme, organisation, facts, month)
    for person in scores.people:
        rows = facts_of(person.person, facts).of_months([month])
        for line in person.kpis:
            assert line.actual == pytest.approx(kpi_value(rows, kpi_library()[line.kpi]).value)


def test_a_month_that_lacks_a_shops_row_has_no_total() -> None:
    rows = [{"month": f"2026-0{m}", "shop": shop, "sales": 500.0} for m in (1, 2, 3) for shop in "AB"]
    everywhere = ANN.model_copy(update={"shops": ()})
    whole = MonthlyFacts.of(pd.DataFrame(rows))
    assert ann_of(card(GMV), whole, person=everywhere).kpis[0].actual == 1000.0
    late = MonthlyFacts.of(pd.DataFrame(rows[:-1]))
    assert ann_of(card(GMV), late, person=everywhere).kpis[0].actual is None


def test_every_finding_is_said_in_both_languages() -> None:
    scheme = card(GMV, Line(kpi="acos", weight=40), gates=(Gate(kpi="odr", limit=0.01),))
    found: MonthScores = score(scheme, Organisation(people=(ANN,)), month_facts(orders=1.0), MARCH)
    said = [catalog("en").say(message) for message in found.people[0].findings]
    assert said == [
        "Ann: ACoS has no target yet and is not scored.",
        "Ann, Mar 2026: none of the KPIs can be told, so there is no score and no payout.",
        "Ann, Mar 2026: no data for the gate Order defect rate; it was not applied.",
    ]
    assert all("{" not in catalog("zh").say(message) for message in found.people[0].findings)


def test_a_score_never_leaves_0_to_120(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    totals = [p.score for m in facts.months for p in score(scheme, organisation, facts, m).people]
    assert np.nanmin(totals) >= 0 and np.nanmax(totals) <= 120
