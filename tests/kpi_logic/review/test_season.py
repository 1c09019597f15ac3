"""The season told apart from growth; silent where it cannot be."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.review.season import season_between, seasonal_index


def history(growth: float, lift: float, months: int = 36) -> pd.Series:
    index = pd.period_range("2024-01", periods=months, freq="M")
    season = np.where([period.month in (11, 12) for period in index], 1 + lift, 1.0)
    return pd.Series(1e5 * (1 + growth) ** np.arange(months) * season, index)


@given(st.floats(-0.02, 0.03), st.floats(0, 0.8), st.integers(24, 48))
def test_growth_is_not_taken_for_season(growth: float, lift: float, months: int) -> None:
    found = season_between(history(growth, lift, months), (7, 8, 9), (11, 12))
    assert found == pytest.approx(lift, abs=0.06 + 0.12 * lift)


def test_quarters_of_one_season_are_alike() -> None:
    assert season_between(history(0.02, 0.5), (1, 2, 3), (4, 5, 6)) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    "series", [history(0, 0.5, 23), history(0, 0.5) - 1.2e5, history(0, 0.5).where(lambda x: x.index.month != 7)]
)
def test_less_than_two_years_negative_values_or_a_month_never_seen_cannot_be_told(series: pd.Series) -> None:
    assert season_between(series, (1,), (2,)) is None


def test_the_index_averages_one() -> None:
    index = seasonal_index(history(0.01, 0.4))
    assert index is not None
    assert sorted(index) == list(range(1, 13))
    assert sum(index.values()) == pytest.approx(12)
