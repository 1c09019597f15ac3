"""The mirror: what varies in a role's data, and silence where too little is known."""

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Duty, Line, Organisation, Scheme, Scorecard
from kpi_logic.scheme import mirrored, replay
from kpi_logic.weights import critic, entropy, to_hundred


def test_the_weights_are_those_of_the_roles_person_months(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts
) -> None:
    result = replay(scheme, organisation, facts)
    card = scheme.scorecards[0]
    kpis = [line.kpi for line in card.lines]
    values = result.actuals.values[0][:, [result.actuals.kpis.index(kpi) for kpi in kpis]]
    found = mirrored(result, card)
    assert found == {
        "entropy": dict(zip(kpis, to_hundred(entropy(values).tolist()), strict=True)),
        "critic": dict(
            zip(kpis, to_hundred(critic(values, [kpi == "stock_sales_days" for kpi in kpis]).tolist()), strict=True)
        ),
    }


def test_too_few_months_nobody_or_nothing_known_give_no_mirror(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts
) -> None:
    card = scheme.scorecards[0]
    assert mirrored(replay(scheme, organisation, facts, facts.months[:5]), card) == {}
    assert mirrored(replay(scheme, organisation, facts), card.model_copy(update={"role": "nobody"})) == {}
    strange = Scorecard(role="lead", lines=(Line(kpi="no_such_kpi", weight=100),))
    assert mirrored(replay(Scheme(scorecards=(strange,)), organisation, facts), strange) == {}


def test_who_has_two_roles_is_not_mixed_in(scheme: Scheme, organisation: Organisation, facts: MonthlyFacts) -> None:
    lead, *others = organisation.people
    both = lead.model_copy(update={"duties": (Duty(role="ads", share=0.5),)})
    people = organisation.model_copy(update={"people": (both, *others)})
    assert mirrored(replay(scheme, people, facts), scheme.scorecards[0]) == {}
