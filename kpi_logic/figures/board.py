"""The KPI board's small figures."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style


def sparkline(series: pd.Series, width: int = 120, height: int = 28) -> Any:
    """A line without axes for a table's cell: grey, its last point in the accent.

    Returns:
        altair.Chart; an empty one where the series holds no number.
    """
    import altair as alt

    data = pd.DataFrame({"at": range(len(series)), "value": [float(value) for value in series]}).dropna()
    x = alt.X("at:Q", axis=None, scale=alt.Scale(domain=[0, max(len(series) - 1, 1)], nice=False))
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(zero=False))
    line = alt.Chart(data).mark_line(color=style.GREY, strokeWidth=1.5).encode(x=x, y=y)
    last = alt.Chart(data.tail(1)).mark_circle(color=style.ACCENT, size=36, opacity=1).encode(x=x, y=y)
    return style.configured((line + last).properties(width=width, height=height))
