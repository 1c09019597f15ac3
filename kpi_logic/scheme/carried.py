"""The months that people carry of a target: the very numbers of the table that they sign."""

from collections.abc import Sequence

from kpi_logic.metrics import adds_over_months
from kpi_logic.model import Agreement, Cascade, Kpi, Month, Organisation, Target

Carried = dict[str, tuple[float, ...]]
"""Months by person id, from the target's first month on, in the KPI's unit."""


def carried(target: Target, kpi: Kpi, plan: Cascade, agreements: Sequence[Agreement] = ()) -> Carried:
    """Everybody's months as ``targets.personal`` makes them, so that a score never differs from what was signed.

    Empty where there is no such table yet: the months do not add up, or nobody has put the target into months.  Whoever
    agrees to months puts it there, so every signed month is in it.
    """
    first, last = Month.parse(target.first), Month.parse(target.last)
    count = last.since(first) + 1
    if kpi.is_ratio or not adds_over_months(kpi) or len(target.phases) != count or not any(target.phases):
        return {}
    import pandas as pd  # the tables of targets are for those who hand down, not for everybody who scores

    from kpi_logic.targets.outlook import Outlook
    from kpi_logic.targets.personal import personal_months

    # The months are set already, so no history and no forecast is asked for.
    nothing = pd.Series(dtype=float, index=pd.PeriodIndex([], freq="M"))
    view = Outlook(kpi, target.segment, None, first, last, nothing, None, adds=True)
    table = personal_months(target, view, Organisation(), plan, agreements)
    return {row.person: row.months for row in table.rows} if table is not None else {}
