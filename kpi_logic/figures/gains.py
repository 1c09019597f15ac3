"""Who would be paid more, who less, when one scheme takes the place of another."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.figures.scorecard import distinct, name_axis
from kpi_logic.model import Amount, Message, Raw, Unit
from kpi_logic.scheme import Comparison, PersonChange
from kpi_logic.text import Catalog

ROW = 30
ROOM = 14


def gain_bars(found: Comparison, words: Catalog) -> Any:
    """The change of pay over the months compared of everybody whose pay changes, the largest gain first.

    Returns:
        altair.Chart.
    """
    import altair as alt

    told = (*found.winners, *reversed(found.losers))
    data = pd.DataFrame([_row(one, found, words) for one in told], columns=list(_COLUMNS))
    data["name"] = distinct(data["name"])
    reach = max([1.0, *data["gain"].abs()])
    scale = alt.Scale(domain=[-reach * 1.6, reach * 1.6], nice=False)
    base = alt.Chart(data).encode(y=name_axis(data["name"]))
    bars = base.mark_bar(height={"band": 0.55}).encode(
        x=alt.X("gain:Q", scale=scale, axis=None), x2=alt.datum(0), color=alt.Color("colour:N", scale=None)
    )
    zero = (
        alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color=style.INK).encode(x=alt.X("x:Q", scale=scale, axis=None))
    )
    right = base.transform_filter("datum.gain >= 0").mark_text(align="left", dx=8)
    left = base.transform_filter("datum.gain < 0").mark_text(align="right", dx=-8)
    labels = [one.encode(x=alt.X("gain:Q", scale=scale, axis=None), text="label:N") for one in (right, left)]
    chart = alt.layer(bars, zero, *labels)
    return style.titled(chart, words.say(_title(found)), words.say("gains.subtitle"), ROW * max(len(told), 2))


_COLUMNS = ("name", "gain", "label", "colour")


def _row(one: PersonChange, found: Comparison, words: Catalog) -> tuple[Any, ...]:
    gain = one.gain or 0.0
    money = words.amount(Amount(gain, Unit.MONEY, found.currency, signed=True, full=True))
    label = f"{style.arrow(gain)} {money}".strip()
    return style.shortened(one.person.name, ROOM), gain, label, style.ACCENT if gain >= 0 else style.WARN


def _title(found: Comparison) -> Message:
    """Who gains and who loses most; nobody is an answer too."""
    best, worst = found.winners[:1], found.losers[:1]
    facts: dict[str, Any] = {"winners": len(found.winners), "losers": len(found.losers)}
    if best:
        facts["best"] = Raw(best[0].person.name)
    if worst:
        facts["worst"] = Raw(worst[0].person.name)
    if best and worst:
        return Message("gains.both", facts)
    if best:
        return Message("gains.only_up", facts)
    return Message("gains.only_down", facts) if worst else Message("gains.none")
