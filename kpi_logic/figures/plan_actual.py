"""Plan against actual: the months of a target, what the history had foretold of them, and what came."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.model import KpiRef, Month, months_between
from kpi_logic.review import PlanActual
from kpi_logic.text import Catalog

SHOWN = 12  # months of history
LABELS = 6


def plan_actual_chart(view: PlanActual, words: Catalog) -> Any:
    """History in grey, bands as they were foretold before the first month, the target in dashes, what came in the accent.

    Returns:
        altair.Chart.
    """
    import altair as alt

    rows, history = _rows(view, words), _history(view)
    held = pd.concat([history["value"], *(rows[name] for name in ("asked", "came", "low", "high"))]).dropna()
    low, high = _room(float(held.min()), float(held.max()))
    first = Month.parse(history["month"].iloc[0]) if len(history) else view.outlook.first
    months = [str(month) for month in months_between(min(first, view.outlook.first), view.outlook.last)]
    x = alt.X("month:O", scale=alt.Scale(domain=months), axis=alt.Axis(**style.month_axis(months, most=LABELS)))
    ticks = style.ticks(low, high, view.outlook.kpi.unit, view.amount(0).currency, words)

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", axis=alt.Axis(**ticks, title=None), scale=alt.Scale(domain=[low, high], nice=False))

    past = alt.Chart(history).mark_line(color=style.GREY, strokeWidth=2).encode(x=x, y=y("value"))
    layers = [past]
    if view.band is not None:
        for bottom, top, opacity in (("low", "high", 0.35), ("inner_low", "inner_high", 0.75)):
            bars = alt.Chart(rows).mark_bar(color=style.PALE, opacity=opacity, width={"band": 0.7})
            layers.append(bars.encode(x=x, y=y(bottom), y2=f"{top}:Q"))
    mark = {"size": 34, "shape": "diamond", "color": style.WARN}
    asked = alt.Chart(rows).mark_line(color=style.WARN, strokeWidth=1.6, strokeDash=[6, 3], point=mark)
    layers.append(asked.encode(x=x, y=y("asked")))
    known = rows.dropna(subset=["came"])
    came = alt.Chart(known).mark_line(color=style.ACCENT, strokeWidth=2.6, point={"size": 60, "color": style.ACCENT})
    layers.append(came.encode(x=x, y=y("came")))
    label = alt.Chart(known.tail(1)).mark_text(dy=-14, fontWeight="bold", color=style.ACCENT)
    layers.append(label.encode(x=x, y=y("came"), text="label:N"))
    subtitle = words.say("figure_plan.subtitle", segment=view.outlook.segment, first=view.outlook.first)
    return style.titled(alt.layer(*layers), _title(view, words), subtitle, height=300)


def _rows(view: PlanActual, words: Catalog) -> pd.DataFrame:
    """One row a month of the target's period."""
    months = [str(view.outlook.first + n) for n in range(view.outlook.months)]
    came = [float("nan") if value is None else value for value in view.came]
    rows = pd.DataFrame({"month": months, "asked": view.asked, "came": came})
    rows["label"] = [words.amount(view.amount(value)) for value in came]
    names = ("low", "inner_low", "middle", "inner_high", "high")
    for place, name in enumerate(names):
        rows[name] = float("nan") if view.band is None else view.band[:, place]
    return rows


def _history(view: PlanActual) -> pd.DataFrame:
    shown = view.outlook.history.tail(SHOWN)
    return pd.DataFrame({"month": [str(month) for month in shown.index], "value": shown.to_numpy(dtype=float)})


def _room(low: float, high: float) -> tuple[float, float]:
    """A little air above and below; amounts that are never negative do not go below 0."""
    air = 0.08 * (high - low or abs(high) or 1.0)
    return (max(0.0, low - air) if low >= 0 else low - air), high + 2 * air


def _title(view: PlanActual, words: Catalog) -> str:
    facts = {"kpi": KpiRef(view.target.kpi), "month": view.month, "asked": view.amount(view.asked_now)}
    if view.met is None:
        return words.say("figure_plan.title_open", **facts)
    key = "title_met" if view.met else "title_not_met"
    return words.say(f"figure_plan.{key}", came=view.amount(view.came_now), **facts)
