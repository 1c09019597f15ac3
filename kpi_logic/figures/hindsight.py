"""A look back: the range that would have been said then, and what came."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.model import KpiRef
from kpi_logic.targets.hindsight import Hindsight
from kpi_logic.targets.outlook import Outlook
from kpi_logic.text import Catalog

ROW = 40


def hindsight_chart(view: Outlook, past: Hindsight, words: Catalog) -> Any:
    """One row a stand in the past, the nearest on top: the 80 % range of then as a band, what came as a dot.

    Values are shown against the median of then, because totals of one month and of six do not share a scale.

    Returns:
        altair.Chart.
    """
    import altair as alt

    rows = pd.DataFrame(
        {
            "row": [words.say("figure_target.back_row", month=glance.stood) for glance in past.glances],
            "low": [glance.low / glance.middle - 1 for glance in past.glances],
            "high": [glance.high / glance.middle - 1 for glance in past.glances],
            "actual": [glance.actual / glance.middle - 1 for glance in past.glances],
            "said": [
                words.say("figure_target.back_in" if g.inside else "figure_target.back_out") for g in past.glances
            ],
            "inside": [glance.inside for glance in past.glances],
        }
    )
    low, high = min(rows["low"].min(), rows["actual"].min()), max(rows["high"].max(), rows["actual"].max())
    air = 0.12 * (high - low)
    x = alt.X(
        "low:Q",
        scale=alt.Scale(domain=[low - air, high + 3 * air], nice=False),
        axis=alt.Axis(format="+.0%", title=None, tickCount=5),
    )
    y = alt.Y("row:N", sort=list(rows["row"]), axis=alt.Axis(title=None, domain=False, ticks=False))
    ink = alt.condition("datum.inside", alt.value(style.ACCENT), alt.value(style.WARN))
    base = alt.Chart(rows)
    dot = _over(x, "actual")
    layers = [
        base.mark_bar(color=style.PALE, height=16).encode(x=x, x2="high:Q", y=y),
        base.mark_point(filled=True, size=90, opacity=1).encode(x=dot, y=y, color=ink),
        base.mark_text(align="left", dx=9).encode(x=dot, y=y, text="said:N", color=ink),
    ]
    title = words.say("figure_target.back", kpi=KpiRef(view.kpi.code), inside=past.inside, of=len(past.glances))
    subtitle = words.say("figure_target.back_subtitle", segment=view.segment)
    return style.titled(alt.layer(*layers), title, subtitle, height=ROW * len(rows) + 10)


def _over(x: Any, field: str) -> Any:
    other = x.copy()
    other.shorthand = f"{field}:Q"
    return other
