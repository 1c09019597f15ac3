"""The dial and the look back: what they say, in both languages, whatever the odds."""

import json

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import dial, fan, hindsight_chart, reliability_chart
from kpi_logic.library import kpi_library
from kpi_logic.model import ALL, Month
from kpi_logic.targets.hindsight import looking_back_from
from kpi_logic.targets.outlook import Outlook, outlook
from kpi_logic.targets.reliability import pool_reliability
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


def _named(spec: dict, label: str) -> list[dict]:
    """The rows of the layer that says *label*."""
    return [row for rows in spec["datasets"].values() for row in rows if row.get("label") == label]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_fan_draws_the_target_s_own_months_and_names_it_once(language: str) -> None:
    view, words = view_of(), catalog(language)
    spec = fan(view.judged(300.0), words, (120.0, 100.0, 80.0)).to_dict()
    drawn = [[row["value"] for row in rows] for rows in spec["datasets"].values() if set(rows[0]) == {"month", "value"}]
    assert [120.0, 100.0, 80.0] in drawn
    said = words.say("figure_target.label_total", value=view.amount(300.0))
    assert [row["month"] for row in _named(spec, said)] == [str(view.last)]


def test_without_months_the_fan_draws_even_parts() -> None:
    view, words = view_of(), catalog("en")
    spec = fan(view.judged(300.0), words).to_dict()
    assert len(_named(spec, words.say("figure_target.label", value=view.amount(100.0)))) == 1


def test_the_target_s_name_stands_above_every_line() -> None:
    """At the top edge, where the air above the highest number is taller than the words."""
    view = view_of()
    spec = fan(view.judged(3e5), catalog("en")).to_dict()
    [layer] = [one for one in spec["layer"] if one["mark"]["type"] == "text"]
    assert layer["encoding"]["y"] == {"value": 0}
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    highest = max(
        row[key] for rows in spec["datasets"].values() for row in rows for key in row if key in ("value", "high")
    )
    assert (high - highest) / (high - low) * spec["height"] > 16


def test_the_months_between_history_and_target_are_shown_empty() -> None:
    view = view_of()
    later = Outlook(
        view.kpi, view.segment, None, view.first + 6, view.first + 6, view.history, None, adds=True
    )  # fmt: skip
    spec = fan(later.judged(1.0), catalog("en")).to_dict()
    domain = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain == [str(Month.parse(domain[0]) + n) for n in range(len(domain))]
    assert domain[-1] == str(later.last)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reliability_chart_has_a_dot_a_band(language: str) -> None:
    found = pool_reliability()
    spec = reliability_chart(found, catalog(language)).to_dict()
    dots = next(rows for rows in spec["datasets"].values() if "targets" in rows[0])
    assert [(row["said"], row["seen"]) for row in dots] == [(one.said, one.seen) for one in found.bin]
