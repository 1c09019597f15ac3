"""How far each shop is from its platform's limits, whether it is on the way there, and what is never used."""

import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_logic.diagnosis import LimitState, Standing, diagnose, ledger_of, limits, limits_of, operating_limits
from kpi_logic.diagnosis.limits import limit_of
from kpi_logic.diagnosis.operating import beyond_chance
from kpi_logic.facts import MonthlyFacts
from kpi_logic.intake.file import Limit as OwnLimit
from kpi_logic.library import Benchmark
from kpi_logic.model import AgreedLimit, Segment

Make = Callable[..., pd.DataFrame]
AMAZON = Segment(platform="Amazon", site="US", shop="A")


def _shop(platform: str = "Amazon", months: int = 12, **measures: object) -> MonthlyFacts:
    periods = pd.period_range("2025-01", periods=months, freq="M").astype(str)
    table = pd.DataFrame({"month": periods, "platform": platform, "shop": "A", "site": "US", "currency": "USD"})
    return MonthlyFacts.of(table.assign(**measures))


def _only(facts: MonthlyFacts, kpi: str) -> LimitState:
    (state,) = [state for state in operating_limits(facts) if state.kpi == kpi]
    return state


def test_a_rate_within_its_limit() -> None:
    state = _only(_shop(late_shipments=10.0, fbm_orders=1000.0), "lsr")
    assert (state.standing, state.current, state.limit.value) == (Standing.WITHIN, 0.01, 0.04)
    assert (state.distance, state.months_to_breach) == (0.03, None)


def test_a_rate_beyond_its_limit_is_a_breach_and_few_cases_may_be_chance() -> None:
    many = _only(_shop(late_shipments=70.0, fbm_orders=1000.0), "lsr")
    few = _only(_shop(late_shipments=1.0, fbm_orders=20.0), "lsr")
    assert (many.standing, many.distance) == (Standing.BREACH, -0.03)
    assert (few.standing, few.distance) == (Standing.OVER, -0.01)


def test_a_trend_towards_the_limit_is_told_in_months() -> None:
    rate = 0.02 + 0.001 * np.arange(12)  # 3.1 % now, and a tenth of a point more each month
    state = _only(_shop(late_shipments=rate * 10_000, fbm_orders=10_000.0), "lsr")
    assert (state.standing, state.months_to_breach) == (Standing.TOWARDS, 9)
    away = _only(_shop(late_shipments=rate[::-1] * 10_000, fbm_orders=10_000.0), "lsr")
    assert (away.standing, away.months_to_breach) == (Standing.WITHIN, None)


def test_a_rate_that_must_stay_high_and_a_score() -> None:
    facts = _shop(tracked_shipments=900.0, shipments=1000.0, ahr=190.0)
    assert _only(facts, "vtr").standing is Standing.BREACH
    ahr = _only(facts, "ahr")
    assert (ahr.standing, ahr.current, ahr.distance) == (Standing.BREACH, 190.0, -10.0)
    assert {limit.why for limit in ahr.others} == {"wrong", "band"}


def test_the_limit_itself_is_kept_where_the_platform_says_at_least() -> None:
    assert _only(_shop(ahr=200.0), "ahr").standing is Standing.WITHIN
    assert _only(_shop(defect_orders=10.0, orders60=1000.0), "odr").standing is Standing.OVER


def test_conflicting_limits_are_shown_and_never_used() -> None:
    state = _only(_shop("Shopee", late_shipments=300.0, fbm_orders=1000.0), "lsr")
    assert (state.standing, state.limit, state.distance) == (Standing.UNKNOWN, None, None)
    assert [limit.value for limit in state.others] == [0.10, 0.15, 0.20]
    assert diagnose(_shop("Shopee", late_shipments=300.0, fbm_orders=1000.0, sales=1.0)).bottlenecks == ()


def test_a_limit_of_one_market_holds_there_only() -> None:
    us, uk = (Segment(platform="TikTok Shop", site=site, shop="T") for site in ("US", "UK"))
    assert limit_of("tt_otdr", us).value == 0.8
    assert limits_of("tt_otdr", uk) == ()


