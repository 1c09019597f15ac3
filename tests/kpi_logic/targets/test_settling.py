"""A period that has begun: what happened is known, only the rest is uncertain."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import ALL, Month
from kpi_logic.targets import attainment
from kpi_logic.targets.attaining import judged_forecast
from kpi_logic.targets.opinion import plain_view
from kpi_logic.targets.outlook import Outlook, outlook
from kpi_logic.targets.phasing import profile
from kpi_logic.targets.settling import settled

DICE = np.random.default_rng(4)
VALUES = pd.Series(1000 * DICE.normal(1, 0.1, 20).round(3), pd.period_range("2024-01", periods=20, freq="M"))


def view_of(first: Month, last: Month, values: pd.Series = VALUES, kpi: str = "gmv") -> Outlook:
    rows = pd.DataFrame({"month": values.index.astype(str), "shop": "A", "sales": values.to_numpy()})
    return outlook(MonthlyFacts.of(rows), kpi_library()[kpi], ALL, first, last)


def test_known_months_stand_in_every_future() -> None:
    view = view_of(Month(2025, 7), Month(2025, 12))
    assert view.known == tuple(VALUES.iloc[-2:])
    assert view.partly_known
    assert view.usable_months == 20
    assert view.known_value == pytest.approx(VALUES.iloc[-2:].sum())
    assert view.forecast is not None
    assert (view.forecast.paths[:, :2] == VALUES.iloc[-2:].to_numpy()).all()
    alone = judged_forecast(VALUES, list(pd.period_range("2025-09", "2025-12", freq="M")))
    assert alone is not None
    assert (view.forecast.paths[:, 2:] == alone.paths).all()


def test_the_range_narrows_as_months_become_known() -> None:
    before = view_of(Month(2025, 7), Month(2025, 12), VALUES.iloc[:-2])
    after = view_of(Month(2025, 7), Month(2025, 12))
    assert before.interval80 is not None
    assert after.interval80 is not None
    assert after.interval80[2] - after.interval80[0] < before.interval80[2] - before.interval80[0]
    assert sum(profile(after)) == pytest.approx(1)
    second = plain_view(after)
    assert second is not None
    assert second.middle == pytest.approx(6000, rel=0.1)
    assert second.months == 20


def test_a_period_that_is_over_keeps_what_could_have_been_said() -> None:
    view = view_of(Month(2025, 7), Month(2025, 8))
    before = view_of(Month(2025, 7), Month(2025, 8), VALUES.iloc[:-2])
    assert not view.partly_known
    assert view.known_value == pytest.approx(VALUES.iloc[-2:].sum())
    assert view.interval80 == before.interval80
    assert view.usable_months == 18


@pytest.mark.parametrize(
    ("target", "direction", "aggregate", "odds"),
    [
        (1.0, "higher", "sum", 1.0),
        (1e6, "higher", "sum", 0.0),
        (1e6, "lower", "sum", 1.0),
        (1.0, "higher", "each", 1.0),
        ([1.0, 1e6], "higher", "each", 0.0),
    ],
)
def test_where_all_is_known_the_odds_are_certain(target, direction: str, aggregate: str, odds: float) -> None:  # type: ignore[no-untyped-def]
    assert attainment(VALUES, list(VALUES.index[-2:]), target, direction, aggregate) == odds


def test_a_known_month_that_missed_settles_every_month() -> None:
    periods = list(pd.period_range("2025-08", "2025-10", freq="M"))
    assert attainment(VALUES, periods, float(VALUES.iloc[-1]) + 1, "higher", "each") == 0.0
    open_ = attainment(VALUES, periods, float(VALUES.iloc[-1]) - 1, "higher", "each")
    assert open_ is not None
    assert 0 < open_ < 1


def test_a_total_counts_only_what_is_still_needed() -> None:
    periods = list(pd.period_range("2025-08", "2025-10", freq="M"))
    goal = 3000.0
    whole = attainment(VALUES, periods, goal, "higher", "sum")
    rest = attainment(VALUES, periods[1:], goal - float(VALUES.iloc[-1]), "higher", "sum")
    assert whole == rest


def test_the_first_gap_ends_what_is_known() -> None:
    holey = VALUES.copy()
    holey.iloc[-2] = np.nan
    assert settled(holey, list(holey.index[-3:])) == (holey.iloc[-3],)
    assert settled(holey, list(holey.index[-2:])) == ()
