"""Rate apart from mix."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.diagnosis import ratio_change
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.model import Month

CVR = kpi_library()["cvr"]


def _facts(numbers: dict[str, list[tuple[float, float]]]) -> MonthlyFacts:
    rows = [
        {"month": f"2025-0{i + 1}", "shop": shop, "currency": "USD", "units": units, "sessions": sessions}
        for shop, months in numbers.items()
        for i, (units, sessions) in enumerate(months)
    ]
    return MonthlyFacts.of(pd.DataFrame(rows))


def test_every_shop_better_and_the_whole_worse_is_named() -> None:
    facts = _facts({"A": [(1200, 10_000), (605, 5_000)], "B": [(800, 10_000), (1230, 15_000)]})
    change = ratio_change(facts, CVR, [Month(2025, 1)], [Month(2025, 2)])
    assert change is not None
    assert change.simpson
    assert (change.before, change.after) == (0.1, 0.09175)
    assert change.rate == pytest.approx(0.375 * 0.001 + 0.625 * 0.002)
    assert change.rate + change.mix == pytest.approx(change.after - change.before, abs=1e-15)


def test_a_shop_that_opens_is_mix_altogether() -> None:
    rows = [("2025-01", "A", 100, 1000), ("2025-02", "A", 100, 1000), ("2025-02", "B", 300, 1000)]
    table = pd.DataFrame(rows, columns=["month", "shop", "units", "sessions"]).assign(currency="USD")
    change = ratio_change(MonthlyFacts.of(table), CVR, [Month(2025, 1)], [Month(2025, 2)])
    assert change is not None
    assert (change.rate, round(change.mix, 12), change.simpson) == (0.0, 0.1, False)
    assert [part.before for part in change.parts] == [0.1, None]


def test_no_sessions_cannot_be_told() -> None:
    facts = _facts({"A": [(10, 0), (10, 100)]})
    assert ratio_change(facts, CVR, [Month(2025, 1)], [Month(2025, 2)]) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 2, *[st.integers(1, 10**6)] * 2), min_size=1, max_size=5))
def test_rate_and_mix_sum_to_the_change(shops: list[tuple[int, int, int, int]]) -> None:
    facts = _facts({f"S{i}": [(u0, s0), (u1, s1)] for i, (u0, u1, s0, s1) in enumerate(shops)})
    change = ratio_change(facts, CVR, [Month(2025, 1)], [Month(2025, 2)])
    assert change is not None
    size = max(change.before, change.after, 1.0, *(abs(p.rate) + abs(p.mix) for p in change.parts))
    assert abs(change.rate + change.mix - (change.after - change.before)) <= 1e-9 * size
