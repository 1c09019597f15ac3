"""Rates counted on few cases: the noise of counting is in the history and ahead; many cases change nothing."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import ALL, Month
from kpi_logic.targets import attainment, forecast
from kpi_logic.targets.cases import cases_of, is_counted
from kpi_logic.targets.counting import read_counts
from kpi_logic.targets.history import read_history
from kpi_logic.targets.outlook import outlook

INDEX = pd.period_range("2025-01", periods=12, freq="M")
AHEAD = list(pd.period_range("2026-01", periods=3, freq="M"))
LIBRARY = kpi_library()


def counted(cases: int, share: float = 0.1, seed: int = 0) -> tuple[pd.Series, pd.Series]:
    hits = np.random.default_rng(seed).binomial(cases, share, 12)
    return pd.Series(hits / cases, INDEX), pd.Series(float(cases), INDEX)


def width(rates: pd.Series, cases: pd.Series | None) -> float:
    low, high = forecast(rates, AHEAD, (0.1, 0.9), kind="rate", counts=cases).quantiles[0]
    return float(high - low)


def test_few_cases_widen_the_range_and_many_do_not() -> None:
    rates, cases = pd.Series(0.1 + 0.03 * np.cos(np.arange(12.0)), INDEX), pd.Series(1e6, INDEX)
    assert width(rates, cases) == pytest.approx(width(rates, None), rel=0.1)
    widths = [width(*counted(size)) for size in (20, 200, 2000)]
    assert widths == sorted(widths, reverse=True)


def test_months_without_a_hit_are_nothing_odd() -> None:
    rates = pd.Series([0.0, 0.1, 0.0, 0.1, 0.1, 0.0, 0.1, 0.0], INDEX[:8])
    view = forecast(rates, [INDEX[7] + 1], (0.1, 0.5, 0.9), kind="rate", counts=pd.Series(10.0, INDEX[:8]))
    assert "zeros" not in {flag.code for flag in view.flags}
    assert set(np.unique(np.rint(view.paths * 10))) <= set(range(11))
    assert view.quantiles[0, 2] >= 0.1


def test_the_same_input_gives_the_same_output() -> None:
    rates, cases = counted(60)
    one, two = (forecast(rates, AHEAD, (0.5,), kind="rate", counts=cases).paths for _ in range(2))
    assert (one == two).all()


def test_planned_cases_count_ahead() -> None:
    rates, cases = counted(50)
    more = pd.concat([cases, pd.Series(5000.0, pd.PeriodIndex(AHEAD, freq="M"))])
    assert width(rates, more) < width(rates, cases)
    assert read_counts(more, read_history(rates), 4).ahead.tolist() == [5000, 5000, 5000, 50]


def test_counts_are_refused_where_they_do_not_belong() -> None:
    rates, cases = counted(50)
    with pytest.raises(ValueError, match="counts belong to a rate; kind is 'positive'"):
        forecast(rates, AHEAD, (0.5,), counts=cases)
    with pytest.raises(ValueError, match="counts needs 1 or more for every known month"):
        forecast(rates, AHEAD, (0.5,), kind="rate", counts=cases.iloc[1:])


def test_which_kpis_are_counted() -> None:
    assert [
        code for code in ("cvr", "acos", "gmv", "gross_margin", "inv_days") if is_counted(LIBRARY[code], LIBRARY)
    ] == ["cvr"]


def test_the_outlook_counts_where_cases_are_few() -> None:
    units = np.random.default_rng(3).binomial(120, 0.08, 12)
    rows = pd.DataFrame({"month": INDEX.astype(str), "shop": "A", "units": units, "sessions": 120})
    facts = MonthlyFacts.of(rows)
    view = outlook(facts, LIBRARY["cvr"], ALL, Month(2026, 1), Month(2026, 1))
    assert view.forecast is not None
    assert np.allclose(np.rint(view.forecast.paths * 120), view.forecast.paths * 120)
    many = MonthlyFacts.of(rows.assign(units=units * 100, sessions=12_000))
    assert cases_of(many, LIBRARY["cvr"], view.history, LIBRARY) is None
    rates = pd.Series(units / 120, INDEX)
    same = attainment(rates, [INDEX[-1] + 1], 0.08, "higher", "each", kind="rate", counts=pd.Series(120.0, INDEX))
    assert view.judged(0.08).probability == same