def test_nothing_is_said_without_numbers() -> None:
    assert operating_limits(_shop(sales=1.0)) == ()
    assert operating_limits(_shop("Market Hall", late_shipments=1.0, fbm_orders=10.0)) == ()
    gone = _only(_shop(late_shipments=[1.0] * 9 + [np.nan] * 3, fbm_orders=100.0), "lsr")
    assert (gone.standing, gone.current) == (Standing.CANNOT_TELL, None)


def test_a_breach_outranks_money(table: pd.DataFrame) -> None:
    late = table.assign(odr_orders=0.0)
    late["defect_orders"], late["orders60"] = np.where(late["shop"] == "Shop 0", 30.0, 2.0), 1000.0
    found = diagnose(MonthlyFacts.of(late.drop(columns="odr_orders")))
    assert [(b.kpi, b.segment.shop, b.reference_kind) for b in found.bottlenecks] == [("odr", "Shop 0", "limit")]


def test_a_limit_is_stale_after_ninety_days() -> None:
    limit = limit_of("lsr", AMAZON)
    assert not limit.stale_on(limit.read + datetime.timedelta(days=90))
    assert limit.stale_on(limit.read + datetime.timedelta(days=91))


def own(value: float, **given: object) -> OwnLimit:
    fields = {"platform": "Amazon", "site": "US", "metric": "lateShipmentRate", "kpi": "lsr", "bound": "below"}
    fields |= {"value": value, "actual": None, "first_day": "2026-10-01", "last_day": "2026-10-31", "status": "GOOD"}
    return OwnLimit(**(fields | {"file": "health.json"} | given))  # type: ignore[arg-type]


def test_a_limit_of_the_clients_own_file_goes_before_the_published_one() -> None:
    facts = _shop(late_shipments=30.0, fbm_orders=1000.0)
    (state,) = operating_limits(facts, ledger_of([own(0.02)]))
    assert (state.standing, state.limit.value, state.limit.origin) == (Standing.BREACH, 0.02, "client")
    assert (state.limit.source, state.limit.read) == ("health.json", datetime.date(2026, 10, 31))
    assert [line.value for line in state.others] == [0.04, 0.05]
    (elsewhere,) = operating_limits(facts, ledger_of([own(0.02, site="UK")]))
    assert (elsewhere.standing, elsewhere.limit.value) == (Standing.WITHIN, 0.04)


def test_the_diagnosis_takes_the_clients_ledger() -> None:
    facts = _shop(late_shipments=30.0, fbm_orders=1000.0, sales=1.0, orders=1.0)
    assert diagnose(facts).bottlenecks == ()
    (found,) = diagnose(facts, benchmarks=ledger_of([own(0.02)])).bottlenecks
    assert (found.kpi, found.reference, found.reference_kind) == ("lsr", 0.02, "limit")


def test_an_agreed_limit_needs_a_reason_and_keeps_the_side_of_the_published_one() -> None:
    facts = _shop("Shopee", late_shipments=300.0, fbm_orders=1000.0)
    agreed = AgreedLimit(metric="lsr", platform="Shopee", value=0.2)
    (silent,) = operating_limits(facts, ledger_of(agreed=[agreed]))
    assert silent.standing is Standing.UNKNOWN
    told = agreed.model_copy(update={"reason": "seller centre, 3 November"})
    (state,) = operating_limits(facts, ledger_of(agreed=[told]))
    assert (state.standing, state.limit.bound, state.limit.origin) == (Standing.BREACH, "below", "agreed")


@pytest.mark.parametrize(
    ("word", "bound", "reached"), [("below", "below", False), ("at_least", "above", True), ("none", "below", True)]
)
def test_the_words_of_an_account_health_report(word: str, bound: str, reached: bool) -> None:
    line = ledger_of([own(0.5, kpi="", metric="somethingNew", bound=word, last_day="")]).lines[0]
    assert (line.metric, line.bound, line.reached, line.read) == ("somethingNew", bound, reached, None)


@given(st.floats(0.001, 0.999), st.floats(0.0, 1.0), st.floats(1.0, 1e6), st.sampled_from(["below", "above"]))
def test_a_breach_beyond_chance_is_beyond_the_limit_and_stays_one_with_more_cases(
    bound: float, rate: float, cases: float, way: str
) -> None:
    limit: Benchmark = limits()[0].model_copy(update={"value": bound, "bound": way})
    if beyond_chance(limit, rate, cases):
        assert not limit.is_kept(rate)
        assert beyond_chance(limit, rate, cases * 10)
