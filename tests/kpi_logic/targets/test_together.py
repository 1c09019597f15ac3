"""Targets together: everything obeys the identities, contradictions are refused, what holds is left alone."""

import functools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import kpi_value
from kpi_logic.model import ALL, Month
from kpi_logic.targets.driver import EDGE, factor
from kpi_logic.targets.identities import derived
from kpi_logic.targets.together import Standing, together
from kpi_logic.targets.tree import Tree, tree_of

FIRST, LAST = Month(2026, 1), Month(2026, 3)
COSTS = ("refund_amt", "promo_amt", "freight_in", "platform_fee", "fulfil_fee", "storage_fee", "return_cost")


@functools.cache
def books() -> MonthlyFacts:
    """Two years of two shops with every measure of the identities."""
    dice, rows = np.random.default_rng(11), []
    for shop, size in (("A", 60_000), ("B", 25_000)):
        for month in pd.period_range("2024-01", "2025-12", freq="M"):
            sessions = size * dice.normal(1, 0.06)
            units = sessions * 0.08 * dice.normal(1, 0.05)
            sales = units * 30 * dice.normal(1, 0.02)
            ads = sales * 0.4 * dice.normal(1, 0.03)
            row = {"month": str(month), "shop": shop, "sessions": sessions, "units": units, "sales": sales}
            row |= {"ad_sales": ads, "ad_spend": ads * 0.3 * dice.normal(1, 0.05), "gross_profit": sales * 0.25}
            row |= {"cogs": sales * 0.3 * dice.normal(1, 0.02), "inventory_value": sales * 0.5 * dice.normal(1, 0.05)}
            rows.append(row | {cost: sales * 0.05 * dice.normal(1, 0.03) for cost in COSTS})
    return MonthlyFacts.of(pd.DataFrame(rows))


@functools.cache
def tree() -> Tree:
    found = tree_of(books(), ALL, FIRST, LAST)
    assert found is not None
    return found


KPIS = ("gmv", "sessions", "cvr", "asp", "acos", "tacos", "ad_sales", "inv_days", "gross_profit", "cm3")


def test_the_tree_takes_the_most_telling_way_and_its_identities_hold_on_the_facts() -> None:
    codes = [driver.code for driver in tree().drivers]
    assert codes == [
        "sessions", "cvr", "asp", "ad_share", "acos", "goods_share", "inv_days", "gross_margin", "cost_share",
    ]  # fmt: skip
    month = books().of_months([Month(2025, 12)])
    state = {code: kpi_value(month, factor(code)).value for code in codes}
    found = derived(state, 31)  # type: ignore[arg-type]
    for code in ("gmv", "tacos", "ad_sales", "roas", "inv_turn", "stock_sales_days", "gross_profit", "cm3"):
        assert found[code] == pytest.approx(kpi_value(month, kpi_library()[code]).value), code


def test_without_traffic_or_costs_the_tree_is_smaller() -> None:
    table = books().table
    small = MonthlyFacts.of(table[["month", "shop", "sales", "units"]])
    found = tree_of(small, ALL, FIRST, LAST)
    assert found is not None
    assert [driver.code for driver in found.drivers] == ["units", "asp"]
    short = tree_of(small.of_months(small.months[:4]), ALL, Month(2024, 5), Month(2024, 5))
    assert short is None
    holes = table.assign(sessions=table["sessions"].where(table["shop"] == "A"))
    partly = tree_of(MonthlyFacts.of(holes), ALL, FIRST, LAST)
    assert partly is not None
    assert [driver.code for driver in partly.drivers][:2] == ["units", "asp"]


@pytest.mark.parametrize("code", ["gmv", "gross_profit", "cm3", "tacos"])
@pytest.mark.parametrize("factor_of_likely", [0.9, 1.05, 1.3])
def test_what_a_driver_alone_would_have_to_be_brings_exactly_the_target(code: str, factor_of_likely: float) -> None:
    goal = tree().likely[code] * factor_of_likely
    needs = tree().needs(code, goal)
    assert needs
    middle = {driver.code: driver.middle for driver in tree().drivers}
    for need in needs:
        if need.value is None:
            continue
        assert derived(middle | {need.code: need.value}, tree().days)[code] == pytest.approx(goal)
        assert need.odds is not None
        assert 0.01 <= need.odds <= 0.99


