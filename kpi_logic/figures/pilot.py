"""The pilot in three drawings: what it can show, both sides month by month, the effect against the rule."""

from typing import Any

import numpy as np
import pandas as pd

from kpi_logic.figures import style
from kpi_logic.model import Amount, Direction, KpiRef, Raw, Unit
from kpi_logic.review.percent import percent
from kpi_logic.review.pilot_design import PilotDesign
from kpi_logic.review.pilot_read_out import ReadOut, TrialLines
from kpi_logic.review.trial_change import TrialChange
from kpi_logic.text import Catalog

ROW, FOOT = 46, 30  # a row, and the air between the last one and the axis' labels


def pilot_reach(design: PilotDesign, words: Catalog) -> Any:
    """The smallest improvement that pilots of one to six months can show; the length chosen stands out.

    Returns:
        altair.Chart.
    """
    import altair as alt

    assert design.kpi is not None
    labels = [words.say("figure_pilot.length", months=n) for n, _ in enumerate(design.by_months, start=1)]
    rows = pd.DataFrame(
        {
            "months": labels,
            "least": [np.nan if least is None else least for least in design.by_months],
            "said": [
                words.say("figure_pilot.untold") if least is None else words.word(percent(round(least, 2)))
                for least in design.by_months
            ],
            "chosen": [n == design.pilot.months for n, _ in enumerate(design.by_months, start=1)],
        }
    ).assign(foot=0.0)
    asked = design.pilot.rule.at_least
    high = max(0.01, asked, float(np.nanmax([0.0, *rows["least"]]))) * 1.18
    free = alt.Scale(domain=[*labels, " "])  # a place without a bar, for the rule's name
    x = alt.X("months:N", scale=free, axis=alt.Axis(title=None, ticks=False))
    scale = alt.Scale(domain=[0, high], nice=False)
    axis = alt.Axis(**_shares(0, high, words), title=None, domain=False, ticks=False)
    y = alt.Y("least:Q", scale=scale, axis=axis)
    ink = alt.condition("datum.chosen", alt.value(style.ACCENT), alt.value(style.PALE))
    bars = alt.Chart(rows.dropna(subset=["least"])).mark_bar(width={"band": 0.55}).encode(x=x, y=y, color=ink)
    top = alt.Y("top:Q", scale=scale)
    texts = alt.Chart(rows.assign(top=rows["least"].fillna(0.0))).mark_text(dy=-9).encode(x=x, y=top, text="said:N")
    line = pd.DataFrame({"at": [asked], "said": [words.say("figure_pilot.asked", at_least=percent(asked))]})
    rule = alt.Chart(line).mark_rule(color=style.WARN, strokeDash=[5, 3]).encode(y=alt.Y("at:Q", scale=scale))
    name = alt.Chart(line).mark_text(align="right", baseline="bottom", dx=-2, dy=-3, color=style.WARN)
    layers = [bars, texts, *([rule, name.encode(x=alt.value("width"), y="at:Q", text="said:N")] if asked > 0 else [])]
    facts = {"kpi": KpiRef(design.kpi.code), "months": design.pilot.months}
    title = words.say("figure_pilot.title_reach_untold", **facts)
    if design.smallest is not None:
        title = words.say("figure_pilot.title_reach", smallest=percent(round(design.smallest, 2)), **facts)
    return style.titled(alt.layer(*layers), title, words.say("figure_pilot.subtitle_reach"), height=190)


def pilot_lines(found: ReadOut, words: Catalog) -> Any:
    """Both sides as an index, the pilot's months shaded, and where the treated would lie without the scheme.

    Returns:
        altair.Chart.
    """
    import altair as alt

    lines = found.lines
    assert lines is not None and found.kpi is not None
    data = _frame(lines)
    months = list(data["month"])
    held = data[["treated", "compared", "low", "high"]].to_numpy()
    low, high = float(np.nanmin(held)), float(np.nanmax(held))
    air = 0.08 * (high - low or high)
    whole = alt.Scale(paddingInner=0)  # the shade of one month touches the next
    x = alt.X("month:O", sort=months, axis=alt.Axis(**style.month_axis(months, most=7)), scale=whole)
    scale = alt.Scale(domain=[low - air, high + 2 * air], nice=False, zero=False)

    def at(field: str) -> Any:
        return alt.Y(f"{field}:Q", scale=scale, axis=alt.Axis(title=None, tickCount=5, domain=False, ticks=False))

    tried = data[data["inside"]]
    layers = [
        alt.Chart(tried)
        .mark_bar(color=style.PALE, width={"band": 1})
        .encode(x=x, y=alt.value(0), y2=alt.value("height")),
        alt.Chart(tried.dropna(subset=["low"]))
        .mark_bar(color="white", opacity=0.85, width={"band": 0.7})
        .encode(x=x, y=at("low"), y2="high:Q"),
    ]
    for side, ink, wide in (("compared", style.GREY, 2.0), ("treated", style.ACCENT, 2.6)):
        known = data.dropna(subset=[side])
        layers.append(
            alt.Chart(known)
            .mark_line(color=ink, strokeWidth=wide, point={"color": ink, "size": 30})
            .encode(x=x, y=at(side))
        )
        name, above = _named(data, side)
        name = name.assign(said=words.say(f"figure_pilot.{side}"))
        layers.append(
            alt.Chart(name)
            .mark_text(dy=-15 if above else 17, color=ink, fontWeight="bold")
            .encode(x=x, y=at(side), text="said:N")
        )
    return style.titled(alt.layer(*layers), _title(found, words), _subtitle(found, words), height=280)


