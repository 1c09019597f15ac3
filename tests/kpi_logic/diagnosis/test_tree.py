"""The profit tree: parents are made of their children."""

import pandas as pd
import pytest

from kpi_logic.diagnosis import TreeNode, profit_tree
from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import ProfitBasis


def _check(node: TreeNode) -> None:
    if node.join == "sum":
        assert node.now == pytest.approx(sum(child.sign * child.now for child in node.children))
    if node.join == "product":
        product = 1.0
        for child in node.children:
            product *= child.now
        assert node.now == pytest.approx(product)
    for child in node.children:
        _check(child)


def test_every_join_holds(table: pd.DataFrame) -> None:
    facts = MonthlyFacts.of(table)
    tree = profit_tree(facts, ProfitBasis.CONTRIBUTION, facts.months[-3:], facts.months[-15:-12])
    assert [root.code for root in tree.roots] == ["cm3"]
    _check(tree.roots[0])


def test_what_is_missing_is_named(table: pd.DataFrame) -> None:
    facts = MonthlyFacts.of(table.drop(columns="sessions").assign(gross_profit=table["sales"] * 0.3))
    tree = profit_tree(facts, ProfitBasis.GROSS, facts.months[-3:], facts.months[:3])
    nodes = {node.code: node for root in tree.roots for _, node in root.walk()}
    assert (nodes["sessions"].now, nodes["sessions"].missing) == (None, ("sessions",))
    assert (nodes["cvr"].now, nodes["cvr"].missing) == (None, ("sessions",))
    assert nodes["asp"].now is not None


def test_without_visits_sales_are_what_was_bought_at_its_price(table: pd.DataFrame) -> None:
    facts = MonthlyFacts.of(table.drop(columns="sessions"))
    tree = profit_tree(facts, ProfitBasis.SALES, facts.months[-3:], facts.months[:3])
    sales = tree.roots[0]
    assert [child.code for child in sales.children] == ["units", "asp"]
    assert sales.now == pytest.approx(sales.children[0].now * sales.children[1].now)
    assert [child.code for child in sales.children[0].children] == ["sessions", "cvr"], "what would tell more is named"


def test_a_file_of_orders_only_has_its_own_way_to_sales(table: pd.DataFrame) -> None:
    facts = MonthlyFacts.of(table[["month", "platform", "shop", "site", "currency", "sales", "orders"]])
    sales = profit_tree(facts, None, facts.months[-3:], facts.months[:3]).roots[0]
    assert [child.code for child in sales.children] == ["orders", "aov"]


@pytest.mark.parametrize("basis", [*ProfitBasis, None])
def test_every_basis_has_a_tree(table: pd.DataFrame, basis: ProfitBasis | None) -> None:
    facts = MonthlyFacts.of(table)
    assert profit_tree(facts, basis, facts.months[-3:], facts.months[:3]).roots
