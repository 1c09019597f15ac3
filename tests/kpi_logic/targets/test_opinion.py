"""The second opinion agrees where trend and calendar are all there is, and says so where it does not."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import ALL, Month
from kpi_logic.targets.opinion import plain_view
from kpi_logic.targets.outlook import Outlook, outlook


def view_of(values: np.ndarray, months: int = 3) -> Outlook:
    index = pd.period_range("2023-01", periods=len(values), freq="M")
    facts = MonthlyFacts.of(pd.DataFrame({"month": index.astype(str), "shop": "A", "sales": values}))
    first = Month(2023, 1) + len(values)
    return outlook(facts, kpi_library()["gmv"], ALL, first, first + (months - 1))


def test_a_steady_trend_is_read_off() -> None:
    dice = np.random.default_rng(2)
    found = plain_view(view_of(1e5 * 1.02 ** np.arange(24) * dice.normal(1, 0.01, 24)))
    assert found is not None
    assert found.trend == pytest.approx(0.02, abs=0.002)
    assert found.seasonal
    expected = 1e5 * 1.02 ** np.arange(24, 27)
    assert found.middle == pytest.approx(expected.sum(), rel=0.03)
    assert found.robust == pytest.approx(found.middle, rel=0.03)


def test_both_opinions_stand_side_by_side() -> None:
    view = view_of(1e5 * np.random.default_rng(3).normal(1, 0.05, 24))
    found = plain_view(view)
    assert found is not None
    opinion = found.on(view.judged(view.interval80[1]))  # type: ignore[index]
    assert opinion is not None
    assert 0.3 < opinion.probability < 0.7
    assert not opinion.apart
    assert opinion.sentence.key == "target.opinion.close"


def test_a_jump_sets_them_apart() -> None:
    """After a jump the plain trend runs on past the new level, which the main method sees."""
    jump = 1e5 * np.where(np.arange(24) < 18, 1.0, 2.0) * np.random.default_rng(4).normal(1, 0.03, 24)
    view = view_of(jump)
    found = plain_view(view)
    assert found is not None
    opinion = found.on(view.judged(2e5 * 3))
    assert opinion is not None
    assert opinion.apart
    assert opinion.sentence.key == "target.opinion.apart"


def test_one_wild_month_moves_huber_less_than_ridge() -> None:
    values = 1e5 * np.random.default_rng(6).normal(1, 0.02, 24)
    values[20] *= 6
    found = plain_view(view_of(values))
    assert found is not None
    assert abs(found.robust - 3e5) < abs(found.middle - 3e5)


def test_losses_are_judged_on_their_own_scale() -> None:
    facts = MonthlyFacts.of(
        pd.DataFrame(
            {
                "month": pd.period_range("2023-01", periods=12, freq="M").astype(str),
                "shop": "A",
                "gross_profit": np.linspace(-500.0, 600.0, 12),
            }
        )
    )
    found = plain_view(outlook(facts, kpi_library()["gross_profit"], ALL, Month(2024, 1), Month(2024, 1)))
    assert found is not None
    assert found.trend > 50


def test_too_short_or_nothing_to_judge() -> None:
    assert plain_view(view_of(np.ones(5))) is None
    constant = plain_view(view_of(np.full(8, 7.0)))
    assert constant is not None
    assert constant.middle == pytest.approx(21.0)
    assert not constant.seasonal
