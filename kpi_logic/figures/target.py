"""A target over its history: what was, what may come, where the target stands and how likely that is."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kpi_logic.figures import style
from kpi_logic.metrics import adds_over_months
from kpi_logic.model import KpiRef, Month, months_between
from kpi_logic.targets.outlook import Judgement, Outlook, odds_words
from kpi_logic.text import Catalog

SHOWN = 24  # months of history
LABELS = 6  # months named below the axis: more of them touch each other on a tablet
OUTER = (0.1, 0.5, 0.9)
INNER = (0.25, 0.75)


def fan(judgement: Judgement, words: Catalog, parts: Sequence[float] = ()) -> Any:
    """History as a grey line, the months ahead as quiet bands (50 and 80 %), the target as a thin line with its odds.

    A target that is a total over several months stands in the chart as its *parts*, one a month, or as its even part per
    month where they are not given, and the subtitle says so.

    Returns:
        altair.Chart.
    """
    import altair as alt

    view = judgement.outlook
    past, ahead = _past(view), _ahead(view)
    months = _axis(past, view)
    per_month = judgement.value / view.months if view.adds else judgement.value
    levels = list(parts) if len(parts) == view.months else [per_month] * view.months
    asked = [str(view.first + n) for n in range(view.months)]
    line = pd.DataFrame({"month": asked, "value": levels})
    held = [
        *past["value"].dropna(),
        *ahead.get("low", pd.Series(dtype=float)),
        *ahead.get("high", pd.Series(dtype=float)),
        *levels,
    ]
    low, high = _room(min(held), max(held))
    x = alt.X("month:O", scale=alt.Scale(domain=months), axis=alt.Axis(**style.month_axis(months, most=LABELS)))
    axis = alt.Axis(**style.ticks(low, high, view.kpi.unit, view.amount(0).currency, words), title=None)
    y = alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=[low, high], nice=False))
    layers = [
        alt.Chart(past)
        .mark_line(color=style.GREY, strokeWidth=2, point={"color": style.GREY, "size": 18})
        .encode(x=x, y=y)
    ]
    if view.forecast is not None:
        layers += [_band(ahead, x, y, "low", "high", 0.35), _band(ahead, x, y, "inner_low", "inner_high", 0.75)]
        layers.append(
            alt.Chart(ahead)
            .mark_line(color=style.ACCENT, strokeWidth=2, point={"color": style.ACCENT, "size": 30})
            .encode(x=x, y=_at(y, "middle"))
        )
    layers.append(
        alt.Chart(line)
        .mark_line(
            color=style.WARN,
            strokeWidth=1.6,
            strokeDash=[6, 3],
            point={"color": style.WARN, "size": 34, "shape": "diamond"},
        )
        .encode(x=x, y=y)
    )
    layers.append(_label(judgement, line, len(set(levels)) == 1, x, words))
    subtitle = _subtitle(view, words, given=len(parts) == view.months)
    return style.titled(alt.layer(*layers), _title(judgement, words), subtitle, height=300)


def _label(judgement: Judgement, line: pd.DataFrame, level: bool, x: Any, words: Catalog) -> Any:
    """What the target is, in the air above all lines, so that it crosses none; over its own months, from the right."""
    import altair as alt

    view = judgement.outlook
    shown = float(line["value"].iloc[0]) if level else judgement.value
    said = words.say("figure_target.label" if level else "figure_target.label_total", value=view.amount(shown))
    text = alt.Chart(line.tail(1).assign(label=said)).mark_text(
        align="right", dx=12, color=style.WARN, fontWeight="bold", baseline="top"
    )
    return text.encode(x=x, y=alt.value(0), text="label:N")


def _past(view: Outlook) -> pd.DataFrame:
    shown = view.history.tail(SHOWN)
    return pd.DataFrame({"month": [str(month) for month in shown.index], "value": shown.to_numpy()})


def _axis(past: pd.DataFrame, view: Outlook) -> list[str]:
    """Every month from the first shown to the last asked, those between history and target too."""
    first = Month.parse(past["month"].iloc[0]) if len(past) else view.first
    return [str(month) for month in months_between(min(first, view.first), view.last)]


def _ahead(view: Outlook) -> pd.DataFrame:
    """One row a month from the first unknown to the last asked; bands where there is a forecast."""
    if view.forecast is None:
        return pd.DataFrame({"month": [str(view.first + n) for n in range(view.months)]})
    from kpi_logic.targets.forecasting import sorted_quantiles

    ordered = np.sort(view.forecast.paths.T, axis=1)
    low, middle, high = sorted_quantiles(ordered, np.array(OUTER)).T
    inner_low, inner_high = sorted_quantiles(ordered, np.array(INNER)).T
    months = [str(month) for month in view.forecast.periods]
    return pd.DataFrame(
        {"month": months, "low": low, "middle": middle, "high": high, "inner_low": inner_low, "inner_high": inner_high}
    )


def _band(data: pd.DataFrame, x: Any, y: Any, low: str, high: str, opacity: float) -> Any:
    """A band of the months ahead; bars, so that one single month shows too."""
    import altair as alt

    bars = alt.Chart(data).mark_bar(color=style.PALE, opacity=opacity, width={"band": 0.7})
    return bars.encode(x=x, y=_at(y, low), y2=f"{high}:Q")


def _at(y: Any, field: str) -> Any:
    """The same vertical channel for another column."""
    other = y.copy()
    other.shorthand = f"{field}:Q"
    return other


def _room(low: float, high: float) -> tuple[float, float]:
    """A little air above and below; a chart of amounts that are never negative does not go below 0."""
    air = 0.08 * (high - low or abs(high) or 1.0)
    return (max(0.0, low - air) if low >= 0 else low - air), high + 2 * air


def _title(judgement: Judgement, words: Catalog) -> str:
    view = judgement.outlook
    facts = {
        "kpi": KpiRef(view.kpi.code),
        "value": view.amount(judgement.value),
        "odds": odds_words(judgement.probability),
    }
    return words.say(
        "figure_target.title" if judgement.probability is not None else "figure_target.title_unknown", **facts
    )


def _subtitle(view: Outlook, words: Catalog, given: bool) -> str:
    several = adds_over_months(view.kpi) and view.months > 1
    key = "subtitle" if not several else "subtitle_parts" if given else "subtitle_total"
    return words.say(f"figure_target.{key}", segment=view.segment, first=view.first, last=view.last, months=view.months)
