"""Output per head and per unit of ad spend, and the budget move the history supports."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.diagnosis import output
from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import ProfitBasis
from kpi_logic.model import Message, Organisation, Person

PEOPLE = Organisation(people=(
    Person(id="1", name="A", department="Sales", role="operations", shops=("Shop 0",)),
    Person(id="2", name="B", department="Sales", role="operations", shops=("Shop 0", "Shop 1")),
    Person(id="3", name="C", department="Service", role="service", shops=("Shop 2",)),
))  # fmt: skip


def _advertised(table: pd.DataFrame, follow: dict[str, float], brought: float = 0.8) -> MonthlyFacts:
    """Ad spend swings by itself; ad sales, *brought* as a share of sales, follow it by a known share in each shop."""
    rng = np.random.default_rng(1)
    parts = []
    for name, shop in table.groupby("shop"):
        swing = np.exp(rng.normal(0, 0.2, len(shop)))
        base = shop["sales"].mean()
        back = base * brought * swing ** follow[name] * np.exp(rng.normal(0, 0.02, len(shop)))
        parts.append(shop.assign(ad_spend=base * 0.08 * swing, ad_sales=back))
    return MonthlyFacts.of(pd.concat(parts))


def test_heads_are_shared_between_shops(table: pd.DataFrame) -> None:
    found = output(MonthlyFacts.of(table), PEOPLE)
    assert [(one.name.shop, one.heads) for one in found.by_shop] == [("Shop 0", 1.5), ("Shop 1", 0.5), ("Shop 2", 1.0)]
    late = table[table["month"] >= "2025-10"]
    first = late.loc[late["shop"] == "Shop 0", "sales"].sum() / 3
    assert found.by_shop[0].sales == pytest.approx(first / 1.5)
    assert [(one.name, one.heads) for one in found.by_team] == [("Sales", 2.0), ("Service", 1.0)]
    both = late.loc[late["shop"].isin(["Shop 0", "Shop 1"]), "sales"].sum() / 3
    assert found.by_team[0].sales == pytest.approx(both / 2)


def test_a_headcount_in_the_file_goes_before_the_organisation(table: pd.DataFrame) -> None:
    found = output(MonthlyFacts.of(table.assign(headcount=4.0)), PEOPLE)
    assert {one.heads for one in found.by_shop} == {4.0}


def test_without_people_no_output_per_head(table: pd.DataFrame) -> None:
    found = output(MonthlyFacts.of(table))
    assert (found.by_shop, found.by_team) == ((), ())


def test_budget_moves_from_where_it_brings_least_to_where_it_brings_most(table: pd.DataFrame) -> None:
    found = output(_advertised(table, {"Shop 0": 0.2, "Shop 1": 0.9, "Shop 2": 0.5}))
    assert found.basis is ProfitBasis.CONTRIBUTION
    assert found.move is not None and found.untold is None
    assert (found.move.source.shop, found.move.to.shop) == ("Shop 0", "Shop 1")
    spend = {one.segment.shop: one for one in found.spend}
    assert found.move.amount == pytest.approx(0.1 * spend["Shop 0"].spend)
    assert 0 < found.move.low < found.move.gain < found.move.high
    best = spend["Shop 1"]
    assert best.low is not None and best.high is not None and best.low < best.marginal < best.high


def test_where_no_unit_pays_for_itself_the_budget_is_better_saved(table: pd.DataFrame) -> None:
    found = output(_advertised(table, {"Shop 0": 0.05, "Shop 1": 0.2, "Shop 2": 0.2}, brought=0.4))
    assert found.move is not None
    assert (found.move.source.shop, found.move.to) == ("Shop 0", None)
    assert 0 < found.move.low < found.move.gain < found.move.high <= found.move.amount


def test_no_move_without_a_difference_beyond_error(table: pd.DataFrame) -> None:
    found = output(_advertised(table, {"Shop 0": 0.5, "Shop 1": 0.5, "Shop 2": 0.5}))
    assert (found.move, found.untold) == (None, Message("diagnosis.output.untold.unsure"))


@pytest.mark.parametrize(("change", "why"), [
    (lambda table: table[table["shop"] == "Shop 0"], "shops"),
    (lambda table: table[table["month"] >= "2025-03"], "history"),
    (lambda table: table.drop(columns=["ad_sales"]), "history"),
    (lambda table: table[["month", "platform", "shop", "site", "currency", "sales", "units", "ad_spend"]], "profit"),
    (lambda table: table.assign(currency=np.where(table["shop"] == "Shop 0", "USD", "EUR")), "currency"),
])  # fmt: skip
def test_cannot_tell_says_why(table: pd.DataFrame, change: object, why: str) -> None:
    found = output(MonthlyFacts.of(change(table)))  # type: ignore[operator]
    assert (found.move, found.untold) == (None, Message(f"diagnosis.output.untold.{why}"))


def test_a_shop_without_numbers_is_left_out(table: pd.DataFrame) -> None:
    gap = table.copy()
    gap.loc[gap["shop"] == "Shop 2", ["sales", "ad_spend"]] = np.nan
    found = output(MonthlyFacts.of(gap), PEOPLE)
    assert "Shop 2" not in {one.name.shop for one in found.by_shop} | {one.segment.shop for one in found.spend}
