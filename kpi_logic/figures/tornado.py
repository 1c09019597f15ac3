"""What each weight does to the cost of the bonuses: the tornado."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.figures.scorecard import distinct, name_axis
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, KpiRef, Raw, RoleRef, Unit
from kpi_logic.scheme import Robustness
from kpi_logic.scheme.robustness import TORNADO_STEP, Bar
from kpi_logic.text import Catalog

MOST = 8
"""Bars shown; the narrow rest says nothing."""

ROOM = 22
"""Han characters that a KPI and its role may take beside a bar."""


def tornado(found: Robustness, words: Catalog, currency: str | None = None) -> Any:
    """All bonuses together when one weight moves down or up, the widest bar first, with the cost as it is in the middle.

    Returns:
        altair.Chart.
    """
    import altair as alt

    bars = found.tornado[:MOST]
    data = pd.DataFrame([_row(bar, found.cost, words, currency) for bar in bars], columns=list(_COLUMNS))
    data["name"] = distinct(data["name"])
    reach = max([1.0, *(data["low"].abs()), *(data["high"].abs())])
    scale = alt.Scale(domain=[-reach * 1.7, reach * 1.7], nice=False)
    base = alt.Chart(data).encode(y=name_axis(data["name"]))
    left = base.mark_bar(height={"band": 0.5}, color=style.GREY).encode(
        x=alt.X("low:Q", scale=scale, axis=None), x2=alt.datum(0)
    )
    right = base.mark_bar(height={"band": 0.5}, color=style.ACCENT).encode(
        x=alt.X("high:Q", scale=scale, axis=None), x2=alt.datum(0)
    )
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color=style.INK).encode(
        x=alt.X("x:Q", scale=scale, axis=None)
    )  # fmt: skip
    chart = left + right + zero
    names = alt.Chart(data).encode(y=name_axis(data["name"]))
    chart += names.mark_text(align="right", dx=-8).encode(
        x=alt.X("low_edge:Q", scale=scale, axis=None), text="low_label:N"
    )
    chart += names.mark_text(align="left", dx=8).encode(
        x=alt.X("high_edge:Q", scale=scale, axis=None), text="high_label:N"
    )
    subtitle = words.say("figure_tornado.subtitle", points=TORNADO_STEP, cost=Amount(found.cost, Unit.MONEY, currency))
    return style.titled(chart, _title(bars, words), subtitle, 38 * max(len(bars), 1))


_COLUMNS = ("name", "low", "high", "low_edge", "high_edge", "low_label", "high_label")


def _row(bar: Bar, cost: float, words: Catalog, currency: str | None) -> dict[str, object]:
    """The label of the weight moved down stands on the left, whichever way the cost goes."""
    low, high = bar.low - cost, bar.high - cost
    name = f"{words.word(_kpi(bar.kpi))} · {words.word(RoleRef(bar.role))}"
    down, up = (
        words.say(f"figure_tornado.{way}", change=Amount(change, Unit.MONEY, currency, signed=True))
        for way, change in (("down", low), ("up", high))
    )
    left, right = (down, up) if low <= high else (up, down)
    edges = (min(low, high, 0.0), max(low, high, 0.0))
    return dict(zip(_COLUMNS, (style.shortened(name, ROOM), low, high, *edges, left, right), strict=True))


def _title(bars: tuple[Bar, ...], words: Catalog) -> str:
    if not bars:
        return words.say("figure_tornado.title_none")
    facts = {"role": RoleRef(bars[0].role), "kpi": _kpi(bars[0].kpi)}
    return words.say("figure_tornado.title", **facts)


def _kpi(code: str) -> KpiRef | Raw:
    return KpiRef(code) if code in kpi_library().kpis else Raw(code)
