"""What holds a seller back: the ranked money, and the evidence behind one line of it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi_logic.diagnosis import Bottleneck
from kpi_logic.figures import style
from kpi_logic.figures.trend import line_chart
from kpi_logic.model import Amount, Message, Unit
from kpi_logic.text import Catalog

MARGIN = 22  # pixels: padding, and the gap between a line and its words
PICKED = "picked"  # the selection of a bar; its one field is the bottleneck's rank


def bottleneck_bars(bottlenecks: Sequence[Bottleneck], words: Catalog, pick: bool = False) -> Any:
    """Profit lost a month by each bottleneck, largest first, with its interval as a quiet line.

    Args:
        bottlenecks: in their rank; those without money stand as a line of words.
        words: the language.
        pick: whether a click anywhere on a line picks it (selection ``PICKED`` with the field ``rank``).

    Returns:
        altair.Chart.

    Raises:
        ValueError: there is none to draw; the page says so in words.
    """
    import altair as alt

    if not bottlenecks:
        raise ValueError("there is no bottleneck to draw")
    data = _bars(bottlenecks, words)
    scale = alt.Scale(domain=[0, _reach(data)], nice=False)
    two_lines = alt.Axis(
        title=None, ticks=False, domain=False, labelPadding=8, labelExpr="split(datum.label, '|')", labelOffset=-7
    )
    y = alt.Y("name:N", sort=list(data["name"]), axis=two_lines)
    first = alt.Color("first:N", scale=alt.Scale(domain=[True, False], range=[style.ACCENT, style.GREY]), legend=None)
    bars = alt.Chart(data).mark_bar(height={"band": 0.5}).encode(
        y=y, x=alt.X("money:Q", scale=scale, axis=None), color=first
    )  # fmt: skip
    spans = alt.Chart(data.dropna(subset=["low"])).mark_rule(color=style.INK, strokeWidth=1.2).encode(
        y=y, x=alt.X("low:Q", scale=scale, axis=None), x2="high:Q"
    )  # fmt: skip
    labels = alt.Chart(data).mark_text(align="left", dx=8).encode(
        y=y, x=alt.X("edge:Q", scale=scale, axis=None), text="label:N"
    )  # fmt: skip
    layers = bars + spans + labels
    if pick:
        # A line without money has no bar to click: an unseen one over the whole width takes the click.
        chosen = alt.selection_point(name=PICKED, fields=["rank"], on="click")
        whole = alt.Chart(data).mark_bar(color=style.PALE, height={"band": 0.96}, cursor="pointer").encode(
            y=y, x=alt.value(0), x2=alt.value("width"), opacity=alt.condition(chosen, alt.value(0.35), alt.value(0.01), empty=False)
        ).add_params(chosen)  # fmt: skip
        layers = whole + layers
    return style.titled(layers, _bars_title(bottlenecks, words), _bars_subtitle(bottlenecks, words), 50 * len(data))


def bottleneck_evidence(bottleneck: Bottleneck, words: Catalog) -> Any:
    """The KPI month by month: grey until the change, the accent since, the reference as a thin dashed line.

    Returns:
        altair.Chart.
    """
    import altair as alt

    unit, currency = bottleneck.unit, bottleneck.currency
    months = [str(period) for period in bottleneck.evidence.index]
    since = str(bottleneck.since) if bottleneck.since is not None else months[0]
    start = months.index(since) if since in months else 0
    series = bottleneck.evidence
    held = [*series.dropna(), bottleneck.reference]
    base = line_chart(series, unit, currency, words, bottleneck.since, (min(held), max(held)))
    reference = pd.DataFrame({"month": months[start:], "value": bottleneck.reference})
    reference["label"] = words.say(
        f"figure.bottleneck.reference.{bottleneck.reference_kind}", value=Amount(bottleneck.reference, unit, currency)
    )
    y = base.layer[0].encoding.y
    x = style.encode_months(months=months)
    dashes = alt.Chart(reference).mark_line(color=style.INK, strokeDash=[5, 4], strokeWidth=1.2).encode(x=x, y=y)
    # The label stands on the side of the line where the KPI is not.
    side = -9 if bottleneck.reference >= bottleneck.current else 13
    halo = alt.Chart(reference.tail(1)).mark_text(align="right", dy=side, color="white", stroke="white", strokeWidth=4)
    note = alt.Chart(reference.tail(1)).mark_text(align="right", dy=side, color=style.INK)
    notes = [layer.encode(x=x, y=y, text="label:N") for layer in (halo, note)]
    title = _short(bottleneck, words)
    subtitle = words.say(
        "figure.bottleneck.evidence_subtitle", kpi=words.word(bottleneck.name), segment=bottleneck.segment
    )
    return style.titled(alt.layer(base, dashes, *notes), title, subtitle, height=240)


def _reach(data: pd.DataFrame) -> float:
    """How far the scale must go so that every label ends within the chart, on the narrower paper too."""
    names = [style.width_of(part) for name in data["name"] for part in name.split("|")]
    plot = style.WIDTH - style.LABEL_SIZE * max(names) - MARGIN
    labels = [min(style.LABEL_SIZE * style.width_of(label) + MARGIN, 0.8 * plot) for label in data["label"]]
    return max(1.0, *(edge * plot / (plot - label) for edge, label in zip(data["edge"], labels, strict=True)))


def _bars(bottlenecks: Sequence[Bottleneck], words: Catalog) -> pd.DataFrame:
    rows = []
    first = next((b for b in bottlenecks if b.money_per_month is not None), None)
    for b in bottlenecks:
        name = words.say(
            "figure.bottleneck.name", rank=b.rank, segment=_plain(words.word(b.segment)), kpi=words.word(b.name)
        )
        rows.append({
            "rank": b.rank, "name": name, "money": b.money_per_month or 0.0, "low": b.money_low, "high": b.money_high,
            "edge": max(b.money_high or 0.0, b.money_per_month or 0.0), "first": b is first, "label": _label(b, words),
        })  # fmt: skip
    return pd.DataFrame(rows).astype({"money": float, "low": float, "high": float})


def _label(b: Bottleneck, words: Catalog) -> str:
    if b.money_per_month is None:
        kind = "limit" if b.reference_kind == "limit" else "service"
        return words.say(
            f"figure.bottleneck.{kind}", value=Amount(b.current, b.unit), reference=Amount(b.reference, b.unit)
        )
    money = {"money": b.money_per_month, "low": b.money_low, "high": b.money_high}
    return words.say("figure.bottleneck.label", **{k: Amount(v, Unit.MONEY, b.currency) for k, v in money.items()})


def _bars_title(bottlenecks: Sequence[Bottleneck], words: Catalog) -> str:
    shares = [b.share_of_all for b in bottlenecks if b.share_of_all is not None]
    if not shares:
        return words.say("figure.bottleneck.title_service")
    facts = {"count": len(shares), "money": Amount(sum(shares), Unit.MONEY, bottlenecks[0].currency)}
    kind = _kind(bottlenecks)
    return words.say(f"figure.bottleneck.{kind}_{'one' if len(shares) == 1 else 'all'}", **facts)


def _bars_subtitle(bottlenecks: Sequence[Bottleneck], words: Catalog) -> str:
    return words.say(f"figure.bottleneck.{_kind(bottlenecks)}_subtitle")


def _kind(bottlenecks: Sequence[Bottleneck]) -> str:
    return next((b.money_kind for b in bottlenecks if b.money_per_month is not None), "profit")


def _plain(name: str) -> str:
    """A shop's name without the sign that parts the two lines of a label."""
    return style.shortened(name.replace("|", "/"), 20)


def _short(b: Bottleneck, words: Catalog) -> str:
    """The sentence without its money: what the chart shows."""
    facts = {"segment": b.segment, "kpi": words.word(b.name), "current": Amount(b.current, b.unit, b.currency),
             "reference": Amount(b.reference, b.unit, b.currency)}  # fmt: skip
    kind = "limit" if b.reference_kind == "limit" else "rose" if b.current > b.reference else "fell"
    return words.say(Message(f"figure.bottleneck.evidence_{kind}", facts))
