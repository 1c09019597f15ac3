"""A cascaded target seen: company, departments, people, with what each carries."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.library import kpi_library
from kpi_logic.model import Amount, Cascade, KpiRef, Month, Organisation, Target, Unit
from kpi_logic.text import Catalog

COLUMNS = ((0.0, 1.0), (1.06, 2.06), (2.12, 3.4))
"""Left and right edge of the boxes of company, departments and people."""

ROW = 46
"""Height of one person's box, in pixels."""


def cascade_tree(
    plan: Cascade, target: Target, organisation: Organisation, words: Catalog, currency: str | None = None
) -> Any:
    """Company, departments and people side by side; each box is as high as the people it stands for.

    Returns:
        altair.Chart.

    Raises:
        KeyError: the catalogue does not have the target's KPI.
    """
    import altair as alt

    boxes = _boxes(plan, target, organisation, words, currency)
    rows = float(boxes["bottom"].max())
    x, x2 = alt.X("left:Q", scale=alt.Scale(domain=[0, COLUMNS[-1][1]], nice=False), axis=None), "right:Q"
    scale = alt.Scale(domain=[rows, 0], nice=False)
    y, y2 = alt.Y("top:Q", scale=scale, axis=None), "bottom:Q"
    fill = alt.Color(
        "level:N",
        scale=alt.Scale(domain=["company", "department", "person"], range=[style.ACCENT, style.PALE, style.GRID]),
        legend=None,
    )
    ink = alt.Color(
        "level:N",
        scale=alt.Scale(domain=["company", "department", "person"], range=["white", style.INK, style.INK]),
        legend=None,
    )
    base = alt.Chart(boxes)
    chart = base.mark_rect(stroke="white", strokeWidth=3).encode(x=x, x2=x2, y=y, y2=y2, color=fill)
    share = boxes[boxes["level"] == "person"]
    bars = alt.Chart(share).mark_rect(color=style.ACCENT, height=4)
    chart += bars.encode(x=x, x2="bar:Q", y=alt.Y("foot:Q", scale=scale, axis=None))
    middle = alt.Y("middle:Q", scale=scale, axis=None)
    names = base.mark_text(align="left", dx=10, dy=-9).encode(x=x, y=middle, text="name:N", color=ink)
    amounts = base.mark_text(align="left", dx=10, dy=9, fontWeight="bold")
    chart += names + amounts.encode(x=x, y=middle, text="amount:N", color=ink)
    title, subtitle = _heading(plan, target, words, currency)
    layered = chart.resolve_scale(color="independent")
    return style.titled(layered, title, subtitle, height=int(rows * ROW))


def _boxes(
    plan: Cascade, target: Target, organisation: Organisation, words: Catalog, currency: str | None
) -> pd.DataFrame:
    """One row a box: its edges, its words."""
    home = {person.id: person for person in organisation.people}
    handed = target.value + plan.buffer
    unit = kpi_library()[target.kpi].unit

    def box(level: int, top: int, high: int, name: str, amount: float) -> dict[str, Any]:
        left, right = COLUMNS[level]
        part = amount / handed if handed else None
        return {
            "level": ("company", "department", "person")[level],
            "left": left,
            "right": right,
            "bar": left + (right - left) * max(min(part or 0.0, 1.0), 0.0),
            "top": top,
            "bottom": top + high,
            "middle": top + high / 2,
            "foot": top + high - 0.06,
            "name": style.shortened(name, 13),
            "amount": _written(amount, unit, part if level else None, words, currency),
        }

    rows, top = [], 0
    for department in plan.departments:
        members = [share for share in plan.people if _department(home, share.to) == department.to]
        high = max(len(members), 1)
        rows.append(box(1, top, high, department.to or words.say("cascade.no_department"), department.amount))
        for place, share in enumerate(members):
            name = home[share.to].name if share.to in home else share.to
            rows.append(box(2, top + place, 1, name, share.amount))
        top += high
    return pd.DataFrame([box(0, 0, max(top, 1), words.say("cascade.company"), target.value), *rows])


def _department(home: Mapping[str, Any], person: str) -> str:
    return home[person].department if person in home else ""


def _written(amount: float, unit: Unit, part: float | None, words: Catalog, currency: str | None) -> str:
    money = currency if unit is Unit.MONEY else None
    said = words.amount(Amount(amount, unit, money))
    return said if part is None else f"{said} · {words.ratio(part)}"


def _heading(plan: Cascade, target: Target, words: Catalog, currency: str | None) -> tuple[str, str]:
    """Title and subtitle: what is handed down to how many, and the buffer where there is one."""
    unit = kpi_library()[target.kpi].unit
    money = currency if unit is Unit.MONEY else None
    span: dict[str, Any] = {"first": Month.parse(target.first), "last": Month.parse(target.last)}
    facts: dict[str, Any] = {"kpi": KpiRef(target.kpi), "total": Amount(target.value, unit, money)}
    buffer = Amount(abs(plan.buffer), unit, money)
    if plan.buffer < 0:
        return words.say("cascade.chart.short", buffer=buffer, **facts), words.say("cascade.chart.subtitle", **span)
    counts = {"people": len(plan.people), "departments": len(plan.departments)}
    title = words.say("cascade.chart.title", **facts, **counts)
    if plan.buffer:
        return title, words.say("cascade.chart.subtitle_buffer", buffer=buffer, **span)
    return title, words.say("cascade.chart.subtitle", **span)
