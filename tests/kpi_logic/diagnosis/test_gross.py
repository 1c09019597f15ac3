"""What lies above a gross profit is split as far as the numbers tell, and by the usual shares where they do not."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.diagnosis.cube import Cube
from kpi_logic.diagnosis.gross import PRIOR, SPREAD, gross
from kpi_logic.facts import MonthlyFacts


def _cube(*, moved: bool, fee: float = 0.11, refund: float = 0.7, storage: float = 0.012, seed: int = 1) -> Cube:
    """Two shops whose price, returns and stock all stepped at some time, or never did."""
    rng = np.random.default_rng(seed)
    frames = []
    for shop in range(2):
        months = 30
        late = (np.arange(months) >= 20 + shop) * float(moved)
        units = 1000 * np.exp(rng.normal(0, 0.1, months))
        price = 20 * (1 - 0.15 * (np.arange(months) >= 12) * moved) * np.exp(rng.normal(0, 0.002, months))
        rate = 0.05 * (1 + 2 * late)
        stock = 30_000 * (1 + 1.5 * (np.arange(months) >= 8) * moved) * np.exp(rng.normal(0, 0.02, months))
        sales = units * price
        costs = fee * sales + refund * sales * rate + storage * stock + 6 * units * np.exp(rng.normal(0, 0.003, months))
        frames.append(pd.DataFrame({
            "month": pd.period_range("2023-01", periods=months, freq="M").astype(str), "shop": f"S{shop}",
            "currency": "USD", "units": units, "sales": sales, "gross_profit": sales - costs,
            "returned_units": units * rate, "inventory_value": stock,
        }))  # fmt: skip
    return Cube.of(MonthlyFacts.of(pd.concat(frames)))


def test_what_moved_tells_its_own_share() -> None:
    found = gross(_cube(moved=True))
    assert found.fee == pytest.approx(0.11, abs=3 * found.sd[0] + 0.01)
    assert found.refund == pytest.approx(0.7, abs=0.12)
    assert found.storage == pytest.approx(0.012, abs=0.0025)
    assert (np.array(found.sd) < SPREAD).all()


def test_what_never_moved_keeps_the_usual_share_and_its_doubt() -> None:
    found = gross(_cube(moved=False))
    assert found.refund == pytest.approx(PRIOR[1], abs=0.15)
    assert found.sd[1] > 0.5 * SPREAD[1]


def test_what_is_left_is_the_goods() -> None:
    cube = _cube(moved=True)
    left = gross(cube).cleared(cube) / cube.get("units")
    assert np.ptp(left) / left.mean() < 0.2
    assert left.mean() == pytest.approx(6.0, rel=0.12)


def test_without_enough_months_the_usual_shares_hold() -> None:
    facts = MonthlyFacts.of(pd.DataFrame({"month": ["2025-01"], "shop": "A", "sales": [10.0], "gross_profit": [4.0]}))
    found = gross(Cube.of(facts))
    assert (found.fee, found.refund, found.storage) == tuple(PRIOR)
