"""A month that is not over is told from a bad month."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.diagnosis.cube import Cube
from kpi_logic.diagnosis.partial import FLOWS, is_partial
from kpi_logic.facts import MonthlyFacts


def _last(table: pd.DataFrame, factor: float, columns: list[str]) -> Cube:
    changed = table.copy()
    changed.loc[changed["month"] == "2025-12", columns] *= factor
    return Cube.of(MonthlyFacts.of(changed))


@pytest.mark.parametrize("factor", [0.2, 0.5, 0.6])
def test_all_flows_short_alike_is_a_part_month(table: pd.DataFrame, factor: float) -> None:
    assert is_partial(_last(table, factor, list(FLOWS)))


def test_a_bad_month_is_none(table: pd.DataFrame) -> None:
    assert not is_partial(_last(table, 0.5, ["units", "orders", "sales"]))
    assert not is_partial(_last(table, 1.0, []))


def test_a_season_is_none(table: pd.DataFrame) -> None:
    seasonal = table.copy()
    seasonal.loc[seasonal["month"].isin(["2024-12", "2025-12"]), list(FLOWS)] *= 0.5
    assert not is_partial(Cube.of(MonthlyFacts.of(seasonal)))


def test_one_shop_short_is_none(table: pd.DataFrame) -> None:
    one = table.copy()
    one.loc[(one["month"] == "2025-12") & (one["shop"] == "Shop 0"), list(FLOWS)] *= np.float64(0.4)
    assert not is_partial(Cube.of(MonthlyFacts.of(one)))
