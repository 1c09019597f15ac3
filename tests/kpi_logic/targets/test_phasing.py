"""A target's months sum to it to the cent, follow the season, and keep what was set by hand."""

from decimal import Decimal

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import ALL, Month, Target
from kpi_logic.targets.outlook import Outlook, outlook
from kpi_logic.targets.phasing import move_phase, phased, profile

SEASON = 1 + 0.5 * (np.arange(36) % 12 == 10)
"""Three years from January whose Novembers sell half as much again."""


def sales(values: np.ndarray) -> MonthlyFacts:
    months = pd.period_range("2023-01", periods=len(values), freq="M").astype(str)
    return MonthlyFacts.of(pd.DataFrame({"month": months, "shop": "A", "sales": values}))


def view_of(kpi: str = "gmv", months: int = 12) -> Outlook:
    dice = np.random.default_rng(1)
    facts = sales(1e6 * SEASON * dice.normal(1, 0.03, 36))
    return outlook(facts, kpi_library()[kpi], ALL, Month(2026, 1), Month(2026, 1) + (months - 1))


VIEW = view_of()


def target(value: float, **update: object) -> Target:
    return Target(id="t", kpi="gmv", first="2026-01", last="2026-12", value=value).model_copy(update=update)


def cents(parts: tuple[float, ...]) -> Decimal:
    return sum((Decimal(repr(part)) for part in parts), Decimal(0))


@settings(deadline=None)
@given(st.integers(-(10**10), 10**12))
def test_months_sum_to_the_target_to_the_cent(value: int) -> None:
    parts = phased(target(value / 100), VIEW)
    assert len(parts) == 12
    assert cents(parts) == Decimal(repr(value / 100))


@settings(deadline=None)
@given(st.integers(1, 10**11), st.integers(0, 11), st.floats(0, 1e9), st.integers(1, 10**11))
def test_a_month_set_by_hand_keeps_the_sum_and_follows_a_new_target(
    value: int, which: int, amount: float, later: int
) -> None:
    parts = move_phase(phased(target(value / 100), VIEW), which, round(amount, 2), 0.01)
    assert cents(parts) == Decimal(repr(value / 100))
    assert parts[which] == min(round(amount, 2), value / 100)
    assert phased(target(value / 100, phases=parts), VIEW) == parts or not any(parts)
    assert cents(phased(target(later / 100, phases=parts), VIEW)) == Decimal(repr(later / 100))


def test_the_profile_is_the_season_of_the_history() -> None:
    shares = np.array(profile(VIEW))
    assert shares.sum() == 1 or abs(shares.sum() - 1) < 1e-12
    assert shares.argmax() == 10
    others = np.delete(shares, 10)
    assert 1.3 < shares[10] / others.mean() < 1.6


def test_without_a_forecast_the_months_are_equal() -> None:
    short = outlook(sales(np.ones(3)), kpi_library()["gmv"], ALL, Month(2023, 4), Month(2023, 6))
    assert short.forecast is None
    parts = phased(target(100.0, first="2023-04", last="2023-06"), short)
    assert parts == (33.34, 33.33, 33.33)


def test_ratios_have_no_parts() -> None:
    facts = sales(np.linspace(90, 110, 12))
    facts = MonthlyFacts.of(facts.table.assign(units=10.0))
    view = outlook(facts, kpi_library()["asp"], ALL, Month(2024, 1), Month(2024, 3))
    assert phased(Target(id="t", kpi="asp", first="2024-01", last="2024-03", value=10.0), view) == ()


def test_the_drag_holds_every_level_and_the_present_value() -> None:
    rungs = VIEW.ladder(1.0)
    assert rungs[0] == 1.0
    assert set(map(VIEW.rounded, VIEW.levels or ())) <= set(rungs)
    assert list(rungs) == sorted(set(rungs))
    odds = [VIEW.judged(rung).probability for rung in rungs]
    assert odds == sorted(odds, reverse=True)
    assert (odds[0], round(odds[-1] or 0, 2)) == (0.99, 0.01)


def test_an_event_counts_by_itself_only_where_its_dates_are_known() -> None:
    facts = sales(1e6 * SEASON * np.random.default_rng(1).normal(1, 0.03, 36))
    plain, with_sale, unknown = (
        outlook(facts, kpi_library()["gmv"], ALL, Month(2026, 11), Month(2026, 11), event=event).interval80
        for event in ("", "black_friday", "prime_day")
    )
    assert unknown == plain
    assert with_sale is not None
    assert plain is not None
    assert with_sale[1] > plain[1] * 0.98
