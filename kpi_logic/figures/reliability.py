"""Odds that were stated, beside how often they came true."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.targets.reliability import Reliability
from kpi_logic.text import Catalog

SIDE = 260


def reliability_chart(found: Reliability, words: Catalog, key: str = "goals.reliability") -> Any:
    """One dot a band of odds, on a line where said and seen agree; the more targets, the larger the dot.

    *key*: where the words of title and subtitle stand: those of the pool, or of the client's own targets.

    Returns:
        altair.Chart.
    """
    import altair as alt

    rows = pd.DataFrame([{"said": one.said, "seen": one.seen, "targets": one.targets} for one in found.bin])
    line = pd.DataFrame({"said": [0.0, 1.0], "seen": [0.0, 1.0]})
    scale = alt.Scale(domain=[0, 1], nice=False)

    def axis(title: str) -> Any:
        return alt.Axis(format=".0%", tickCount=5, title=title)

    x = alt.X("said:Q", scale=scale, axis=axis(words.say("goals.reliability.said")))
    above = style.above(words.say("goals.reliability.came"))
    y = alt.Y("seen:Q", scale=scale, axis=alt.Axis(format=".0%", tickCount=5, **above))
    size = alt.Size("targets:Q", scale=alt.Scale(range=[40, 260]), legend=None)
    chart = alt.layer(
        alt.Chart(line).mark_line(color=style.GREY, strokeDash=[4, 3], strokeWidth=1.2).encode(x=x, y=y),
        alt.Chart(rows).mark_point(filled=True, color=style.ACCENT, opacity=1).encode(x=x, y=y, size=size),
    )
    title, subtitle = words.say(f"{key}.chart"), words.say(f"{key}.chart_subtitle")
    return style.titled(chart, title, subtitle, height=SIDE)
