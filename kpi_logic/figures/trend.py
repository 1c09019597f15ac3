"""One KPI month by month."""

from typing import Any

import pandas as pd

from kpi_logic.diagnosis import BoardRow
from kpi_logic.figures import style
from kpi_logic.model import Amount, KpiRef, Unit
from kpi_logic.text import Catalog

RECENT = 3


def kpi_trend(row: BoardRow, words: Catalog, currency: str | None = None) -> Any:
    """A line over all months, the last three in the accent, their values at the end.

    Args:
        row: one line of the board.
        words: the language.
        currency: of a KPI in money.

    Returns:
        altair.Chart.
    """
    name = words.word(KpiRef(row.kpi))
    title = words.say(
        f"figure.trend.{row.verdict.value}", kpi=name, value=words.amount(Amount(row.recent, row.unit, currency))
    )
    return style.titled(
        line_chart(row.series, row.unit, currency, words),
        title,
        words.say("figure.trend.subtitle", kpi=name),
        height=220,
    )


def line_chart(
    series: pd.Series,
    unit: Unit,
    currency: str | None,
    words: Catalog,
    since: pd.Period | None = None,
    span: tuple[float, float] | None = None,
) -> Any:
    """The bare chart: grey before *since* (default: before the last three months), the accent from then on.

    ``span`` is what the vertical axis must hold, by default the values.
    """
    import altair as alt

    data, months = frame_of(series, unit, currency, words)
    first = str(since) if since is not None else months[max(0, len(months) - RECENT)]
    low, high = span or (data["value"].min(), data["value"].max())
    room = (high - low) * 0.15 or abs(high) * 0.1 or 1.0
    axis = style.ticks(max(0.0, low - room) if low >= 0 else low - room, high + room, unit, currency, words)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[axis["values"][0], axis["values"][-1]], nice=False, zero=False),
        axis=alt.Axis(**axis, title=None, domain=False, ticks=False),
    )
    x = style.encode_months(months=months)
    line = alt.Chart(data).mark_line(color=style.GREY, strokeWidth=1.8).encode(x=x, y=y)
    late = data[data["month"] >= first]
    accent = alt.Chart(late).mark_line(color=style.ACCENT, strokeWidth=2.6, point={"size": 34, "color": style.ACCENT})
    known = data.dropna(subset=["value"])
    rising = len(known) < 2 or known["value"].iloc[-1] >= known["value"].iloc[-2]
    end = alt.Chart(known.tail(1)).mark_text(
        align="right", dy=-13 if rising else 17, fontWeight="bold", color=style.ACCENT
    )
    return line + accent.encode(x=x, y=y) + end.encode(x=x, y=y, text="label:N")


def frame_of(series: pd.Series, unit: Unit, currency: str | None, words: Catalog) -> tuple[pd.DataFrame, list[str]]:
    """``month``, ``value``, ``label`` of a monthly series, and all its months."""
    months = [str(period) for period in series.index]
    values = [float(value) for value in series]
    labels = [words.amount(Amount(value, unit, currency)) for value in values]
    return pd.DataFrame({"month": months, "value": values, "label": labels}), months
