"""The data board: which number is there for which month."""

from typing import Any

import pandas as pd

from kpi_logic.figures import style
from kpi_logic.model import MeasureRef
from kpi_logic.text import Catalog


def presence_map(frame: pd.DataFrame, words: Catalog, *, only_gaps: bool = False) -> Any:
    """Months x measures; dark: every shop has it, pale: some have, empty: none.

    Args:
        frame: ``month`` (Period[M]), ``measure``, ``share`` 0-1, from ``kpi_logic.metrics.presence``.
        words: the language.
        only_gaps: leave out the measures that are whole; the title still counts them.

    Returns:
        altair.Chart.
    """
    import altair as alt

    data = pd.DataFrame({
        "month": frame["month"].astype(str),
        "measure": [words.word(MeasureRef(code)) for code in frame["measure"]],
        "share": frame["share"].astype(float),
        "state": [_state(share) for share in frame["share"]],
    })  # fmt: skip
    title = _title(data, data["month"].nunique(), words)
    if only_gaps:
        data = data[data.groupby("measure")["share"].transform("min") < 1]
    months, measures = sorted(data["month"].unique()), list(dict.fromkeys(data["measure"]))
    y = alt.Y("measure:N", sort=measures, axis=alt.Axis(title=None, ticks=False, domain=False, labelPadding=6))
    colour = alt.Color("state:N", legend=None, scale=alt.Scale(domain=["all", "some", "none"],
                       range=[style.ACCENT, "#9cc3ca", "#f3f6f7"]))  # fmt: skip
    cells = alt.Chart(data).mark_rect(stroke="white", strokeWidth=1.5)
    chart = cells.encode(x=style.encode_months(months=months), y=y, color=colour)
    return style.titled(chart, title, words.say("figure.presence.subtitle"), 20 * len(measures))


def _state(share: float) -> str:
    return "all" if share >= 1 else "some" if share > 0 else "none"


def _title(data: pd.DataFrame, months: int, words: Catalog) -> str:
    whole = int(data.groupby("measure")["share"].min().ge(1).sum())
    return words.say("figure.presence.title", months=months, measures=int(data["measure"].nunique()), whole=whole)
