"""One person's slip seen: what 1 % more of each KPI pays."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.figures.scorecard import NAME_ROOM, distinct, name_axis
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, KpiRef, Raw, Unit
from kpi_logic.scheme import Slip, SlipLine
from kpi_logic.text import Catalog


def slip_bars(slip: Slip, words: Catalog) -> Any:
    """What 1 % better in each KPI would add to the pay, the most first; what cannot be told says so.

    Returns:
        altair.Chart.
    """
    import altair as alt

    lines = sorted(slip.lines, key=lambda line: -(line.worth if line.worth is not None else -1.0))
    data = pd.DataFrame([_row(line, slip, words) for line in lines], columns=["name", "worth", "label"])
    data["name"] = distinct(data["name"])
    top = max([1.0, *data["worth"]])
    base = alt.Chart(data).encode(
        y=name_axis(data["name"]), x=alt.X("worth:Q", scale=alt.Scale(domain=[0, top * 1.5], nice=False), axis=None)
    )
    chart = base.mark_bar(height={"band": 0.5}, color=style.ACCENT)
    chart += base.mark_text(align="left", dx=8).encode(text="label:N")
    who = {"person": Raw(slip.person.name), "month": slip.month}
    best = lines[0] if lines and lines[0].worth else None
    if best is None:
        title = words.say("figure_slip.title_none", **who)
    else:
        title = words.say("figure_slip.title", kpi=_kpi(best.kpi), worth=_money(best.worth, slip), **who)
    return style.titled(chart, title, words.say("figure_slip.subtitle", **who), 38 * max(len(lines), 1))


def _row(line: SlipLine, slip: Slip, words: Catalog) -> dict[str, object]:
    name = style.shortened(words.word(_kpi(line.kpi)), NAME_ROOM)
    if line.worth is None:
        return {"name": name, "worth": 0.0, "label": words.say("figure_slip.untold")}
    return {"name": name, "worth": line.worth, "label": words.amount(_money(line.worth, slip))}


def _money(value: float | None, slip: Slip) -> Amount:
    return Amount(value, Unit.MONEY, slip.currency, signed=True, full=True)


def _kpi(code: str) -> KpiRef | Raw:
    return KpiRef(code) if code in kpi_library().kpis else Raw(code)
