"""The realism dial: where the odds of a target stand between out of reach and asking for nothing."""

import itertools
from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.model import Amount, Unit
from kpi_logic.targets.outlook import Judgement
from kpi_logic.targets.verdict import Verdict
from kpi_logic.text import Catalog

HEIGHT = 58
EDGES = (0.0, 0.2, 0.5, 0.8, 1.0)
ZONES = (Verdict.UNREALISTIC, Verdict.STRETCH, Verdict.REALISTIC, Verdict.CONSERVATIVE)
NAMED = "datum.here || width > 300 ? 1 : 0"  # on a narrow screen the names would run into each other
TOP, BOTTOM = 25, 52  # of the zones, in pixels


def dial(judgement: Judgement, words: Catalog) -> Any:
    """Four zones from 0 to 100 % with their names; the one that holds is dark, and a mark stands at the odds.

    Returns:
        altair.Chart.
    """
    import altair as alt

    odds = judgement.probability
    zones = pd.DataFrame(
        {
            "left": EDGES[:-1],
            "right": EDGES[1:],
            "middle": [(a + b) / 2 for a, b in itertools.pairwise(EDGES)],
            "word": [words.say(f"target.verdict.{zone.value}") for zone in ZONES],
            "here": [zone is judgement.verdict for zone in ZONES],
        }
    )
    x = alt.X("left:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    fill = alt.condition("datum.here", alt.value(style.ACCENT), alt.value(style.PALE))
    ink = alt.condition("datum.here", alt.value("white"), alt.value(style.INK))
    bars = alt.Chart(zones).mark_rect(stroke="white", strokeWidth=2).encode(
        x=x, x2="right:Q", y=alt.value(TOP), y2=alt.value(BOTTOM), color=fill
    )  # fmt: skip
    names = alt.Chart(zones).mark_text(fontSize=style.LABEL_SIZE, opacity=alt.expr(NAMED)).encode(
        x=_over(x, "middle"), y=alt.value((TOP + BOTTOM) / 2), text="word:N", color=ink
    )  # fmt: skip
    layers = [bars, names]
    if odds is not None:
        said = words.amount(Amount(min(max(round(odds * 20), 1), 19) / 20, Unit.RATIO)).replace(".0%", "%")
        mark = pd.DataFrame({"odds": [odds], "said": [said]})
        here = alt.Chart(mark)
        align: Any = "left" if odds < 0.06 else "right" if odds > 0.94 else "center"
        layers += [
            here.mark_point(filled=True, shape="triangle-down", size=90, opacity=1, color=style.WARN).encode(
                x=_over(x, "odds"), y=alt.value(19)
            ),
            here.mark_text(fontSize=14, fontWeight="bold", color=style.WARN, align=align).encode(
                x=_over(x, "odds"), y=alt.value(6), text="said:N"
            ),
        ]
    title = words.say("figure_target.dial", verdict=words.say(f"target.verdict.{judgement.verdict.value}"))
    return style.titled(alt.layer(*layers), title, "", height=HEIGHT)


def _over(x: Any, field: str) -> Any:
    other = x.copy()
    other.shorthand = f"{field}:Q"
    return other
