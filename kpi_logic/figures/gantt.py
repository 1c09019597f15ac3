"""The pilot and what follows it, drawn over the months."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.model import Message, Month
from kpi_logic.text import Catalog

ROW = 21  # pixels
ROOM = 15.0  # Han characters that a step's name may take


@dataclass(frozen=True)
class Step:
    """One step: from ``first`` to ``last`` month; ``strong`` for what the plan is about; a ``point`` has no length."""

    name: Message
    first: Month
    last: Month
    strong: bool = False
    point: bool = False


def gantt(steps: Sequence[Step], words: Catalog) -> Any:
    """A bar a step over its months, a diamond where a step is one meeting.

    Returns:
        altair.Chart.

    Raises:
        ValueError: no step.
    """
    import altair as alt

    if not steps:
        raise ValueError("a plan has at least one step")
    start = min(step.first for step in steps)
    span = max(step.last for step in steps).ordinal - start.ordinal + 1
    rows = pd.DataFrame([_row(step, start, words) for step in steps])
    names = list(rows["name"])
    every = -(-span // 10)
    marks = list(range(0, span, every))
    labels = [str(start + n) for n in marks]
    axis = alt.Axis(
        values=[n + 0.5 for n in marks], labelExpr=style.label_expression([n + 0.5 for n in marks], labels), title=None,
        grid=False, ticks=False, orient="top", domain=False,
    )  # fmt: skip
    x = alt.X("begin:Q", scale=alt.Scale(domain=[0, span], nice=False), axis=axis)
    y = alt.Y("name:N", sort=names, axis=alt.Axis(title=None, ticks=False, domain=False, grid=True, labelLimit=230))
    bars, points = rows[~rows["point"]], rows[rows["point"]]
    drawn = []
    if len(bars):
        colour = alt.Color(
            "strong:N", scale=alt.Scale(domain=[True, False], range=[style.ACCENT, style.GREY]), legend=None
        )
        drawn.append(
            alt.Chart(bars).mark_bar(height={"band": 0.55}, cornerRadius=2).encode(x=x, x2="end:Q", y=y, color=colour)
        )
    if len(points):
        mark = alt.Chart(points).mark_point(shape="diamond", size=90, filled=True, opacity=1, color=style.WARN)
        drawn.append(mark.encode(x=alt.X("middle:Q", scale=alt.Scale(domain=[0, span], nice=False), axis=axis), y=y))
    title = words.say("gantt.title", first=start, last=start + (span - 1))
    return style.titled(alt.layer(*drawn), title, words.say("gantt.subtitle"), ROW * len(set(names)) + 4)


def _row(step: Step, start: Month, words: Catalog) -> dict[str, Any]:
    begin, end = step.first.ordinal - start.ordinal, step.last.ordinal - start.ordinal + 1
    return {
        "name": style.shortened(words.say(step.name), ROOM), "begin": begin + 0.04, "end": end - 0.04,
        "middle": (begin + end) / 2, "strong": step.strong, "point": step.point,
    }  # fmt: skip
