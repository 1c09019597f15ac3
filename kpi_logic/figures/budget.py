"""What one more unit of ad spend earns, shop by shop."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi_logic.diagnosis import SpendOutput
from kpi_logic.figures import style
from kpi_logic.model import Amount, Unit
from kpi_logic.text import Catalog


def marginal_return(spend: Sequence[SpendOutput], currency: str | None, words: Catalog) -> Any:
    """Gross profit of one more unit of ad spend with its interval; an upright line where it just pays for itself.

    Raises:
        ValueError: no shop can be told.
    """
    import altair as alt

    told = sorted((one for one in spend if one.marginal is not None), key=lambda one: -(one.marginal or 0.0))
    if not told:
        raise ValueError("no shop's marginal return is known")
    data = pd.DataFrame([_row(one, one is told[0], currency, words) for one in told])
    scale = alt.Scale(
        domain=[min(0.0, float(data["low"].min())), max(1.2, float(data["high"].max())) * 1.9], nice=False
    )
    y = alt.Y("name:N", sort=list(data["name"]), axis=alt.Axis(title=None, ticks=False, domain=False, labelPadding=8))
    x = alt.X("value:Q", scale=scale, axis=None)
    colour = alt.Color("first:N", scale=alt.Scale(domain=[True, False], range=[style.ACCENT, style.GREY]), legend=None)
    dots = alt.Chart(data).mark_point(filled=True, size=80).encode(y=y, x=x, color=colour)
    spans = alt.Chart(data).mark_rule(color=style.INK, strokeWidth=1.2).encode(
        y=y, x=alt.X("low:Q", scale=scale, axis=None), x2="high:Q"
    )  # fmt: skip
    labels = alt.Chart(data).mark_text(align="left", dx=8).encode(
        y=y, x=alt.X("high:Q", scale=scale, axis=None), text="label:N"
    )  # fmt: skip
    even = alt.Chart(pd.DataFrame({"value": [1.0]})).mark_rule(color=style.GREY, strokeDash=[4, 3]).encode(x=x)
    title = words.say("figure.budget.title", best=told[0].segment, value=Amount(told[0].marginal, Unit.MONEY, currency))
    return style.titled(even + spans + dots + labels, title, words.say("figure.budget.subtitle"), height=34 * len(data))


def _row(one: SpendOutput, first: bool, currency: str | None, words: Catalog) -> dict[str, object]:
    numbers = {"low": one.low or 0.0, "value": one.marginal or 0.0, "high": one.high or 0.0}
    said = {name: Amount(number, Unit.MONEY, currency) for name, number in numbers.items()}
    name = style.shortened(words.word(one.segment), 20)
    return {**numbers, "name": name, "label": words.say("figure.budget.label", **said), "first": first}
