"""A scheme replayed: scores, payouts, and what a new scheme changes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kpi_logic.figures import style
from kpi_logic.figures.scorecard import NAME_ROOM, curve_chart, distinct, name_axis, weights_bar
from kpi_logic.model import Amount, Person, Raw, Unit
from kpi_logic.scheme import Comparison, Replay
from kpi_logic.text import Catalog

__all__ = ["curve_chart", "payout_bars", "rank_change", "score_lines", "weights_bar"]

NAMES = 5
"""Lines are named directly up to this many people; beyond it only the best and the weakest."""

LABEL_GAP = 7.0
"""Points of score that two names at the right edge keep between them."""


def score_lines(replay: Replay, words: Catalog) -> Any:
    """Everybody's score by month: the highest mean in the accent, the lowest in the warning colour, named at the edge.

    Returns:
        altair.Chart.
    """
    import altair as alt

    means = replay.mean_scores
    months = [str(month) for month in replay.months]
    told = [row for row in range(len(means)) if not np.isnan(means[row])]
    subtitle = words.say("scheme.score.subtitle")
    best = max(told, key=lambda row: means[row], default=None)
    worst = min(told, key=lambda row: means[row], default=None)
    data = _score_rows(replay, months, best, worst)
    x = style.encode_months(months=months)
    low = min(60.0, float(np.nanmin(replay.scores)) if told else 60.0)
    y = alt.Y(
        "score:Q",
        scale=alt.Scale(domain=[max(0.0, np.floor(low / 10) * 10 - 10), 125], nice=False),
        axis=alt.Axis(values=[0, 20, 40, 60, 80, 100, 120], title=None, domain=False, ticks=False),
    )
    colour = alt.Color(
        "role:N",
        scale=alt.Scale(domain=["best", "worst", "other"], range=[style.ACCENT, style.WARN, style.GREY]),
        legend=None,
    )
    lines = (
        alt.Chart(data)
        .mark_line(strokeWidth=2.2, point={"size": 22})
        .encode(x=x, y=y, color=colour, detail="person:N", order="place:Q")
    )
    marks = pd.DataFrame({"score": [60.0, 100.0]})
    rules = alt.Chart(marks).mark_rule(color=style.INK, strokeDash=[5, 4], strokeWidth=1).encode(y=y)
    edge = _edge_names(replay, told, best, worst, months)
    names = alt.Chart(edge).mark_text(align="left", dx=10).encode(x=x, y=y, text="name:N", color=colour)
    chart = rules + lines + names
    return style.titled(chart, _score_title(replay, best, worst, words), subtitle, 280, style.WIDTH - 90)


def payout_bars(replay: Replay, words: Catalog) -> Any:
    """Everybody's bonus over the replay, the most first; a grey tick says what 100 points in every month would pay.

    Returns:
        altair.Chart.
    """
    import altair as alt

    currency = replay.actuals.currency or None
    data = _payout_rows(replay, words, currency)
    top = float(np.nanmax([1.0, *data["paid"], *data["full"]]))
    scale = alt.Scale(domain=[0, top * 1.4], nice=False)
    x = alt.X("paid:Q", scale=scale, axis=None)
    base = alt.Chart(data).encode(y=name_axis(data["name"]))
    bars = base.mark_bar(height={"band": 0.5}, color=style.ACCENT).encode(x=x)
    full = base.mark_tick(color=style.GREY, thickness=2.5, size=26).encode(x=alt.X("full:Q", scale=scale, axis=None))
    labels = base.mark_text(align="left", dx=10).encode(x=alt.X("edge:Q", scale=scale, axis=None), text="label:N")
    facts: dict[str, Any] = {
        "months": len(replay.months),
        "total": Amount(replay.total_cost, Unit.MONEY, currency),
    }
    share = replay.cost_share_of_profit
    title = (
        words.say("scheme.payout.title_no_share", **facts)
        if share is None
        else words.say("scheme.payout.title", share=Amount(share, Unit.RATIO), **facts)
    )
    span = {"first": replay.months[0], "last": replay.months[-1]} if replay.months else {"first": "", "last": ""}
    return style.titled(
        bars + full + labels, title, words.say("scheme.payout.subtitle", **span), 40 * max(len(data), 1)
    )


def rank_change(comparison: Comparison, words: Catalog) -> Any:
    """Who is paid more and who less under the new scheme, and the place each would take.

    Returns:
        altair.Chart.
    """
    import altair as alt

    data = _change_rows(comparison, words)
    reach = max(float(data["gain"].abs().max()) if len(data) else 0.0, 1.0)
    scale = alt.Scale(domain=[-reach * 2.1, reach * 2.1], nice=False)
    base = alt.Chart(data).encode(y=name_axis(data["name"]), x=alt.X("gain:Q", scale=scale, axis=None))
    colour = alt.Color(
        "kind:N", scale=alt.Scale(domain=["gain", "loss"], range=[style.ACCENT, style.WARN]), legend=None
    )
    chart = base.mark_bar(height={"band": 0.5}).encode(color=colour)
    zero = alt.Chart(pd.DataFrame({"gain": [0.0]})).mark_rule(color=style.PALE)
    chart += zero.encode(x=alt.X("gain:Q", scale=scale, axis=None))
    gains, losses = (alt.Chart(data[data["kind"] == kind]) for kind in ("gain", "loss"))
    for side in (gains.mark_text(align="left", dx=8), losses.mark_text(align="right", dx=-8)):
        chart += side.encode(y=name_axis(data["name"]), x=alt.X("gain:Q", scale=scale, axis=None), text="label:N")
    facts = {
        "winners": len(comparison.winners),
        "losers": len(comparison.losers),
        "change": Amount(comparison.cost_change, Unit.MONEY, comparison.currency, signed=True),
    }
    title = words.say(f"scheme.change.{_change_title(comparison)}", **facts)
    return style.titled(chart, title, words.say("scheme.change.subtitle"), 40 * max(len(data), 1))


def _change_title(comparison: Comparison) -> str:
    if comparison.winners and comparison.losers:
        return "title"
    return "title_up" if comparison.winners else "title_down" if comparison.losers else "title_same"


def _score_rows(replay: Replay, months: Sequence[str], best: int | None, worst: int | None) -> pd.DataFrame:
    rows = []
    for row, person in enumerate(replay.people):
        role = _standing(row, best, worst)
        for place, month in enumerate(months):
            score = float(replay.scores[row, place])
            rows.append({"person": person.id, "month": month, "place": place, "score": score, "role": role})
    return pd.DataFrame(rows, columns=["person", "month", "place", "score", "role"])


def _standing(row: int, best: int | None, worst: int | None) -> str:
    return "best" if row == best else "worst" if row == worst else "other"


def _edge_names(
    replay: Replay, told: Sequence[int], best: int | None, worst: int | None, months: Sequence[str]
) -> pd.DataFrame:
    """Names at the right edge, at their last score, moved apart where they would overlap."""
    shown = [row for row in told if len(told) <= NAMES or row in (best, worst)]
    last = {row: float(replay.scores[row][~np.isnan(replay.scores[row])][-1]) for row in shown}
    placed, above = [], np.inf
    for row in sorted(shown, key=lambda row: -last[row]):
        above = min(last[row], above - LABEL_GAP)
        name = style.shortened(replay.people[row].name, 7)
        placed.append({"month": months[-1], "score": above, "name": name, "role": _standing(row, best, worst)})
    return pd.DataFrame(placed, columns=["month", "score", "name", "role"])


def _score_title(replay: Replay, best: int | None, worst: int | None, words: Catalog) -> str:
    if best is None or worst is None:
        return words.say("scheme.score.title_none")
    means, people = replay.mean_scores, replay.people
    high, low = (words.say("scheme.points", score=_points(means[row])) for row in (best, worst))
    name = Raw(people[best].name)
    if best == worst:
        return words.say("scheme.score.title_one", best=name, high=high)
    return words.say("scheme.score.title", best=name, high=high, worst=Raw(people[worst].name), low=low)


def _points(score: float) -> Amount:
    return Amount(round(float(score), 1), Unit.SCORE)


def _payout_rows(replay: Replay, words: Catalog, currency: str | None) -> pd.DataFrame:
    paid, means = replay.payout_totals, replay.mean_scores
    rows = []
    for row, person in enumerate(replay.people):
        months = int((~np.isnan(replay.scores[row])).sum())
        full = person.bonus * months if person.bonus is not None else np.nan
        label = _payout_label(paid[row], means[row], words, currency)
        edge = np.nanmax([paid[row], full, 0.0])
        rows.append({"name": _person_name(person), "paid": paid[row], "full": full, "edge": edge, "label": label})
    frame = pd.DataFrame(rows, columns=["name", "paid", "full", "edge", "label"])
    frame["name"] = distinct(frame["name"])
    return frame.sort_values("paid", ascending=False, na_position="last", ignore_index=True)


def _payout_label(paid: float, mean: float, words: Catalog, currency: str | None) -> str:
    score = words.say("scheme.unscored") if np.isnan(mean) else words.say("scheme.points", score=_points(mean))
    if np.isnan(paid):
        return words.say("scheme.payout.label", paid=words.say("scheme.payout.unpaid"), score=score)
    return words.say("scheme.payout.label", paid=Amount(float(paid), Unit.MONEY, currency), score=score)


def _change_rows(comparison: Comparison, words: Catalog) -> pd.DataFrame:
    rows = []
    for change in comparison.changes:
        if change.gain is None or change.rank_before is None or change.rank_after is None:
            continue
        gain = Amount(change.gain, Unit.MONEY, comparison.currency, signed=True)
        label = words.say("scheme.change.label", gain=gain, before=change.rank_before, after=change.rank_after)
        kind = "loss" if change.gain < 0 else "gain"
        rows.append({"name": _person_name(change.person), "gain": change.gain, "kind": kind, "label": label})
    frame = pd.DataFrame(rows, columns=["name", "gain", "kind", "label"])
    frame["name"] = distinct(frame["name"])
    return frame.sort_values("gain", ascending=False, ignore_index=True)


def _person_name(person: Person) -> str:
    return style.shortened(person.name, NAME_ROOM)
