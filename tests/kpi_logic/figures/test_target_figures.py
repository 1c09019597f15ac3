"""The dial and the look back: what they say, in both languages, whatever the odds."""

import json

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import dial, hindsight_chart
from kpi_logic.library import kpi_library
from kpi_logic.model import ALL, Month
from kpi_logic.targets.hindsight import looking_back_from
from kpi_logic.targets.outlook import Outlook, outlook
from kpi_logic.text import catalog


def view_of(months: int = 24) -> Outlook:
    index = pd.period_range("2024-01", periods=months, freq="M")
    values = 1e5 * np.random.default_rng(3).normal(1, 0.05, months)
    facts = MonthlyFacts.of(pd.DataFrame({"month": index.astype(str), "shop": "A", "sales": values}))
    return outlook(facts, kpi_library()["gmv"], ALL, Month(2024, 1) + months, Month(2024, 3) + months)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("value", [1.0, 2.9e5, 3e5, 3.2e5, 9e9])
def test_the_dial_names_every_verdict_and_marks_one(language: str, value: float) -> None:
    words = catalog(language)
    judged = view_of().judged(value)
    spec = json.dumps(dial(judged, words).to_dict(), ensure_ascii=False)
    for verdict in ("conservative", "realistic", "stretch", "unrealistic"):
        assert words.say(f"target.verdict.{verdict}") in spec
    assert spec.count('"here": true') == 1


def test_without_odds_the_dial_has_no_mark() -> None:
    spec = json.dumps(dial(view_of(5).judged(1.0), catalog("en")).to_dict())
    assert '"here": true' not in spec
    assert "triangle-down" not in spec


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_look_back_has_a_row_a_stand(language: str) -> None:
    view, words = view_of(), catalog(language)
    past = looking_back_from(view)
    spec = hindsight_chart(view, past, words).to_dict()
    rows = next(iter(spec["datasets"].values()))
    assert [row["row"] for row in rows] == [
        words.say("figure_target.back_row", month=glance.stood) for glance in past.glances
    ]
    assert [row["inside"] for row in rows] == [glance.inside for glance in past.glances]
