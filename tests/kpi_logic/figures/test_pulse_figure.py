"""The pulse and the gains drawn: titles with a name and a number, every part where it belongs."""

import pytest

from kpi_logic.figures import gain_bars, pulse_bars
from kpi_logic.model import Feedback, Organisation, Person
from kpi_logic.review import pulse
from kpi_logic.scheme import Comparison, PersonChange
from kpi_logic.text import catalog

VOICES = [Feedback(id=str(n), fair=rate, clear=4) for n, rate in enumerate((1, 2, 2, 3, 5))]


def data_of(chart: object) -> list[dict[str, object]]:
    spec = chart.to_dict()  # type: ignore[attr-defined]
    return max(spec["datasets"].values(), key=len)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_low_answers_lie_left_and_high_ones_right_of_the_middle(language: str) -> None:
    words = catalog(language)
    chart = pulse_bars(pulse(VOICES, Organisation()), words)
    name = words.say("pulse.question.fair")
    parts = [(row["left"], row["right"], row["label"]) for row in data_of(chart) if row["question"] == name]
    assert parts == [
        (-3.5, -2.5, "1 × 1"),
        (-2.5, -0.5, "2 × 2"),
        (-0.5, 0.5, "3 × 1"),
        (0.5, 0.5, ""),
        (0.5, 1.5, "5 × 1"),
    ]
    title = "".join(chart.to_dict()["title"]["text"])
    assert "3" in title


def test_nothing_to_draw_is_said() -> None:
    chart = pulse_bars(pulse([], Organisation()), catalog("en"))
    assert "".join(chart.to_dict()["title"]["text"]) == "Too few answers to draw"


def change(name: str, before: float | None, after: float | None) -> PersonChange:
    return PersonChange(Person(id=name, name=name), 3, 90.0, 95.0, 1, 1, before, after)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ((("Li", 1.0, 4.0), ("Wu", 5.0, 1.0)), "both"),
        ((("Li", 1.0, 4.0), ("Wu", 5.0, 5.0)), "only_up"),
        ((("Li", 4.0, 1.0),), "only_down"),
        ((("Li", 4.0, 4.0), ("Wu", None, 3.0)), "none"),
    ],
)
def test_gains_name_the_first_and_the_last(
    changes: tuple[tuple[str, float | None, float | None], ...], key: str
) -> None:
    found = Comparison(tuple(change(*one) for one in changes), 1.0, 2.0, None, None, "CNY")
    words = catalog("en")
    chart = gain_bars(found, words)
    facts = {"winners": len(found.winners), "losers": len(found.losers), "best": "Li", "worst": "Wu"}
    facts["worst"] = "Li" if key == "only_down" else "Wu"
    assert " ".join(chart.to_dict()["title"]["text"]) == words.say(f"gains.{key}", **facts)
    assert key == "none" or len(data_of(chart)) == len(found.winners) + len(found.losers)
