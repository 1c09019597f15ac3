"""Which two periods are held against each other."""

from collections.abc import Sequence
from enum import StrEnum

from kpi_logic.diagnosis.attribution import AFTER_ADS, metric_of
from kpi_logic.facts import MonthlyFacts
from kpi_logic.library import kpi_library
from kpi_logic.metrics import computable
from kpi_logic.model import Month

# Beside profits and sales: what a team asks about next, in this order.
ALSO = (
    "cvr",
    "order_cvr",
    "aov",
    "asp",
    "gross_margin",
    "acos",
    "tacos",
    "return_units_rate",
    "return_rate",
    "inv_days",
)

Periods = tuple[tuple[Month, ...], tuple[Month, ...]]


class Comparison(StrEnum):
    """What the latest months are compared with."""

    QUARTER_YEAR = "quarter_year"  # three months with the same three a year ago
    QUARTER = "quarter"  # three months with the three before: not cleared of the season
    MONTH_YEAR = "month_year"  # one month with the same a year ago
    MONTH = "month"  # one month with the one before
    YEAR = "year"  # twelve months with the twelve before
    CUSTOM = "custom"


_SPANS = {  # months of a period, and how far back the other one lies
    Comparison.QUARTER_YEAR: (3, 12),
    Comparison.QUARTER: (3, 3),
    Comparison.MONTH_YEAR: (1, 12),
    Comparison.MONTH: (1, 1),
    Comparison.YEAR: (12, 12),
}


def comparisons(months: Sequence[Month]) -> tuple[Comparison, ...]:
    """The comparisons that the months allow; the first is the one that says most: a year ago, else the months before.

    >>> [c.value for c in comparisons([Month(2025, 1) + i for i in range(8)])]
    ['quarter', 'month', 'custom']
    """
    span = months[-1].since(months[0]) + 1 if months else 0
    fitting = tuple(kind for kind, (length, back) in _SPANS.items() if span >= length + back)
    return (*fitting, Comparison.CUSTOM) if span >= 2 else ()


def periods_of(kind: Comparison, last: Month) -> Periods:
    """The months before and after of a comparison that ends with *last*.

    Raises:
        KeyError: a custom one names its own months.

    >>> before, after = periods_of(Comparison.QUARTER, Month(2026, 2))
    >>> [str(month) for month in (*before, *after)]
    ['2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02']
    """
    length, back = _SPANS[kind]
    after = tuple(last - i for i in reversed(range(length)))
    return tuple(month - back for month in after), after


def metrics_of(facts: MonthlyFacts) -> tuple[str, ...]:
    """What a change can be told of: the best profit the facts carry, other profits, sales, then ratios; empty without sales."""
    there = frozenset(facts.measures)
    if "sales" not in there:
        return ()
    gross = ("gross_profit",) if "gross_profit" in there else ()
    after_ads = (AFTER_ADS,) if gross and "ad_spend" in there else ()
    also = [kpi.code for kpi in computable(facts, (kpi_library()[code] for code in ALSO))]
    return tuple(dict.fromkeys([metric_of(facts), *after_ads, *gross, "gmv", *also]))
