"""Process leads result: found with its lag and sign, refused where the numbers cannot tell."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from kpi_logic.diagnosis import Lead, leads
from kpi_logic.diagnosis.lead import HELD, _discovered, _ridge, lead_results
from kpi_logic.facts import MonthlyFacts
from kpi_logic.model import Kind
from kpi_logic.text import catalog

Make = Callable[..., pd.DataFrame]


def _answered(table: pd.DataFrame, lag: int = 1, effect: float = 2.5, seed: int = 3) -> MonthlyFacts:
    """Conversion follows the share of messages answered within a day, *lag* months later."""
    rng = np.random.default_rng(seed)
    parts = []
    for _, shop in table.groupby("shop"):
        share = np.clip(0.8 + rng.normal(0, 0.05, len(shop)), 0.3, 1.0)
        moved = np.exp(effect * (np.concatenate([share[:1].repeat(lag), share[: len(shop) - lag]]) - 0.8))
        parts.append(shop.assign(msgs=1000.0, msgs_24h=np.round(1000 * share), tasks_plan=100.0,
                                 tasks_done=np.round(70 + rng.normal(0, 5, len(shop))), units=shop["units"] * moved,
                                 sales=shop["sales"] * moved))  # fmt: skip
    return MonthlyFacts.of(pd.concat(parts))


def _of(found: tuple[Lead, ...], result: str) -> list[tuple[str, int, bool]]:
    return [(lead.process, lead.lag, lead.effect > 0) for lead in found if lead.result == result]


@pytest.mark.parametrize("lag", [0, 1, 2])
def test_a_lead_is_found_with_its_lag_and_sign(table: pd.DataFrame, lag: int) -> None:
    found = leads(_answered(table, lag))
    assert found.enough
    assert _of(found.found, "cvr") == [("resp24", lag, True)]
    assert {lead.process for lead in found.found} == {"resp24"}


def test_one_shop_with_two_years_tells_a_strong_lead(make_seller: Make) -> None:
    found = leads(_answered(make_seller(months=36, shops=1)))
    assert _of(found.found, "cvr") == [("resp24", 1, True)]


def test_one_shop_below_two_years_is_not_told_because_of_its_season(make_seller: Make) -> None:
    found = leads(_answered(make_seller(months=20, shops=1)))
    assert (found.enough, found.tried, found.found) == (True, 0, ())


def test_below_twelve_months_nothing_is_told(make_seller: Make) -> None:
    found = leads(_answered(make_seller(months=11)))
    assert (found.enough, found.months, found.tried, found.found) == (False, 11, 0, ())


def test_without_process_kpis_the_missing_ones_are_named(table: pd.DataFrame) -> None:
    bare = table[["month", "platform", "shop", "site", "currency", "sales", "units", "sessions"]]
    found = leads(MonthlyFacts.of(bare))
    assert (found.processes, found.tried) == ((), 0)
    assert found.missing[:2] == ("task_rate", "resp24")


def test_a_kpi_never_leads_what_it_is_made_of(table: pd.DataFrame) -> None:
    found = leads(MonthlyFacts.of(table))  # promotion depth is a share of sales, and so are most results
    assert found.processes == ("promo_depth",)
    assert {lead.result for lead in found.found} <= {"acos", "instock", "lsr"}


def test_a_constant_process_says_nothing(table: pd.DataFrame) -> None:
    still = _answered(table).table.assign(msgs_24h=800.0, tasks_done=70.0)
    assert leads(MonthlyFacts.of(still)).found == ()


def test_the_sentence_says_swing_lag_and_effect(table: pd.DataFrame) -> None:
    lead = next(lead for lead in leads(_answered(table)).found if lead.result == "cvr")
    assert 0.03 < lead.swing < 0.07
    # A swing of five points times 2.5 moves an eight per cent conversion by a point, less what the ridge holds back.
    assert 0.005 < lead.effect < 0.011
    said = catalog("en").say(lead.sentence)
    assert said.startswith("With ") and "1 months later" not in said


def test_the_ridge_is_the_known_one() -> None:
    sklearn = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 3)), rng.normal(size=30)
    known = sklearn.Ridge(alpha=HELD * 30, fit_intercept=False).fit(x, y).coef_
    np.testing.assert_allclose(_ridge(x, y) @ y, known, rtol=1e-9)


def test_discoveries_follow_benjamini_and_hochberg() -> None:
    assert _discovered([]) == []
    assert _discovered([0.001, 0.5, 0.03]) == [True, False, True]
    assert _discovered([0.03, 0.04, 0.049]) == [True, True, True], "together they stand, though none would alone"
    assert _discovered([0.06, 0.9]) == [False, False]


def test_results_are_results() -> None:
    assert all(kpi.kind is Kind.RESULT for kpi in lead_results())
