"""The waterfall of any metric, by driver and by shop; and that the words beside a bar stay on the paper."""

import pandas as pd
import pytest

from kpi_logic.diagnosis import Comparison, change_between, diagnose, periods_of
from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import style, waterfall
from kpi_logic.figures.bottleneck import MARGIN, _bars, _reach
from kpi_logic.figures.waterfall import steps
from kpi_logic.model import Month
from kpi_logic.text import catalog

LANGUAGES = ("zh", "en")
BEFORE, AFTER = periods_of(Comparison.QUARTER_YEAR, Month(2025, 12))


@pytest.fixture(scope="module")
def facts(table: pd.DataFrame) -> MonthlyFacts:
    changed = table.copy()
    late = (changed["shop"] == "Shop 1") & (changed["month"] >= "2025-08")
    changed.loc[late, ["units", "orders", "sales", "ad_sales"]] *= 0.8
    return MonthlyFacts.of(changed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("metric", ["cm3", "gmv", "units", "cvr", "acos"])
@pytest.mark.parametrize("by", ["driver", "segment"])
def test_the_steps_lead_from_the_one_period_to_the_other(facts: MonthlyFacts, metric: str, by, language: str) -> None:
    change = change_between(facts, metric, BEFORE, AFTER)
    data = steps(change, catalog(language), by)
    assert data["from"].iloc[1] == change.value_before
    assert data["to"].iloc[-2] == pytest.approx(change.value_after, rel=1e-9)
    assert data["name"].is_unique and data["label"].str.len().gt(0).all()
    assert waterfall(change, catalog(language), by).to_dict()["title"]["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_ratio_moves_in_points_and_its_own_rates_are_told_from_the_mix(facts: MonthlyFacts, language: str) -> None:
    words = catalog(language)
    points = words.texts["number.points"].strip()
    data = steps(change_between(facts, "cvr", BEFORE, AFTER), words)
    assert data["label"].iloc[1].endswith(points) and data["label"].iloc[0].endswith("%")
    assert set(data["name"].iloc[1:-1]) == {words.say("figure.waterfall.own_rates"), words.say("diagnosis_change.mix")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_beside_a_bar_end_within_the_chart(facts: MonthlyFacts, language: str) -> None:
    found = diagnose(facts).bottlenecks
    data = _bars(found, catalog(language))
    plot = style.WIDTH - style.LABEL_SIZE * max(
        style.width_of(part) for name in data["name"] for part in name.split("|")
    )
    for edge, label in zip(data["edge"], data["label"], strict=True):
        assert edge / _reach(data) * (plot - MARGIN) + style.LABEL_SIZE * style.width_of(label) <= plot
