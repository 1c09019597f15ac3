"""The figures of robustness, temptations and slips: said in both languages, drawn from the values."""

from typing import Any

import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import corridor, slip_bars, tornado
from kpi_logic.model import Line, Month, Organisation, Scheme, Scorecard
from kpi_logic.scheme import Gaming, gaming_test, replay, robustness, slips
from kpi_logic.text import Catalog, catalog


@pytest.fixture(params=["zh", "en"])
def words(request: pytest.FixtureRequest) -> Catalog:
    return catalog(request.param)


def heading(chart: Any) -> str:
    return " ".join(chart.to_dict()["title"]["text"])


def rows_of(chart: Any, key: str) -> list[dict[str, Any]]:
    """The first data set whose rows have *key*."""
    return next(rows for rows in chart.to_dict()["datasets"].values() if rows and key in rows[0])


def test_the_tornado_is_the_change_of_the_cost(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, words: Catalog
) -> None:
    found = robustness(replay(scheme, organisation, facts))
    rows = rows_of(tornado(found, words, "CNY"), "low_label")
    assert len({row["name"] for row in rows}) == len(rows) == 8
    for row, bar in zip(rows, found.tornado, strict=False):
        assert (row["low"], row["high"]) == pytest.approx((bar.low - found.cost, bar.high - found.cost))


def test_a_tornado_without_a_weight_says_so(organisation: Organisation, facts: MonthlyFacts, words: Catalog) -> None:
    assert heading(tornado(robustness(replay(Scheme(), organisation, facts)), words)) == words.say(
        "figure_tornado.title_none"
    )


@pytest.fixture(scope="module")
def played(organisation: Organisation, facts: MonthlyFacts) -> Gaming:
    """Operations on sales alone: prices are the lever."""
    line = Line(kpi="gmv", weight=100, threshold=100_000, target=160_000, stretch=220_000)
    return gaming_test(Scheme(scorecards=(Scorecard(role="operations", lines=(line,)),)), organisation, facts)


def test_the_corridor_marks_where_pay_is_up_and_profit_down(played: Gaming, words: Catalog) -> None:
    one = played.corridors[0]
    rows = [row for row in rows_of(corridor(one, played, words), "bad") if row["move"]]
    assert [row["move"] for row in rows] == [point.move for point in one.path]
    assert {row["move"] for row in rows if row["bad"]} == {p.move for p in one.path if p.pay > 0 > p.profit}
    assert one.corridor.move in {row["move"] for row in rows if row["bad"]}
    assert "{" not in heading(corridor(one, played, words))


def test_a_safe_lever_is_said_to_be_safe(played: Gaming) -> None:
    safe = next(one for one in played.temptations if one.corridor is None)
    assert "does not pay at the company's cost" in heading(corridor(safe, played, catalog("en")))


def test_a_slips_bars_are_its_worths(
    scheme: Scheme, organisation: Organisation, facts: MonthlyFacts, words: Catalog
) -> None:
    for slip in slips(scheme, organisation, facts, Month(2025, 7)):
        rows = rows_of(slip_bars(slip, words), "worth")
        assert [row["worth"] for row in rows] == sorted((line.worth for line in slip.lines), reverse=True)
    empty = slips(Scheme(), organisation, facts, Month(2025, 7))[0]
    assert heading(slip_bars(empty, words)) == words.say(
        "figure_slip.title_none", person=empty.person.name, month=empty.month
    )
