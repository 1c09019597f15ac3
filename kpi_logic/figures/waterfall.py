"""Why a profit changed: from the one period to the other, driver by driver."""

from typing import Any, Literal

import pandas as pd

from kpi_logic.diagnosis import Change, ChangePart, driver_name
from kpi_logic.figures import style
from kpi_logic.model import Amount, Unit
from kpi_logic.text import Catalog

MOST = 8  # drivers shown one by one; the rest is summed


By = Literal["driver", "segment"]


def waterfall(change: Change, words: Catalog, by: By = "driver") -> Any:
    """Horizontal waterfall: the two periods as bars from zero, what came between them, largest first.

    Args:
        change: an exact attribution.
        words: the language.
        by: whether the bars between are drivers or parts of the business.

    Returns:
        altair.Chart.
    """
    import altair as alt

    data = steps(change, words, by)
    low, high = float(data[["from", "to"]].min().min()), float(data[["from", "to"]].max().max())
    room = (high - min(low, 0.0)) * 0.16
    scale = alt.Scale(domain=[low - room if low < 0 else 0.0, high + room], nice=False, zero=True)
    y = alt.Y("name:N", sort=list(data["name"]), axis=alt.Axis(title=None, ticks=False, domain=False, labelPadding=8))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["total", "up", "down"],
                       range=[style.GREY, style.ACCENT, style.WARN]), legend=None)  # fmt: skip
    x = alt.X("from:Q", scale=scale, axis=None)
    bars = alt.Chart(data).mark_bar(height={"band": 0.66}).encode(y=y, x=x, x2="to:Q", color=colour)
    ends = (
        alt.Chart(data)
        .mark_text(align="left", dx=6)
        .encode(y=y, x=alt.X("right:Q", scale=scale, axis=None), text="label:N")
    )
    zero = (
        alt.Chart(pd.DataFrame({"at": [0.0]}))
        .mark_rule(color=style.GREY)
        .encode(x=alt.X("at:Q", scale=scale, axis=None))
    )
    return style.titled(bars + ends + zero, _title(change, words, by), _subtitle(change, words), height=30 * len(data))


def steps(change: Change, words: Catalog, by: By = "driver") -> pd.DataFrame:
    """One row a bar: ``name``, ``from``, ``to``, ``right`` (where its label stands), ``kind``, ``label``."""
    parts = [part for part in _parts(change, by) if abs(part.effect) > 0]
    shown, rest = parts[:MOST], parts[MOST:]
    effects = [(_name(part, change, words, by), part.effect) for part in shown]
    if rest:
        effects.append((words.say("figure.waterfall.rest", count=len(rest)), sum(part.effect for part in rest)))
    rows = [_bar(words.say("figure.waterfall.before", period=_period(change.before, words)), 0.0, change.value_before)]
    at = change.value_before
    for name, effect in effects:
        rows.append(
            {"name": name, "from": at, "to": at + effect, "kind": "up" if effect > 0 else "down", "value": effect}
        )
        at += effect
    rows.append(_bar(words.say("figure.waterfall.after", period=_period(change.after, words)), 0.0, change.value_after))
    data = pd.DataFrame(rows)
    data["right"] = data[["from", "to"]].max(axis=1)
    data["label"] = [
        words.amount(_amount(change, value, step=kind != "total"))
        for value, kind in zip(data["value"], data["kind"], strict=True)
    ]
    return data


def _parts(change: Change, by: By) -> tuple[ChangePart, ...]:
    return change.by_driver() if by == "driver" else change.by_segment()


def _name(part: ChangePart, change: Change, words: Catalog, by: By) -> str:
    """A driver, or a part of the business; of a ratio, the shops' own rates are told apart from their mix."""
    if by == "segment":
        return style.shortened(words.segment(part.segment), 24)
    if change.rule == "rate_mix" and part.kpi == change.metric:
        return words.say("figure.waterfall.own_rates")
    return words.word(driver_name(part.kpi))


def _amount(change: Change, value: float, step: bool = False) -> Amount:
    """The metric's amount; a step of a ratio in points."""
    return Amount(value, change.unit, change.currency, signed=step, points=step and change.unit is Unit.RATIO)


def _bar(name: str, start: float, end: float) -> dict[str, object]:
    return {"name": name, "from": start, "to": end, "kind": "total", "value": end}


def _period(months: tuple[Any, ...], words: Catalog) -> str:
    if len(months) == 1:
        return words.month(months[0])
    return words.say("figure.period", first=months[0], last=months[-1])


def _title(change: Change, words: Catalog, by: By) -> str:
    """The change and what did most towards it."""
    metric = words.word(driver_name(change.metric))
    did = [part for part in _parts(change, by) if part.effect * change.delta > 0]
    key = "up" if change.delta >= 0 else "down"
    delta = Amount(abs(change.delta), change.unit, change.currency, points=change.unit is Unit.RATIO)
    if not did:
        return words.say(f"figure.waterfall.{key}", metric=metric, delta=delta)
    return words.say(f"figure.waterfall.{key}_by", metric=metric, delta=delta, driver=_name(did[0], change, words, by))


def _subtitle(change: Change, words: Catalog) -> str:
    return words.say(
        "figure.waterfall.per_month" if change.per_month else "figure.waterfall.subtitle",
        metric=words.word(driver_name(change.metric)),
        segment=change.segment,
    )
