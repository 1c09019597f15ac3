"""The last word where nothing is lost: which shop moved most, or that the latest months tell another story."""

import pandas as pd
import pytest

from kpi_logic.diagnosis import change_between
from kpi_logic.diagnosis.board import board
from kpi_logic.diagnosis.watching import watch
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Message, Month, Segment

AFTER = tuple(Month(2025, m) for m in (10, 11, 12))
BEFORE = tuple(month - 12 for month in AFTER)


def _facts(**sales: list[float]) -> MonthlyFacts:
    months = pd.period_range("2024-01", periods=24, freq="M").astype(str)
    rows = [
        pd.DataFrame({"month": months, "shop": shop, "currency": "USD", "sales": told}) for shop, told in sales.items()
    ]
    return MonthlyFacts.of(pd.concat(rows))


def _said(facts: MonthlyFacts) -> Message:
    return watch(change_between(facts, "gmv", BEFORE, AFTER), board(facts))


def test_of_several_shops_the_one_that_moved_most_is_named() -> None:
    said = _said(_facts(A=[100.0] * 12 + [150.0] * 12, B=[100.0] * 12 + [90.0] * 12))
    assert said.key == "diagnosis.answer.watch_where"
    assert (said.facts["segment"], said.facts["by"].value) == (Segment(platform="", site="", shop="A"), 150.0)
    assert said.facts["share"].value == pytest.approx(150 / 120)


def test_one_shop_that_has_turned_since() -> None:
    said = _said(_facts(A=[100.0] * 12 + [200.0] * 9 + [150.0] * 3))
    assert (said.key, said.facts["change"].value) == ("diagnosis.answer.watch_down", pytest.approx(0.25))
    up = _said(_facts(A=[200.0] * 12 + [100.0] * 9 + [150.0] * 3))
    assert (up.key, up.facts["change"].value) == ("diagnosis.answer.watch_up", pytest.approx(0.5))


def test_where_both_agree_or_nothing_can_be_compared_nothing_is_added() -> None:
    assert _said(_facts(A=[100.0 + month for month in range(24)])).key == "diagnosis.answer.watch"
    assert watch(None, ()).key == "diagnosis.answer.watch"
