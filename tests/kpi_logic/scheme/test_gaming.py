"""The gaming test catches the classic schemes, and what it proposes really closes them."""

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.metrics import ProfitBasis
from kpi_logic.model import Line, Organisation, Payout, Person, Scheme, Scorecard
from kpi_logic.scheme.gaming import Gaming, gaming_test
from kpi_logic.scheme.levers import elasticity, gaming_settings, moved, profit_of
from kpi_logic.text import catalog

ZHAO = Person(id="p4", name="Zhao", role="ads", bonus=2500)
STAFF = Organisation(people=(ZHAO,))
TRUE = 0.85


def seller(months: int = 18, margin: float = 0.45, seed: int = 2, shops: int = 2) -> MonthlyFacts:
    """A seller whose ads pay for themselves: ad sales answer spend with a known elasticity."""
    rng = np.random.default_rng(seed)
    rows = []
    for n in range(months):
        for shop in range(shops):
            spend = 10_000 * np.exp(rng.normal(0, 0.25))
            ad_sales = 45_000 * (spend / 10_000) ** TRUE * np.exp(rng.normal(0, 0.03))
            sales = 60_000 * np.exp(rng.normal(0, 0.05)) + ad_sales
            rows.append({
                "month": f"{2025 + n // 12}-{n % 12 + 1:02d}", "shop": f"S{shop}", "currency": "CNY", "sales": sales,
                "units": sales / 80, "orders": sales / 95, "sessions": sales / 8, "ad_spend": spend, "ad_sales": ad_sales,
                "gross_profit": margin * sales, "inventory_value": 1.2 * sales, "tasks_plan": 20.0, "tasks_done": 14.0,
                "kw_tasks_plan": 40.0, "kw_tasks_done": 30.0, "returned_units": sales / 80 * 0.05,
            })  # fmt: skip
    return MonthlyFacts.of(pd.DataFrame(rows))


@pytest.fixture(scope="module")
def facts() -> MonthlyFacts:
    return seller()


ACOS_ONLY = Scheme(
    scorecards=(
        Scorecard(role="ads", lines=(Line(kpi="acos", weight=100, threshold=0.26, target=0.22, stretch=0.18),)),
    )
)


@pytest.fixture(scope="module")
def acos_only(facts: MonthlyFacts) -> Gaming:
    return gaming_test(ACOS_ONLY, STAFF, facts)


def test_a_scheme_that_pays_only_acos_is_caught_cutting_ads(acos_only: Gaming) -> None:
    caught = [one for one in acos_only.corridors if one.lever == "ads"]
    assert len(caught) == 1
    corridor = caught[0].corridor
    assert corridor is not None
    assert corridor.move < 0
    assert corridor.pay > 0 > corridor.profit
    said = catalog("en").say(acos_only.message(caught[0]))
    assert said.startswith("Advertising can earn +CN¥")
    assert "by cutting ads (" in said
    assert "pay up, profit down" in said


def test_every_closing_closes_it_when_everything_is_run_again(acos_only: Gaming, facts: MonthlyFacts) -> None:
    caught = next(one for one in acos_only.corridors if one.lever == "ads")
    assert caught.closings
    for closing in caught.closings:
        mended = ACOS_ONLY.model_copy(update={"scorecards": (closing.card,)})
        assert sum(line.weight for line in closing.card.lines) == 100
        again = gaming_test(mended, STAFF, facts)
        assert not [one for one in again.corridors if one.lever == "ads"], closing.kpi


def test_the_smallest_closing_is_small_and_one_step_less_would_not_do(acos_only: Gaming, facts: MonthlyFacts) -> None:
    caught = next(one for one in acos_only.corridors if one.lever == "ads")
    first = caught.closings[0]
    assert first.kind == "counter"
    assert first.kpi in {"ad_sales", "gmv", "organic_share", "gross_profit"}
    line = next(x for x in first.card.lines if x.kpi == first.kpi)
    less = tuple(
        x.model_copy(update={"weight": first.weight - 5 if x is line else 105 - first.weight}) for x in first.card.lines
    )
    if first.weight > 5:
        tried = Scheme(scorecards=(first.card.model_copy(update={"lines": less}),))
        assert [one for one in gaming_test(tried, STAFF, facts).corridors if one.lever == "ads"]


def test_a_scheme_that_pays_only_sales_is_caught_cutting_prices() -> None:
    facts = seller(margin=0.25)
    operator = Organisation(people=(ZHAO.model_copy(update={"role": "operations", "shops": ("S0",)}),))
    level = float(facts.table.loc[facts.table["shop"] == "S0", "sales"].median())
    line = Line(kpi="gmv", weight=100, threshold=0.8 * level, target=level, stretch=1.3 * level)
    found = gaming_test(Scheme(scorecards=(Scorecard(role="operations", lines=(line,)),)), operator, facts)
    levers = {one.lever: one for one in found.corridors}
    assert levers["price"].corridor.move < 0
    assert levers["price"].elasticity.kind == "default"


