"""One KPI of a role: the points that each of its people had, month by month."""

from typing import Any

import numpy as np
import pandas as pd

from kpi_logic.figures import style
from kpi_logic.model import KpiRef, RoleRef
from kpi_logic.scheme import Replay
from kpi_logic.text import Catalog

HEIGHT = 220
NAMES = 5
"""Lines are named at the edge up to this many people."""
GAP = 8.0
"""Points that two names keep between them."""


def kpi_points(result: Replay, role: str, kpi: str, words: Catalog) -> Any:
    """A line a person on the scale from 0 to 120, with the pass and the target; months without points leave a gap.

    Returns:
        altair.Chart.
    """
    import altair as alt

    months = [str(month) for month in result.months]
    data = _rows(result, role, kpi)
    x = style.encode_months(months=months)
    y = alt.Y(
        "points:Q",
        scale=alt.Scale(domain=[0, 126], nice=False, clamp=True),
        axis=alt.Axis(values=[0, 60, 100, 120], title=None, domain=False, ticks=False),
    )
    lines = (
        alt.Chart(data)
        .mark_line(
            strokeWidth=2, point={"size": 26, "filled": True, "color": style.ACCENT}, color=style.ACCENT, opacity=0.85
        )
        .encode(x=x, y=y, detail="person:N", order="place:Q")
    )
    marks = pd.DataFrame({"points": [60.0, 100.0]})
    chart = alt.Chart(marks).mark_rule(color=style.GREY, strokeDash=[5, 4], strokeWidth=1).encode(y=y) + lines
    edge = _edge(data)
    if 1 < len(edge) <= NAMES:
        names = alt.Chart(edge).mark_text(align="left", dx=9, color=style.SOFT)
        chart = chart + names.encode(x=x, y=y, text="name:N")
    facts = {"role": RoleRef(role), "kpi": KpiRef(kpi)}
    title, subtitle = words.say("kpi_health.chart.title", **facts), words.say("kpi_health.chart.subtitle")
    return style.titled(chart, title, subtitle, HEIGHT, style.WIDTH - 90)


def _rows(result: Replay, role: str, kpi: str) -> pd.DataFrame:
    rows = []
    for row, (person, card) in enumerate(zip(result.people, result.plan.cards, strict=True)):
        if person.role != role or card is None:
            continue
        for slot, line in enumerate(card.lines):
            for place, month in enumerate(result.months if line.kpi == kpi else ()):
                told = float(result.points[row, place, slot])
                rows.append(
                    {
                        "person": person.id,
                        "name": person.name,
                        "month": str(month),
                        "place": place,
                        "points": None if np.isnan(told) else told,
                    }
                )
    return pd.DataFrame(rows, columns=["person", "name", "month", "place", "points"])


def _edge(data: pd.DataFrame) -> pd.DataFrame:
    """Names at each person's last points, moved apart where they would overlap."""
    last = data.dropna(subset=["points"]).groupby("person", as_index=False).last()
    last = last.sort_values("points", ascending=False, ignore_index=True)
    above, places = np.inf, []
    for points in last["points"]:
        above = min(float(points), above - GAP)
        places.append(above)
    return last.assign(points=places, name=[style.shortened(name, 7) for name in last["name"]])
