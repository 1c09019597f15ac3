"""Potentials: what has been reached before or elsewhere, apart from what went wrong."""

import numpy as np
import pandas as pd

from kpi_logic.diagnosis import diagnose
from kpi_logic.diagnosis.cube import Cube
from kpi_logic.diagnosis.potential import potentials
from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import ProfitBasis


def _four(table: pd.DataFrame) -> pd.DataFrame:
    """Three shops of one platform, of which the third sends more back."""
    one = table.assign(platform="Amazon")
    poor = one["shop"] == "Shop 2"
    one.loc[poor, ["returned_units", "refund_amt", "return_cost"]] *= 3
    return one


def test_a_shop_worse_than_the_others_has_a_potential_but_no_bottleneck(table: pd.DataFrame) -> None:
    found = diagnose(MonthlyFacts.of(_four(table)))
    assert found.bottlenecks == ()
    first = found.potentials[0]
    assert (first.rank, first.kpi, first.segment.shop, first.reference_kind) == (
        1,
        "return_rate",
        "Shop 2",
        "other_shops",
    )
    assert first.money_low < first.money_per_month < first.money_high
    assert round(first.current, 2) == 0.15
    assert round(first.reference, 2) == 0.05


def test_platforms_are_not_held_against_each_other(table: pd.DataFrame) -> None:
    apart = _four(table)
    apart["platform"] = apart["shop"].map({"Shop 0": "Amazon", "Shop 1": "Shopee", "Shop 2": "Lazada"})
    assert [p for p in diagnose(MonthlyFacts.of(apart)).potentials if p.reference_kind == "other_shops"] == []


def test_better_months_of_its_own_are_a_reference(table: pd.DataFrame) -> None:
    cube = Cube.of(MonthlyFacts.of(table))
    cube.values["ad_spend"][0] *= np.where(np.arange(24) % 8 < 4, 0.75, 1.1)  # swings that are nothing new
    cube.values["ad_spend"][0, -3:] *= 1.15
    found = potentials(cube, ProfitBasis.CONTRIBUTION, 0.12)
    assert [(p.kpi, p.segment.shop, p.reference_kind) for p in found] == [("acos", "Shop 0", "own_best_quartile")]
    assert found[0].reference < found[0].current


def test_a_bottleneck_is_not_told_twice(table: pd.DataFrame) -> None:
    worse = _four(table)
    late = (worse["shop"] == "Shop 2") & (worse["month"] >= "2025-06")
    worse.loc[late, ["returned_units", "refund_amt", "return_cost"]] *= 2
    found = diagnose(MonthlyFacts.of(worse))
    assert [b.kpi for b in found.bottlenecks] == ["return_rate"]
    assert [p for p in found.potentials if p.kpi == "return_rate"] == []


def test_a_quiet_seller_has_no_potential(table: pd.DataFrame) -> None:
    assert diagnose(MonthlyFacts.of(table)).potentials == ()