def test_pay_on_profit_itself_leaves_no_corridor(facts: MonthlyFacts) -> None:
    profit = facts.table.groupby("month")["gross_profit"].sum() - facts.table.groupby("month")["ad_spend"].sum()
    line = Line(
        kpi="gross_profit",
        weight=100,
        threshold=0.7 * profit.median(),
        target=profit.median(),
        stretch=1.4 * profit.median(),
    )
    leaders = Organisation(people=(ZHAO.model_copy(update={"role": "product"}),))
    found = gaming_test(Scheme(scorecards=(Scorecard(role="product", lines=(line,)),)), leaders, facts)
    assert [one.lever for one in found.corridors] == []
    assert [one.lever for one in found.temptations] == ["price", "effort"]


def test_the_sellers_own_elasticity_is_found_and_its_doubt_said() -> None:
    many = elasticity("ads", seller(36))
    assert many.kind == "history"
    assert many.low < TRUE < many.high
    assert many.high - many.low < 0.3
    few = elasticity("ads", seller(3))
    assert (few.kind, few.value, few.n) == ("default", 0.6, 0)
    assert elasticity("price", seller(36)).kind == "default"


def test_the_levers_keep_the_identities(facts: MonthlyFacts) -> None:
    rows = facts.table
    ads = moved(rows, "ads", -0.3, 0.8)
    assert (ads["ad_spend"] / rows["ad_spend"]).tolist() == pytest.approx([0.7] * len(rows))
    assert (rows["sales"] - ads["sales"]).tolist() == pytest.approx((rows["ad_sales"] - ads["ad_sales"]).tolist())
    assert (ads["gross_profit"] / ads["sales"]).tolist() == pytest.approx(
        (rows["gross_profit"] / rows["sales"]).tolist()
    )
    price = moved(rows, "price", 0.1, -1.5)
    assert (price["sales"] / price["units"]).tolist() == pytest.approx((1.1 * rows["sales"] / rows["units"]).tolist())
    cost = (rows["sales"] - rows["gross_profit"]) / rows["units"]
    assert ((price["sales"] - price["gross_profit"]) / price["units"]).tolist() == pytest.approx(cost.tolist())
    assert moved(rows, "stock", 0.5, 0.2)["sales"].tolist() == rows["sales"].tolist()
    assert moved(rows, "effort", 0.5, -0.05)["tasks_done"].max() <= 20
    assert profit_of(ads, ProfitBasis.GROSS) < profit_of(rows, ProfitBasis.GROSS)


def test_missing_numbers_stay_missing(facts: MonthlyFacts) -> None:
    holes = facts.table.assign(ad_sales=np.nan)
    for lever in gaming_settings().lever:
        assert moved(holes, lever, -0.2, 0.5)["ad_sales"].isna().all()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda t: t.drop(columns="gross_profit"), "gaming.no_profit"),
        (lambda t: t.assign(currency=["CNY", "USD"] * (len(t) // 2)), "gaming.currencies"),
        (lambda t: t[t["month"] < "2025-04"], "gaming.short"),
    ],
)
def test_what_cannot_be_told_is_said(change, key: str, facts: MonthlyFacts) -> None:
    found = gaming_test(ACOS_ONLY, STAFF, MonthlyFacts.of(change(facts.table)))
    assert (found.temptations, found.untold.key) == ((), key)
    for language in ("zh", "en"):
        assert "{" not in catalog(language).say(found.untold)


def test_everything_has_words(acos_only: Gaming) -> None:
    for language in ("zh", "en"):
        for one in acos_only.temptations:
            assert "{" not in catalog(language).say(acos_only.message(one))
            for closing in one.closings:
                assert "{" not in catalog(language).say(acos_only.closing_message(closing))


def test_nobody_in_the_role_and_no_bonus_is_nothing_to_test(facts: MonthlyFacts) -> None:
    assert gaming_test(ACOS_ONLY, Organisation(), facts).temptations == ()
    unpaid = Organisation(people=(ZHAO.model_copy(update={"bonus": None}),))
    assert gaming_test(ACOS_ONLY, unpaid, facts).temptations == ()
    flat = ACOS_ONLY.model_copy(update={"payout": Payout(points=((0, 1), (120, 1)))})
    assert gaming_test(flat, STAFF, facts).corridors == ()
