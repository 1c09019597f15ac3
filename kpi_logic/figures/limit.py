"""One KPI of one shop against its platform's limit."""

from typing import Any

import pandas as pd

from kpi_logic.diagnosis import LimitState, Standing, bound_of
from kpi_logic.figures import style
from kpi_logic.figures.trend import line_chart
from kpi_logic.model import Amount, KpiRef
from kpi_logic.text import Catalog


def limit_course(state: LimitState, words: Catalog) -> Any:
    """The KPI month by month, the limit as a dashed line; where sources conflict, each of them.

    Returns:
        altair.Chart.
    """
    import altair as alt

    lines = [(x.value, "figure.limit.line" if x.used else "figure.limit.other") for x in _drawn(state)]
    known = state.series.dropna()
    span = (min(known.min(), *(v for v, _ in lines)), max(known.max(), *(v for v, _ in lines)))
    base = line_chart(state.series, state.unit, None, words, span=(float(span[0]), float(span[1])))
    months = [str(period) for period in state.series.index]
    x, y = style.encode_months(months=months), base.layer[0].encoding.y
    layers = [base]
    for value, key in lines:
        data = pd.DataFrame({"month": months, "value": value, "label": words.say(key, value=Amount(value, state.unit))})
        layers.append(alt.Chart(data).mark_line(color=style.INK, strokeDash=[5, 4], strokeWidth=1.2).encode(x=x, y=y))
        note = alt.Chart(data.head(1)).mark_text(align="left", dx=4, dy=-9, color=style.INK)
        layers.append(note.encode(x=x, y=y, text="label:N"))
    subtitle = words.say("figure.limit.subtitle", kpi=KpiRef(state.kpi), segment=state.segment)
    return style.titled(alt.layer(*layers), _title(state, words), subtitle, height=220)


def _drawn(state: LimitState) -> list[Any]:
    """The limit in use, or else those in conflict."""
    return [state.limit] if state.limit is not None else [x for x in state.others if x.why != "wrong"]


def _title(state: LimitState, words: Catalog) -> str:
    facts: dict[str, Any] = {
        "segment": state.segment,
        "kpi": KpiRef(state.kpi),
        "current": Amount(state.current, state.unit),
    }
    if state.limit is None:
        return words.say("figure.limit.unknown", **facts)
    facts |= {"bound": bound_of(state.limit, state.unit), "months": state.months_to_breach or 0}
    beyond = state.standing in (Standing.BREACH, Standing.OVER)
    kind = "beyond" if beyond else "towards" if state.standing is Standing.TOWARDS else "within"
    return words.say(f"figure.limit.{kind}", **facts)
