"""What goes along with sales is taken out of ad spend, and what is not known for sure widens the money."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.diagnosis.cube import Cube
from kpi_logic.diagnosis.find import valued
from kpi_logic.diagnosis.identity import Identity, ads_apart
from kpi_logic.diagnosis.leaf import Effect
from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import ProfitBasis


@pytest.mark.parametrize("elasticity", [0.0, 0.5, 1.0])
def test_spend_that_follows_sales_is_flat_apart_from_them(table: pd.DataFrame, elasticity: float) -> None:
    along = table.assign(ad_spend=3 * table["sales"] ** elasticity)
    apart = ads_apart(Cube.of(MonthlyFacts.of(along)), elasticity)
    assert apart == pytest.approx(np.full(apart.shape, 3.0))


def test_spend_without_sales_is_not_told(table: pd.DataFrame) -> None:
    table = table.assign(sales=table["sales"].mask(table["month"] == "2024-03", 0.0))
    apart = ads_apart(Cube.of(MonthlyFacts.of(table)), 1.0)
    assert np.isnan(apart[:, 2]).all()
    assert np.isfinite(np.delete(apart, 2, axis=1)).all()


def test_stock_is_valued_less_surely_where_storage_is_an_estimate(table: pd.DataFrame) -> None:
    lean = table.assign(gross_profit=table["sales"] * 0.4).drop(columns=["cogs", "storage_fee"])
    widths = []
    for facts, basis in ((table, ProfitBasis.CONTRIBUTION), (lean, ProfitBasis.GROSS)):
        cube = Cube.of(MonthlyFacts.of(facts))
        identity = Identity.of(cube, np.arange(21, 24), basis, 0.12)
        money = valued(identity, {(Effect.STOCK, "inventory_value"): np.full((400, 3), -0.3)})
        low, middle, high = np.quantile(money, (0.1, 0.5, 0.9))
        widths.append((high - low) / middle)
    sure, estimated = widths
    assert sure < 0.5 < estimated
