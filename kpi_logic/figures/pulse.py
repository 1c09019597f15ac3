"""What people answered: one bar a question, the low answers to the left of the middle, the high ones to the right."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.model import Message
from kpi_logic.review.pulse import Pulse, Rating
from kpi_logic.text import Catalog

ROW = 46
# Low to high: rust, light rust, grey, light teal, teal; the two ends differ in lightness from their neighbours in grey print.
_COLOURS = {1: style.WARN, 2: "#e0aa88", 3: style.PALE, 4: "#84b3bb", 5: style.ACCENT}


def pulse_bars(found: Pulse, words: Catalog) -> Any:
    """Answers from 1 to 5 of each question that can be told, with how many gave which; the worst question is the title.

    Returns:
        altair.Chart.
    """
    import altair as alt

    told = [rating for rating in found.ratings if rating.counts]
    data = pd.DataFrame([row for rating in told for row in _rows(rating, words)], columns=list(_COLUMNS))
    reach = max([1.0, *data["left"].abs(), *data["right"].abs()])
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    questions = list(dict.fromkeys(data["question"]))
    axis = alt.Axis(title=None, domain=False, ticks=False, labelLimit=320, labelPadding=10)
    y = alt.Y("question:N", sort=questions, axis=axis)
    bars = (
        alt.Chart(data)
        .mark_bar(height={"band": 0.6}, stroke="white", strokeWidth=1)
        .encode(x=alt.X("left:Q", scale=scale, axis=None), x2="right:Q", y=y, color=alt.Color("colour:N", scale=None))
    )
    middle = (
        alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color=style.INK).encode(x=alt.X("x:Q", scale=scale, axis=None))
    )
    labels = (
        alt.Chart(data[data["label"] != ""])
        .mark_text(baseline="middle")
        .encode(x=alt.X("centre:Q", scale=scale, axis=None), y=y, text="label:N", color=alt.Color("ink:N", scale=None))
    )
    title = words.say("pulse.chart.none") if found.worst is None else words.say(_title(found.worst))
    return style.titled(middle + bars + labels, title, words.say("pulse.chart.subtitle"), ROW * max(len(questions), 1))


_COLUMNS = ("question", "left", "right", "centre", "label", "colour", "ink")


def _rows(rating: Rating, words: Catalog) -> list[tuple[Any, ...]]:
    """A bar's five parts, laid from left to right so that the middle answer straddles the middle of the chart."""
    name = words.say(f"pulse.question.{rating.question}")
    at = -(rating.counts[0] + rating.counts[1] + rating.counts[2] / 2)
    rows = []
    for rate, count in enumerate(rating.counts, start=1):
        ink = "white" if rate in (1, 5) else style.INK
        label = words.say("pulse.chart.part", rate=rate, count=count) if count else ""
        rows.append((name, at, at + count, at + count / 2, label, _COLOURS[rate], ink))
        at += count
    return rows


def _title(worst: Rating) -> Message:
    facts = {
        "question": Message(f"pulse.question.{worst.question}"),
        "median": f"{worst.median:g}",
        "low": worst.low or 0,
        "n": worst.n,
    }
    return Message("pulse.chart.worst", facts)
