"""Splits by potential close like every other, follow the numbers they are given, and share jointly owned shops."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Organisation, Person, Target
from kpi_logic.targets.cascade import cascade, closes
from kpi_logic.targets.sharing import person_weights, shop_potential

SHOPS = ("A", "B", "C")
TARGET = Target(id="t", kpi="gmv", first="2026-01", last="2026-03", value=1000.0)
NUMBERS = st.floats(-1e6, 1e9, allow_nan=False)


def staff(count: int, shops: list[set[str]]) -> tuple[Person, ...]:
    return tuple(Person(id=f"p{i}", name=f"p{i}", department="XY"[i % 2], shops=tuple(shops[i])) for i in range(count))


@st.composite
def cases(draw: st.DrawFn) -> tuple[float, float, tuple[Person, ...], dict[str, float], dict[str, dict[str, float]]]:
    count = draw(st.integers(1, 6))
    people = staff(count, [draw(st.sets(st.sampled_from(SHOPS))) for _ in range(count)])
    potential = {shop: draw(NUMBERS) for shop in SHOPS} | ({"p0": draw(NUMBERS)} if draw(st.booleans()) else {})
    shares = {
        shop: {one.id: draw(st.floats(0, 100)) for one in people} for shop in draw(st.sets(st.sampled_from(SHOPS)))
    }
    return draw(st.integers(0, 10**11)) / 100, draw(st.integers(0, 10**7)) / 100, people, potential, shares


@settings(deadline=None)
@given(cases())
def test_a_split_by_potential_closes_to_the_cent(case: tuple) -> None:
    value, buffer, people, potential, joint = case
    target = TARGET.model_copy(update={"value": value})
    plan = cascade(target, people, "potential", buffer=buffer, joint=joint, potential=potential)
    exact = sum((Decimal(repr(share.amount)) for share in plan.people), Decimal(0))
    assert exact == Decimal(repr(value)) + Decimal(repr(buffer))
    assert closes(plan, value, Organisation(people=people))


@settings(deadline=None)
@given(cases())
def test_all_that_the_owned_shops_could_make_is_shared_out(case: tuple) -> None:
    _, _, people, potential, joint = case
    weights = person_weights(people, potential, joint)
    others = [one for one in people if one.id not in potential]
    owned = [shop for shop in SHOPS if any(not one.shops or shop in one.shops for one in others)]
    expected = sum(max(potential[name], 0.0) for name in (*owned, *(one.id for one in people if one.id in potential)))
    assert min(weights) >= 0
    assert sum(weights) == pytest.approx(expected)


def test_a_number_of_ones_own_goes_before_the_shops() -> None:
    people = staff(2, [{"A"}, {"A", "B"}])
    assert person_weights(people, {"A": 60.0, "B": 40.0, "p1": 7.0}, {}) == [60.0, 7.0]


def test_without_numbers_it_is_refused() -> None:
    with pytest.raises(ValueError, match="a split by potential needs a number for each shop or person"):
        cascade(TARGET, staff(1, [set()]), "potential")


def test_potential_is_the_shops_own_outlook_and_its_gap() -> None:
    months = pd.period_range("2024-01", periods=24, freq="M").astype(str)
    dice = np.random.default_rng(2)
    rows = [(month, shop, level * dice.normal(1, 0.03)) for shop, level in (("A", 1e5), ("B", 3e5)) for month in months]
    rows.append(("2025-12", "C", 5e4))
    facts = MonthlyFacts.of(pd.DataFrame(rows, columns=["month", "shop", "sales"]))
    plain = shop_potential(TARGET, facts)
    assert plain == pytest.approx({"A": 3e5, "B": 9e5, "C": 1.5e5}, rel=0.05)
    more = shop_potential(TARGET, facts, {"A": 1e4, "B": -5e4})
    assert more == pytest.approx(plain | {"A": plain["A"] + 3e4})
