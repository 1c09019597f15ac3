"""The KPI board tells a move from noise."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.diagnosis.board import Verdict, board, verdict
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Direction


def _series(values: np.ndarray) -> pd.Series:
    return pd.Series(values, index=pd.period_range("2024-01", periods=len(values), freq="M"))


@pytest.mark.parametrize(
    ("factor", "direction", "expected"),
    [
        (1.0, Direction.HIGHER, Verdict.STEADY),
        (1.3, Direction.HIGHER, Verdict.IMPROVING),
        (0.7, Direction.HIGHER, Verdict.WORSENING),
        (1.3, Direction.LOWER, Verdict.WORSENING),
    ],
)
def test_verdict(factor: float, direction: Direction, expected: Verdict) -> None:
    values = 0.1 * np.exp(np.random.default_rng(0).normal(0, 0.03, 24))
    values[-3:] *= factor
    assert verdict(_series(values), direction) is expected


def test_few_months_and_missing_ones_cannot_be_told() -> None:
    assert verdict(_series(np.array([1.0, 2.0, 3.0])), Direction.HIGHER) is Verdict.CANNOT_TELL
    assert verdict(_series(np.array([*np.ones(12), np.nan])), Direction.HIGHER) is Verdict.CANNOT_TELL


def test_a_season_that_repeats_is_steady() -> None:
    season = 1 + 0.5 * np.sin(2 * np.pi * np.arange(24) / 12)
    assert verdict(_series(season), Direction.HIGHER) is Verdict.STEADY


def test_windows_are_sums_of_parts(table: pd.DataFrame) -> None:
    rows = {row.kpi: row for row in board(MonthlyFacts.of(table))}
    late = table[table["month"] >= "2025-10"]
    assert rows["gmv"].recent == pytest.approx(late["sales"].sum() / 3)
    assert rows["cvr"].recent == pytest.approx(late["units"].sum() / late["sessions"].sum())
    year = table[table["month"].between("2024-10", "2024-12")]
    assert rows["cvr"].change_year == pytest.approx(rows["cvr"].recent - year["units"].sum() / year["sessions"].sum())
    assert len(rows["gmv"].series) == 24
