"""One temptation of the gaming test: pay against company profit as a lever is pulled."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.model import Amount, RoleRef, Unit
from kpi_logic.scheme import Gaming, Temptation
from kpi_logic.text import Catalog


def corridor(one: Temptation, found: Gaming, words: Catalog) -> Any:
    """Pay of the role (across) and company profit (up) for every move tried; where pay is up and profit down, marked.

    Returns:
        altair.Chart.
    """
    import altair as alt

    data = _points(one, words)
    pay, profit = (max(1.0, float(data[name].abs().max())) for name in ("pay", "profit_reach"))
    x = alt.X(
        "pay:Q",
        scale=alt.Scale(domain=[-pay * 1.35, pay * 1.35], nice=False),
        axis=alt.Axis(**style.ticks(-pay, pay, Unit.MONEY, found.currency, words), title=None, grid=False),
    )
    scale = alt.Scale(domain=[-profit * 1.25, profit * 1.25], nice=False)
    y = alt.Y(
        "profit:Q",
        scale=scale,
        axis=alt.Axis(**style.ticks(-profit, profit, Unit.MONEY, found.currency, words), title=None),
    )
    zone = pd.DataFrame({"pay": [0.0], "pay2": [pay * 1.35], "profit": [-profit * 1.25], "profit2": [0.0]})
    shade = alt.Chart(zone).mark_rect(color=style.WARN, opacity=0.1).encode(x=x, x2="pay2:Q", y=y, y2="profit2:Q")
    line = alt.Chart(data).mark_line(color=style.GREY, strokeWidth=1.6).encode(x=x, y=y, order="move:Q")
    spans = alt.Chart(data).mark_rule(color=style.PALE, strokeWidth=3).encode(
        x=x, y=alt.Y("profit_low:Q", scale=scale), y2="profit_high:Q"
    )  # fmt: skip
    colour = alt.Color("bad:N", scale=alt.Scale(domain=[True, False], range=[style.WARN, style.ACCENT]), legend=None)
    dots = alt.Chart(data).mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, color=colour)
    names = alt.Chart(data).mark_text(align="left", dx=9, dy=-7).encode(x=x, y=y, text="label:N")
    word = alt.Chart(zone).mark_text(align="right", baseline="bottom", dx=-8, dy=-6, color=style.WARN).encode(
        x=alt.X("pay2:Q"), y=y, text=alt.value(words.say("figure_corridor.zone"))
    )  # fmt: skip
    chart = shade + spans + line + dots + names + word
    facts = {"role": RoleRef(one.role), "months": len(found.months)}
    return style.titled(chart, _title(one, found, words), words.say("figure_corridor.subtitle", **facts), 260)


def _points(one: Temptation, words: Catalog) -> pd.DataFrame:
    """Every move with its label; standing still is the zero in the middle."""
    rows = [{"move": 0.0, "pay": 0.0, "profit": 0.0, "profit_low": 0.0, "profit_high": 0.0, "label": "", "bad": False}]
    for point in one.path:
        bad = one.corridor is not None and point.pay > 0 > point.profit
        label = words.amount(Amount(point.move, Unit.RATIO, signed=True))
        rows.append({**point._asdict(), "label": label, "bad": bad})
    frame = pd.DataFrame(rows).sort_values("move", ignore_index=True)
    return frame.assign(profit_reach=frame[["profit_low", "profit_high"]].abs().max(axis=1))


def _title(one: Temptation, found: Gaming, words: Catalog) -> str:
    at = one.corridor or one.best
    facts = {
        "role": RoleRef(one.role),
        "lever": words.say(f"gaming.lever.{one.lever}.{'up' if at.move > 0 else 'down'}"),
        "pay": Amount(at.pay, Unit.MONEY, found.currency, signed=True),
        "profit": Amount(at.profit, Unit.MONEY, found.currency, signed=True),
    }
    return words.say("figure_corridor.title" if one.corridor else "figure_corridor.title_safe", **facts)