def pilot_effect(found: ReadOut, words: Catalog) -> Any:
    """The change of the rule's KPI and of each guard against the comparison, with its interval and the rule's threshold.

    Returns:
        altair.Chart.
    """
    import altair as alt

    assert found.change is not None and found.kpi is not None
    told = [_row(one, words) for one in (found.change, *found.guards)]
    rows = pd.DataFrame(told)
    rule = found.plan.pilot.rule
    wanted = rule.at_least if found.kpi.direction is Direction.HIGHER else -rule.at_least
    low = min(0.0, wanted, float(np.nanmin([0.0, *rows["low"]])))
    high = max(0.0, wanted, float(np.nanmax([0.0, *rows["high"]])))
    span = high - low or 0.1
    low, high = low - 0.06 * span, high + 0.55 * span  # room for the words at the right
    scale = alt.Scale(domain=[low, high], nice=False)
    axis = alt.Axis(**_shares(low, high - 0.45 * span, words), title=None)
    y = alt.Y("row:N", sort=list(rows["row"]), axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=230))
    x = alt.X("change:Q", scale=scale, axis=axis)
    ink = alt.condition("datum.bad", alt.value(style.WARN), alt.value(style.ACCENT))
    known = rows.dropna(subset=["change"])
    zero = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=style.GREY, strokeDash=[4, 3])
    line = pd.DataFrame({"row": [rows["row"].iloc[0]], "at": [wanted]})
    layers = [
        zero.encode(x=alt.X("at:Q", scale=scale)),
        alt.Chart(known).mark_rule(strokeWidth=5, opacity=0.45).encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, color=ink),
        alt.Chart(known).mark_point(filled=True, size=90, opacity=1).encode(x=x, y=y, color=ink),
        alt.Chart(line).mark_tick(color=style.WARN, thickness=3, size=24).encode(x=alt.X("at:Q", scale=scale), y=y),
        alt.Chart(rows).mark_text(align="right", dx=-4).encode(x=alt.value("width"), y=y, text="said:N"),
    ]  # fmt: skip
    facts = {
        "kpi": KpiRef(found.kpi.code),
        "change": Amount(found.change.change, Unit.RATIO, signed=True),
        "at_least": percent(rule.at_least),
    }
    subtitle = words.say("figure_pilot.subtitle_effect", confidence=percent(rule.confidence))
    return style.titled(
        alt.layer(*layers), words.say("figure_pilot.title_effect", **facts), subtitle, ROW * len(rows) + FOOT
    )


def _shares(low: float, high: float, words: Catalog) -> dict[str, Any]:
    """Ticks of a share between *low* and *high*; whole percents without a decimal."""
    values = [value for value in style.ticks(low, high, Unit.RATIO, None, words, 4)["values"] if low <= value <= high]
    labels = [words.word(percent(value)) for value in values]
    return {"values": values, "labelExpr": style.label_expression(values, labels)}


def _frame(lines: TrialLines) -> pd.DataFrame:
    inside = ~np.isnan(np.array(lines.low, dtype=float))
    return pd.DataFrame(
        {
            "month": [str(month) for month in lines.months],
            "treated": lines.treated,
            "compared": lines.compared,
            "low": lines.low,
            "high": lines.high,
            "inside": inside,
        }
    )


def _named(data: pd.DataFrame, side: str) -> tuple[pd.DataFrame, bool]:
    """Where a line's name stands best: the month in which both lie furthest apart; and whether above the line."""
    other = "compared" if side == "treated" else "treated"
    apart = (data[side] - data[other]).iloc[1:-1]
    if apart.dropna().empty:
        return data.dropna(subset=[side]).tail(1), True
    at = int(apart.abs().fillna(-1.0).to_numpy().argmax())
    return data.iloc[[at + 1]], bool(apart.iloc[at] > 0)


def _row(one: TrialChange, words: Catalog) -> dict[str, Any]:
    from kpi_logic.library import kpi_library

    name = "row_better" if kpi_library()[one.kpi].direction is Direction.HIGHER else "row_lower"
    label = words.say(f"figure_pilot.{name}", kpi=KpiRef(one.kpi))
    if one.interval is None:
        gone = {"change": np.nan, "low": np.nan, "high": np.nan}
        return {"row": label, **gone, "said": words.say("figure_pilot.untold"), "bad": False}
    low, high = one.interval
    amounts = {"change": one.change, "low": low, "high": high}
    said = {name: Amount(value, Unit.RATIO, signed=True) for name, value in amounts.items()}
    return {"row": label, **amounts, "said": words.say("figure_pilot.row_said", **said), "bad": one.surely_worse}


def _title(found: ReadOut, words: Catalog) -> str:
    assert found.kpi is not None
    facts = {"kpi": KpiRef(found.kpi.code), "treated": tuple(map(Raw, found.plan.treated))}
    if found.change is None or found.change.change is None:
        return words.say("figure_pilot.title_lines_open", **facts)
    return words.say("figure_pilot.title_lines", change=Amount(found.change.change, Unit.RATIO, signed=True), **facts)


def _subtitle(found: ReadOut, words: Catalog) -> str:
    assert found.before is not None
    facts = {
        "first": found.before[0],
        "last": found.before[1],
        "treated": tuple(map(Raw, found.plan.treated)),
        "confidence": percent(found.plan.pilot.rule.confidence),
    }
    return words.say("figure_pilot.subtitle_lines", **facts)