def test_an_easier_target_needs_less_and_is_likelier() -> None:
    hard, easy = (tree().needs("gmv", tree().likely["gmv"] * share) for share in (1.1, 0.9))
    assert max(need.odds or 0 for need in hard) < 0.5 < min(need.odds or 0 for need in easy)


def test_a_factor_needs_nothing_and_a_stranger_neither() -> None:
    assert tree().needs("cvr", 0.1) == ()
    assert tree().needs("buybox", 0.9) == ()


def test_what_is_likely_holds() -> None:
    found = together(tree(), {code: tree().likely[code] for code in KPIS})
    assert found is not None
    assert (found.standing, found.proposal) == (Standing.HOLDS, {})
    assert found.off == {code: pytest.approx(tree().likely[code], rel=1e-3) for code in KPIS}


def test_a_known_contradiction_is_refused_and_mended() -> None:
    """Traffic, conversion and price as they are cannot make twice the sales."""
    likely = tree().likely
    asked = {"gmv": 2 * likely["gmv"], "sessions": likely["sessions"], "cvr": likely["cvr"], "asp": likely["asp"]}
    found = together(tree(), asked)
    assert found is not None
    assert found.standing is Standing.CONTRADICTS
    proposal = found.proposal
    assert proposal["gmv"] == pytest.approx(proposal["sessions"] * proposal["cvr"] * proposal["asp"], rel=1e-12)
    assert likely["gmv"] < proposal["gmv"] < asked["gmv"]


def test_each_by_itself_but_not_together() -> None:
    likely = tree().likely
    asked = {"gmv": 1.4 * likely["gmv"], "acos": 0.7 * likely["acos"], "inv_days": 0.7 * likely["inv_days"]}
    found = together(tree(), asked)
    assert found is not None
    assert found.standing is Standing.STRAINED
    assert found.strain < 0.1
    assert likely["gmv"] < found.proposal["gmv"] < asked["gmv"]
    assert asked["acos"] < found.proposal["acos"] < likely["acos"]
    assert asked["inv_days"] < found.proposal["inv_days"] < likely["inv_days"]


def test_an_easy_target_is_no_strain() -> None:
    likely = tree().likely
    found = together(tree(), {"gmv": 0.5 * likely["gmv"], "acos": 2 * likely["acos"]})
    assert found is not None
    assert found.standing is Standing.HOLDS
    assert found.off["gmv"] > likely["gmv"] * 0.9


@settings(deadline=None, max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from([code for code in KPIS if code != "cm3"]), st.floats(0.5, 2.0), min_size=2, max_size=5
    )
)
def test_whatever_is_proposed_obeys_every_identity(shares: dict[str, float]) -> None:
    likely = tree().likely
    found = together(tree(), {code: likely[code] * share for code, share in shares.items()})
    assert found is not None
    if found.standing is Standing.HOLDS:
        assert found.proposal == {}
        return
    stated = {driver.code: round(driver.middle, 4) for driver in tree().drivers}
    stated |= {part.code: part.asked for part in found.factors}
    everything = derived(stated, tree().days)
    assert {code: everything[code] for code in found.proposal} == pytest.approx(dict(found.proposal), rel=1e-9)
    for part in found.factors:
        assert abs(tree().by_code[part.code].strain(part.asked)) <= EDGE * 1.05 + 0.2
    again = together(tree(), found.proposal)
    assert again is not None
    assert again.standing is Standing.HOLDS


def test_fewer_than_two_related_targets_are_not_judged() -> None:
    assert together(tree(), {"gmv": 1e6}) is None
    assert together(tree(), {"gmv": 1e6, "buybox": 0.9}) is None
