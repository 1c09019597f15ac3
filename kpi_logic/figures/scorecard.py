"""One scorecard seen: its weights, and the curve of a line."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from kpi_logic.figures import style
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Kind, Kpi, KpiRef, Line, Raw, RoleRef, Scorecard, Unit
from kpi_logic.scheme import Levels, curve_score, read_levels
from kpi_logic.text import Catalog

NAME_ROOM = 16
"""Han characters a name may take beside a bar."""


def weights_bar(card: Scorecard, words: Catalog) -> Any:
    """The weights of one scorecard, results in the accent, process KPIs in grey with their word.

    Returns:
        altair.Chart.
    """
    import altair as alt

    data = pd.DataFrame([_weight_row(line, words) for line in card.lines], columns=["name", "weight", "kind", "label"])
    data["name"] = distinct(data["name"])
    total = sum(line.weight for line in card.lines)
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["result", "process"], range=[style.ACCENT, style.GREY]),
        legend=None,
    )
    scale = alt.Scale(domain=[0, max(60.0, float(data["weight"].max() or 0) * 1.5) if len(data) else 60.0], nice=False)
    x = alt.X("weight:Q", scale=scale, axis=None)
    base = alt.Chart(data).encode(y=name_axis(data["name"]), x=x)
    chart = base.mark_bar(height={"band": 0.55}).encode(color=colour)
    chart += base.mark_text(align="left", dx=8).encode(text="label:N")
    role = words.word(RoleRef(card.role))
    subtitle = words.say("scheme.weights.subtitle", count=len(card.lines), total=total)
    if not card.lines:
        return style.titled(chart, words.say("scheme.weights.title_none", role=role), subtitle, 40)
    first = max(card.lines, key=lambda line: line.weight)
    title = words.say("scheme.weights.title", role=role, kpi=_name(first.kpi, words), weight=first.weight)
    return style.titled(chart, title, subtitle, 38 * len(data))


def curve_chart(line: Line, words: Catalog, currency: str | None = None, person: str | None = None) -> Any:
    """Points against the actual, with threshold, target and stretch marked and named.

    Args:
        person: the id of somebody with levels of their own; the line's levels otherwise.

    Returns:
        altair.Chart.

    Raises:
        KeyError: the catalogue does not have the KPI.
    """
    import altair as alt

    kpi = kpi_library()[line.kpi]
    own = next((own for own in line.personal if own.person == person), line)
    levels = read_levels(kpi, own.threshold, own.target, own.stretch)
    if not isinstance(levels, Levels):
        empty = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_point(opacity=0).encode(x=alt.X("x:Q", axis=None))
        return style.titled(empty, words.say("scheme.curve.none", kpi=KpiRef(kpi.code)), "", 40)
    kind = "_uncapped" if line.cap is None else "_cliff" if line.cliff else ""
    subtitle = words.say(f"scheme.curve.subtitle{kind}", kpi=KpiRef(kpi.code))
    title = words.say("scheme.curve.title", kpi=KpiRef(kpi.code), target=_amount(levels.target, kpi, currency))
    return style.titled(_curve(line, kpi, levels, words, currency), title, subtitle, 230)


def _curve(line: Line, kpi: Kpi, levels: Levels, words: Catalog, currency: str | None) -> Any:
    """The bare chart: the curve, its three levels as dots with their names."""
    import altair as alt

    low, high = _reach(kpi, levels)
    rows = _curve_rows(line, kpi, levels, low, high)
    axis = style.ticks(low, high, kpi.unit, currency, words)
    x = alt.X(
        "actual:Q",
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=alt.Axis(**axis, title=None, grid=False),
    )
    top = max(130.0, float(rows["points"].max()) * 1.08)
    y = alt.Y(
        "points:Q",
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(values=[0, 60, 100, 120], title=None, domain=False, ticks=False),
    )
    curve = alt.Chart(rows).mark_line(color=style.ACCENT, strokeWidth=2.6).encode(x=x, y=y, order="place:Q")
    marks = alt.Chart(_level_marks(kpi, levels, words, currency))
    dots = marks.mark_point(filled=True, size=70, color=style.INK, opacity=1).encode(x=x, y=y)
    up = kpi.direction.sign > 0
    names = marks.mark_text(align="right" if up else "left", dx=-10 if up else 10, dy=-10).encode(
        x=x, y=y, text="label:N"
    )
    return curve + dots + names


def name_axis(names: Iterable[str]) -> Any:
    """The y channel of bars that stand under each other, in the given order."""
    import altair as alt

    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=8, labelLimit=300)
    return alt.Y("name:N", sort=list(names), axis=axis)


def distinct(names: Iterable[str]) -> list[str]:
    """Names that bars can be told apart by: the second of two equal ones gets a number.

    >>> distinct(["Li", "Wu", "Li"])
    ['Li', 'Wu', 'Li (2)']
    """
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _name(code: str, words: Catalog) -> str:
    return words.word(KpiRef(code) if code in kpi_library().kpis else Raw(code))


def _amount(value: float | None, kpi: Kpi, currency: str | None) -> Amount:
    return Amount(value, kpi.unit, currency if kpi.unit is Unit.MONEY else None)


def _weight_row(line: Line, words: Catalog) -> dict[str, Any]:
    known = kpi_library().kpis.get(line.kpi)
    kind = "process" if known and known.kind is Kind.PROCESS else "result"
    label = f"{line.weight} · {words.say(f'scheme.weights.{kind}')}"
    return {
        "name": style.shortened(_name(line.kpi, words), NAME_ROOM),
        "weight": line.weight,
        "kind": kind,
        "label": label,
    }


def _reach(kpi: Kpi, levels: Levels) -> tuple[float, float]:
    """The actuals a curve is drawn over: from where it is 0 to a little beyond the stretch, on the natural axis."""
    worst = levels.target - 2.5 * (levels.target - levels.threshold)
    beyond = levels.stretch + 0.6 * (levels.stretch - levels.target)
    low, high = sorted((worst, beyond))
    if min(levels) >= 0:
        low = max(low, 0.0)
    if kpi.unit is Unit.RATIO and max(levels) <= 1:
        high = min(high, 1.0)
    return low, high


def _curve_rows(line: Line, kpi: Kpi, levels: Levels, low: float, high: float) -> pd.DataFrame:
    """The curve's points; at a cliff it falls straight down."""
    actual = np.unique([*np.linspace(low, high, 121), *levels])
    cap = np.inf if line.cap is None else line.cap
    points = curve_score(actual, *levels, kpi.direction.sign, line.cliff, cap)
    frame = pd.DataFrame({"actual": actual, "points": points})
    if line.cliff:
        frame = pd.concat([frame, pd.DataFrame({"actual": [levels.threshold], "points": [0.0]})])
    up = kpi.direction.sign > 0
    frame = frame.sort_values(["actual", "points"], ascending=[True, up], ignore_index=True)
    return frame.assign(place=range(len(frame)))


def _level_marks(kpi: Kpi, levels: Levels, words: Catalog, currency: str | None) -> pd.DataFrame:
    rows = []
    for name, value, points in zip(Levels._fields, levels, (60.0, 100.0, 120.0), strict=True):
        label = words.say(f"scheme.curve.{name}", value=_amount(value, kpi, currency))
        rows.append({"actual": value, "points": points, "label": label})
    return pd.DataFrame(rows)
