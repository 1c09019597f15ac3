"""A suggested scheme can be scored at once; its levels lie in the history, in the right direction."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_series
from kpi_logic.model import Gate, Line, Organisation, Person, Scheme, Scorecard
from kpi_logic.scheme import Levels, facts_of, filled, history_levels, replay, suggested_scheme


def test_every_person_with_a_known_role_is_scored_in_every_month(
    organisation: Organisation, facts: MonthlyFacts
) -> None:
    scheme = suggested_scheme(organisation, facts)
    assert [card.role for card in scheme.scorecards] == ["lead", "operations", "ads"]
    assert all(sum(line.weight for line in card.lines) == 100 for card in scheme.scorecards)
    assert not np.isnan(replay(scheme, organisation, facts).scores).any()


@pytest.mark.parametrize("code", ["gmv", "cvr", "acos", "stock_sales_days", "return_units_rate", "task_rate"])
def test_levels_follow_each_other_in_the_kpis_direction(code: str, facts: MonthlyFacts) -> None:
    kpi = kpi_library()[code]
    months = kpi_series(facts, kpi)
    levels = history_levels(kpi, months)
    assert levels is not None
    sign = kpi.direction.sign
    assert sign * levels.threshold < sign * levels.target < sign * levels.stretch
    assert 0.2 <= (sign * (months - levels.target) >= 0).mean() <= 0.6


def months_of(*values: float) -> pd.Series:
    return pd.Series(values, index=pd.period_range("2025-01", periods=len(values), freq="M"))


@pytest.mark.parametrize(
    ("code", "values", "expected"),
    [
        ("gmv", (1.0, 2.0), None),
        ("gmv", (1.0, np.nan, 2.0), None),
        ("gmv", (5.0, 5.0, 5.0), Levels(4.75, 5.0, 5.25)),
        ("payout_rate", (0.98, 0.9800001, 0.9800002), Levels(0.931, 0.98, 0.99)),
        ("acos", (0.3, 0.3, 0.3), Levels(0.315, 0.3, 0.285)),
        ("viol", (0.0, 0.0, 0.0), None),
        ("task_rate", (1.0, 1.0, 1.0), None),
    ],
)
def test_short_flat_and_extreme_histories(code: str, values: tuple, expected: Levels | None) -> None:
    assert history_levels(kpi_library()[code], months_of(*values)) == expected


def test_people_on_different_shops_get_their_own_levels(organisation: Organisation, facts: MonthlyFacts) -> None:
    card = suggested_scheme(organisation, facts).scorecards[1]
    profit = next(line for line in card.lines if line.kpi == "gross_profit")
    assert (profit.target, [own.person for own in profit.personal]) == (None, ["p2", "p3"])
    conversion = next(line for line in card.lines if line.kpi == "cvr")
    assert conversion.target is not None
    wu = organisation.people[1]
    expected = history_levels(kpi_library()["cvr"], kpi_series(facts_of(wu, facts), kpi_library()["cvr"]))
    assert expected is not None
    assert conversion.personal[0].target == expected.target


def test_levels_may_come_from_elsewhere(organisation: Organisation, facts: MonthlyFacts) -> None:
    scheme = suggested_scheme(organisation, facts, levels=lambda kpi, months: Levels(1.0, 2.0, 3.0))
    assert {(line.threshold, line.target, line.stretch) for line in scheme.scorecards[0].lines} == {(1.0, 2.0, 3.0)}


def test_limits_become_gates_where_the_data_tell_them(facts: MonthlyFacts) -> None:
    people = Organisation(people=(Person(id="a", name="A", role="ads"), Person(id="b", name="B", role="logistics")))
    scheme = suggested_scheme(people, facts, limits={"tacos": 0.15, "lsr": 0.04})
    assert [card.gates for card in scheme.scorecards] == [(Gate(kpi="tacos", limit=0.15, multiplier=0.5),), ()]
    own = suggested_scheme(people, facts).scorecards[0].gates[0]
    worst = kpi_series(facts, kpi_library()["tacos"]).max()
    assert own.multiplier == 0.8
    assert worst <= own.limit < worst * 1.01


def test_filling_keeps_what_is_decided(organisation: Organisation, facts: MonthlyFacts) -> None:
    decided = Line(kpi="gmv", weight=50, target=123.0)
    card = Scorecard(role="lead", lines=(decided, Line(kpi="acos", weight=50), Line(kpi="magic", weight=0)))
    lines = filled(Scheme(scorecards=(card,)), organisation, facts).scorecards[0].lines
    assert lines[0] == decided
    assert lines[1].target == history_levels(kpi_library()["acos"], kpi_series(facts, kpi_library()["acos"])).target  # type: ignore[union-attr]
    assert lines[2] == Line(kpi="magic", weight=0)


def test_without_data_there_is_a_scheme_without_lines(organisation: Organisation, facts: MonthlyFacts) -> None:
    empty = MonthlyFacts(facts.table.iloc[:0])
    assert [card.lines for card in suggested_scheme(organisation, empty).scorecards] == [(), (), ()]


def test_published_limits_are_the_default_gates(facts: MonthlyFacts) -> None:
    table = facts.table.assign(late_orders=1.0, fbm_orders=100.0, late_shipments=1.0)
    people = Organisation(people=(Person(id="b", name="B", role="logistics"),))
    card = suggested_scheme(people, MonthlyFacts.of(table)).scorecards[0]
    assert [gate for gate in card.gates if gate.kpi == "lsr"] == [Gate(kpi="lsr", limit=0.04, multiplier=0.5)]


def test_a_kpi_of_single_shops_is_not_suggested_to_people_with_several(facts: MonthlyFacts) -> None:
    rich = MonthlyFacts.of(facts.table.assign(close_day=6.0, sku_cost_ok=9.0, sku_all=10.0))
    everywhere = Organisation(people=(Person(id="f", name="F", role="finance"),))
    one_shop = Organisation(people=(Person(id="f", name="F", role="finance", shops=("Acme US",)),))
    codes = [
        {line.kpi for line in suggested_scheme(people, rich).scorecards[0].lines} for people in (everywhere, one_shop)
    ]
    assert ("close_day" in codes[0], "close_day" in codes[1]) == (False, True)
