"""A line a person, named where there are few, in both languages; one KPI without points is an empty figure."""

import json

import numpy as np
import pandas as pd
import pytest

from kpi_logic.facts import MonthlyFacts
from kpi_logic.figures import kpi_points
from kpi_logic.model import Line, Organisation, Person, Scheme, Scorecard
from kpi_logic.scheme import Replay, replay
from kpi_logic.text import catalog


def played(names: tuple[str, ...] = ("Wu", "Li")) -> Replay:
    months = pd.period_range("2026-01", periods=6, freq="M").astype(str)
    rng = np.random.default_rng(1)
    table = pd.concat(
        [
            pd.DataFrame({"month": months, "shop": name, "units": 100 * rng.normal(1, 0.1, 6), "sessions": 1000.0})
            for name in names
        ]
    )
    people = tuple(Person(id=name, name=name, role="operations", shops=(name,), bonus=1.0) for name in names)
    line = Line(kpi="cvr", weight=100, threshold=0.08, target=0.1, stretch=0.12)
    scheme = Scheme(scorecards=(Scorecard(role="operations", lines=(line,)),))
    return replay(scheme, Organisation(people=people), MonthlyFacts.of(table))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everybody_has_a_line_and_a_name(language: str) -> None:
    spec = kpi_points(played(), "operations", "cvr", catalog(language)).to_dict()
    assert json.dumps(spec).count('"month": "2026-03"') == 2
    assert "".join(spec["title"]["subtitle"]).replace(" ", "") == catalog(language).say(
        "kpi_health.chart.subtitle"
    ).replace(" ", "")


@pytest.mark.parametrize(("role", "kpi"), [("ads", "cvr"), ("operations", "acos")])
def test_what_nobody_is_scored_on_is_an_empty_figure(role: str, kpi: str) -> None:
    spec = kpi_points(played(), role, kpi, catalog("en")).to_dict()
    assert all("person" not in row for rows in spec["datasets"].values() for row in rows)


def test_many_people_are_not_named_at_the_edge() -> None:
    names = tuple(f"N{n}" for n in range(9))
    spec = kpi_points(played(names), "operations", "cvr", catalog("en")).to_dict()
    assert not any(layer["mark"]["type"] == "text" for layer in spec["layer"])
