"""The diagnosis' charts, in both languages: they build, say what they show, and hold no raw code."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kpi_logic import figures
from kpi_logic.diagnosis import Diagnosis, SpendOutput, Standing, diagnose, operating_limits, output
from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import style
from kpi_logic.metrics import presence
from kpi_logic.text import Catalog, catalog

FONTS = Path(__file__).resolve().parents[3] / "templates" / "fonts"


@pytest.fixture(scope="module")
def facts(table: pd.DataFrame) -> MonthlyFacts:
    """Conversion falls at one shop, shipments are late at another."""
    changed = table.copy()
    rows = (changed["shop"] == "Shop 1") & (changed["month"] >= "2025-06")
    changed.loc[rows, ["units", "orders", "sales", "ad_sales", "fbm_orders", "late_shipments", "returned_units"]] *= 0.8
    late = (changed["shop"] == "Shop 0") & (changed["month"] >= "2025-08")
    changed.loc[late, "late_shipments"] = changed.loc[late, "fbm_orders"] * 0.08
    return MonthlyFacts.of(changed)


@pytest.fixture(scope="module")
def diagnosis(facts: MonthlyFacts) -> Diagnosis:
    return diagnose(facts)


def charts(facts: MonthlyFacts, diagnosis: Diagnosis, words: Catalog) -> dict[str, Any]:
    """Every chart of this room that shows a diagnosis."""
    assert diagnosis.bottlenecks and diagnosis.change and diagnosis.tree
    made = {
        "bars": figures.bottleneck_bars(diagnosis.bottlenecks, words),
        "waterfall": figures.waterfall(diagnosis.change, words),
        "tree": figures.profit_tree(diagnosis.tree, words),
        "presence": figures.presence_map(presence(facts), words),
        "sparkline": figures.sparkline(diagnosis.board[0].series),
    }
    made["bars to click"] = figures.bottleneck_bars(diagnosis.bottlenecks, words, pick=True)
    made["marginal"] = figures.marginal_return(output(facts).spend, "USD", words)
    made |= {f"limit {s.kpi} {s.segment.shop}": figures.limit_course(s, words) for s in diagnosis.limits}
    made |= {f"evidence {b.rank}": figures.bottleneck_evidence(b, words) for b in diagnosis.bottlenecks}
    return made | {f"trend {r.kpi}": figures.kpi_trend(r, words, diagnosis.currency) for r in diagnosis.board}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_says_its_message_in_words(facts: MonthlyFacts, diagnosis: Diagnosis, language: str) -> None:
    codes = {b.kpi for b in diagnosis.bottlenecks or ()} | {"gross_margin", "cogs_rate", "ad_spend", "refund_amt"}
    for name, chart in charts(facts, diagnosis, catalog(language)).items():
        spec = json.dumps(chart.to_dict(), ensure_ascii=False)
        said = {text for rows in chart.to_dict()["datasets"].values() for row in rows for text in row.values()}
        assert not said & codes, f"{name}: a code instead of words"
        assert "NaN" not in spec.replace('"NaN', ""), name
        assert name == "sparkline" or chart.to_dict()["title"]["text"][0], name


def test_the_bars_start_at_zero(facts: MonthlyFacts, diagnosis: Diagnosis) -> None:
    spec = charts(facts, diagnosis, catalog("en"))["bars"].to_dict()
    assert all(layer["encoding"]["x"]["scale"]["domain"][0] == 0 for layer in spec["layer"])
    assert spec["title"]["text"][0].startswith("Closing ")


def test_the_waterfall_ends_where_the_period_does(diagnosis: Diagnosis) -> None:
    from kpi_logic.figures.waterfall import steps

    data = steps(diagnosis.change, catalog("en"))
    assert data["to"].iloc[-2] == pytest.approx(diagnosis.change.value_after)
    assert data["to"].iloc[-1] == pytest.approx(diagnosis.change.value_after)


def test_a_click_on_a_line_picks_its_rank(diagnosis: Diagnosis) -> None:
    spec = figures.bottleneck_bars(diagnosis.bottlenecks or (), catalog("en"), pick=True).to_dict()
    (pick,) = spec["params"]
    assert (pick["name"], pick["select"]["fields"]) == (figures.PICKED, ["rank"])
    rows = [row for rows in spec["datasets"].values() for row in rows]
    assert {row["rank"] for row in rows if "rank" in row} == {b.rank for b in diagnosis.bottlenecks or ()}
    assert "params" not in figures.bottleneck_bars(diagnosis.bottlenecks or (), catalog("en")).to_dict()


@pytest.mark.parametrize(("platform", "rate", "said"), [
    ("Amazon", 0.01, "Amazon · US · A: Late shipment rate is 1.0%, within the platform's limit (below 4.0%)"),
    ("Amazon", 0.07, "Amazon · US · A: Late shipment rate is 7.0%, beyond the platform's limit (below 4.0%)"),
    ("Shopee", 0.12, "Shopee · US · A: Late shipment rate is 12.0%; no limit to rely on"),
])  # fmt: skip
def test_a_limit_chart_says_where_the_shop_stands(platform: str, rate: float, said: str) -> None:
    months = pd.period_range("2025-01", periods=8, freq="M").astype(str)
    table = pd.DataFrame({"month": months, "platform": platform, "shop": "A", "site": "US", "currency": "USD",
                          "late_shipments": rate * 1e4, "fbm_orders": 1e4})  # fmt: skip
    (state,) = operating_limits(MonthlyFacts.of(table))
    assert state.standing in (Standing.WITHIN, Standing.BREACH, Standing.UNKNOWN)
    title = figures.limit_course(state, catalog("en")).to_dict()["title"]["text"]
    assert " ".join([title] if isinstance(title, str) else title) == said


def test_no_marginal_return_no_chart(facts: MonthlyFacts) -> None:
    untold = [SpendOutput(facts.shops[0], 1.0, 0.1, None, None, None, None)]
    with pytest.raises(ValueError, match="no shop's marginal return is known"):
        figures.marginal_return(untold, "USD", catalog("en"))


def test_no_bottleneck_draws_no_bars() -> None:
    with pytest.raises(ValueError, match="there is no bottleneck to draw"):
        figures.bottleneck_bars((), catalog("en"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_becomes_a_picture(facts: MonthlyFacts, diagnosis: Diagnosis, language: str) -> None:
    vl_convert = pytest.importorskip("vl_convert")
    vl_convert.register_font_directory(str(FONTS))
    for name, chart in charts(facts, diagnosis, catalog(language)).items():
        svg = vl_convert.vegalite_to_svg(chart.to_dict())
        assert "<svg" in svg and "NaN" not in svg and "undefined" not in svg, name


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("one two three", 4, ["one two", "three"]),
        (
            "\u4e00\u4e00\u4e00\uff0c\u4e00\u4e00\u4e00\u4e00\u3002",
            4,
            ["\u4e00\u4e00\u4e00\uff0c", "\u4e00\u4e00\u4e00", "\u4e00\u3002"],
        ),
        ("", 4, [""]),
    ],
)
def test_titles_break_where_they_may(text: str, room: float, lines: list[str]) -> None:
    assert style.wrapped(text, room) == lines


def test_axis_labels_are_the_catalogues() -> None:
    from kpi_logic.model import Unit

    axis = style.ticks(0, 130_000, Unit.MONEY, "CNY", catalog("zh"))
    assert axis["values"] == [0.0, 50000.0, 100000.0, 150000.0]
    labels = [catalog("zh").money(value, "CNY") for value in axis["values"]]
    listed = ", ".join(f"'{label}'" for label in labels)
    assert axis["labelExpr"] == f"[{listed}][round((datum.value - (0.0)) / 50000.0)]"


def _twins(name: str) -> Callable[[str], dict[str, str]]:
    return lambda language: {k: v for k, v in catalog(language).texts.items() if k.split(".")[0] == name}


@pytest.mark.parametrize("name", ["diagnosis", "figure"])
def test_the_languages_are_twins(name: str) -> None:
    import re

    zh, en = _twins(name)("zh"), _twins(name)("en")
    assert zh.keys() == en.keys()
    for key in zh:
        assert zh[key].strip() and en[key].strip()
        assert set(re.findall(r"{(\w+)}", zh[key])) == set(re.findall(r"{(\w+)}", en[key])), key
